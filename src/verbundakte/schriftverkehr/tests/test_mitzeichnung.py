"""A Reinschrift that says what the signed Entwurf said keeps its Mitzeichnungen; another one voids them."""

import pytest
from django.utils import timezone

from verbundakte.geschaeftsgang import actions as gang
from verbundakte.geschaeftsgang.actions import Rahmen, Zeile, Ziel
from verbundakte.geschaeftsgang.models import Redaktion, SchrittArt, Zeichnung
from verbundakte.organisation.models import Person
from verbundakte.schriftverkehr.models import Reinschrift, Schreiben
from verbundakte.schriftverkehr.tests.test_schreiben import FORM, write

AT = timezone.now()


@pytest.mark.parametrize(
    ("change", "standing"), [({}, 1), ({"feld-frist": "24.12.2026"}, 0)], ids=["same", "changed"]
)
def test_the_mitzeichnung_of_an_entwurf_counts_for_the_same_reinschrift(brief, change, standing):
    write(brief)
    schreiben = Schreiben.objects.get()
    head = brief.town.leitung
    zeile = Zeile(SchrittArt.MITZEICHNUNG, Ziel(person=Person.objects.get(pk=head.person_id)))
    verfuegung = gang.create_verfuegung(
        brief.amira(), brief.vorgang, zeilen=[zeile], rahmen=Rahmen(schreiben.dokument, ""), at=AT
    )
    seen = schreiben.dokument.fassungen.get().pk
    gang.agree_schritt(head, verfuegung.schritte.get(), seen=seen, bemerkung="", at=AT)
    place = brief.at(f"schriftverkehr/{schreiben.pk}/")
    posted = {**FORM, "revision": "1", "fertig": "1", **change}
    assert brief.browser().post(place, posted).status_code == 302
    assert Reinschrift.objects.get().fassung.nummer == 2
    assert Zeichnung.objects.standing().count() == standing
    assert Redaktion.objects.count() == standing
