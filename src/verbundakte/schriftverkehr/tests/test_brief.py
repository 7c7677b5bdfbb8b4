"""What is laid out: texts of users stay texts, letters keep PDF/A-2a and PDF/UA-1."""

import re

from verbundakte.schriftverkehr.brief import Block, Brief, Kopf, html_of
from verbundakte.schriftverkehr.brief.auszeichnung import inline

TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "p", "h1", "h2", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "br", "wbr", "strong",
}  # fmt: skip
EVIL = "<script>alert(1)</script> \"quoted\" & 'single'"


def make_brief(**more) -> Brief:
    """Return a letter of one page."""
    values = {
        "anschrift": ("Frau", "Erika Beispiel", "Lindenweg 4", "12345 Musterstadt"),
        "info": (("Aktenzeichen", "632.20-2026/0042"), ("Datum", "28. November 2026")),
        "name": "Ina Probe",
        "zeichnung": "Im Auftrag",
        "datum": "28.11.2026",
        **more,
    }
    blocks = (
        Block("absatz", "Sehr geehrte Frau Beispiel,"),
        Block("liste", "Lageplan\nZustimmung"),
        Block("tabelle", "Abgabe | Betrag\nGrundsteuer | 318,40\u00a0EUR"),
        Block("ueberschrift", "Rechtsbehelfsbelehrung"),
        Block("absatz", "Gegen diesen Bescheid kann **Widerspruch** erhoben werden."),
        Block("gruss", "Mit freundlichen Grüßen"),
    )
    return Brief(Kopf("Stadt Musterstadt"), "Ihr Antrag", values.pop("bloecke", blocks), **values)


def test_texts_of_users_are_never_read_as_html():
    evil = Kopf(EVIL, EVIL, farbe="red;}</style><script>x</script>")
    blocks = tuple(
        Block(art, EVIL) for art in ("absatz", "ueberschrift", "liste", "tabelle", "gruss")
    )
    shown = html_of(
        Brief(
            evil, EVIL, blocks, anschrift=(EVIL,), vermerke=(EVIL,), info=((EVIL, EVIL),), name=EVIL,
            stelle=EVIL, zeichnung=EVIL, anlagen=(EVIL,), verteiler=(EVIL,), marke=EVIL, datum=EVIL,
            zeichen=EVIL, verfasser=EVIL,
        )
    )  # fmt: skip
    assert "<script" not in shown
    assert shown.count("</style>") == 1
    tags = set(re.findall(r"<(\w+)", shown))
    assert tags <= TAGS


def test_bold_is_the_only_mark_and_what_is_protected_stays():
    assert inline("a **b** \\*c\\* <d>\ne") == "a <strong>b</strong> *c* &lt;d&gt;<br>e"
    assert inline("** nichts **") == "** nichts **"


def test_a_letter_comes_back_from_json_as_it_was():
    brief = make_brief(anlagen=("Merkblatt",))
    assert Brief.of(brief.data()) == brief
