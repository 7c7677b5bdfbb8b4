"""Numbers in letters: which look like ours, and which Vorgänge and Akten they name."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verbundakte.akten.models import Akte, FruehereNummer, Nummernmuster, Vorgang
from verbundakte.akten.nummern import STANDARD, Gegenstand, Muster, expression
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten, vorgaenge
from verbundakte.core.search.fold import fold

MOST = 80
NUMBERS_OF_ROOMS: dict[str, Callable] = {}
"""Upper rooms' own numbers: `find(actor, texts) -> list of (text, as what, Vorgang she may read)`."""


@dataclass(frozen=True)
class Genannt:
    """A number in a letter and what it names; `als`: as what it stands there."""

    zeichen: str
    gemeint: Vorgang | Akte
    als: str = "das Aktenzeichen"


def number_check(actor, on: date) -> Callable[[str], bool]:
    """Return a function that tells whether a text is built like numbers of Akten and Vorgänge are.

    It asks the patterns, which everybody may know, not what exists.
    """
    musters = [*STANDARD.values(), *(row.muster for row in Nummernmuster.objects.valid_on(on))]
    akte = _either(musters, Gegenstand.AKTE, "")
    vorgang = _either(musters, Gegenstand.VORGANG, akte)
    parts = [_either(musters, of, akte) for of in (Gegenstand.TEILAKTE, Gegenstand.DOKUMENT)]
    whole = (akte, vorgang, *parts, _either(musters, Gegenstand.TEILVORGANG, vorgang))
    shape = re.compile("|".join(part for part in whole if part))
    return lambda text: bool(shape.fullmatch("".join(text.split())))


def _either(musters: list[Muster], of: Gegenstand, above: str) -> str:
    """Return the shapes of one kind of number; `above` is the shape of the number it contains."""
    shapes = {expression(muster)[1:-1] for muster in musters if muster.gegenstand is of}
    return "|".join(f"(?:{shape.replace('(.+)', f'(?:{above})')})" for shape in sorted(shapes))


def named_in(actor, numbers: Iterable[str]) -> list[Genannt]:
    """Return the Vorgänge and Akten that the actor may read and these numbers name, in their order.

    Former numbers count too. At most five queries, and those of upper rooms whose numbers are among them.
    """
    wanted = {fold(text): text for text in list(numbers)[:MOST] if text}
    if not wanted:
        return []
    former: dict[UUID, str] = {
        row.vorgang_id or row.akte_id: row.aktenzeichen_folded
        for row in FruehereNummer.objects.filter(
            aktenzeichen_folded__in=list(wanted), dokument=None
        )[:MOST]
    }
    found: list[Genannt] = []
    for permission, rows in ((Permission.VORGANG_READ, vorgaenge), (Permission.AKTE_READ, akten)):
        if permission not in actor.permissions:
            continue
        readable = rows(actor)
        known = list(readable.filter(aktenzeichen_folded__in=list(wanted))[:MOST])
        known += list(readable.filter(pk__in=list(former))) if former else []
        found += [
            Genannt(wanted.get(row.aktenzeichen_folded) or wanted[former[row.pk]], row)
            for row in known
        ]
    for find in NUMBERS_OF_ROOMS.values():
        found += [Genannt(text, vorgang, als) for text, als, vorgang in find(actor, wanted.values())]
    order = {text: place for place, text in enumerate(wanted.values())}
    return sorted(found, key=lambda one: order[one.zeichen])
