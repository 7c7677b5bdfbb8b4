"""Electronic invoices are recognised by what is in them and shown as a German page."""

import csv
from decimal import Decimal

import pikepdf
import pytest

from verbundakte.core.converters import archives, invoice, invoice_page
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples
from verbundakte.core.converters.tests.invoices import CII, UBL, zugferd

TERMS = {
    "BT-1": "number", "BT-2": "date", "BT-3": "type", "BT-5": "currency", "BT-9": "due",
    "BT-10": "reference", "BT-106": "lines", "BT-109": "net", "BT-110": "tax", "BT-112": "gross",
    "BT-113": "prepaid", "BT-115": "payable",
}  # fmt: skip


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


def test_an_xrechnung_becomes_a_german_page(converters):
    found = converters.ingest(1, UBL.encode(), "rechnung.xml")
    text = found.pages[0]
    for words in (
        "Rechnung RE-2026-17", "Dachbau Beispiel GmbH", "12345 Probestadt", "Stadt Musterstadt",
        "01.04.2026", "04011000-12345-03", "12,5 m²", "98,80", "1.469,65 EUR",
        "DE02 1203 0000 0000 2020 51", "2 % Skonto bei Zahlung in 14 Tagen", "nicht geprüft",
        "USt-IdNr. DE123456789", "Danke <script>",
    ):  # fmt: skip
        assert words in text, words
    assert found.problems == ("Elektronische Rechnung (XRechnung, UBL), nicht geprüft.",)
    assert [(file["name"], file["size"]) for file in found.inside["files"]] == [("aufmass.csv", 4)]
    assert converters.unpack(1, UBL.encode(), "rechnung.xml")[0][0].data == b"a;b\n"
    pdf = converters.to_pdf(1, UBL.encode(), "rechnung.xml")
    assert "Zu zahlen" in converters.extract_text(1, pdf.data)[0]


def test_a_credit_note_in_cii_is_read(converters):
    text = converters.ingest(1, CII.encode("utf-16"), "x.xml").pages[0]
    assert "Gutschrift RE-2026-18" in text
    assert "02.03.2026" in text and "-20,00 EUR" in text and "Steuernummer 12/345" in text


@pytest.mark.parametrize("only_af", [False, True])
def test_the_invoice_in_a_pdf_is_found(converters, only_af):
    found = converters.ingest(1, zugferd(only_af=only_af), "x.pdf")
    assert [file["name"] for file in found.inside["files"]] == ["factur-x.xml"]


def test_what_is_no_invoice_or_has_a_dtd_is_plain_text(converters):
    assert invoice.read(b"<Invoice/>") is None
    assert invoice.read(UBL.encode()[:-20]) is None
    entity = UBL.replace("?>", '?><!DOCTYPE Invoice [<!ENTITY x "y">]>', 1)
    assert invoice.read(entity.encode()) is None
    page = invoice_page.page(invoice.read(UBL.encode()))
    assert "<script>" not in page and "href" not in page


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1234.5", "1.234,50"), ("-0.5", "-0,50"), ("1e3", "1.000,00"), ("NaN", "NaN"),
        ("1e999999", "1e999999"), ("x", "x"), ("0.123456", "0,123456"),
    ],
)  # fmt: skip
def test_numbers_are_written_in_german_or_left_as_they_are(value, written):
    assert invoice_page.number(value, 2) == written


def _values(data: bytes) -> dict[str, str]:
    found = invoice.read(data)
    values = {term: found.values[key] for term, key in TERMS.items()}
    accounts = [row["iban"] for row in found.accounts if row["iban"]]
    return values | {
        "BT-27": found.seller.name,
        "BT-31": found.seller.vat_id,
        "BT-44": found.buyer.name,
        "BT-84": accounts[0] if accounts else "",
        "positionen": str(len(found.lines)),
    }


def _same(term: str, one: str, other: str) -> bool:
    if term in ("BT-2", "BT-9"):
        return one[:10].replace("-", "") == other[:10].replace("-", "")
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return one == " ".join(other.split())


def test_the_shared_invoices_say_what_the_official_mapping_reads():
    folder = samples.shared("erechnung")
    with (folder / "felder.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        data = (folder / "korpus" / row["datei"]).read_bytes()
        if data.startswith(b"%PDF"):
            with pikepdf.open(folder / "korpus" / row["datei"]) as document:
                carried = archives._carried(document)
                data = next(file.read_bytes() for name, file in carried if name.endswith(".xml"))
        for term, value in _values(data).items():
            assert _same(term, value, row[term]), (row["datei"], term, value, row[term])
