"""How well the search finds: the published 300 questions, beside PostgreSQL's own text search.

Over the demo world (its texts, not its installation) and, with `--texts FOLDER`, over law texts
(`*.md`) with questions made on the spot. Recall, precision among the first ten hits and mean
reciprocal rank per class. With an installation in --data its database answers too, as a baseline:
`tsvector('german')`. `--size` takes only the first N questions of each class.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
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
    """The same with PostgreSQL's text search as it comes: one table, gone afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_text (key text, words tsvector) ON COMMIT DROP")
        for one in texts:
            heading = " ".join((one.title, *one.numbers))
            body = "\n".join((one.text, *one.names))[:900_000]
            cursor.execute(
                "INSERT INTO bench_text VALUES (%s, setweight(to_tsvector('german', %s), 'A')"
                " || to_tsvector('german', %s))",
                (one.key, heading, body),
            )

        def ask(text: str) -> list[str]:
            cursor.execute(
                "SELECT key FROM bench_text, websearch_to_tsquery('german', %s) asked"
                " WHERE words @@ asked ORDER BY ts_rank_cd(words, asked) DESC, key LIMIT 10",
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


def _first(questions: list[Question], size: int | None) -> list[Question]:
    seen: Counter = Counter()
    found = []
    for one in questions:
        seen[one.klasse] += 1
        if size is None or seen[one.klasse] <= size:
            found.append(one)
    return found


def run(options) -> dict:
    """Return the figures per class, of the demo texts and of the law texts where there are some."""
    began = time.perf_counter()
    if exists(options.data):
        with django_session(options.data):
            found = {"baseline": "tsvector('german')", **_figures(options, with_plain=True)}
    else:
        found = {"baseline": "keine (ohne Installation)", **_figures(options, with_plain=False)}
    return found | {"seconds": round(time.perf_counter() - began, 1)}


def _figures(options, *, with_plain: bool) -> dict:
    texts = demo_texts()
    questions = _first(read_questions(), options.size)
    found = {
        "texts": len(texts),
        "demo": compare(questions, texts, with_plain=with_plain),
    }
    if options.texts:
        laws = law_texts(options.texts)
        asked = _first(questions_over(laws), options.size)
        found |= {"law_texts": len(laws), "laws": compare(asked, laws, with_plain=with_plain)}
    return found
