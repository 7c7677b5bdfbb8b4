"""Text of plain files: txt, md, csv, xml, json as they are, HTML without its tags."""

import re

from lxml import etree, html

from verbundakte.core.converters import charset
from verbundakte.core.converters.limits import MAX_TEXT_CHARS
from verbundakte.core.converters.source import Source

TOOL = "verbundakte-text 1"
SILENT = ("script", "style", "noscript", "template", "head")
BLOCKS = {
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "header", "footer", "pre", "blockquote", "dt", "dd", "hr", "address",
    "option",
}  # fmt: skip


def plain(source: Source) -> str:
    """Return the decoded text, lines ended by a line feed."""
    text = charset.decode(source.data, is_markup=b"<?xml" in source.head[:100])
    return normal_lines(text)[:MAX_TEXT_CHARS]


def normal_lines(text: str) -> str:
    """Return text without byte order mark, NUL and carriage returns."""
    return re.sub(r"\r\n?", "\n", text).replace("\0", "").lstrip("\ufeff")


def from_html(data: bytes | str) -> str:
    """Return what a reader sees of the page: no tags, no scripts, no styles."""
    if isinstance(data, bytes):
        data = charset.decode(data, is_markup=True)
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.replace("\0", ""))
    if not data.strip():
        return ""
    try:
        tree = html.document_fromstring(data, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", " ", data)
    title = (tree.findtext(".//title") or "").strip()
    pieces = [title, "\n"] if title else []
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "!"
        is_silent = tag in SILENT or tag == "!"
        if event == "start":
            silent += is_silent
            if not silent:
                pieces.append("\n" if tag in BLOCKS else "\t" if tag in ("td", "th") else "")
                pieces.append(element.text or "")
            continue
        silent -= is_silent
        if not silent:
            pieces.append("\n" if tag in BLOCKS else "")
            pieces.append(element.tail or "")
    return squeeze("".join(pieces))


def squeeze(text: str) -> str:
    """Return text with single blanks and at most one empty line in a row."""
    text = re.sub(r"[ \xa0\f\v]+", " ", normal_lines(text))
    text = re.sub(r" *\n *", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:MAX_TEXT_CHARS]
