"""Auswertungen of Lesevermerke, and their results for the two who asked and released."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core import reads
from verbundakte.core.models import Lesevermerk, Tenant
from verbundakte.core.search.fold import fold
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.datenschutz.models import USUAL, Leseauswertung, Speicherdauer
from verbundakte.datenschutz.permissions import Permission
from verbundakte.organisation.models import Person

SHOWN = 200
MOST_ROWS = 500
BATCH = 1000
GONE = "nicht mehr vorhanden"


def require(actor, permission: str) -> None:
    """Raise Http404 for whoever does not hold the permission."""
    if permission not in actor.permissions:
        raise Http404


def open_town(actor) -> Tenant:
    """Return the open town, about which the log says what concerns all of it."""
    return Tenant.objects.get(pk=current_tenant())


def speicherdauer(actor) -> Speicherdauer | None:
    """Return what was decided about how long Lesevermerke are kept, None for the usual 90 days."""
    return Speicherdauer.objects.order_by("-set_at", "-pk").first()


def kept_days(actor) -> int:
    """Return for how many days Lesevermerke are kept in this town."""
    decided = speicherdauer(actor)
    return decided.days if decided else USUAL


def has_lesevermerke(actor, *, before: date) -> bool:
    """Tell whether something was read before a day and is not erased."""
    return Lesevermerk.objects.filter(read_on__lt=before).exists()


def auswertungen(actor) -> list[Leseauswertung]:
    """Return the newest Auswertungen. Raises Http404 without the right."""
    require(actor, Permission.AUSWERTUNG_READ)
    return list(Leseauswertung.objects.order_by("-requested_at", "-pk")[:SHOWN])


def waiting_auswertungen(actor) -> list[Leseauswertung]:
    """Return those that wait for this person's release."""
    if Permission.AUSWERTUNG_RELEASE not in actor.permissions:
        return []
    rows = Leseauswertung.objects.filter(released_at=None, declined_at=None)
    rows = rows.exclude(requested_by=actor.person_id)
    return list(rows.order_by("requested_at", "pk")[:SHOWN])


def get_auswertung(actor, key: UUID) -> Leseauswertung:
    """Return an Auswertung, or 404."""
    require(actor, Permission.AUSWERTUNG_READ)
    found = Leseauswertung.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def persons_to_ask_about(actor) -> list[tuple[str, str]]:
    """Return (id, name) of everybody who works or worked here."""
    require(actor, Permission.AUSWERTUNG_REQUEST)
    return [(str(row.pk), row.name) for row in Person.objects.order_by("sort_key", "pk")]


def names_of(actor, ids: Iterable[object]) -> dict[str, str]:
    """Return {id as text: name} of persons, also of those who left."""
    keys = {str(key) for key in ids if key}
    return {str(row.pk): row.name for row in Person.objects.filter(pk__in=keys)}


@dataclass(frozen=True)
class Lesezugriff:
    """One line of a result."""

    at: datetime
    who: str
    what: str
    how: str


def may_see_result(actor, auswertung: Leseauswertung, *, at: datetime) -> bool:
    """Tell whether the actor is one of the two, and the time is not over."""
    is_party = actor.person_id in (auswertung.requested_by, auswertung.released_by)
    return is_party and not actor.on_behalf_of and auswertung.is_visible(at)


def result_of(actor, auswertung: Leseauswertung, *, at: datetime) -> Iterator[Lesezugriff]:
    """Yield who read what, newest first; that it was looked at is itself recorded.

    Raises Http404 for anybody but the two, and when the time is over.
    """
    if not may_see_result(actor, auswertung, at=at):
        raise Http404
    reads.record(actor, auswertung)
    return _lines(auswertung)


def _lines(auswertung: Leseauswertung) -> Iterator[Lesezugriff]:
    rows = Lesevermerk.objects.filter(
        read_on__gte=auswertung.from_on, read_on__lte=auswertung.to_on
    )
    if auswertung.person_id:
        rows = rows.filter(person_id=auswertung.person_id)
    else:
        rows = rows.filter(_below(auswertung.aktenzeichen))
    rows = rows.order_by("-read_at", "-pk")
    begin = 0
    while batch := list(rows[begin : begin + BATCH]):
        names = names_of(None, (key for row in batch for key in (row.person_id, row.on_behalf_of)))
        objects = _numbers([row.subject_id for row in batch])
        for row in batch:
            yield _line(row, names, objects)
        begin += BATCH


def _below(aktenzeichen: str) -> Q:
    """The Akte or Vorgang with this number, and everything in it."""
    folded = fold(aktenzeichen)
    akten = Akte.objects.filter(aktenzeichen_folded=folded).values("pk")
    vorgaenge = Vorgang.objects.filter(Q(aktenzeichen_folded=folded) | Q(akte__in=akten))
    vorgaenge = vorgaenge.values("pk")
    dokumente = Dokument.objects.filter(Q(vorgang__in=vorgaenge) | Q(akte__in=akten)).values("pk")
    return Q(subject_id__in=akten) | Q(subject_id__in=vorgaenge) | Q(subject_id__in=dokumente)


def _numbers(ids: list[UUID]) -> dict[UUID, str]:
    """Return the numbers of objects, never what they are about."""
    found: dict[UUID, str] = {}
    for model, label in ((Akte, "Akte"), (Vorgang, "Vorgang")):
        rows = model.objects.filter(pk__in=ids).values_list("pk", "aktenzeichen")
        found |= {key: f"{label} {number}" for key, number in rows}
    dokumente = Dokument.objects.filter(pk__in=ids).select_related("vorgang")
    for row in dokumente:
        place = f" in {row.vorgang.aktenzeichen}" if row.vorgang else ""
        found[row.pk] = f"Dokument {row.position}{place}"
    auswertungen = Leseauswertung.objects.filter(pk__in=ids).values_list("pk", flat=True)
    return found | dict.fromkeys(auswertungen, "Ergebnis einer Auswertung")


def _line(row: Lesevermerk, names: dict, objects: dict) -> Lesezugriff:
    behalf = names.get(row.on_behalf_of, "")
    who = names.get(str(row.person_id), "Jemand")
    return Lesezugriff(
        at=row.read_at,
        who=f"{who} in Vertretung für {behalf}" if behalf else who,
        what=objects.get(row.subject_id, GONE),
        how=row.get_art_display(),
    )
