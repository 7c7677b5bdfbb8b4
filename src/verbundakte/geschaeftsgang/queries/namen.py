"""Whom a typed line may name: the persons, Stellen and units of today."""

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
    stellen = Stelle.objects.filter(ended_on=None, is_leitung=True).select_related("einheit")
    found += [
        Eintrag("stelle", row.pk, row.bezeichnung, (row.bezeichnung,))
        for row in stellen.order_by("bezeichnung", "pk")
    ]
    return Verzeichnis(found)
