"""Usual routes: delivered, versioned, their roles found when a step begins; typed lines as well."""

import pytest
from django.utils import timezone

from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.clock import today
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.bausteine import (
    VERFUEGUNGSVORLAGE,
    VerfuegungsvorlageSpec,
    VieraugenregelSpec,
)
from verbundakte.geschaeftsgang.models import Verfuegungsvorlage
from verbundakte.geschaeftsgang.samples import standard_regeln, standard_vorlagen
from verbundakte.geschaeftsgang.tests.factories import person
from verbundakte.geschaeftsgang.verstehen import understand
from verbundakte.geschaeftsgang.zeilen import read_zeilen
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.tests.cast import install_silently
from verbundakte.organisation.tests.factories import StelleFactory, StellenbesetzungFactory


def drawn_up(actor, dokument, read):
    """Return the Verfügung about a Dokument that typed lines become."""
    return actions.create_verfuegung(
        actor,
        dokument.vorgang,
        zeilen=actions.lines_from(read),
        rahmen=actions.Rahmen(dokument),
        at=timezone.now(),
    )


def test_what_is_delivered_can_be_read_and_released():
    for data in standard_vorlagen().values():
        assert not list(VerfuegungsvorlageSpec.read(data).check_release())
    for data in standard_regeln().values():
        VieraugenregelSpec.read(data)


def test_a_route_keeps_its_version_and_finds_its_people_when_a_step_begins(musterstadt):
    town = musterstadt
    for key, data in standard_vorlagen().items():
        install_silently(VERFUEGUNGSVORLAGE, key, data)
    dokument = make_dokument(lambda: town.sachbearbeiterin)
    found = queries.vorlagen_for(
        town.sachbearbeiterin, dokument.vorgang, on=today(), dokument=dokument
    )
    vorlage = {row.bezeichnung: row for row in found}["Mitzeichnen und schlusszeichnen"]
    verfuegung = actions.create_verfuegung(
        town.sachbearbeiterin,
        dokument.vorgang,
        zeilen=actions.lines_of(vorlage),
        rahmen=actions.frame_of(vorlage, dokument),
        at=timezone.now(),
    )
    assert (verfuegung.vorlage_key, verfuegung.vorlage_version) == (vorlage.key, 1)
    first, second, _ = verfuegung.schritte.order_by("position")
    assert first.adressat == "Leitung Bauordnung"
    assert (second.adressat, second.person) == ("Wer verfügt", None)
    assert Verfuegungsvorlage.objects.count() == len(standard_vorlagen())


def test_typed_lines_become_a_verfuegung_or_say_what_is_unclear(musterstadt):
    town = musterstadt
    dokument = make_dokument(lambda: town.sachbearbeiterin)
    names = queries.verzeichnis(town.sachbearbeiterin, on=today())
    read = read_zeilen("1. Mz. Probst\n2. z. K. Amt 32\n3. Wv. 3w", names, today=today())
    verfuegung = drawn_up(town.sachbearbeiterin, dokument, read)
    shown = [str(row) for row in verfuegung.schritte.order_by("position")]
    assert shown == [
        "Mitzeichnung Jonas Probst",
        "Kenntnisnahme 32 Ordnung",
        "Wiedervorlage Wer verfügt",
    ]
    unclear = read_zeilen("Mz. Niemand", names, today=today())
    with pytest.raises(actions.LineUnclear, match="Zeile 1: „Niemand“ gibt es hier nicht"):
        actions.lines_from(unclear)


def test_a_line_names_any_stelle_that_can_be_told_from_others(musterstadt):
    town = musterstadt
    bau = Organisationseinheit.objects.get(kennzeichen="63")
    statik = StelleFactory(einheit=bau, bezeichnung="Statik")
    for kennung in ("63-7", "63-8", None, None):
        StelleFactory(einheit=bau, bezeichnung="Bauaufsicht", kennung=kennung)
    StellenbesetzungFactory(stelle=statik, person=person(town.registratur))
    shown = queries.verzeichnis(town.sachbearbeiterin, on=today()).all_names()
    assert "Statik (63)" in shown
    assert [name for name in shown if name.startswith("Bauaufsicht")] == [
        "Bauaufsicht 63-7 (63)",
        "Bauaufsicht 63-8 (63)",
    ]
    dokument = make_dokument(lambda: town.sachbearbeiterin)
    read = understand(town.sachbearbeiterin, "1. Mz. Statik", on=today())
    verfuegung = drawn_up(town.sachbearbeiterin, dokument, read)
    [schritt] = verfuegung.schritte.all()
    assert schritt.stelle_id == statik.pk
    holder = load_actor(town.registratur.person_id)
    assert queries.lies_with(holder, schritt, on=today())
