"""An E-Akte must find everything: compare the index of a town with its rows, and repair it.

What is missing, out of date or left over goes into the outbox, so the indexer makes it good within
seconds; each is counted and told.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from verbundakte.core.jobs import Progress, job, start
from verbundakte.core.models import Job
from verbundakte.core.registry import SearchSource, registry
from verbundakte.core.search import indexes
from verbundakte.core.search.changes import BATCH, cursor_of, ids_on_their_way, load_documents
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.search.outbox import touch_ids
from verbundakte.core.search.rebuilding import INDEXER, LOCK
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import number

logger = logging.getLogger("verbundakte.search")
CHECK = "core.suchindex.check"
NAMED = 20
AWAY = "Der Suchindex fehlt oder ist beschädigt; er wird vom Dienst neu aufgebaut."
WORDS = {
    "missing": ("Eintrag fehlt im Suchindex", "Einträge fehlen im Suchindex"),
    "stale": ("Eintrag im Suchindex ist veraltet", "Einträge im Suchindex sind veraltet"),
    "gone": (
        "Eintrag steht im Suchindex, ist aber nicht mehr da",
        "Einträge stehen im Suchindex, sind aber nicht mehr da",
    ),
}


@dataclass
class Gaps:
    """What differs between the rows of a town and its index: {what: {kind: ids}}."""

    checked: int = 0
    found: dict[str, dict[str, list[UUID]]] = field(
        default_factory=lambda: {what: {} for what in WORDS}
    )

    def add(self, what: str, kind: str, ids: Iterable[UUID]) -> None:
        """Note ids of a kind."""
        self.found[what].setdefault(kind, []).extend(ids)

    def without(self, waiting: set[str]) -> "Gaps":
        """Return the gaps without what is on its way into the index anyway."""
        left = Gaps(self.checked)
        for what, kinds in self.found.items():
            for kind, ids in kinds.items():
                left.add(what, kind, (key for key in ids if str(key) not in waiting))
        return left

    def ids(self, what: str) -> list[UUID]:
        """Return the ids of all kinds."""
        return [key for ids in self.found[what].values() for key in ids]

    def sentences(self) -> list[str]:
        """Return one sentence for each thing that is wrong, with its number and the first ids."""
        told = []
        for what, (one, many) in WORDS.items():
            if ids := self.ids(what):
                named = ", ".join(str(key) for key in ids[:NAMED])
                named += " …" if len(ids) > NAMED else ""
                word = one if len(ids) == 1 else many
                told.append(f"{len(ids)} {word}: {named}. Der Dienst trägt es nach.")
        return told


def compare(*, deep: bool, told: Callable[[int, int], None] = lambda done, total: None) -> Gaps:
    """Compare ids (and content when `deep`) of the open town with its index.

    What is still on its way into the index is left out, so that this may run at any time.
    Raises IndexUnavailable.
    """
    index = indexes.open_for(current_tenant())
    cursor, found, gaps = cursor_of(index), index.fingerprints(), Gaps()
    with transaction.atomic():
        wanted = {kind: list(source.all_ids()) for kind, source in registry.search.items()}
    total = sum(map(len, wanted.values()))
    known = {str(key) for ids in wanted.values() for key in ids}
    for kind, ids in wanted.items():
        gaps.add("missing", kind, (key for key in ids if str(key) not in found))
        for start_at in range(0, len(ids) if deep else 0, BATCH):
            batch = ids[start_at : start_at + BATCH]
            gaps.add("stale", kind, _stale(registry.search[kind], batch, found))
            gaps.checked += len(batch)
            told(gaps.checked, total)
    gaps.add("gone", next(iter(wanted)), (UUID(key) for key in found if key not in known))
    gaps.checked = total
    return gaps.without(ids_on_their_way(current_tenant(), cursor))


def _stale(source: SearchSource, ids: list[UUID], found: dict[str, str]) -> list[UUID]:
    documents, failed = load_documents(source, ids)
    return [
        *(UUID(key) for key in failed),
        *(
            UUID(document.id)
            for document in documents
            if found.get(document.id, document.content_hash) != document.content_hash
        ),
    ]


def repair(gaps: Gaps) -> None:
    """Put what is wrong into the outbox; what exists no more is taken out of the index by that."""
    with transaction.atomic():
        for kinds in gaps.found.values():
            for kind, ids in kinds.items():
                touch_ids(kind, ids)


def check_index(deep: bool) -> tuple[int, list[str]]:
    """Compare the open town with its index, repair it, and say what was wrong."""
    try:
        gaps = compare(deep=deep)
    except IndexUnavailable:
        indexes.report_damage(current_tenant())
        return 0, [AWAY]
    repair(gaps)
    return gaps.checked, gaps.sentences()


@job(CHECK, "Suchindex auf Vollständigkeit prüfen", lock=LOCK, is_for_operators=True)
def check_in_background(actor, progress: Progress, *, on: str) -> dict:
    """Compare every entry of the open town's index with its object, and repair what differs."""
    try:
        gaps = compare(deep=True, told=progress.to)
    except IndexUnavailable:
        indexes.report_damage(current_tenant())
        return {"message": AWAY}
    repair(gaps)
    _tidy_forms()
    counts = {what: len(gaps.ids(what)) for what in WORDS}
    if any(counts.values()):
        extra = {"tenant": current_tenant(), "reason": str(counts)}
        logger.error("index was not complete", extra=extra)
    return {"checked": gaps.checked, **counts, "message": _summary(gaps.checked, counts)}


def _tidy_forms() -> None:
    """Let words go that stand in no document any more; tomorrow when somebody is writing just now."""
    with suppress(IndexUnavailable), indexes.open_for(current_tenant()).writer() as writer:
        writer.tidy_forms()


def _summary(checked: int, counts: dict[str, int]) -> str:
    if not any(counts.values()):
        return f"{number(checked)} Einträge geprüft, alle vollständig und aktuell."
    return (
        f"{number(checked)} Einträge geprüft: {counts['missing']} fehlten, {counts['stale']} waren veraltet,"
        f" {counts['gone']} überzählig. Sie werden nachgetragen."
    )


def last_comparison() -> Job | None:
    """Return the newest comparison of the open town that has ended."""
    rows = Job.objects.started_by(INDEXER).filter(kind=CHECK).exclude(finished_at=None)
    return rows.order_by("-created_at").first()


def check_once_a_day(on: date) -> None:
    """Start the comparison of the open town, once for each day."""
    args = {"on": on.isoformat()}
    if not Job.objects.started_by(INDEXER).filter(kind=CHECK, args=args).exists():
        start(INDEXER, CHECK, priority=-1, **args)
