"""Whether a letter is an invoice: by its words, amounts and account, or by an invoice for machines."""

import re
from collections.abc import Iterable

from verbundakte.posteingang.erkennung.absender import _IBAN, iban_of
from verbundakte.posteingang.erkennung.fund import Fund, FundArt, found
from verbundakte.posteingang.erkennung.seite import Seite, digits, loose

MACHINE_FILES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
_TITLE = re.compile(
    rf"^[ \t]*{loose('rechnung|abschlagsrechnung|schlussrechnung|teilrechnung|gutschrift|jahresrechnung')}(?![a-z])",
    re.M,
)
_SIGNS = (
    (1.5, "rechnungsnummer|rechnungs-nr.|rechnungsnr.|rechnung nr."), (0.8, "rechnungsdatum"),
    (0.8, "umsatzsteuer|mehrwertsteuer|mwst.|ust.|% ust|% mwst"), (0.7, "netto|nettobetrag|zwischensumme"),
    (0.8, "brutto|gesamtbetrag|rechnungsbetrag|endbetrag|zahlbetrag|gesamtsumme"),
    (0.7, "zahlbar|zahlungsziel|überweisen sie|skonto|fällig"), (0.4, "leistungszeitraum|lieferdatum|leistungsdatum"),
)  # fmt: skip
_SIGNS_READY = tuple((worth, re.compile(loose(words))) for worth, words in _SIGNS)
_AGAINST = re.compile(
    loose(
        "rechnungsprüfung~|mahnung|zahlungserinnerung|in rechnung stellen|widerspruch|jahresabrechnung prüfen"
        "|angebot|kostenvoranschlag"
    )
)
_AMOUNT = re.compile(
    r"(?<![0-9.,])([0-9ols]{1,3}(?:[. ][0-9ols]{3})*,[0-9ols]{2})\s*(?:€|eur|e(?![a-z])|euro)", re.I
)
_TOTAL = re.compile(
    loose("gesamtbetrag|rechnungsbetrag|endbetrag|zahlbetrag|brutto|gesamtsumme|zu zahlen|summe")
)
NEEDED = 2.6


def rechnung_of(pages: list[Seite], attachments: Iterable[str] = ()) -> list[Fund]:
    """Return the mark of an invoice with amount and account, or nothing. Attachments by file name."""
    machine = [name for name in attachments if name.casefold() in MACHINE_FILES]
    ibans = [fund for page in pages[:4] for fund in _ibans(page)]
    amount = _total(pages)
    worth, title = _worth(pages)
    if not machine and worth + 0.6 * bool(ibans) + 0.6 * bool(amount) < NEEDED:
        return []
    told = f"elektronische Rechnung ({machine[0]})" if machine else "Rechnung"
    mark = title or Fund(FundArt.RECHNUNG, told)
    first = Fund(FundArt.RECHNUNG, told, mark.wortlaut, mark.seite, mark.beginn, mark.ende)
    return [first, *([amount] if amount else ()), *ibans[:2]]


def _worth(pages: list[Seite]) -> tuple[float, Fund | None]:
    worth, title = 0.0, None
    for page in pages[:3]:
        if match := _TITLE.search(page.shape):
            title = title or found(FundArt.RECHNUNG, "Rechnung", page, *match.span())
            worth += 1.2
        worth += sum(sign for sign, words in _SIGNS_READY if words.search(page.shape))
        worth -= 1.6 * bool(_AGAINST.search(page.shape))
    return worth, title


def _ibans(page: Seite) -> list[Fund]:
    tried = ((iban_of(match.group()), match) for match in _IBAN.finditer(page.plain))
    return [found(FundArt.IBAN, number, page, *match.span()) for number, match in tried if number]


def _total(pages: list[Seite]) -> Fund | None:
    """Return the amount beside a word for the sum, else the largest, in cents without marks."""
    best: tuple[bool, int, Fund] | None = None
    for page in pages[:4]:
        for match in _AMOUNT.finditer(page.shape):
            cents = int("".join(filter(str.isdigit, digits(page.plain[slice(*match.span(1))]))))
            line = page.shape[page.shape.rfind("\n", 0, match.start()) + 1 : match.start()]
            is_total = bool(_TOTAL.search(line))
            if best is None or (is_total, cents) > best[:2]:
                shown = page.plain[slice(*match.span(1))]
                best = is_total, cents, found(FundArt.BETRAG, digits(shown), page, *match.span())
    return best[2] if best else None
