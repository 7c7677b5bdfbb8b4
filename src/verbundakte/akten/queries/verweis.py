"""Verweise of an object that was read, with the ends the actor may see."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Verweis
from verbundakte.akten.models.verweis import BACKWARDS, VerweisArt
from verbundakte.akten.queries.notiz import get_subject
from verbundakte.akten.queries.objects import akten, vorgaenge
from verbundakte.akten.queries.own import READERS

MOST = 200
PLACES = {"akten": "akte", "vorgaenge": "vorgang", "dokumente": "dokument"}
ADDRESS = re.compile(r"/(akten|vorgaenge|dokumente)/([0-9a-fA-F-]{36})(?:/|$)")


@dataclass(frozen=True)
class Ende:
    """The other end of a Verweis, and how it is told from here."""

    verweis: Verweis
    label: str
    subject: object
    is_own: bool


def verweise_of(actor, subject) -> list[Ende]:
    """Return the Verweise from and to an object that was read; hidden ends are left out."""
    rows = Verweis.objects.filter(Q(from_id=subject.pk) | Q(to_id=subject.pk))
    found = list(rows.order_by("created_at", "pk")[:MOST])
    wanted: dict[str, set[UUID]] = {}
    for row in found:
        kind, key, _ = _other(row, subject)
        wanted.setdefault(kind, set()).add(key)
    seen = {}
    for kind, keys in wanted.items():
        permission, read = READERS[kind]
        if permission in actor.permissions:
            seen.update((row.pk, row) for row in read(actor).filter(pk__in=keys))
    ends = []
    for row in found:
        _, key, is_own = _other(row, subject)
        art = VerweisArt(row.art)
        if key in seen:
            ends.append(Ende(row, art.label if is_own else BACKWARDS[art], seen[key], is_own))
    return ends


def _other(row: Verweis, subject) -> tuple[str, UUID, bool]:
    if row.from_id == subject.pk:
        return row.to_kind, row.to_id, True
    return row.from_kind, row.from_id, False


def find_target(actor, text: str):
    """Return what an Aktenzeichen or the address of a page means, or None."""
    text = text.strip().replace("\0", "")
    found = ADDRESS.search(text)
    try:
        if found:
            return get_subject(actor, PLACES[found.group(1)], UUID(found.group(2)))
        return (
            vorgaenge(actor).filter(aktenzeichen=text).first()
            or akten(actor).filter(aktenzeichen=text).first()
        )
    except (Http404, ValueError):
        return None


def get_verweis(actor, key: UUID):
    """Return a Verweis and the object it leads from, or 404 when that is hidden."""
    row = Verweis.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    return row, get_subject(actor, row.from_kind, row.from_id)
