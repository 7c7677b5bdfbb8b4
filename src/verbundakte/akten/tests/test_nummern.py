"""Numbers: pure rules first, then patterns released in a town, then many creating at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import Town
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.akten import actions, nummern
from verbundakte.akten.actions.nummer import teilakte_number
from verbundakte.akten.actions.nummernmuster import NumberInUse, OtherCircle, SecondStandard
from verbundakte.akten.models import Akte, Nummernmuster
from verbundakte.akten.nummern import Block, Gegenstand, Kreis, Muster, Place, Teil
from verbundakte.akten.nummernmuster import NUMMERNMUSTER, NummernmusterSpec
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.bausteine import actions as bausteine
from verbundakte.core.bausteine.spec import Problem
from verbundakte.core.models import BausteinVersion
from verbundakte.core.tenancy.context import use_tenant

PLAN, EINHEIT, AKTE = Block(Teil.PLAN), Block(Teil.EINHEIT), Block(Teil.AKTE)
JAHR, NUMMER = Block(Teil.JAHR), Block(Teil.NUMMER, stellen=3)
DAY = date(2020, 1, 1)


def text(zeichen):
    return Block(Teil.TRENNER, zeichen)


def muster(*blocks, kreis=Kreis.PLAN_JAHR, gegenstand=Gegenstand.AKTE, start=1):
    return Muster(gegenstand, kreis, blocks, start)


def test_the_usual_numbers_look_as_ever():
    usual = nummern.STANDARD
    place = Place(2026, "632.20", "63.1", "632.20-2026/0147", akte_key="k")
    assert nummern.render(usual[Gegenstand.AKTE], place, 147) == "632.20-2026/0147"
    assert nummern.render(usual[Gegenstand.VORGANG], place, 3) == "632.20-2026/0147-03"
    assert nummern.render(usual[Gegenstand.TEILAKTE], place, 1) == "632.20-2026/0147.T1"
    assert nummern.circle(usual[Gegenstand.AKTE], place) == "akte:632.20:2026"
    assert nummern.circle(usual[Gegenstand.VORGANG], place) == "vorgang:k"
    assert not [found for one in usual.values() for found in nummern.problems(one)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (muster(PLAN, text("-"), JAHR), "laufende Nummer fehlt"),
        (muster(PLAN, text("-"), JAHR, text("/"), NUMMER, text("-"), NUMMER), "mehrmals"),
        (muster(PLAN, text("-"), NUMMER), "„Jahr“ fehlt"),
        (muster(JAHR, text("-"), NUMMER), "„Aktenplankennzeichen“ fehlt"),
        (muster(PLAN, JAHR, NUMMER), "nicht eindeutig getrennt"),
        (muster(PLAN, text("."), NUMMER, text("-"), JAHR, text("-"), EINHEIT), ""),
        (muster(PLAN, EINHEIT, text("-"), JAHR, text("/"), NUMMER), "nicht eindeutig getrennt"),
        (muster(AKTE, text("-"), PLAN, JAHR, NUMMER), "gibt es bei Akte nicht"),
        (muster(PLAN, text("-"), NUMMER, kreis=Kreis.AKTE), "zu zählen geht bei Akte nicht"),
        (muster(PLAN, text("1"), NUMMER, text("/"), JAHR), "nicht eindeutig getrennt"),
        (muster(EINHEIT, text("/"), PLAN, text("-"), JAHR, text("-"), NUMMER), ""),
        (muster(NUMMER, kreis=Kreis.GESAMT), ""),
    ],
)
def test_a_pattern_that_could_give_a_number_twice_says_why(wrong, sentence):
    found = " ".join(nummern.problems(wrong))
    assert sentence in found if sentence else not found


KENNZEICHEN = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True)
PLACES = st.builds(
    Place,
    year=st.integers(2000, 2099),
    plan=KENNZEICHEN,
    einheit=KENNZEICHEN,
    akte=st.just("11-2026/0001"),
    akte_key=st.just("k"),
)
BLOCKS = st.lists(
    st.one_of(
        st.sampled_from([PLAN, EINHEIT, JAHR, Block(Teil.JAHR_KURZ), NUMMER]),
        st.sampled_from("-/.x7").map(text),
    ),
    min_size=1,
    max_size=7,
)


@given(
    BLOCKS, st.sampled_from(list(Kreis)), PLACES, PLACES, st.integers(1, 2000), st.integers(1, 2000)
)
def test_an_accepted_pattern_never_gives_one_number_to_two(blocks, kreis, one, two, first, second):
    pattern = muster(*blocks, kreis=kreis)
    if list(nummern.problems(pattern)):
        return
    same_circle = nummern.circle(pattern, one) == nummern.circle(pattern, two)
    if same_circle and first == second:
        return
    assert nummern.render(pattern, one, first) != nummern.render(pattern, two, second)


@given(PLACES, st.integers(1, 99_999))
def test_a_number_is_read_back_as_it_was_made(place, number):
    usual = nummern.STANDARD[Gegenstand.AKTE]
    found, counted = nummern.read(usual, nummern.render(usual, place, number))
    assert (found.plan, found.year, counted) == (place.plan, place.year, number)


def release(town, blocks, *, on=DAY, **values):
    """Release a pattern through the product's own actions; return its key."""
    data = {"bezeichnung": "Probe", **values}
    data["bloecke"] = [
        {
            "id": f"00000000-0000-4000-8000-{place:012}",
            "position": place,
            "teil": block.teil.value,
            "zeichen": block.zeichen,
            "stellen": block.stellen if block.teil is Teil.NUMMER else None,
        }
        for place, block in enumerate(blocks, 1)
    ]
    actor = town.fachadministration
    made = bausteine.create_baustein(actor, NUMMERNMUSTER, data=data)
    draft = BausteinVersion.objects.get(baustein=made)
    bausteine.release(actor, draft, valid_from=on)
    return made


