"""Makes the HTML of a letter. Every text is escaped here and nowhere else; there are no other ways in."""

from functools import cache
from html import escape
from pathlib import Path

from verbundakte.schriftverkehr.brief.auszeichnung import cells, inline, lines, paragraphs
from verbundakte.schriftverkehr.brief.brief import Block, Brief, Kopf

MARKS = '<div class="falz"></div><div class="falz"></div><div class="loch"></div>'
AMOUNT_END = ("EUR", "€", "%")


@cache
def style() -> str:
    """Return the style sheet of all letters; what a town chooses is added to it."""
    return Path(__file__).with_name("din5008.css").read_text(encoding="utf-8")


def html_of(brief: Brief) -> str:
    """Return the whole page: language, title, style, content in the order in which it is read."""
    inner = _vermerk(brief) if brief.gattung == "vermerk" else _letter(brief)
    return (
        '<!doctype html><html lang="de"><head><meta charset="utf-8">'
        f"<title>{escape(brief.betreff)}</title>"
        f'<meta name="author" content="{escape(brief.verfasser or brief.kopf.kommune)}">'
        f"<style>{style()}:root{{--farbe:{_colour(brief.kopf)}}}</style></head>"
        f'<body class="{escape(brief.gattung)}">{inner}</body></html>'
    )


def _colour(kopf: Kopf) -> str:
    """Return the colour if it is one: it stands in the style, where no text may get."""
    digits = kopf.farbe.removeprefix("#").lower()
    return f"#{digits}" if len(digits) == 6 and set(digits) <= set("0123456789abcdef") else "#000"


def _letter(brief: Brief) -> str:
    front = f'<div class="vorn">{MARKS}{_address(brief)}{_info(brief)}</div>'
    return (
        _running(brief) + _head(brief.kopf) + front + _betreff(brief) + _body(brief) + _ends(brief)
    )


def _vermerk(brief: Brief) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{inline(value)}</td></tr>'
        for label, value in brief.info
    )
    facts = f'<table class="angaben"><tbody>{rows}</tbody></table>' if rows else ""
    head = f'<p class="behoerde">{escape(brief.kopf.kommune)}</p>'
    return _running(brief) + head + _betreff(brief) + facts + _body(brief) + _ends(brief)


def _running(brief: Brief) -> str:
    """Return what repeats on pages: heads of the following ones, the foot of the first."""
    said = " · ".join(part for part in (brief.zeichen, brief.datum) if part)
    kopf = brief.kopf
    columns = [
        [kopf.kommune, kopf.strasse, f"{kopf.plz} {kopf.ort}".strip()],
        [
            f"Telefon {kopf.telefon}" if kopf.telefon else "",
            kopf.email,
            kopf.internet,
        ],
        lines(kopf.sprechzeiten) and ["Sprechzeiten", *lines(kopf.sprechzeiten)],
        lines(kopf.bankverbindung) and ["Bankverbindung", *lines(kopf.bankverbindung)],
        lines(kopf.hinweise),
    ]
    foot = "".join(
        f"<div>{'<br>'.join(escape(line) for line in column if line)}</div>"
        for column in columns
        if any(column)
    )
    return f'<div class="folgekopf">{escape(said)}</div><div class="fuss">{foot}<div class="seite"></div></div>'


def _head(kopf: Kopf) -> str:
    second = f'<p class="behoerde">{escape(kopf.behoerde)}</p>' if kopf.behoerde else ""
    return f'<div class="kopf"><p class="kommune">{escape(kopf.kommune)}</p>{second}</div>'


def _address(brief: Brief) -> str:
    notes = "<br>".join(escape(note) for note in brief.vermerke)
    written = "<br>".join(escape(line) for line in brief.anschrift)
    return (
        '<div class="anschriftfeld">'
        f'<p class="ruecksendung">{escape(brief.kopf.ruecksendung)}</p>'
        + (f'<p class="vermerke">{notes}</p>' if notes else "")
        + f'<p class="anschrift">{written}</p></div>'
    )


def _info(brief: Brief) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{_breaking(value)}</td></tr>'
        for label, value in brief.info
        if value
    )
    return f'<div class="info"><table><tbody>{rows}</tbody></table></div>' if rows else ""


def _breaking(value: str) -> str:
    """Return a value of the info block; an address breaks before its "@", if it must."""
    return inline(value).replace("@", "<wbr>@")


def _betreff(brief: Brief) -> str:
    mark = f'<p class="marke">{escape(brief.marke)}</p>' if brief.marke else ""
    return f"{mark}<h1>{inline(brief.betreff)}</h1>"


def _body(brief: Brief) -> str:
    return "".join(_block(block, brief) for block in brief.bloecke)


def _block(block: Block, brief: Brief) -> str:
    text = block.text.strip()
    if block.art == "gruss":
        return _signature(text, brief)
    if not text:
        return ""
    if block.art == "ueberschrift":
        return f"<h2>{inline(text)}</h2>"
    if block.art in ("liste", "nummern"):
        name = "ol" if block.art == "nummern" else "ul"
        entries = "".join(f"<li>{inline(line)}</li>" for line in lines(text))
        return f"<{name}>{entries}</{name}>"
    if block.art == "tabelle":
        return _table(text)
    return "".join(f"<p>{inline(part)}</p>" for part in paragraphs(text))


def _table(text: str) -> str:
    """Return a table: the first line is its head; columns of amounts stand at the right."""
    rows = [cells(line) for line in lines(text)]
    wide = max(map(len, rows))
    rows = [row + [""] * (wide - len(row)) for row in rows]
    right = [
        len(rows) > 1 and all(_is_figure(row[at]) for row in rows[1:] if row[at])
        for at in range(wide)
    ]
    marks = [' class="zahl"' if is_right else "" for is_right in right]
    head = "".join(
        f'<th scope="col"{mark}>{inline(cell)}</th>'
        for cell, mark in zip(rows[0], marks, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{mark}>{inline(cell)}</td>" for cell, mark in zip(row, marks, strict=True))
        + "</tr>"
        for row in rows[1:]
    )
    return f'<table class="werte"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _is_figure(cell: str) -> bool:
    plain = cell.replace("*", "").strip()
    return plain.endswith(AMOUNT_END) or plain.replace(".", "").replace(",", "").isdigit()


def _signature(text: str, brief: Brief) -> str:
    form = f'<p class="zeichnung">{escape(brief.zeichnung)}</p>' if brief.zeichnung else ""
    greeting = f"<p>{inline(text)}</p>" if text else ""
    stelle = f"<br>{escape(brief.stelle)}" if brief.stelle else ""
    signed = f'<p class="name">{escape(brief.name)}{stelle}</p>' if brief.name else ""
    return f'<div class="gruss">{greeting}{form}{signed}</div>'


def _ends(brief: Brief) -> str:
    found = []
    for label, entries in (("Anlagen", brief.anlagen), ("Verteiler", brief.verteiler)):
        if entries:
            name = "Anlage" if label == "Anlagen" and len(entries) == 1 else label
            listed = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
            found.append(f'<div class="schluss"><h2>{name}</h2><ul>{listed}</ul></div>')
    return "".join(found)
