"""The readable page of an electronic invoice, in German, as HTML for the Lesefassung and as text."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from html import escape

from verbundakte.core.converters import text
from verbundakte.core.converters.invoice import Invoice, Party

KINDS = {
    "380": "Rechnung", "381": "Gutschrift", "384": "Rechnungskorrektur", "389": "Gutschrift (vom Käufer)",
    "326": "Teilrechnung", "386": "Anzahlungsrechnung", "875": "Abschlagsrechnung Bau",
    "876": "Teilschlussrechnung Bau", "877": "Schlussrechnung Bau",
}  # fmt: skip
MEANS = {
    "10": "bar", "20": "Scheck", "30": "Überweisung", "48": "Karte", "49": "Lastschrift",
    "57": "Dauerauftrag", "58": "SEPA-Überweisung", "59": "SEPA-Lastschrift", "97": "Verrechnung",
}  # fmt: skip
UNITS = {
    "C62": "Stück", "H87": "Stück", "XPP": "Stück", "EA": "Stück", "NAR": "Stück", "HUR": "Stunden",
    "DAY": "Tage", "MON": "Monate", "ANN": "Jahre", "WEE": "Wochen", "MIN": "Minuten", "KGM": "kg",
    "TNE": "t", "GRM": "g", "MTR": "m", "MTK": "m²", "MTQ": "m³", "CMT": "cm", "MMT": "mm",
    "KMT": "km", "LTR": "l", "KWH": "kWh", "LS": "pauschal", "SET": "Satz", "P1": "%", "PR": "Paar",
    "XBX": "Kartons", "XPK": "Pakete",
}  # fmt: skip
FACTS = (
    ("date", "Rechnungsdatum"), ("delivered", "Geliefert am"), ("due", "Fällig am"),
    ("reference", "Leitweg-ID oder Zeichen"), ("order", "Bestellung"), ("contract", "Vertrag"),
    ("preceding", "Zu Rechnung"), ("means", "Zahlungsart"), ("purpose", "Verwendungszweck"),
    ("debited", "Abbuchung von"), ("mandate", "Mandat"),
)  # fmt: skip
SUMS = (
    ("lines", "Summe der Positionen"), ("allowance", "Nachlässe"), ("charge", "Zuschläge"),
    ("net", "Summe ohne Umsatzsteuer"), ("tax", "Umsatzsteuer"), ("gross", "Summe mit Umsatzsteuer"),
    ("prepaid", "Schon bezahlt"), ("payable", "Zu zahlen"),
)  # fmt: skip
DAYS = ("date", "delivered", "due", "from", "to")
SHEET = """
table.werte { border-collapse: collapse; width: 100%; margin: 0 0 1em; }
table.werte th, table.werte td { text-align: left; vertical-align: top; padding: 2pt 6pt 2pt 0;
  border-bottom: 0.5pt solid #999; }
table.werte td.zahl, table.werte th.zahl { text-align: right; white-space: nowrap; }
table.paare td:first-child { width: 11em; }
tr.summe { font-weight: bold; }
h1 { font-size: 15pt; margin: 0 0 2pt; } h2 { font-size: 11pt; margin: 1em 0 3pt; }
p.klein { font-size: 8.5pt; color: #444; margin: 0 0 1em; }
td.partei { width: 50%; border: 0; }
"""
SKONTO = re.compile(  # BR-DE-18
    r"#SKONTO#TAGE=(\d+)#PROZENT=([\d.]+)#(?:BASISBETRAG=([\d.]+)#)?"
)
NOT_CHECKED = "Diese Ansicht ist aus den Rechnungsdaten der Datei erzeugt. Die Rechnung ist damit nicht geprüft."
CUT = "Es gibt weitere Positionen; gezeigt sind die ersten 2.000."


def title(invoice: Invoice) -> str:
    """Return kind and number of the invoice."""
    kind = KINDS.get(invoice.values["type"], "Rechnung")
    return " ".join(filter(None, (kind, invoice.values["number"])))


def page(invoice: Invoice) -> str:
    """Return the body of the page; everything foreign is escaped, nothing is a link."""
    label = f"Elektronische Rechnung ({invoice.label})"
    return "".join(
        (
            f"<style>{SHEET}</style><h1>{escape(title(invoice))}</h1>",
            f'<p class="klein">{escape(label)}. {NOT_CHECKED}</p>',
            _parties(invoice),
            _pairs("Angaben", _facts(invoice)),
            _lines(invoice),
            _sums(invoice),
            _taxes(invoice),
            _rows("Nachlässe und Zuschläge", _allowances(invoice)),
            _rows("Zahlung", _payment(invoice)),
            _rows("Bemerkungen", [(note,) for note in invoice.notes]),
            _rows("Beigefügte Unterlagen", [(row["id"], row["name"]) for row in invoice.documents]),
        )
    )


def as_text(invoice: Invoice) -> str:
    """Return the same as plain text, for the index."""
    return text.from_html(f"<body>{page(invoice)}</body>")


def _parties(invoice: Invoice) -> str:
    seller, buyer = _party("Verkäufer", invoice.seller), _party("Käufer", invoice.buyer)
    both = f'<td class="partei">{seller}</td><td class="partei">{buyer}</td>'
    return f'<table class="werte"><tr>{both}</tr></table>'


def _party(label: str, party: Party) -> str:
    told = [party.name, *party.lines]
    told += [f"USt-IdNr. {party.vat_id}"] if party.vat_id else []
    told += [f"Steuernummer {party.tax_number}"] if party.tax_number else []
    told += party.contact
    return f"<h2>{label}</h2>" + "<br>".join(escape(line) for line in told if line)


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    values = {key: value for key, value in invoice.values.items() if value}
    for key in DAYS:
        if key in values:
            values[key] = german_day(values[key])
    if "means" in values:
        values["means"] = MEANS.get(values["means"], values["means"])
    found = [(label, values.get(key, "")) for key, label in FACTS]
    if "from" in values or "to" in values:
        period = " bis ".join(filter(None, (values.get("from"), values.get("to"))))
        found.insert(2, ("Leistungszeitraum", period))
    return found


def _pairs(head: str, pairs: list[tuple[str, str]]) -> str:
    return _rows(head, [(label, value) for label, value in pairs if value])


def _rows(head: str, rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    form = "werte paare" if len(rows[0]) == 2 else "werte"
    return f'<h2>{head}</h2><table class="{form}">{cells}</table>'


def _lines(invoice: Invoice) -> str:
    heads = ("Pos.", "Bezeichnung", "Menge", "Einzelpreis", "USt", "Betrag")
    rows = []
    for line in invoice.lines:
        about = f"<b>{escape(line.name)}</b>"
        if line.description and line.description != line.name:
            about += f"<br>{escape(line.description)}"
        quantity = " ".join(filter(None, (number(line.quantity), UNITS.get(line.unit, line.unit))))
        rate = f"{number(line.rate)} %" if line.rate else ""
        numbers = (quantity, number(line.price, 2), rate, number(line.amount, 2))
        right = "".join(f'<td class="zahl">{escape(cell)}</td>' for cell in numbers)
        rows.append(f"<tr><td>{escape(line.number)}</td><td>{about}</td>{right}</tr>")
    names = "".join(
        f"<th{' class=zahl' if at > 1 else ''}>{name}</th>" for at, name in enumerate(heads)
    )
    cut = f"<p>{CUT}</p>" if invoice.is_cut else ""
    table = f'<table class="werte"><thead><tr>{names}</tr></thead>{"".join(rows)}</table>{cut}'
    return f"<h2>Positionen</h2>{table}" if rows else ""


def _sums(invoice: Invoice) -> str:
    currency = invoice.values["currency"]
    rows = "".join(
        f'<tr{" class=summe" if key == "payable" else ""}><td>{label}</td><td class="zahl">'
        f"{escape(amount(invoice.values[key], currency))}</td></tr>"
        for key, label in SUMS
        if invoice.values[key]
    )
    return f'<h2>Beträge</h2><table class="werte">{rows}</table>' if rows else ""


def _taxes(invoice: Invoice) -> str:
    currency = invoice.values["currency"]
    rows = [
        (
            f"{number(row['rate']) or '0'} %",
            f"auf {amount(row['basis'], currency)}",
            amount(row["amount"], currency),
            row["reason"],
        )
        for row in invoice.taxes
    ]
    return _rows("Umsatzsteuer", rows)


def _allowances(invoice: Invoice) -> list[tuple[str, ...]]:
    currency = invoice.values["currency"]
    return [
        (
            "Zuschlag" if row["is_charge"] == "true" else "Nachlass",
            row["reason"],
            amount(row["amount"], currency),
        )
        for row in invoice.allowances
    ]


def _payment(invoice: Invoice) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    if invoice.payee.name:
        rows.append(("Zahlungsempfänger", invoice.payee.name))
    for account in invoice.accounts:
        if account["iban"]:
            rows.append(("IBAN", iban(account["iban"])))
        rows += [("Kontoinhaber", account["name"])] if account["name"] else []
        rows += [("BIC", account["bic"])] if account["bic"] else []
    if invoice.values["terms"]:
        rows.append(("Zahlungsbedingungen", SKONTO.sub(_skonto, invoice.values["terms"])))
    return rows


def _skonto(found: re.Match) -> str:
    days, percent, basis = found.groups()
    on = f" auf {number(basis, 2)}" if basis else ""
    return f"{number(percent)} % Skonto{on} bei Zahlung in {days} Tagen. "


def german_day(value: str) -> str:
    """Return a day written as 2026-03-02 or 20260302 in German; anything else as it is."""
    try:
        return f"{date.fromisoformat(value[:10]):%d.%m.%Y}"
    except ValueError:
        return value


def number(value: str, places: int = 0) -> str:
    """Return a decimal number in German writing with at least so many places; else as it is."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        return value
    if not found.is_finite() or abs(found.adjusted()) > 20:
        return value
    whole, _, rest = f"{found:f}".partition(".")
    rest = rest.rstrip("0").ljust(places, "0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if whole.startswith("-") and int(whole) == 0 else ""
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def amount(value: str, currency: str) -> str:
    """Return an amount of money in German writing."""
    return f"{number(value, 2)} {currency}".strip() if value else ""


def iban(value: str) -> str:
    """Return an account number in groups of four."""
    packed = value.replace(" ", "")
    return " ".join(packed[at : at + 4] for at in range(0, len(packed), 4))
