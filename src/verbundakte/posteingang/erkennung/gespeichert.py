"""Findings as they are kept in a row, and back."""

from dataclasses import asdict
from datetime import date

from verbundakte.posteingang.erkennung.fund import Erkannt, Frist, Fund, FundArt


def written(erkannt: Erkannt) -> list[dict]:
    """Return findings as JSON knows them."""
    return [
        {
            name: str(value) if isinstance(value, date) else value
            for name, value in asdict(fund).items()
        }
        for fund in erkannt.funde
    ]


def read(rows: list[dict]) -> Erkannt:
    """Return kept findings."""
    return Erkannt(tuple(map(_read_one, rows)))


def _read_one(row: dict) -> Fund:
    art = FundArt(row["art"])
    if "dauer" not in row:
        return Fund(**{**row, "art": art})
    ends = date.fromisoformat(row["endet_on"]) if row["endet_on"] else None
    return Frist(**{**row, "art": art, "endet_on": ends})
