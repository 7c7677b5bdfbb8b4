from collections import Counter
from itertools import pairwise

import pytest

from verbundakte import demo
from verbundakte.akten.samples import einheiten_by_kennzeichen, leaves
from verbundakte.demo.texts import vorgangsarten, workday
from verbundakte.demo.towns import einheit_for
from verbundakte.demo.world import ROLES

WORLD = demo.build(seed=1)


@pytest.fixture(scope="module", params=[1, 7])
def world(request):
    return demo.build(seed=request.param)


def vorgaenge(town):
    return [vorgang for akte in town.akten for vorgang in akte.vorgaenge]


def test_the_world_has_the_promised_size():
    assert [town.slug for town in WORLD.towns] == [
        "musterstadt",
        "beispielhausen",
        "landkreis-probe",
    ]
    assert sum(len(town.akten) for town in WORLD.towns) == 150
    assert 550 < sum(len(vorgaenge(town)) for town in WORLD.towns) < 700
    assert 2300 < len(WORLD.dokumente()) < 2800


def test_scale_changes_the_number_of_akten_and_not_of_scans():
    small = demo.build(seed=1, scale=0.4)
    assert sum(len(town.akten) for town in small.towns) == 60
    for world in (small, WORLD):
        assert sum(d.format == "scan" for d in world.dokumente()) <= 20


def test_the_same_seed_gives_the_same_world_and_another_seed_another():
    assert demo.build(seed=1) == WORLD
    assert demo.build(seed=2) != WORLD


def test_every_town_has_people_of_every_role():
    for town in WORLD.towns:
        for role in ROLES:
            assert town.with_role(role), (town.slug, role)


def test_logins_are_unique_within_a_town_and_one_person_works_in_two():
    logins = [person.login for town in WORLD.towns for person in town.personen]
    twice = [login for login, count in Counter(logins).items() if count > 1]
    assert twice == ["daria.datenschatz"]
    for town in WORLD.towns:
        assert len({person.login for person in town.personen}) == len(town.personen)


def test_units_and_stellen_form_a_tree_in_which_everybody_has_a_place():
    for town in WORLD.towns:
        known = set()
        for einheit in town.einheiten:
            assert einheit.parent is None or einheit.parent in known
            known.add(einheit.kennzeichen)
        stellen = {stelle.kennzeichen: stelle.einheit for stelle in town.stellen}
        assert len(stellen) == len(town.stellen)
        assert set(stellen.values()) == known
        assert all(s in stellen for person in town.personen for s in person.stellen)


def test_every_task_of_the_aktenplan_has_a_unit_in_the_cast():
    for town in WORLD.towns:
        for einheit in leaves():
            assert einheit_for(town, einheit.federfuehrung)


def test_akten_lie_below_leaves_of_the_sample_plan_and_numbers_follow_the_date(world):
    for town in world.towns:
        assert {akte.kennzeichen for akte in town.akten} <= set(einheiten_by_kennzeichen())
        assert len({akte.aktenzeichen for akte in town.akten}) == len(town.akten)
        assert all(a.angelegt_on <= b.angelegt_on for a, b in pairwise(town.akten))


def test_vorgaenge_are_worked_on_by_people_of_the_town(world):
    for town in world.towns:
        logins = {person.login for person in town.personen}
        for vorgang in vorgaenge(town):
            assert vorgang.bearbeiter in logins
            assert {d.verfasser for d in vorgang.dokumente} - {None} <= logins


def test_only_named_people_read_personnel_akten(world):
    akten = [akte for town in world.towns for akte in town.akten]
    personal = [
        a for a in akten if einheiten_by_kennzeichen()[a.kennzeichen].titel[:8] == "Personal"
    ]
    assert personal
    assert all(akte.zugriff == "nur_genannte" and akte.personen for akte in personal)


def test_dates_run_forward_and_never_into_the_future(world):
    for town in world.towns:
        for vorgang in vorgaenge(town):
            arrived = [d.posteingangsdatum or d.datum_des_schreibens for d in vorgang.dokumente]
            assert arrived == sorted(arrived)
            assert arrived[-1] <= world.today
            assert vorgang.zda_on is None or arrived[-1] <= vorgang.zda_on <= world.today
            assert all(workday(day) == day for day in arrived)


def test_no_two_documents_have_the_same_text(world):
    texts = [
        text
        for dokument in world.dokumente()
        for text in (dokument.text, *(a.text for a in dokument.attachments))
    ]
    assert not [text for text, count in Counter(texts).items() if count > 1]


def test_no_slot_or_choice_is_left_in_a_text(world):
    for dokument in world.dokumente():
        for text in (dokument.text, dokument.betreff):
            assert not set("{}[]|@%") & set(text.replace("%", "")), text


def test_every_search_word_stands_in_exactly_one_document(world):
    scans = [d for d in world.dokumente() if d.format == "scan"]
    assert len({d.search_word for d in scans}) == len(scans) >= 12
    texts = [(d.key, d.text + d.betreff) for d in world.dokumente()]
    for scan in scans:
        assert [key for key, text in texts if scan.search_word in text] == [scan.key]


def test_every_kind_of_matter_and_every_format_appears(world):
    kinds = {v.vorgangsart for town in world.towns for v in vorgaenge(town)}
    assert kinds == {art.key for art in vorgangsarten()}
    formats = {d.format for d in world.dokumente()}
    assert formats == {"pdf", "docx", "odt", "xlsx", "eml", "txt", "scan"}


def test_every_town_has_running_and_closed_vorgaenge(world):
    for town in world.towns:
        assert {vorgang.zda_on is None for vorgang in vorgaenge(town)} == {True, False}


def test_fields_of_the_post_fit_the_direction(world):
    for dokument in world.dokumente():
        is_eingang = dokument.richtung == "eingang"
        assert (dokument.posteingangsdatum is not None) == is_eingang
        assert (dokument.verfasser is None) == is_eingang
        if dokument.richtung != "ausgang" or dokument.is_entwurf:
            assert dokument.postausgangsdatum is None
