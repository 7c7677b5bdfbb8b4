"""The Lesefassung (PDF) of texts, HTML and mails; see also `picture_pdf`, `office_pdf`.

WeasyPrint may load nothing but `data:` and, in a mail, the mail's own pictures (`cid:`).
"""

from html import escape
from urllib.parse import unquote

from lxml import etree, html

from verbundakte.core.converters import (
    charset,
    hints,
    invoice,
    invoice_page,
    mail,
    media,
    text,
    weasy,
)
from verbundakte.core.converters.errors import Encrypted, TooLarge, Unsupported
from verbundakte.core.converters.limits import MAX_RENDERED_CHARS
from verbundakte.core.converters.results import Identified, Mail
from verbundakte.core.converters.source import Source

TRUNCATED = "Hier endet die Lesefassung; das Original ist länger."
CHUNK_LINES = 400
LINE_WIDTH = 84
SHEET = """
@page { size: A4; margin: 2cm 2cm 2cm 2.5cm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
body { font: 10pt "Liberation Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
pre { font: 9pt "Liberation Mono", "DejaVu Sans Mono", monospace; white-space: pre;
  margin: 0; }
img { max-width: 100%; }
table.kopf { border-bottom: 1px solid #555; margin-bottom: 1em; width: 100%; font-size: 10pt; }
table.kopf th { text-align: left; vertical-align: top; width: 5em; }
"""
REMOVED = (
    "script",
    "link",
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "form",
    "video",
    "audio",
)


def to_pdf(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the Lesefassung. Raises Unsupported for what is no document."""
    source.require_bytes()
    found = media.identify(source)
    if any(notice.code == "encrypted" for notice in found.notices):
        raise Encrypted(hints.NOTICES["encrypted"])
    if found.kind == "pdf":
        raise Unsupported("Eine PDF-Datei ist selbst ihre Lesefassung.")
    maker = {"text": _text, "html": _html, "mail": _mail}.get(found.kind)
    if maker is None:
        raise Unsupported("Von dieser Datei gibt es keine Lesefassung.")
    data, tool, codes = maker(source, found)
    notices = [vars(hints.notice(code)) for code in codes]
    return {"tool": tool, "notices": notices}, [data]


def _text(source: Source, found: Identified) -> tuple[bytes, str, list[str]]:
    letter = invoice.read(source.data) if found.media_type == "text/xml" else None
    if letter:
        body, title = invoice_page.page(letter), invoice_page.title(letter)
        return weasy.render(_page(body, title), {}), weasy.LESEFASSUNG, []
    content = text.plain(source)
    body, codes = _preformatted(content)
    return weasy.render(_page(body, source.name), {}), weasy.LESEFASSUNG, codes


def _preformatted(content: str) -> tuple[str, list[str]]:
    """Escaped text in blocks, so that long files are laid out in pieces."""
    shown, codes = content[:MAX_RENDERED_CHARS], []
    if len(content) > len(shown):
        codes.append("truncated")
    lines = [piece for line in shown.split("\n") for piece in _folded(line)]
    blocks = [
        f"<pre>{escape(chr(10).join(lines[at : at + CHUNK_LINES]))}</pre>"
        for at in range(0, len(lines), CHUNK_LINES)
    ]
    end = f"<p><em>{TRUNCATED}</em></p>" if codes else ""
    return "".join(blocks) + end, codes


def _folded(line: str) -> list[str]:
    """A line in pieces that fit the page; folding here is far cheaper than in the layout."""
    line = line.expandtabs(4)
    return [line[at : at + LINE_WIDTH] for at in range(0, len(line), LINE_WIDTH)] or [""]


def _html(source: Source, found: Identified) -> tuple[bytes, str, list[str]]:
    body, codes = cleaned(charset.decode(source.data, is_markup=True))
    return weasy.render(_page(body, source.name), {}), weasy.LESEFASSUNG, codes


def _mail(source: Source, found: Identified) -> tuple[bytes, str, list[str]]:
    letter = mail.read(source, found)
    pictures = {
        attachment.content_id: (attachment.data, attachment.media_type)
        for attachment in letter.attachments
        if attachment.content_id and attachment.media_type.startswith("image/")
    }
    body, codes = _mail_body(letter)
    title = letter.headers.get("Subject", source.name)
    page = _page(_heading(letter) + body, title)
    return weasy.render(page, pictures), weasy.LESEFASSUNG, codes


def _heading(letter: Mail) -> str:
    rows = "".join(
        f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>"
        for label, value in mail.heading(letter)
    )
    return f'<table class="kopf">{rows}</table>'


def _mail_body(letter: Mail) -> tuple[str, list[str]]:
    if letter.html.strip():
        return cleaned(letter.html)
    return _preformatted(letter.text)


def _page(body: str, title: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title><style>{SHEET}</style></head><body>{body}</body></html>"
    )


def cleaned(markup: str) -> tuple[str, list[str]]:
    """Return the body of foreign HTML without scripts and outside references, and notices."""
    if len(markup) > 10 * MAX_RENDERED_CHARS:
        raise TooLarge("Die HTML-Datei ist für eine Lesefassung zu groß.")
    codes = []
    try:
        tree = html.document_fromstring(markup.replace("\0", "").encode(), parser=_parser())
    except (etree.ParserError, ValueError):
        return "", []
    for element in tree.xpath("|".join(f"//{tag}" for tag in REMOVED)):
        codes.append("active" if element.tag in ("script", "object", "applet") else "")
        element.drop_tree() if element.getparent() is not None else None
    for element in tree.iter(etree.Element):
        if _drop_outside(element):
            codes.append("external")
    body = tree.find("body")
    styles = "".join(html.tostring(style, encoding="unicode") for style in tree.iter("style"))
    inner = html.tostring(body if body is not None else tree, encoding="unicode")
    return styles + inner, [code for code in dict.fromkeys(codes) if code]


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _drop_outside(element) -> bool:
    """Take away attributes that load something from elsewhere; True when one was there."""
    dropped = False
    for name in ("src", "srcset", "background", "poster", "data"):
        value = element.get(name)
        if value and not unquote(value).strip().lower().startswith(("cid:", "data:")):
            del element.attrib[name]
            dropped = True
    for name in [name for name in element.attrib if name.lower().startswith("on")]:
        del element.attrib[name]
    return dropped
