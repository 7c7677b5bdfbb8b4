"""Deadlines as letters tell them. A Frist of law or court is told apart from what a sender wishes."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from verbundakte.posteingang.erkennung.datum import tage
from verbundakte.posteingang.erkennung.fund import Frist, FundArt
from verbundakte.posteingang.erkennung.seite import Seite, loose
from verbundakte.standards.fristen import Dauer, Einheit, span_end

_COUNTS = (
    (1, "ein~|1"), (2, "zwei~|2"), (3, "drei~|3"), (4, "vier|4"), (5, "fünf|5"), (6, "sechs|6"),
    (7, "sieben|7"), (8, "acht|8"), (10, "zehn|10"), (12, "zwölf|12"), (14, "vierzehn|14"),
    (21, "einundzwanzig|21"), (30, "dreißig|30"),
)  # fmt: skip
_COUNT = "|".join(f"(?P<n{number}>{loose(words)})" for number, words in reversed(_COUNTS))
_UNITS = {"t": "tag~|werktag~|kalendertag~", "w": "woche~", "m": "monat~", "j": "jahr~"}
_UNIT = "|".join(f"(?P<u{key}>{loose(words)})" for key, words in _UNITS.items())
_BEGINNINGS = {
    "Bekanntgabe": "bekanntgabe",
    "Zustellung": "zustellung|zugestellt",
    "Zugang": "zugang|erhalt|empfang|eingang",
    "Rechnungsdatum": "rechnungsdatum|rechnungserhalt|rechnungsstellung",
    "Datum des Schreibens": "datum dieses schreibens|ausstellung",
}
_AFTER = "|".join(
    f"(?P<a{number}>{loose(words)})" for number, words in enumerate(_BEGINNINGS.values())
)
_SPAN = re.compile(
    rf"(?<![a-z]){loose('binnen|innerhalb|innert|spätestens|vor ablauf')}\s+"
    rf"(?:{loose('von|einer frist von|der frist von')}\s+)?"
    rf"(?:{_COUNT})\s+(?:{_UNIT})(?:[^.;\n]{{0,12}}\s{loose('nach|ab|seit')}\s+(?:[a-z]+\s+){{0,3}}?(?:{_AFTER}))?"
)
_UNTIL_WORDS = (
    "bis spätestens zum|bis spätestens|spätestens bis zum|spätestens bis|spätestens am"
    "|bis zum ablauf des|bis zum|bis einschließlich|bis"
)
_WEEKDAYS = "montag|dienstag|mittwoch|donnerstag|freitag"
_UNTIL = re.compile(
    rf"(?<![a-z]){loose(_UNTIL_WORDS)}\s+(?:{loose(_WEEKDAYS)}\s*,?\s*(?:{loose('den|dem')}\s+)?)?$"
)
_LEGAL = re.compile(
    loose(
        "widerspruch|klage|einspruch|rechtsbehelf~|beschwerde|berufung|revision|rechtsmittel~|einwendung~"
        "|ausschlussfrist|gerichtlich~|gericht|richterlich~|anhörung|zwangsgeld|vollstreckung|klageerwiderung"
        "|erwidern|notfrist|bestandskraft|bestandskräftig|gesetzlich~"
    )
)
_REMEDY = re.compile(
    loose("widerspruch|klage|einspruch|rechtsbehelf~|beschwerde|berufung|revision")
)
_PERIOD = re.compile(rf"{loose('vom|ab|seit|von|zeitraum')}\s+[^.\n]{{0,24}}$|[0-9ols]{{4}}\s*$")


def fristen_of(pages: Iterable[Seite], arrived_on: date) -> list[Frist]:
    """Return the deadlines of a letter, the legal ones first; each day and span once."""
    funde: dict[tuple, Frist] = {}
    for page in pages:
        for frist in (*_spans(page, arrived_on), *_days(page, arrived_on)):
            key = (
                frist.dauer,
                frist.einheit,
                frist.ab,
                frist.endet_on if not frist.dauer else None,
            )
            known = funde.get(key)
            if known is None or (known.art, frist.art) == (FundArt.WUNSCHDATUM, FundArt.FRIST):
                funde[key] = frist
    return sorted(
        funde.values(), key=lambda one: (one.art is not FundArt.FRIST, one.seite, one.beginn)
    )


def _spans(page: Seite, arrived_on: date) -> Iterator[Frist]:
    for match in _SPAN.finditer(page.shape):
        groups = match.groupdict()
        count = next(int(name[1:]) for name, value in groups.items() if value and name[0] == "n")
        unit = next(name[1:] for name, value in groups.items() if value and name[0] == "u")
        after = next(
            (int(name[1:]) for name, value in groups.items() if value and name[0] == "a"), -1
        )
        ab = list(_BEGINNINGS)[after] if after >= 0 else ""
        dauer = Dauer(count, Einheit(unit))
        said = f"{dauer} ab {ab}" if ab else str(dauer)
        ends = span_end(arrived_on, dauer)
        yield _frist(page, match.span(), said, dauer=count, einheit=unit, ab=ab, endet_on=ends)


def _days(page: Seite, arrived_on: date) -> Iterator[Frist]:
    for tag in tage(page, arrived_on):
        before = page.shape[max(0, tag.start - 60) : tag.start]
        until = _UNTIL.search(before)
        if not until or not arrived_on <= tag.on <= arrived_on + timedelta(days=400):
            continue
        if _PERIOD.search(before[: until.start()]):
            continue
        start = tag.start - len(before) + until.start()
        yield _frist(page, (start, tag.end), tag.on.isoformat(), endet_on=tag.on)


def _frist(page: Seite, span: tuple[int, int], wert: str, **more) -> Frist:
    around = _sentence(page.shape, *span)
    is_legal = bool(_LEGAL.search(around)) or more.get("ab") in ("Bekanntgabe", "Zustellung")
    art = FundArt.FRIST if is_legal else FundArt.WUNSCHDATUM
    begin, end = page.place(*span)
    told = " ".join(page.text[begin:end].split())[:300]
    remedy = bool(_REMEDY.search(around))
    return Frist(art, wert, told, page.number, begin, end, rechtsbehelf=remedy, **more)


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a place; full stops of abbreviations and days do not end one."""
    ends = r"(?<=[a-z]{3})[.?](?=\s+[a-z]{2})|\n\s*\n"
    begin = max((match.end() for match in re.finditer(ends, text[:start][-400:])), default=0)
    stop = re.search(ends, text[end : end + 300])
    return (
        text[:start][-400:][begin:]
        + text[start:end]
        + text[end : end + (stop.start() if stop else 300)]
    )
