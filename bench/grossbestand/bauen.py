"""Filling the towns: processes write rows and make index documents, this one writes the index.

A step of a thousand Dokumente is one transaction and one bulk event of the log. Its index documents
are made by the product from the rows just written, so that both agree. What is lost when everything
is killed: at most the steps that were under way, and index documents not committed yet; the next run
writes them anew.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connections, transaction
from django.db.models import Model
from suchlast.texte import Letters

from grossbestand.gestalt import BIG, SMALL_TOWNS, small
from grossbestand.kopieren import copy_rows
from grossbestand.rahmen import Frame, frame_of
from grossbestand.schritt import STEP, Step, key_of
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte
from verbundakte.core import audit, memory
from verbundakte.core.actor import SystemActor
from verbundakte.core.audit import Change
from verbundakte.core.embedded.processes import dies_with_parent
from verbundakte.core.registry import registry
from verbundakte.core.search import indexes, schema
from verbundakte.core.search.changes import beginning
from verbundakte.core.search.engine import IndexUnavailable, SearchIndex, create_index, open_index
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import use_tenant

WORKERS, AHEAD = 2, 2
WRITER = SystemActor(id="messung", permissions=frozenset())
COMMIT_EACH = 4  # steps
Told = Callable[[str], None]
Write = Callable[[Iterable[Model]], object]
Values = list[dict]


@dataclass(frozen=True)
class Part:
    """One step of one town that is to be written."""

    frame: Frame
    number: int
    size: int


_letters: Letters | None = None  # of this process
_parts: list[Part] = []  # what the processes inherit


def build(size: int, told: Told) -> dict:
    """Bring the big town to `size` Dokumente and the small ones to N/400 each; return figures."""
    began = time.monotonic()
    frames = [(frame_of(BIG), size)]
    each = min(2500, max(10, size // 400))
    frames += [(frame_of(small(number)), each) for number in range(SMALL_TOWNS)]
    founded = time.monotonic()
    told(f"{len(frames)} Kommunen gegründet ({founded - began:.0f} s)")
    written = sum(_fill(frame, count, told) for frame, count in frames)
    filled = time.monotonic()
    _tidy()
    return {
        "documents_written": written,
        "founding_seconds": round(founded - began, 1),
        "filling_seconds": round(filled - founded, 1),
        "vacuum_seconds": round(time.monotonic() - filled, 1),
        "documents_per_second": round(written / (filled - founded), 1),
    }


def write_part(part: Part, letters: Letters, write: Write = copy_rows) -> dict[str, list[UUID]]:
    """Write the rows of a step and its event (in a transaction, its town open).

    Return the ids of what is searched, by kind.
    """
    rows = list(Step(part.frame, letters, part.number, part.size).rows())
    write(rows)
    first = Akte.objects.get(pk=key_of(part.frame, part.number))
    changes = [Change("Dokumente", None, str(part.size))]
    audit.record(Event.OBJEKT_UEBERNOMMEN, actor=WRITER, subject=first, changes=changes)
    ids: dict[str, list[UUID]] = {kind: [] for kind in registry.search}
    for row in rows:
        if row._meta.model_name in ids:
            ids[row._meta.model_name].append(row.pk)
    return ids


def _missing(frame: Frame, size: int) -> list[Part]:
    sizes = [min(STEP, size - begin) for begin in range(0, size, STEP)]
    keys = {key_of(frame, number): number for number in range(len(sizes))}
    with use_tenant(frame.tenant), transaction.atomic():
        done = {keys[key] for key in Akte.objects.filter(pk__in=keys).values_list("pk", flat=True)}
    return [Part(frame, at, count) for at, count in enumerate(sizes) if at not in done]


def _fill(frame: Frame, size: int, told: Told) -> int:
    """Write what is missing of a town, rows and index; return how many Dokumente were written."""
    parts = _missing(frame, size)
    if not parts and _is_indexed(frame.tenant):
        return 0
    with indexes.only_builder(frame.tenant):
        index = _begun(frame.tenant)
        done, began = 0, time.monotonic()
        for count in _written(index, parts):
            done += count
            rate = done / (time.monotonic() - began)
            told(f"{frame.shape.name}: {done} Dokumente geschrieben, {rate:.0f} je Sekunde")
        del index
    rebuild(frame.tenant, lambda at, of: told(f"{frame.shape.name}: {at} von {of} im Index"))
    return done


def _is_indexed(tenant: int) -> bool:
    try:
        indexes.open_for(tenant)
    except IndexUnavailable:
        return False
    return not indexes.building(tenant).exists()


def _begun(tenant: int) -> SearchIndex:
    """Return the index that is being built; the rebuild of the product puts it in its place."""
    place, words = indexes.building(tenant), indexes.base_analyser()
    try:
        return open_index(place, words)
    except IndexUnavailable:
        index = create_index(place, words)
    with index.writer() as writer:
        writer.commit(beginning())
    return index


def _written(index: SearchIndex, parts: list[Part]) -> Iterator[int]:
    """Write parts in processes side by side and yield the size of each that is in the index, too."""
    with _pool(parts) as pool:
        open_ones: set[Future] = set()
        waiting = iter(range(len(parts)))
        for number in waiting:
            open_ones.add(pool.submit(_work, number))
            if len(open_ones) == WORKERS * AHEAD:
                break
        with index.writer() as writer:
            since = 0
            while open_ones:
                ended, open_ones = wait(open_ones, return_when=FIRST_COMPLETED)
                for future in ended:
                    if (number := next(waiting, None)) is not None:
                        open_ones.add(pool.submit(_work, number))
                    size, documents = future.result()
                    for values in documents:
                        writer.put_values(values)
                    since += 1
                    yield size
                if since >= COMMIT_EACH or not open_ones:
                    writer.commit()
                    since = 0


def _pool(parts: list[Part]) -> ProcessPoolExecutor:
    """Return processes that know the parts; no connection is shared with them."""
    global _letters
    _letters = _letters or Letters()
    _parts[:] = parts
    connections.close_all()
    memory.settle()  # nobody looks through what is loaded again with every step
    return ProcessPoolExecutor(
        WORKERS,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_begin_process,
        initargs=(dies_with_parent(),),
    )


def _begin_process(obey: Callable[[], None]) -> None:
    """Work as the owner of the tables: the role of the pages makes no temporary ones."""
    obey()
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    owner = connections["owner"].settings_dict
    connections["default"].settings_dict.update({name: owner[name] for name in names})


def _work(number: int) -> tuple[int, Values]:
    """Write a part and return its size and the values of its index documents."""
    part = _parts[number]
    words = indexes.base_analyser()
    with use_tenant(part.frame.tenant), transaction.atomic():
        ids = write_part(part, _letters)
        documents = [
            schema.values_of(document, words)
            for kind, keys in ids.items()
            for document in registry.search[kind].load(keys)
        ]
    return part.size, documents


def _tidy() -> None:
    """Let the database look at its tables, as its own service does within the hour."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
