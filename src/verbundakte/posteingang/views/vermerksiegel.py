"""How the seal of a Transfervermerk is told, on its page and on paper."""

from django.template.defaultfilters import date as formatted
from django.utils.timezone import localtime

from verbundakte.posteingang.models import Vermerksiegel

AGAIN = "Es wird jede Stunde wieder versucht."


def seal_group(row: Vermerksiegel | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the part about the seal as `groups` of a statement are; [] where none was ordered."""
    if row is None:
        return []
    if row.blob is None:
        return [("Elektronisches Siegel", [("Stand", f"noch nicht gesiegelt. {_why(row)}")])]
    stamp = f"{formatted(localtime(row.zeitstempel_at), 'd.m.Y H:i')}, {row.zeitstempeldienst}"
    return [
        (
            "Elektronisches Siegel",
            [
                ("Gesiegelt von", row.inhaber),
                ("Zeitstempel", stamp),
                ("Form", "fortgeschrittenes Siegel neben der XML-Fassung (CAdES)"),
                ("SHA-256 des Siegels", row.blob.sha256),
            ],
        )
    ]


def _why(row: Vermerksiegel) -> str:
    return f"{row.problem} {AGAIN}" if row.problem else "Das geschieht gerade."