def amira(town):
    return lambda: town.sachbearbeiterin


def test_akten_get_the_number_of_the_released_pattern(musterstadt):
    town = musterstadt
    release(town, [JAHR, text("-"), NUMMER], kreis="jahr")
    make_planeinheit()
    at = timezone.now()
    year = timezone.localdate(at).year
    assert [make_akte(amira(town), at=at).aktenzeichen for _ in range(2)] == [
        f"{year}-001",
        f"{year}-002",
    ]
    assert Nummernmuster.objects.get().muster.kreis is Kreis.JAHR


def test_vorgaenge_teilakten_and_dokumente_follow_their_patterns(musterstadt):
    town = musterstadt
    release(town, [AKTE, text("-V"), NUMMER], gegenstand="vorgang", kreis="akte")
    release(town, [AKTE, text("#"), NUMMER], gegenstand="teilakte", kreis="akte")
    release(town, [Block(Teil.VORGANG), text(":"), NUMMER], gegenstand="dokument", kreis="vorgang")
    make_planeinheit()
    vorgang = make_vorgang(amira(town))
    akte = vorgang.akte
    assert vorgang.aktenzeichen == f"{akte.aktenzeichen}-V001"
    assert teilakte_number(akte, timezone.now()) == f"{akte.aktenzeichen}#001"
    draft = make_dokument(amira(town), vorgang=vorgang, is_entwurf=True)
    letter = make_dokument(amira(town), vorgang=vorgang)
    assert (draft.kennzeichen, letter.kennzeichen) == ("", f"{vorgang.aktenzeichen}:001")
    values = {"is_entwurf": False}
    done = actions.change_dokument(town.sachbearbeiterin, draft, seen_revision=1, values=values)
    assert done.kennzeichen == f"{vorgang.aktenzeichen}:002"
    again = actions.change_dokument(
        town.sachbearbeiterin, done, seen_revision=done.revision, values={"betreff": "Neu"}
    )
    assert again.kennzeichen == f"{vorgang.aktenzeichen}:002"


def test_dokumente_have_no_number_where_no_pattern_holds(musterstadt):
    make_planeinheit()
    assert make_dokument(amira(musterstadt)).kennzeichen == ""


def test_a_new_look_counts_on(musterstadt):
    town = musterstadt
    make_planeinheit()
    at = timezone.now()
    make_akte(amira(town), at=at)
    release(town, [PLAN, text("/"), JAHR, text("/"), NUMMER])
    year = timezone.localdate(at).year
    assert make_akte(amira(town), at=at).aktenzeichen == f"632.20/{year}/002"


