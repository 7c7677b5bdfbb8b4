"""An E-Akte must find everything: compare the index of a town with its rows."""

import logging
from datetime import date

from verbundakte.core.registry import registry
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.search.indexer import cursor_of, ids_on_their_way
from verbundakte.core.tenancy.context import current_tenant

logger = logging.getLogger("verbundakte.search")
NAMED = 20


def check_index(deep: bool) -> tuple[int, list[str]]:
    """Compare ids (and content when `deep`) of the open town with its index.

    What is still on its way into the index is left out, so that the check may run at any time.
    """
    try:
        index = indexes.open_for(current_tenant())
        cursor = cursor_of(index)
        found = index.fingerprints()
    except IndexUnavailable:
        return 0, ["Der Suchindex fehlt oder ist beschädigt; er wird vom Dienst neu aufgebaut."]
    stale: list[tuple[str, str]] = []
    expected: set[str] = set()
    for source in registry.search.values():
        ids = list(source.all_ids())
        expected.update(str(key) for key in ids)
        for start in range(0, len(ids) if deep else 0, 500):
            for document in source.load(ids[start : start + 500]):
                if found.get(document.id, document.content_hash) != document.content_hash:
                    stale.append((source.label, document.id))
    waiting = ids_on_their_way(current_tenant(), cursor)
    missing = sorted(expected - set(found) - waiting)[:NAMED]
    gone = sorted(set(found) - expected - waiting)[:NAMED]
    return len(expected), [
        *(
            f"{label} {key}: veralteter Stand im Index."
            for label, key in stale
            if key not in waiting
        ),
        *(f"{key}: fehlt im Suchindex." for key in missing),
        *(f"{key}: steht im Suchindex, ist aber nicht mehr da." for key in gone),
    ]


def check_once_a_day(on: date) -> None:
    """Compare the open town's ids with its index, once for each day; what is not whole is rebuilt."""
    tenant = current_tenant()
    note = indexes.folder(tenant).with_name(f"{tenant}.geprueft")
    if note.exists() and note.read_text(encoding="utf-8") == on.isoformat():
        return
    _, problems = check_index(deep=False)
    for problem in problems:
        logger.error("index is not complete", extra={"tenant": tenant, "reason": problem})
    if problems:
        indexes.report_damage(tenant)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(on.isoformat(), encoding="utf-8")
