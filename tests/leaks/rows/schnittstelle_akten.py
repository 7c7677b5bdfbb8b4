"""Operations of the API about Akten, Vorgänge and Dokumente that change something, and long lists."""

import json

from tests.leaks.row import DAY, FILES, UNIT, WRITERS, Row, api, with_values


def sent(**values):
    """Return a JSON body of these fields, whatever the case."""
    return lambda world, case: json.dumps(values)


def change(name, path, who, body, *, method="POST", status=201, **more) -> Row:
    """Return a row of an API operation that changes something."""
    return Row(f"api:{name}", method, f"api/v1/{path}", who, status=status, body=body,
               anonymous=401, **more)  # fmt: skip


def under_plan(world, case):
    """Return what a new Akte is made of."""
    return json.dumps({"planeinheit": str(world.cases["o"].plan.pk), "betreff": "Neu"})


def into_vorgang(world, case):
    """Return into which Vorgang something unassigned goes."""
    return json.dumps({"vorgang": str(world.cases["o"].vorgang.pk)})


FILE = with_values(file=b"Inhalt")
CLOSE, REASON = sent(closed_on=DAY), sent(reason="Nachtrag")

ROWS = [
    api("list_all_vorgaenge", "vorgaenge?include=felder,beteiligte", FILES),
    api("list_all_dokumente", "dokumente?include=felder,fassungen,beteiligte", FILES),
    api("list_fassungen", "dokumente/{dokument}/fassungen", UNIT, cases="onsu"),
    change("create_akte", "akten", WRITERS, under_plan),
    change("change_akte", "akten/{akte}", WRITERS, sent(betreff="Neu"), method="PATCH", status=200,
           cases="os"),
    change("close_akte", "akten/{akte}/zda-verfuegung", WRITERS, CLOSE, status=422, cases="os"),
    change("reopen_akte", "akten/{akte}/wiederaufnahme", frozenset({"registratur"}),
           REASON, cases="c"),
    change("create_vorgaenge", "akten/{akte}/vorgaenge/stapel", WRITERS,
           sent(items=[{"betreff": "Neu"}]), status=200, cases="os"),
    change("close_vorgang", "vorgaenge/{vorgang}/zda-verfuegung", WRITERS, CLOSE, status=422,
           cases="ons"),
    change("reopen_vorgang", "vorgaenge/{vorgang}/wiederaufnahme", WRITERS, REASON, status=422,
           cases="c"),
    change("assign_dokument", "dokumente/{dokument}/zuordnung", WRITERS, into_vorgang, cases="u"),
    change("create_fassung", "dokumente/{dokument}/fassungen", WRITERS, FILE, cases="onsu"),
]  # fmt: skip
