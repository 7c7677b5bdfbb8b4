"""Rules of the municipality: they propose, are tried on the past, and act only where they say so."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten.models import Seitentext
from verbundakte.core.actor import SystemActor
from verbundakte.core.bausteine.actions import Invalid
from verbundakte.core.clock import today
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions.lernen import recognise_eingaenge
from verbundakte.posteingang.actions.regel import begin_regel
from verbundakte.posteingang.actions.regel_folge import act_on_rules
from verbundakte.posteingang.eingangsregel import Bedingungen
from verbundakte.posteingang.lern_jobs import MAY
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang, Verschluss
from verbundakte.posteingang.queries.regel import conflicts_of, regeln, try_out
from verbundakte.posteingang.tests.factories import make_eingang

JOB = SystemActor(id="job:posteingang.lesen", permissions=frozenset(map(str, MAY)))


def arrive(town, text="Für den Carport erlauben wir uns zu berechnen.", **told):
    """Return an Eingang in Bauordnung whose text is read."""
    eingang = make_eingang(town.registratur, **{"betreff": "Scan", **told})
    datei = eingang.dokument.fassungen.get().dateien.get()
    Seitentext.objects.create(datei=datei, page=1, text=text)
    recognise_eingaenge([eingang.dokument_id], at=timezone.now())
    return Eingang.objects.get(pk=eingang.pk)


def rule(town, name="Carport", to="32", **content):
    """Let a rule hold from today on."""
    unit = Organisationseinheit.objects.get(kennzeichen=to)
    data = {
        "bezeichnung": name,
        "woerter": ["Carport"],
        "einheit": {"kind": "organisation.einheit", "key": str(unit.pk)},
        **content,
    }
    eingang = make_eingang(town.registratur)
    begin_regel(town.registratur, eingang, content=data, on=today())
    return unit


def test_a_rule_proposes_before_all_that_was_learned(musterstadt):
    unit = rule(musterstadt)
    key = arrive(musterstadt).pk
    actor = musterstadt.sachbearbeiterin
    eingang = queries.get_eingang(actor, key)
    first = queries.vorschlaege_for(actor, eingang).first(Ziel.EINHEIT)
    assert (first.gemeint, first.gruende) == (unit, ("Eingangsregel „Carport“",))
    act_on_rules(JOB, [eingang.pk], at=timezone.now())
    assert Eingang.objects.get(pk=eingang.pk).einheit_id == eingang.einheit_id


def test_a_rule_is_tried_on_what_the_viewer_may_see(musterstadt):
    for text in ("Carport", "Carport", "Garage"):
        arrive(musterstadt, text)
    arrive(musterstadt, "Carport", verschluss=Verschluss.VERTRAULICH)
    tried = try_out(musterstadt.sachbearbeiterin, Bedingungen(woerter=("carport",)))
    assert (tried.count, tried.of) == (2, 3)
    assert tried.sentence.startswith("Die Regel hätte für 2 Eingänge gegolten")
    elsewhere = try_out(musterstadt.sachbearbeiter_ordnung, Bedingungen(woerter=("carport",)))
    assert elsewhere.count == 0


def test_the_past_is_compared_as_a_rule_compares(musterstadt):
    arrive(
        musterstadt, "Für die STRASSE erlauben wir uns zu berechnen.", absender="Öko Müller GmbH"
    )
    arrive(musterstadt, "Die Stra\u00dfe ist glatt.", absender="Muller, Paul")
    actor = musterstadt.sachbearbeiterin
    for told, count in (
        ({"woerter": ("strasse",)}, 2),
        ({"woerter": ("strasse", "glatt")}, 1),
        ({"absender": "muller"}, 2),
        ({"absender": "oko muller"}, 1),
        ({"absender": "glatt"}, 0),
        ({"absender": "betreff"}, 0),
        ({"kanal": "gibt es nicht"}, 0),
        ({"befunde": ("frist",)}, 0),
        ({}, 0),
    ):
        assert try_out(actor, Bedingungen(**told)).count == count, told


def test_a_rule_acts_by_itself_only_where_it_says_so_and_nobody_was_there(musterstadt):
    unit = rule(musterstadt, selbsttaetig="zuleiten")
    eingang, closed = arrive(musterstadt), arrive(musterstadt, verschluss=Verschluss.VERTRAULICH)
    assert act_on_rules(JOB, [eingang.pk, closed.pk], at=timezone.now()) == 1
    assert act_on_rules(JOB, [eingang.pk], at=timezone.now()) == 0
    moved = Eingang.objects.get(pk=eingang.pk)
    assert moved.einheit_id == unit.pk
    assert moved.zuleitungen.order_by("-nummer").first().grund == "Eingangsregel „Carport“"


def test_a_rule_closes_by_itself_or_says_that_something_is_to_be_closed(musterstadt):
    unit = rule(musterstadt, verschluss="personalrat")
    eingang = arrive(musterstadt)
    told = queries.vorschlaege_for(
        musterstadt.sachbearbeiterin, queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    )
    assert told.verschluss[0] == "personalrat"
    page = musterstadt.client("sachbearbeiterin").get(f"/musterstadt/posteingang/{eingang.pk}/")
    assert "sagt: verschließen als Personalrat." in page.content.decode()
    assert act_on_rules(JOB, [eingang.pk], at=timezone.now()) == 0
    rule(musterstadt, "Selbst", position=1, verschluss="personalrat", selbsttaetig="zuleiten")
    assert act_on_rules(JOB, [eingang.pk], at=timezone.now()) == 1
    moved = Eingang.objects.get(pk=eingang.pk)
    assert (moved.verschluss, moved.einheit_id) == ("personalrat", unit.pk)


def test_rules_that_want_different_things_tell_which_holds_first(musterstadt):
    rule(musterstadt, "Erste", position=1)
    rule(musterstadt, "Zweite", "10", position=2)
    rows = regeln(musterstadt.registratur)
    conflicts = conflicts_of(musterstadt.registratur, rows)
    assert conflicts == {rows[1].key: ["Treffen beide zu, gilt vorher „Erste“."]}
    key = arrive(musterstadt).pk
    actor = musterstadt.sachbearbeiterin
    eingang = queries.get_eingang(actor, key)
    first = queries.vorschlaege_for(actor, eingang).first(Ziel.EINHEIT)
    assert first.gemeint.kennzeichen == "32"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"woerter": []}, "Nennen Sie mindestens eine Bedingung."),
        ({"einheit": None}, "Nennen Sie mindestens eine Folge, zum Beispiel die Einheit."),
        ({"woerter": ["ab"]}, "Ein Wort hat mindestens 3 Zeichen."),
        ({"selbsttaetig": "ablegen"}, "Ablegen geht nur, wenn ein eigenes Aktenzeichen erkannt wurde."),
    ],
)  # fmt: skip
def test_a_rule_that_means_nothing_is_refused_in_a_sentence(musterstadt, content, words):
    with pytest.raises(Invalid, match=words):
        rule(musterstadt, **content)
    assert not regeln(musterstadt.registratur)


def test_a_clerk_makes_no_rules(musterstadt):
    eingang = arrive(musterstadt)
    with pytest.raises(PermissionDenied):
        begin_regel(musterstadt.sachbearbeiterin, eingang, content={}, on=today())


def test_the_pages_try_make_and_list_a_rule(musterstadt):
    arrive(musterstadt)
    eingang = make_eingang(musterstadt.registratur, einheit="10")
    client = musterstadt.client("registratur")
    address = f"/musterstadt/posteingang/{eingang.pk}/regel/"
    page = client.get(address)
    assert "Regel aus diesem Eingang" in page.content.decode()
    unit = Organisationseinheit.objects.get(kennzeichen="32")
    values = {"bezeichnung": "Zäune", "absender": "Paula Zaun", "selbsttaetig": "nichts"}
    tried = client.post(address, {**values, "erproben": "1"})
    assert "hätte für" in tried.content.decode() or "noch keine" in tried.content.decode()
    assert client.post(address, values).status_code == 422
    assert client.post(address, {**values, "einheit": str(unit.pk)}).status_code == 302
    listed = client.get("/musterstadt/posteingang/regeln/").content.decode()
    assert "Wenn Absender enthält „Paula Zaun“, dann Einheit" in listed
    key = regeln(musterstadt.registratur)[0].key
    assert client.get(f"/musterstadt/posteingang/regeln/{key}/probe/").status_code == 200
    assert musterstadt.client("sachbearbeiterin").get(address).status_code == 404
