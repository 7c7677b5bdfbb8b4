"""The figures in the repository, and of which kind a request is; needs no installation."""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "ergebnisse"
DOCUMENTS = ("Vorgang", "großer Vorgang", "Dokument", "Schnittstelle: Dokument")
CHANGES = ("Datei ablegen",)


def last(name: str) -> dict:
    """Return the figures the repository holds, {} when there are none."""
    try:
        return json.loads((FOLDER / f"{name}.json").read_text())
    except FileNotFoundError:
        return {}


def kind_of(what: str) -> str:
    """Return whether a request changes something, shows a document, or reads lists and searches."""
    if what in CHANGES:
        return "ändern"
    return "dokument" if what in DOCUMENTS else "lesen"