def test_two_patterns_that_hold_everywhere_are_refused(musterstadt):
    release(musterstadt, [JAHR, text("-"), NUMMER], kreis="jahr")
    with pytest.raises(SecondStandard, match="Probe"):
        release(musterstadt, [JAHR, text("/"), NUMMER], kreis="jahr")


def test_equal_looking_numbers_from_two_circles_are_refused(musterstadt):
    with pytest.raises(OtherCircle, match="übliche Aktenzeichen"):
        release(
            musterstadt,
            [PLAN, text("-"), JAHR, text("/"), NUMMER],
            kreis="jahr",
            is_standard=False,
        )


def test_a_pattern_that_meets_numbers_in_use_is_refused_and_says_where_to_begin(musterstadt):
    town = musterstadt
    make_planeinheit()
    akte = make_akte(amira(town))
    year = timezone.localdate().year
    Akte.objects.filter(pk=akte.pk).update(aktenzeichen=f"{year}-041")
    with pytest.raises(NumberInUse, match="bei 42"):
        release(town, [JAHR, text("-"), NUMMER], kreis="jahr")
    release(town, [JAHR, text("-"), NUMMER], kreis="jahr", beginnt_bei=42)
    assert make_akte(amira(town)).aktenzeichen == f"{year}-042"


def test_a_number_in_use_is_stepped_over(musterstadt):
    town = musterstadt
    make_planeinheit()
    year = timezone.localdate().year
    first = make_akte(amira(town))
    Akte.objects.filter(pk=first.pk).update(aktenzeichen=f"632.20-{year}/0002")
    assert make_akte(amira(town)).aktenzeichen == f"632.20-{year}/0003"


def test_a_gap_free_circle_needs_a_rule_and_begins_at_one():
    spec = NummernmusterSpec.read(
        {"bezeichnung": "A", "is_lueckenlos": True, "beginnt_bei": 5, **NummernmusterSpec.begin()}
    )
    assert [problem.field for problem in spec.check_release()] == ["rechtsgrund", "beginnt_bei"]
    assert all(isinstance(problem, Problem) for problem in spec.check_release())


def test_the_editor_begins_with_the_usual_blocks_and_shows_an_example():
    spec = NummernmusterSpec.read({"bezeichnung": "A", **NummernmusterSpec.begin()})
    assert spec.muster() == nummern.STANDARD[Gegenstand.AKTE]
    assert spec.example().startswith("632.20-") and spec.example().endswith("/0147")
    assert not list(spec.check_release())
    assert json.dumps(spec.data())


def test_a_pattern_holds_from_its_day_on(musterstadt):
    town = musterstadt
    later = timezone.localdate() + timedelta(days=3)
    release(town, [JAHR, text("-"), NUMMER], kreis="jahr", on=later)
    make_planeinheit()
    assert "/0001" in make_akte(amira(town)).aktenzeichen
    at = timezone.now() + timedelta(days=3)
    assert make_akte(amira(town), at=at).aktenzeichen == f"{later.year}-001"


@pytest.fixture
def town(databases):
    """The first town, with real transactions."""
    return Town(*databases.towns["musterstadt"])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_get_each_number_once_and_leave_no_gap(town):
    """Every fifth creation fails after it took its number."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        blocks = [JAHR, text("-"), replace(NUMMER, stellen=4)]
        release(town, blocks, kreis="jahr", is_lueckenlos=True, rechtsgrund="Probe")
        unit = make_planeinheit()
        clerk = town.sachbearbeiterin

    def create(count):
        try:
            with use_tenant(town.tenant.pk), transaction.atomic():
                akte = actions.create_akte(clerk, unit, betreff=f"Akte {count}", at=timezone.now())
                if count % 5 == 0:
                    raise RuntimeError
                return akte.aktenzeichen
        except RuntimeError:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(40) as pool:
        numbers = sorted(filter(None, pool.map(create, range(250))))
    year = timezone.localdate().year
    assert numbers == [f"{year}-{count:04}" for count in range(1, 201)]
