"""How well and how fast the search finds.

How well: the published 300 questions over the demo world (its texts, not its installation), and
questions made on the spot over law texts (`*.md`) in `--texts FOLDER`, which is the shared corpus
beside the project where there is one. Recall, precision among the
first ten hits and mean reciprocal rank per class. With an installation in --data its database
answers too, as a baseline: `tsvector('german')`.

How fast: with `--size N` and a folder of its own in --data, which is made there once and kept: a town
of N Dokumente in 200 zones and 60 units, asked by a clerk who sees all of it and by one who sees 5 %.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.db import connections, transaction
from suchfragen import (
    Question,
    Text,
    damaged,
    demo_texts,
    law_texts,
    measured,
    questions_over,
    read_questions,
)

from verbundakte.cli.session import django_session, exists
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import Request, create_index
from verbundakte.core.search.query import QueryError, parse
from verbundakte.core.search.schema import IndexDoc

ZONES = frozenset({1})
LAWS = Path(__file__).resolve().parents[2] / "shared" / "korpus" / "recht"
PROMISED = {"exakt": 0.95, "gebeugt": 0.95, "umlaut": 0.95, "nummer": 0.95, "teil": 0.9, "ocr": 0.8}
"""Recall among the first ten that the published questions must reach."""
Ask = Callable[[str], list[str]]


@contextmanager
def own_search(texts: list[Text]) -> Iterator[Ask]:
    """Put texts into an index of the product and give a function that asks it."""
    with tempfile.TemporaryDirectory() as folder:
        index = create_index(Path(folder) / "index", Analyser())
        with index.writer() as writer:
            for one in texts:
                writer.put(_document(one))
            writer.commit("1")

        def ask(text: str) -> list[str]:
            try:
                request = Request(parse(text), ZONES, limit=10)
            except QueryError:
                return []
            return [hit.id for hit in index.search(index.fitting(request)).hits]

        yield ask


def _document(one: Text) -> IndexDoc:
    return IndexDoc(
        id=one.key,
        kind="dokument",
        zone=1,
        title=one.title,
        text="\n".join((one.text, *one.names)),
        numbers=one.numbers,
        dated_on=one.dated_on,
    )


@contextmanager
def plain_search(texts: list[Text]) -> Iterator[Ask]:
    """The same with PostgreSQL's text search as it comes: one table, gone afterwards.

    Only the owner of the database may make a temporary one.
    """
    owner = "owner" if "owner" in connections else "default"
    with transaction.atomic(using=owner), connections[owner].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_text (key text, words tsvector) ON COMMIT DROP")
        for one in texts:
            heading = " ".join((one.title, *one.numbers))
            body = "\n".join((one.text, *one.names))[:900_000]
            cursor.execute(
                "INSERT INTO bench_text VALUES (%s, setweight(to_tsvector('german', %s), 'A')"
                " || to_tsvector('german', %s))",
                (one.key, heading, body),
            )
        cursor.execute("CREATE INDEX ON bench_text USING gin (words)")
        cursor.execute("ANALYZE bench_text")

        def ask(text: str) -> list[str]:
            cursor.execute(
                "SELECT key FROM bench_text, websearch_to_tsquery('german', %s) asked"
                " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, key LIMIT 10",
                (text,),
            )
            return [key for (key,) in cursor.fetchall()]

        yield ask


def compare(
    questions: list[Question], texts: list[Text], *, with_plain: bool = False
) -> list[dict]:
    """Return a row per class: our figures, and those of the baseline when it is there."""
    as_scanned = damaged(texts, questions)
    with own_search(as_scanned) as ask:
        own = measured(questions, texts, ask)
    plain = {}
    if with_plain:
        with plain_search(as_scanned) as ask:
            plain = {one.klasse: one for one in measured(questions, texts, ask)}
    rows = []
    for one in own:
        row = {
            "class": one.klasse,
            "questions": one.fragen,
            "recall@10": one.recall,
            "precision@10": one.precision,
            "mrr": one.mrr,
        }
        if beside := plain.get(one.klasse):
            row |= {
                "plain recall@10": beside.recall,
                "plain precision@10": beside.precision,
                "plain mrr": beside.mrr,
            }
        rows.append(row)
    return rows


def run(options) -> dict:
    """Return how well (figures per class) or, with a size, how fast the search finds."""
    began = time.perf_counter()
    if options.size:
        found = _speed(options)
    elif exists(options.data):
        with django_session(options.data):
            found = {"baseline": "tsvector('german')", **_figures(options, with_plain=True)}
    else:
        found = {"baseline": "keine (ohne Installation)", **_figures(options, with_plain=False)}
    return found | {"seconds": round(time.perf_counter() - began, 1)}


def _speed(options) -> dict:
    """Measure in a town of so many Dokumente; its models can be loaded only inside the session."""
    with django_session(options.data, make=True):
        logging.disable(logging.INFO)  # the figures are the output
        last = import_module("suchlast")
        bestand = last.prepared(options.data, options.size, _tell)
        rows = last.measured(bestand)
    return {"index_documents": bestand.dokumente, "summary": last.summary(rows), "rows": rows}


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _figures(options, *, with_plain: bool) -> dict:
    texts = demo_texts()
    found = {"texts": len(texts), "demo": compare(read_questions(), texts, with_plain=with_plain)}
    folder = options.texts or (LAWS if LAWS.is_dir() else None)
    if folder:
        laws = law_texts(folder)
        asked = questions_over(laws)
        found |= {"law_texts": len(laws), "laws": compare(asked, laws, with_plain=with_plain)}
    return found
