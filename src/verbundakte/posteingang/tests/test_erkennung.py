"""What a letter says about itself is found, with its place, also where OCR misread it."""

from datetime import date

import pytest

from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.erkennung import (
    Brief,
    Erkannt,
    Frist,
    FundArt,
    recognise,
    reference_key,
)
from verbundakte.posteingang.views.angebot import recognised_in

ARRIVED = date(2026, 3, 16)
LETTER = """Finanzamt Musterkreis
Finanzamt Musterkreis · Postfach 12 34 · 54321 Musterkreis

Stadt Musterstadt
Bauamt
Marktplatz 1
54321 Musterstadt

Ihr Zeichen            Unser Zeichen        Datum
632.20-2026/0147-01    44/123/98765         12. März 2O26

Einheitswert des Grundstücks Lindenstraße 5

Sehr geehrte Damen und Herren,

gegen diesen Bescheid können Sie binnen eines Monats nach Bekannt-
gabe Widerspruch einlegen. Um Antwort wird bis zum 31. März gebeten.
Der Zeitraum vom 1.1.2026 bis 31.12.2026 ist nicht gemeint.

Mit freundlichen Grüßen
Sabine Muster
Tel.: 01234/5678-90  poststelle@fa-musterkreis.example
IBAN: DE89 3704 0044 0532 0130 00
"""


def read(text, **more):
    """Return what is found in a letter of one page."""
    brief = Brief(((1, text),), ARRIVED, **more)
    return recognise(
        brief, own_names=("Musterstadt",), is_own=lambda number: number.startswith("632")
    )


def test_the_number_we_printed_beside_our_code_keeps_its_book():
    found = read("Zustellungsurkunde\nGeschäftsnummer VA - V: 2026/00417\nRechnung 2026/00018")
    named = [fund.wert for fund in found.of(FundArt.AKTENZEICHEN)]
    assert named == ["VA-V:2026/00417"]


def test_a_letter_tells_date_sender_references_and_subject():
    found = read(LETTER)
    assert found.first(FundArt.DATUM).wert == "2026-03-12"
    assert found.first(FundArt.ABSENDER).wert == "Finanzamt Musterkreis"
    assert found.first(FundArt.EIGENES_ZEICHEN).wert == "632.20-2026/0147-01"
    assert found.first(FundArt.FREMDES_ZEICHEN).wert == "44/123/98765"
    assert found.first(FundArt.BETREFF).wert == "Einheitswert des Grundstücks Lindenstraße 5"


def test_every_finding_says_where_it_stands():
    for fund in read(LETTER).funde:
        assert " ".join(LETTER[fund.beginn : fund.ende].split()) == fund.wortlaut


def test_a_frist_of_law_is_told_apart_from_what_the_sender_wishes():
    fristen = read(LETTER).of(FundArt.FRIST, FundArt.WUNSCHDATUM)
    assert [(one.art, one.wert, one.rechtsbehelf) for one in fristen] == [
        (FundArt.FRIST, "1 Monat ab Bekanntgabe", True),
        (FundArt.WUNSCHDATUM, "2026-03-31", False),
    ]
    assert fristen[0].endet_on == date(2026, 4, 16)


@pytest.mark.parametrize(
    ("text", "wert"),
    [
        ("Die Klage ist innerhalb von zwei Wochen nach Zustellung zu erheben.", "2 Wochen ab Zustellung"),
        ("Bitte antworten Sie innerhalb von 14 Tagen nach Zugang dieses Schreibens.", "14 Tage ab Zugang"),
        ("Wir erwarten Ihre Antwort bis spätestens Freitag, den 27.03.2026.", "2026-03-27"),
        ("binnen e1nes Monots", ""),
    ],
)  # fmt: skip
def test_spans_and_days_are_read(text, wert):
    fristen = read(text).of(FundArt.FRIST, FundArt.WUNSCHDATUM)
    assert [one.wert for one in fristen] == ([wert] if wert else [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Musterkreis, den l2.O3.2026", "2026-03-12"),
        ("Datum: 5. Marz 2026", "2026-03-05"),
        ("2026-03-01", "2026-03-01"),
        ("geboren am 01.02.1990", None),
        ("31.02.2026", None),
    ],
)
def test_the_day_of_the_letter_is_read_as_it_was_meant(line, day):
    found = read(f"Paula Zaun\n\n{line}\n\nSehr geehrte Damen und Herren,\n").first(FundArt.DATUM)
    assert (found.wert if found else None) == day


def test_an_invoice_is_marked_and_a_mahnung_is_not():
    words = "Rechnung\nRechnungsnummer 7\nNettobetrag 100,00 EUR\nMwSt 19,00 EUR\n"
    invoice = read(f"{words}Gesamtbetrag 119,00 €\nIBAN DE89 3704 0044 0532 0130 00\n")
    assert invoice.first(FundArt.RECHNUNG)
    assert invoice.first(FundArt.BETRAG).wert == "119,00"
    assert invoice.first(FundArt.IBAN).wert == "DE89370400440532013000"
    assert not read("Mahnung zur Rechnung vom 1.2.2026 über 119,00 €").first(FundArt.RECHNUNG)
    assert read("Anbei.", anlagen=("factur-x.xml",)).first(FundArt.RECHNUNG)


def test_a_wrong_account_number_is_none():
    assert not read("IBAN DE89 3704 0044 0532 0130 01").of(FundArt.IBAN)


def test_misread_references_are_the_same():
    assert reference_key("44/I23/9876S") == reference_key("44/123/98765")


def test_a_message_tells_sender_and_subject_in_its_head():
    found = read(
        "Guten Tag, anbei die Pläne.",
        absender="Paula Zaun <paula@zaun.example>",
        betreff="AW: Ihr Zeichen 632.20-2026/0147-01",
    )
    assert found.first(FundArt.ABSENDER).wert == "Paula Zaun"
    assert found.first(FundArt.EIGENES_ZEICHEN).wert == "632.20-2026/0147-01"
    assert found.first(FundArt.ANSCHLUSS).wert == "mail:paula@zaun.example"


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "|" * 5_000, "1." * 20_000, "Ihr Zeichen\n" * 2_000]
)
def test_odd_pages_are_read_in_no_time(text):
    read(text)


def test_what_is_shown_of_a_frist_ends_on_no_feiertag_of_the_land(musterstadt):
    Tenant.objects.filter(pk=current_tenant()).update(ags="09761000")
    fund = Frist(FundArt.FRIST, "1 Monat", dauer=1, einheit="m", endet_on=date(2026, 6, 4))
    [line] = recognised_in(Erkannt((fund,)), on=date(2026, 5, 4))
    assert line["text"] == "1 Monat (ab Eingang gerechnet bis 05.06.2026)"
