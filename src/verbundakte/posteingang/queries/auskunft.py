"""Where the book itself tells of a person (Art. 15 DSGVO): post that has no Dokument.

What has one is found as that Dokument.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.timezone import localtime

from verbundakte.core.registry import Betroffene, Finding, FindingPlace, PersonalData
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.queries.eingang import eingaenge

KIND = "eingang"


def find(actor, betroffene: Betroffene) -> Iterator[Finding]:
    """Yield Eingänge without Dokument whose sender is named so, or is this Kontakt."""
    named = Q(absender__icontains=betroffene.name)
    if betroffene.vorname:
        named &= Q(absender__icontains=betroffene.vorname)
    if betroffene.kontakt_id:
        named |= Q(kontakt=betroffene.kontakt_id)
    rows = Eingang.objects.filter(named, dokument=None).order_by("pk")
    for key in rows.values_list("pk", flat=True).iterator():
        yield Finding(KIND, key, "Absender")


def place(actor, findings: Iterable[Finding]) -> dict[UUID, FindingPlace]:
    """Return the unit and the zone of each."""
    rows = Eingang.objects.filter(pk__in=[one.id for one in findings if one.kind == KIND])
    return {
        key: FindingPlace(einheit, zone)
        for key, einheit, zone in rows.values_list("pk", "einheit_id", "zone_id")
    }


def read(actor, findings: Iterable[Finding]) -> dict[UUID, dict]:
    """Return number, subject and facts of what the actor may see."""
    try:
        rows = eingaenge(actor).filter(pk__in=[one.id for one in findings if one.kind == KIND])
    except Http404:
        return {}
    return {
        row.pk: {
            "art": "Eingang",
            "nummer": row.number,
            "titel": row.betreff,
            "angaben": [
                ["Absender", row.absender],
                ["Eingegangen", f"{localtime(row.eingegangen_at):%d.%m.%Y}"],
            ],
        }
        for row in rows
    }


SOURCE = PersonalData("posteingang.eingaenge", "Post ohne Datei", find, place, read)
