"""Whom a typed line may name: the persons, Stellen and units of today."""

from collections import Counter
from datetime import date

from verbundakte.geschaeftsgang.zeilen import Eintrag, Verzeichnis
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle, Stellenbesetzung
from verbundakte.organisation.permissions import Permission


def verzeichnis(actor, *, on: date) -> Verzeichnis:
    """Return whom the actor may name; nobody without the right to see persons. Four queries."""
    if Permission.PERSON_READ not in actor.permissions:
        return Verzeichnis([])
    units = Organisationseinheit.objects.valid_on(on).order_by("sort_key", "pk")
    found = [
        Eintrag("einheit", row.pk, str(row), (row.kennzeichen, row.name, str(row))) for row in units
    ]
    posts: dict = {}
    held = Stellenbesetzung.objects.valid_on(on).select_related("stelle__einheit").order_by("pk")
    for row in held:
        posts.setdefault(row.person_id, row.stelle)
    for row in Person.objects.active(on).filter(fachverfahren=None).order_by("sort_key", "pk"):
        post = posts.get(row.pk)
        shown = f"{row.name} ({post.einheit.kennzeichen})" if post else row.name
        names = (row.name, row.familienname, f"{row.vorname} {row.familienname}")
        found.append(Eintrag("person", row.pk, shown, names))
    return Verzeichnis([*found, *_stellen()])


def _stellen() -> list[Eintrag]:
    """Return the Stellen that can be told apart: who leads by the name of hers, others with their unit
    and Kennung."""
    rows = Stelle.objects.filter(ended_on=None).select_related("einheit")
    rows = list(rows.order_by("-is_leitung", "bezeichnung", "kennung", "pk"))
    names = [_name_of(row) for row in rows]
    often = Counter(names)
    return [
        Eintrag("stelle", row.pk, name, (row.bezeichnung, name), is_last=not row.is_leitung)
        for row, name in zip(rows, names, strict=True)
        if row.is_leitung or often[name] == 1
    ]


def _name_of(stelle: Stelle) -> str:
    if stelle.is_leitung:
        return stelle.bezeichnung
    called = f"{stelle.bezeichnung} {stelle.kennung}" if stelle.kennung else stelle.bezeichnung
    return f"{called} ({stelle.einheit.kennzeichen})"
