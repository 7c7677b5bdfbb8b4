"""Who sent a letter: from the message's head, the letterhead, the line above the address, the signature."""

import re
from collections.abc import Iterable, Iterator

from verbundakte.posteingang.erkennung.fund import Fund, FundArt, found
from verbundakte.posteingang.erkennung.seite import Seite, blur, digits, loose, shape

_BODY = re.compile(
    rf"(?<![a-z]){loose('gmbh|ag|kg|ohg|ug|gbr|mbb|partgmbb|se|e.v.|eg|aör|kdör')}(?![a-z])"
    rf"|{loose('amtsgericht|landgericht|verwaltungsgericht|oberverwaltungsgericht|staatsanwaltschaft|finanzamt|jobcenter')}"
    rf"|{loose('landratsamt|bezirksregierung|regierungspräsidium|landesamt|bundesamt')}"
    rf"|{loose('ministerium|kreis|agentur für arbeit')}"
    rf"|{loose('versicherung~|krankenkasse|sparkasse|volksbank|stadtwerke|rechtsanw~|kanzlei|notar~|steuerberat~')}"
    rf"|{loose('verein|verband|gemeinde|verbandsgemeinde|stadt|polizei~|zweckverband|ingenieurbüro|architekt~|hausverwaltung|universität|schule|kindergarten|diakonie|caritas')}"
)
_GREETING = re.compile(
    loose(
        "mit freundlichen grüßen|mit freundlichem gruß|hochachtungsvoll|freundliche grüße|mit besten grüßen"
    )
)
_SALUTATION = re.compile(loose("sehr geehrte~|guten tag|liebe~|an die|an das|an den"))
_NOISE = re.compile(
    rf"(?<![a-z]){loose('telefon~|tel.|fax|mail|www|http|seite|datum|zeichen|iban|bic|ust|steuernummer|postfach|auftrag|vertretung|gez.|anlage~|bearbeiter~|betreff|öffnungszeiten')}(?![a-z])"
)
_NAME = re.compile(
    r"[A-ZÄÖÜ][\wäöüß.&'-]*(?: (?:[A-ZÄÖÜ&+][\wäöüß.&'-]*|und|für|der|des|von|am|im|in|e\.|zu)){1,8}"
)
_PLACE = re.compile(r"(?<!\d)\d{5} [A-ZÄÖÜ]")
_STREET = re.compile(rf"{loose('straße|str.|weg|platz|allee|gasse|ring|ufer|damm')}\s*[0-9ol]")
_MAIL = re.compile(r"[\w.+-]{1,60}@(?:[\w-]{1,60}\.){1,4}[A-Za-z]{2,10}")
_PHONE = re.compile(
    rf"{loose('telefon|tel.|fon|durchwahl|mobil')}\s*[:.]?\s*(\(?[0-9+][0-9ols /().-]{{5,22}}[0-9ols])"
)
_VAT = re.compile(r"\bDE ?\d{3} ?\d{3} ?\d{3}\b")
_IBAN = re.compile(r"\b[A-Z]{2}[0-9OIlS|]{2}(?: ?[0-9A-Z|l]{4}){3,7}(?: ?[0-9A-Z|l]{1,3})?\b")
FREE_MAIL = frozenset(
    ("gmx.de", "gmx.net", "web.de", "gmail.com", "googlemail.com", "t-online.de", "outlook.de", "outlook.com",
     "freenet.de", "posteo.de", "mailbox.org", "yahoo.de", "hotmail.com", "icloud.com", "arcor.de")
)  # fmt: skip
_SEPARATORS = re.compile(r"\s*[·•|*]\s*|\s[-\u2013]\s|,\s(?=[A-ZÄÖÜ])|\s{3,}")


def iban_of(text: str) -> str:
    """Return a valid IBAN (ISO 13616, check digits by ISO 7064), misread digits put right; else ""."""
    plain = "".join(text.split()).upper()
    for tried in (plain, plain[:2] + digits(plain[2:])):
        number = "".join(str(int(char, 36)) for char in tried[4:] + tried[:4] if char.isalnum())
        if 15 <= len(tried) <= 34 and number.isdigit() and int(number) % 97 == 1:
            return tried
    return ""


