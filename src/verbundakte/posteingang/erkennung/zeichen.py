"""References: ours ("Ihr Zeichen"), theirs ("Unser Zeichen"), and all that looks like a file number."""

import re
from collections.abc import Iterable, Iterator

from verbundakte.posteingang.erkennung.fund import Fund, FundArt, found
from verbundakte.posteingang.erkennung.seite import Seite, digits, loose

_OURS = loose(
    "ihr zeichen|ihr az.|ihr aktenzeichen|ihr geschäftszeichen|ihre zeichen|ihre akte|ihre vorgangsnummer"
)
_THEIRS = loose(
    "unser zeichen|unser az.|unser aktenzeichen|unsere zeichen|mein zeichen|mein az.|meine zeichen"
    "|geschäftszeichen|geschäfts-nr.|geschäftsnummer|aktenzeichen|unsere referenz|schaden-nr."
    "|schadennummer|schaden-nummer|vertragsnummer|kassenzeichen|vorgangsnummer|auftragsnummer"
    "|rechnungsnummer|rechnungs-nr.|kundennummer|az."
)
_LABEL = re.compile(
    rf"(?<![a-z])(?:(?P<ours>{_OURS})|(?P<theirs>{_THEIRS}))(?![a-z])[ \t]*[:.]?[ \t]*"
)
_HEAD_WORD = re.compile(
    rf"(?:{_OURS}|{_THEIRS}|{loose('datum|ihre nachricht vom|ihre nachricht|telefon|durchwahl|bearbeiter~|auskunft')})"
)
_GAP = re.compile(r"[ ]{2,}|\t+|[ ]\|[ ]")
_VALUE = re.compile(r"[^\s|;]+(?:[ ][^\s|;]+){0,3}")
_NUMBERISH = re.compile(
    r"[0-9A-Za-zÄÖÜäöü|!](?:[0-9A-Za-zÄÖÜäöü|!]|[./_-][ ]?(?=[0-9A-Za-zÄÖÜ|!])){4,39}"
)
_STOP = re.compile(
    r"\s+(?:vom|bitte|vielen|und|wegen|von|in|zu|für|liegt|habe[n]?|ist|wurde)\b.*", re.IGNORECASE
)
_PRINTED = re.compile(r"VA[ ]?-[ ]?([A-Z]):[ ]?(\d{4}/\d{1,9})")
MOST_NUMBERS = 40


def reference_key(text: str) -> str:
    """Return what two spellings of one reference share: only digits and letters, misread ones made one."""
    plain = "".join(char for char in text.casefold() if char.isalnum())
    return plain.translate(str.maketrans("oliszb", "011528"))


def zeichen_of(pages: Iterable[Seite], is_own=lambda text: False) -> list[Fund]:
    """Return labelled references. What looks like our own number is ours, whatever label it has."""
    funde: dict[tuple, Fund] = {}
    for page in pages:
        for ours, start, end in _labelled(page):
            text = page.plain[start:end].strip(" ,;:.")
            if not any(map(str.isdigit, digits(text))) or len(text) < 3:
                continue
            art = FundArt.EIGENES_ZEICHEN if ours or is_own(text) else FundArt.FREMDES_ZEICHEN
            funde.setdefault((art, reference_key(text)), found(art, text, page, start, end))
    return list(funde.values())


def _labelled(page: Seite) -> Iterator[tuple[bool, int, int]]:
    """Yield (ours, start, end) of what stands behind a label, or below it in a row of columns."""
    for match in _LABEL.finditer(page.shape):
        line_end = page.shape.find("\n", match.end())
        line_end = len(page.shape) if line_end < 0 else line_end
        ours = match["ours"] is not None
        rest = page.shape[match.end() : line_end]
        if not rest.strip() or _HEAD_WORD.match(rest.lstrip()):
            if place := _below(page, match.start(), line_end):
                yield ours, *place
        elif value := _VALUE.match(page.plain, match.end(), line_end):
            text = _GAP.split(_STOP.sub("", value.group()))[0]
            yield ours, value.start(), value.start() + len(text)


def _below(page: Seite, label: int, line_end: int) -> tuple[int, int] | None:
    """Return the value under a label in a header of columns: by its order in the line below."""
    line_start = page.shape.rfind("\n", 0, label) + 1
    heads = [
        match.start() + line_start for match in _HEAD_WORD.finditer(page.shape[line_start:line_end])
    ]
    next_end = page.shape.find("\n", line_end + 1)
    next_end = len(page.shape) if next_end < 0 else next_end
    cells = _cells(page.plain, line_end + 1, next_end)
    if label not in heads or not cells:
        return None
    order = heads.index(label)
    if len(cells) == len(heads):
        return cells[order]
    if len(heads) == 1 and len(cells) == 1:
        return cells[0]
    return _nearest(cells, label - line_start, line_end + 1)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cells, last = [], start
    for gap in [*_GAP.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if text[last:stop].strip():
            lead = len(text[last:stop]) - len(text[last:stop].lstrip())
            cells.append((last + lead, stop))
        last = gap.end() if gap else end
    return cells


def _nearest(cells: list[tuple[int, int]], column: int, line: int) -> tuple[int, int] | None:
    """Return the cell that begins where the column begins, within a few characters."""
    place = min(cells, key=lambda cell: abs(cell[0] - line - column))
    return place if abs(place[0] - line - column) <= 6 else None


def numbers_of(pages: Iterable[Seite]) -> list[Fund]:
    """Return everything that could be a file number of the town; the room knows which ones are."""
    funde: dict[str, Fund] = {}
    for page in pages:
        for match in _NUMBERISH.finditer(page.plain):
            text = match.group().rstrip("./-_")
            if sum(map(str.isdigit, text)) < 3 or not re.search(r"[./-]", text):
                continue
            key = reference_key(text)
            if len(funde) < MOST_NUMBERS and key not in funde:
                end = match.start() + len(text)
                funde[key] = found(FundArt.AKTENZEICHEN, text, page, match.start(), end)
    return list(funde.values())


def printed_numbers(pages: Iterable[Seite]) -> list[Fund]:
    """Return the numbers that we printed beside our codes: they say of which book they are."""
    return [
        found(FundArt.AKTENZEICHEN, f"VA-{match[1]}:{match[2]}", page, *match.span())
        for page in pages
        for match in _PRINTED.finditer(page.plain)
    ][:MOST_NUMBERS]


def spellings(text: str) -> list[str]:
    """Return how a misread number may have been meant: as it stands, and its letters as digits."""
    plain = "".join(text.split())
    return list(dict.fromkeys((plain, digits(plain))))
