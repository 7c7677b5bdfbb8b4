"""`search QUERY --tenant T --as LOGIN`: the product's search; `search rebuild` builds the index anew."""

import argparse
import json
import sys
from pathlib import Path

from django.db import transaction

from verbundakte.akten import queries
from verbundakte.cli import rebuild
from verbundakte.cli.folder import printable
from verbundakte.cli.person import acting, add_person_arguments
from verbundakte.cli.problems import REFUSED, WRONG_USAGE, Problem
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import ORDERS, IndexUnavailable
from verbundakte.core.search.examples import LANGUAGE
from verbundakte.core.search.filters import filters_from
from verbundakte.core.search.service import Answer, Search, ShownHit, search
from verbundakte.core.tenancy.context import current_tenant

REBUILD = "rebuild"
LANGUAGE_HELP = "Die Suche versteht:\n" + "\n".join(
    f"  {one.query:<44} {one.meaning}" for one in LANGUAGE
)
FILTER_HELP = (
    "eingrenzen, mehrfach möglich: was, dokumenttyp, jahr, einheit, plan, format, zustand, wahl"
    " (Feld=Wert), innerhalb (id einer Akte oder eines Vorgangs)"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the question, who asks, what narrows it, and how much is shown."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = LANGUAGE_HELP
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
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="so viele auslassen")
    parser.add_argument("--order", choices=ORDERS, default=ORDERS[0], help="Reihenfolge")
    parser.add_argument(
        "--filter", action="append", default=[], metavar="NAME=WERT", help=FILTER_HELP
    )
    parser.add_argument("--facets", action="store_true", help="auch die Facetten mit ihren Zahlen")
    parser.add_argument("--explain", action="store_true", help="auch, warum ein Treffer dort steht")
    parser.add_argument("--suggest", action="store_true", help="statt Treffern Vorschläge")
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(options: argparse.Namespace) -> int:
    """Answer each question; 1 when one of them could not be answered fully."""
    if options.query == REBUILD and not options.login:
        return rebuild.rebuild_indexes(options.tenant)
    if not (options.tenant and options.login):
        raise Problem("Zum Suchen fehlen --tenant und --as.", WRONG_USAGE)
    filters = _filters(options.filter)
    as_json = options.json or options.queries is not None
    problems = 0
    with acting(options) as person:
        with transaction.atomic():
            actor = person.actor()
        _warm_up()
        for text in _questions(options):
            question = Search(
                text,
                filters,
                order=options.order,
                offset=max(0, options.offset),
                limit=max(1, options.limit),
                is_explained=options.explain,
            )
            with transaction.atomic():
                if options.suggest:
                    _show_suggestions(queries.vorschlaege(actor, text), as_json=as_json)
                    continue
                answer = search(actor, question)
                facets = queries.facetten(actor, question) if options.facets else None
            _show(answer, facets, as_json=as_json)
            if answer.problem:
                problems += 1
                print(f"{printable(text)}: {answer.problem}", file=sys.stderr)
    return REFUSED if problems else 0


def _filters(written: list[str]) -> dict[str, list[str]]:
    """Return the filters of `--filter NAME=WERT`. Raises Problem for an unknown name."""
    given: dict[str, list[str]] = {}
    for one in written:
        name, sign, value = one.partition("=")
        found = filters_from({name: [value]})
        if not (sign and value and found):
            raise Problem(
                f"„{one}“ grenzt nichts ein: Schreiben Sie zum Beispiel --filter was=dokument.",
                WRONG_USAGE,
            )
        for key, values in found.items():
            given.setdefault(key, []).extend(values)
    return given


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


def _show(answer: Answer, facets: list[queries.Facette] | None, *, as_json: bool) -> None:
    if as_json:
        found = _as_json(answer)
        if facets is not None:
            found["facets"] = [_facet_as_json(facette) for facette in facets]
        print(json.dumps(found, ensure_ascii=False), flush=True)
        return
    print(f"{answer.count} Treffer in {answer.ms:.0f} ms")
    for shown in answer.hits:
        print(f"\n{printable(_heading(shown))}")
        if shown.snippet_text:
            print(f"  {printable(shown.snippet_text)}")
        if shown.why:
            print(f"  Steht hier wegen: {printable('; '.join(shown.why))}")
    if answer.better:
        print(f"\nMeinten Sie: {printable(answer.better)}")
    for facette in facets or []:
        values = ", ".join(f"{wert.label} ({wert.count})" for wert in facette.werte)
        print(f"\n{printable(facette.title)}: {printable(values)}")


def _heading(shown: ShownHit) -> str:
    page = f"Seite {', '.join(map(str, shown.pages or (shown.page,)))}" if shown.page else ""
    parts = (shown.hit.aktenzeichen, shown.hit.title, shown.hit.file_name, page)
    return " | ".join(part for part in parts if part)


def _as_json(answer: Answer) -> dict:
    return answer.told() | {
        "hits": [
            shown.told_in_full() | {"id": str(shown.hit.id), "score": shown.score}
            for shown in answer.hits
        ],
    }


def _facet_as_json(facette: queries.Facette) -> dict:
    values = [
        {"value": wert.value, "label": wert.label, "count": wert.count} for wert in facette.werte
    ]
    return {"name": facette.name, "title": facette.title, "values": values}


def _show_suggestions(found: list[queries.Vorschlag], *, as_json: bool) -> None:
    rows = [
        {
            "art": one.art,
            "text": one.text,
            "aktenzeichen": one.hit.aktenzeichen if one.hit else "",
            "id": str(one.hit.id if one.hit else one.suche or ""),
        }
        for one in found
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False), flush=True)
        return
    for row in rows:
        parts = (row["art"], row["aktenzeichen"], row["text"])
        print(printable(" | ".join(part for part in parts if part)))
