"""`search QUERY --tenant T --as LOGIN`: the product's search; `search rebuild` builds the index anew."""

import argparse
import json
import sys
from pathlib import Path

from django.db import transaction

from verbundakte.cli import rebuild
from verbundakte.cli.folder import printable
from verbundakte.cli.person import acting, add_person_arguments
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.search.service import Answer, Search, ShownHit, search
from verbundakte.core.tenancy.context import current_tenant

REBUILD = "rebuild"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the question, who asks, and how much is shown."""
    question = parser.add_mutually_exclusive_group(required=True)
    question.add_argument(
        "query",
        nargs="?",
        metavar="FRAGE",
        help="wonach gesucht wird; „rebuild“ ohne --as baut den Suchindex neu auf",
    )
    question.add_argument(
        "--queries",
        type=Path,
        metavar="DATEI",
        help="eine Frage je Zeile, eine Zeile JSON je Frage",
    )
    add_person_arguments(parser, required=False)
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="höchstens so viele")
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(options: argparse.Namespace) -> int:
    """Answer each question; 1 when one of them could not be answered fully."""
    if options.query == REBUILD and not options.login:
        return rebuild.rebuild_indexes(options.tenant)
    if not (options.tenant and options.login):
        raise Problem("Zum Suchen fehlen --tenant und --as.", WRONG_USAGE)
    problems = 0
    with acting(options) as person:
        with transaction.atomic():
            actor = person.actor()
        _warm_up()
        for text in _questions(options):
            with transaction.atomic():
                answer = search(actor, Search(text, limit=max(1, options.limit)))
            _show(answer, as_json=options.json or options.queries is not None)
            if answer.problem:
                problems += 1
                print(f"{printable(text)}: {answer.problem}", file=sys.stderr)
    return REFUSED if problems else 0


def _questions(options: argparse.Namespace) -> list[str]:
    if options.queries is None:
        return [options.query]
    try:
        lines = options.queries.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise Problem(
            f"Die Datei {options.queries} lässt sich nicht lesen ({error.strerror}).", WRONG_USAGE
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _warm_up() -> None:
    """Load dictionary and index, so that the first question takes no longer than the others."""
    try:
        indexes.analyser().form("Bauantrag")
        indexes.open_for(current_tenant()).searcher()
    except IndexUnavailable:
        return  # the answer says so


def _show(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_as_json(answer), ensure_ascii=False), flush=True)
        return
    print(f"{answer.count} Treffer in {answer.ms:.0f} ms")
    for shown in answer.hits:
        print(f"\n{printable(_heading(shown))}")
        if shown.snippet_text:
            print(f"  {printable(shown.snippet_text)}")
    if answer.better:
        print(f"\nMeinten Sie: {printable(answer.better)}")


def _heading(shown: ShownHit) -> str:
    page = f"Seite {shown.page}" if shown.page else ""
    parts = (shown.hit.aktenzeichen, shown.hit.title, shown.hit.file_name, page)
    return " | ".join(part for part in parts if part)


def _as_json(answer: Answer) -> dict:
    return {
        "query": answer.query,
        "count": answer.count,
        "capped": False,  # the index counts exactly
        "ms": answer.ms,
        "hits": [
            {
                "kind": str(shown.hit.kind),
                "id": str(shown.hit.id),
                "title": shown.hit.title,
                "file_name": shown.hit.file_name,
                "aktenzeichen": shown.hit.aktenzeichen,
                "page": shown.page,
                "score": shown.score,
                "snippet": shown.snippet_text,
            }
            for shown in answer.hits
        ],
    }
