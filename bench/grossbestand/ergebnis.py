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


def written(name: str, figures: dict) -> Path:
    """Write the figures of a benchmark where the next run finds them; return the file."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    path.with_suffix(".md").write_text("\n".join(_page(name, figures)) + "\n")
    return path


def _page(name: str, figures: dict):
    """Yield the lines of the page: single figures, then each table."""
    yield f"# {name}"
    yield ""
    yield (
        "Zeiten in Millisekunden. Daneben, was die Maschine sonst zu tun hatte (`load`), bei `gross` auch,"
        " wie lange sie für eine immer gleiche Arbeit brauchte (`pace`)."
    )
    yield ""
    for title, value in figures.items():
        if not isinstance(value, list | dict):
            yield f"- {title}: {value}"
        elif value and isinstance(value, list) and not isinstance(value[0], dict):
            yield f"- {title}: {', '.join(map(str, value))}"
        elif isinstance(value, dict):
            plain = {key: one for key, one in value.items() if not isinstance(one, list)}
            yield f"- {title}: " + ", ".join(f"{key} {one}" for key, one in plain.items())
    for title, value in figures.items():
        if value and isinstance(value, list) and isinstance(value[0], dict):
            yield from ("", f"## {title}", "", _line(value[0]), _line("---" for _ in value[0]))
            yield from (_line(row.values()) for row in value)


def _line(cells) -> str:
    shown = ("" if cell is None else str(cell).replace("|", "/") for cell in cells)
    return f"| {' | '.join(shown)} |"


def kind_of(what: str) -> str:
    """Return whether a request changes something, shows a document, or reads lists and searches."""
    if what in CHANGES:
        return "ändern"
    return "dokument" if what in DOCUMENTS else "lesen"