def absender_of(
    pages: list[Seite], head: str, own: Iterable[str], betreff: Fund | None = None
) -> list[Fund]:
    """Return names of the sender, the most certain first. `head`: From of a message; `own`: the town."""
    names: dict[str, tuple[float, Fund]] = {}
    if head_name := head.partition("<")[0].strip(' "'):
        names[head_name.casefold()] = 4.0, Fund(FundArt.ABSENDER, head_name[:300], head[:300])
    for page in pages[:3]:
        address = _address(page, own)
        stop = (
            page.plain.find(betreff.wortlaut[:20])
            if betreff and betreff.seite == page.number
            else -1
        )
        for worth, start, text in _lines(page, stop if stop >= 0 else 700):
            key = text.casefold()
            if start in address:
                continue
            fund = found(
                FundArt.ABSENDER, text, page, start, start + len(text), is_unsure=worth < 1.5
            )
            before = names.get(key)
            if before is None:
                names[key] = worth, fund
            else:
                names[key] = before[0] + 0.8 * worth, before[1]
    return [fund for _, fund in sorted(names.values(), key=lambda one: -one[0])][:5]


def _address(page: Seite, own: Iterable[str]) -> range:
    """Return where the address of the town stands: the paragraph with its name."""
    text = blur(page.plain)
    at = min((place for name in own if name and (place := text.find(blur(name))) >= 0), default=-1)
    if at < 0:
        return range(0)
    end = text.find("\n\n", at)
    return range(text.rfind("\n\n", 0, at) + 1, end if end >= 0 else len(text))


def _lines(page: Seite, stop: int) -> Iterator[tuple[float, int, str]]:
    """Yield (worth, start, text) of what may be the sender's name: letterhead, return line, signature."""
    salutation = _SALUTATION.search(page.shape)
    head_end = min(salutation.start() if salutation else stop, stop) if page.number == 1 else 0
    greetings = list(_GREETING.finditer(page.shape))
    after = greetings[-1].end() if greetings else len(page.shape)
    position = 0
    for number, line in enumerate(page.plain.split("\n")):
        is_head = position < head_end
        below = position >= after and position < after + 260
        if (is_head or below) and line.strip():
            yield from _parts(
                line,
                position,
                2.0 - number * 0.12 if is_head else 1.4,
                is_first=is_head and not number,
            )
        position += len(line) + 1


def _parts(
    line: str, position: int, worth: float, *, is_first: bool
) -> Iterator[tuple[float, int, str]]:
    pieces = _SEPARATORS.split(line)
    is_return_line = len(pieces) >= 3 and _PLACE.search(line)
    for order, piece in enumerate(pieces):
        match = _NAME.match(piece.strip())
        is_whole = is_first and order == 0 and 6 <= len(piece.strip()) <= 80
        piece_shape = shape(piece)
        if not (match or is_whole) or _NOISE.search(piece_shape) or _PLACE.search(piece):
            continue
        if _STREET.search(piece_shape) or re.search(r"\d{3}", piece):
            continue
        is_body = is_whole or _BODY.search(piece_shape)
        name = piece.strip(" .,;") if is_body else match.group().strip(" .,;")
        bonus = 1.0 * bool(_BODY.search(piece_shape)) + 1.2 * bool(is_return_line and order == 0)
        yield max(worth, 0.2) + bonus, position + max(0, line.find(name)), name


_ANSCHRIFT = re.compile(
    r"(?P<strasse>[a-z][^\n,·|]{2,30}? ?[0-9olsbzg]{1,4} ?[a-f]?)\s*[,·|\n]\s*(?:d-)?(?P<plz>[0-9olsbzg]{5}) [a-z]"
)


def anschluss_of(pages: list[Seite], head: str = "", own: Iterable[str] = ()) -> list[Fund]:
    """Return what tells a sender from others of like name: addresses, numbers, accounts."""
    funde: dict[str, Fund] = {}
    for address in _MAIL.findall(head):
        funde.setdefault(
            f"mail:{address.casefold()}",
            Fund(FundArt.ANSCHLUSS, f"mail:{address.casefold()}", address),
        )
    for page in pages[:3]:
        address = _address(page, own)
        for match in _ANSCHRIFT.finditer(page.shape):
            if match.start() not in address and page.number == 1:
                street = "".join(blur(match["strasse"].rpartition("·")[2]).split())
                _add(funde, f"ort:{digits(match['plz'])}{street}", page, match.span())
        for match in _MAIL.finditer(page.plain):
            _add(funde, f"mail:{match.group().casefold()}", page, match.span())
        for match in _PHONE.finditer(page.shape):
            number = "".join(filter(str.isdigit, digits(page.plain[slice(*match.span(1))])))
            _add(funde, f"tel:{number.removeprefix('49').lstrip('0')}", page, match.span(1))
        for match in _VAT.finditer(page.plain):
            _add(funde, "ust:" + "".join(match.group().split()), page, match.span())
        for match in _IBAN.finditer(page.plain):
            if number := iban_of(match.group()):
                _add(funde, f"iban:{number}", page, match.span())
    return list(funde.values())[:20]


def _add(funde: dict[str, Fund], wert: str, page: Seite, span: tuple[int, int]) -> None:
    funde.setdefault(wert, found(FundArt.ANSCHLUSS, wert, page, *span))
