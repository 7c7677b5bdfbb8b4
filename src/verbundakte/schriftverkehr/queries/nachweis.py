"""Paper that came in and names what we sent: which Vorgang it belongs to, which Versand it may prove."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from verbundakte.akten.models import Dokument, Seitentext, Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries.objects import dokumente, vorgaenge
from verbundakte.schriftverkehr.models import Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.versand_rules import numbers_in, proven_day

AS = "die Sendung"
MOST = 5


@dataclass(frozen=True)
class Fund:
    """A Dokument on which the number of a Versand stands; `am`: the only day it names since then."""

    dokument: Dokument
    am: date | None


def named_sendungen(actor, texts: Iterable[str]) -> list[tuple[str, str, Vorgang]]:
    """Return the Vorgänge of what was sent under the numbers that stand there, as the actor may read
    both (no query without such a number, else two)."""
    asked = {number: text for text in texts for number in numbers_in(text)}
    needed = {Permission.VERSAND_READ, AktenPermission.VORGANG_READ}
    if not asked or not needed <= actor.permissions:
        return []
    wanted = Q()
    for jahr, nummer in asked:
        wanted |= Q(jahr=jahr, nummer=nummer)
    rows = list(Versand.objects.visible_to(actor).filter(wanted))
    seen = {row.pk: row for row in vorgaenge(actor).filter(pk__in={one.vorgang_id for one in rows})}
    return [
        (asked[(row.jahr, row.nummer)], AS, seen[row.vorgang_id])
        for row in rows
        if row.vorgang_id in seen
    ]


def proofs_found(actor, versand: Versand, *, until: date) -> list[Fund]:
    """Return what came into the Vorgang after a Versand that was read and names it, as long as nothing
    proves it: the newest first (two queries, none before it is sent)."""
    if versand.versandt_on is None or versand.is_delivered:
        return []
    own = dokumente(actor).filter(vorgang=versand.vorgang_id, created_at__gt=versand.created_at)
    pages = Seitentext.objects.filter(
        datei__fassung__dokument__in=own.exclude(pk=versand.dokument_id),
        text__contains=versand.number,
    )
    texts: dict = {}
    for key, text in pages.values_list("datei__fassung__dokument", "text").order_by("page"):
        if (versand.jahr, versand.nummer) in numbers_in(text):
            texts[key] = f"{texts.get(key, '')}\n{text}"
    rows = own.filter(pk__in=texts, parent=None, erased_at=None).order_by("-created_at", "-pk")[:MOST]
    return [
        Fund(row, proven_day(texts[row.pk], since=versand.versandt_on, until=until))
        for row in rows
    ]
