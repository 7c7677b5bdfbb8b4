"""Doors of a Fassung that is withdrawn or counts again."""

from tests.leaks.row import UNIT, WRITERS, get, post, with_values

ROWS = [
    get("akten:fassung-ruecknahme", "fassungen/{fassung}/ruecknahme/", UNIT, cases="onsu"),
    post("akten:fassung-ruecknahme", "fassungen/{fassung}/ruecknahme/", WRITERS,
         with_values(grund="Falsch"), status=422, cases="onsu", quiet="onsu"),
    post("akten:fassung-wiederkehr", "fassungen/{fassung}/wiederkehr/", WRITERS, cases="onsu",
         quiet="onsu"),
]  # fmt: skip
