"""Personalakten as the personnel office sees them, and one's own while it is open for reading."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from verbundakte.akten.models import Akte, Dokument, Personalakte, Personalteil
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten, dokumente, get_akte, with_newest
from verbundakte.core.models import Freigabe, PrincipalKind
from verbundakte.core.search.fold import fold

SHOWN = 200
MOST_DOKUMENTE = 1_000


def may_keep(actor) -> None:
    """Raise PermissionDenied for who keeps no Personalakten."""
    if Permission.PERSONALAKTE_EDIT not in actor.permissions:
        raise PermissionDenied(Permission.PERSONALAKTE_EDIT)


def personalakten(actor, *, words: str = "") -> list[Personalakte]:
    """Return the Grundakten this person may see, by name; all words must occur in the name."""
    may_keep(actor)
    seen = akten(actor)
    for word in fold(words).split():
        seen = seen.filter(betreff_folded__contains=word)
    rows = Personalakte.objects.filter(teil=Personalteil.GRUNDAKTE, akte__in=seen)
    rows = rows.select_related("akte", "person", "kontakt")
    return list(rows.order_by("akte__betreff_folded", "pk")[: SHOWN + 1])


def get_grundakte(actor, key: UUID) -> tuple[Akte, Personalakte]:
    """Return a Grundakte with whose it is, or 404; only for who keeps Personalakten."""
    akte = get_akte(actor, key)
    may_keep(actor)
    rows = Personalakte.objects.select_related("person", "kontakt")
    row = rows.filter(akte=akte, teil=Personalteil.GRUNDAKTE).first()
    if row is None:
        raise Http404
    return akte, row


def part_of(actor, akte: Akte) -> Personalakte | None:
    """Return which part of whose Personalakte an Akte is that was read; None for all others."""
    if not akte.geheimnisklasse:
        return None
    return Personalakte.objects.select_related("person", "kontakt").filter(akte=akte).first()


def teile_of(actor, akte: Akte) -> list[Personalakte]:
    """Return the visible parts of a Grundakte that was read, by their number."""
    parts = {part.pk: part for part in akten(actor).filter(parent=akte)[:SHOWN]}
    rows = list(Personalakte.objects.filter(akte__in=parts))
    for row in rows:
        row.akte = parts[row.akte_id]
    return sorted(rows, key=lambda row: row.akte.aktenzeichen)


def beihilfen_of(actor, akte: Akte) -> list[Akte]:
    """Return the Beihilfe parts of a Grundakte that this person works on."""
    rows = [row.akte for row in teile_of(actor, akte) if row.teil == Personalteil.BEIHILFE]
    return [part for part in rows if actor.may(Permission.ZUGRIFF_EDIT, part)]


def einsichten_of(actor, akte: Akte) -> list[Freigabe]:
    """Return what was ever opened for the employee of a Grundakte that was read, newest first."""
    parts = [akte.pk, *(row.akte_id for row in teile_of(actor, akte))]
    rows = Freigabe.objects.filter(object_id__in=parts)
    return list(rows.order_by("-created_at", "-pk")[:SHOWN])


def get_einsicht_of(actor, akte: Akte, key: UUID) -> tuple[Akte, Freigabe]:
    """Return a Freigabe of a Grundakte or one of its parts with the Akte it opens, or 404."""
    row = Freigabe.objects.filter(pk=key).first()
    opened = akten(actor).filter(pk=row.object_id).first() if row else None
    if opened is None or akte.pk not in (opened.pk, opened.parent_id):
        raise Http404
    return opened, row


@dataclass(frozen=True)
class OwnPart:
    """A part of one's own Personalakte and the Dokumente in it."""

    teil: str
    akte: Akte
    dokumente: list[Dokument]


@dataclass(frozen=True)
class OwnPersonalakte:
    """One's own Personalakte while it is open for reading, and the last day of that."""

    to_on: date
    parts: list[OwnPart]


def open_until(actor, on: date) -> date | None:
    """Return the first day on which the person may no longer read her own Personalakte, or None."""
    held = [key for kind, key in getattr(actor, "principals", ()) if kind == PrincipalKind.FREIGABE]
    if not held or actor.on_behalf_of:
        return None
    own = Personalakte.objects.filter(person=actor.person_id).values("akte")
    rows = Freigabe.objects.valid_on(on).filter(pk__in=held, object_id__in=own)
    return rows.order_by("-to_on").values_list("to_on", flat=True).first()


def own_personalakte(actor, on: date) -> OwnPersonalakte | None:
    """Return one's own Personalakte as far as it is open for reading on this day, else None."""
    to_on = open_until(actor, on)
    if to_on is None or Permission.AKTE_READ not in actor.permissions:
        return None
    rows = Personalakte.objects.filter(person=actor.person_id, akte__in=akten(actor))
    found = list(rows.select_related("akte").order_by("akte__aktenzeichen"))
    inside = dokumente(actor).filter(
        akte__in=[row.akte_id for row in found], parent=None, is_entwurf=False
    )
    shown = with_newest(
        inside.select_related("vorgang").order_by("vorgang", "position"), MOST_DOKUMENTE
    )
    parts = [
        OwnPart(
            row.get_teil_display(),
            row.akte,
            [one for one in shown if one.akte_id == row.akte_id],
        )
        for row in found
    ]
    return OwnPersonalakte(to_on, parts)
