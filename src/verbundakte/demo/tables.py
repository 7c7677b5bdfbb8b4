"""Tables with sums that are right, drawn at random; the first row is the head."""

from collections.abc import Callable
from random import Random

from verbundakte.demo.public import STRASSEN

Rows = tuple[tuple[str, ...], ...]


def _money(cents: int) -> str:
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def _priced(head: tuple[str, ...], items, rng: Random) -> Rows:
    """Return rows item, quantity, price, amount and the sum."""
    rows, total = [head], 0
    for item in items:
        quantity, price = rng.randint(1, 40), rng.randrange(450, 29000, 5)
        total += quantity * price
        rows.append((item, str(quantity), _money(price), _money(quantity * price)))
    return (*rows, ("Summe", "", "", _money(total)))


def _gebuehren(rng: Random, values: dict) -> Rows:
    items = ("Grundgebühr", "Prüfung der Bauvorlagen", "Baukontrolle", "Auslagen", "Nachtrag")
    head = ("Gebührentatbestand", "Einheiten", "Satz EUR", "Betrag EUR")
    return _priced(head, rng.sample(items, rng.randint(3, 5)), rng)


def _angebot(rng: Random, values: dict) -> Rows:
    items = (
        "Baustelleneinrichtung",
        "Demontagearbeiten",
        "Materiallieferung",
        "Montagearbeiten",
        "Gerüststellung",
        "Entsorgungsnachweise",
        "Stundenlohnarbeiten",
    )
    head = ("Position", "Menge", "Einzelpreis EUR", "Gesamtpreis EUR")
    return _priced(head, rng.sample(items, rng.randint(4, 6)), rng)


def _abwasser(rng: Random, values: dict) -> Rows:
    parts = (
        ("Schmutzwasser (m³)", rng.randint(38, 240), rng.randrange(210, 455, 5)),
        ("Niederschlagswasser (m²)", rng.randint(60, 380), rng.randrange(28, 95)),
        ("Grundgebühr Wasserzähler", 1, rng.randrange(3600, 9600, 60)),
    )
    rows = [(name, str(n), _money(price), _money(n * price)) for name, n, price in parts]
    total = sum(n * price for _, n, price in parts)
    head = ("Gebührenart", "Menge", "Satz EUR", "Betrag EUR")
    return (head, *rows, ("Summe", "", "", _money(total)))


def _bieter(rng: Random, values: dict) -> Rows:
    sums = sorted(rng.randrange(1_100_000, 38_000_000) for _ in range(rng.randint(3, 6)))
    head = ("Rang", "Bieternummer", "Angebotssumme EUR", "Abstand zum Ersten")
    return (
        head,
        *(
            (str(n), f"B-{rng.randint(100, 999)}", _money(amount), f"{amount * 100 // sums[0]} %")
            for n, amount in enumerate(sums, start=1)
        ),
    )


def _streuplan(rng: Random, values: dict) -> Rows:
    head = ("Straße", "Stufe", "Länge in m", "Streumittel")
    return (
        head,
        *(
            (
                street,
                str(rng.randint(1, 3)),
                str(rng.randrange(80, 2400, 10)),
                rng.choice(("Feuchtsalz", "Splitt", "nur räumen")),
            )
            for street in rng.sample(STRASSEN, rng.randint(8, 14))
        ),
    )


def _abwaegung(rng: Random, values: dict) -> Rows:
    themes = (
        ("Verkehrsbelastung der Anliegerstraßen", "Gutachten wird ergänzt"),
        ("Regenrückhaltung und Überflutungsvorsorge", "Festsetzung wird aufgenommen"),
        ("Erhalt der Streuobstbäume", "wird teilweise gefolgt"),
        ("Höhenentwicklung am Ortsrand", "Traufhöhe wird begrenzt"),
        ("Lärm durch Anlieferverkehr", "Kontingentierung wird festgesetzt"),
        ("Leitungsrechte der Versorger", "Trasse wird übernommen"),
        ("Fußläufige Anbindung des Kindergartens", "Wegeverbindung wird ergänzt"),
        ("Verlust landwirtschaftlicher Nutzfläche", "wird zurückgewiesen"),
    )
    chosen = rng.sample(themes, rng.randint(4, 7))
    rows = ((str(n), *theme, f"T{rng.randint(1, 40)}") for n, theme in enumerate(chosen, start=1))
    return (("Nr.", "Anregung", "Vorschlag der Verwaltung", "Einwender"), *rows)


def _verarbeitungen(rng: Random, values: dict) -> Rows:
    rows = (
        ("Melderegister", "Meldewesen", "nach dem Bundesmeldegesetz"),
        ("Gebührenveranlagung", "Abgabenerhebung", f"{rng.randint(6, 10)} Jahre"),
        ("Schriftwechsel", "Bürgeranliegen", f"{rng.randint(2, 5)} Jahre"),
        ("Büchereiausweis", "Ausleihe", f"{rng.randint(1, 3)} Jahre"),
        ("Wahlhelferdatei", "Wahldurchführung", "bis zum Widerruf"),
    )
    return (("Verfahren", "Zweck", "Speicherdauer"), *rng.sample(rows, rng.randint(3, 5)))


def _schulweg(rng: Random, values: dict) -> Rows:
    parts = [(street, rng.randrange(120, 1900, 5)) for street in rng.sample(STRASSEN, 5)]
    rows = [(s, str(m), rng.choice(("ja", "nein")), rng.choice(("ja", "nein"))) for s, m in parts]
    head = ("Teilstrecke", "Meter", "Gehweg", "beleuchtet")
    return (head, *rows, ("Schulweglänge", str(sum(m for _, m in parts)), "", ""))


def _fahrgaeste(rng: Random, values: dict) -> Rows:
    days = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
    rows = [(d, *(str(rng.randint(18, 96)) for _ in range(3))) for d in days]
    return (("Wochentag", "06:50 Uhr", "07:25 Uhr", "13:10 Uhr"), *rows)


def _kennzahlen(rng: Random, values: dict) -> Rows:
    names = (
        "Ordentliche Erträge",
        "Ordentliche Aufwendungen",
        "Personalaufwendungen",
        "Kreisumlage",
        "Investitionsauszahlungen",
        "Kreditaufnahmen",
        "Liquiditätskredite",
    )
    rows = [
        (name, *(_money(rng.randrange(9_000_000, 2_400_000_000, 100)) for _ in range(3)))
        for name in names
    ]
    return (("Kennzahl in EUR", "Vorjahr", "Ansatz", "Finanzplan"), *rows)


TABLES: dict[str, Callable[[Random, dict], Rows]] = {
    "gebuehren": _gebuehren,
    "angebot": _angebot,
    "abwasser": _abwasser,
    "bieter": _bieter,
    "streuplan": _streuplan,
    "abwaegung": _abwaegung,
    "verarbeitungen": _verarbeitungen,
    "schulweg": _schulweg,
    "fahrgaeste": _fahrgaeste,
    "kennzahlen": _kennzahlen,
}
