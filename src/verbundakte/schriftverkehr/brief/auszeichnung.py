"""The marks inside a text: **bold**, a backslash before what is meant as it stands. All else is text."""

import re
from html import escape

PIECE = re.compile(r"\\([\\*|])|\*\*(?=\S)(.+?)(?<=\S)\*\*", re.S)


def inline(text: str) -> str:
    """Return the HTML of one paragraph; line breaks stay, nothing of it is ever read as HTML."""
    parts, at = [], 0
    for found in PIECE.finditer(text):
        parts.append(_plain(text[at : found.start()]))
        kept, bold = found.groups()
        parts.append(escape(kept) if kept else f"<strong>{inline(bold)}</strong>")
        at = found.end()
    parts.append(_plain(text[at:]))
    return "".join(parts)


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: what stands between blank lines."""
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]


def lines(text: str) -> list[str]:
    """Return the lines that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def cells(line: str) -> list[str]:
    r"""Return the cells of a line "a | b | c"; `\|` is no border."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def plain(text: str) -> str:
    """Return the text as it is read, without marks."""
    return re.sub(r"\\([\\*|])", r"\1", re.sub(r"\*\*(.+?)\*\*", r"\1", text, flags=re.S))
