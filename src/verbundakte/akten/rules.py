"""Pure rules: numbers, deadlines, names, what is never taken. No ORM, no clock, no settings."""

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from uuid import UUID

CONTROL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
PROGRAM_HEADS = (
    (b"MZ", "ein Windows-Programm"),
    (b"\x7fELF", "ein Linux-Programm"),
    (b"\xca\xfe\xba\xbe", "ein Java- oder macOS-Programm"),
    (b"\xcf\xfa\xed\xfe", "ein macOS-Programm"),
)
PROGRAM_ENDINGS = frozenset(
    {"exe", "dll", "scr", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh"}
    | {"msi", "msp", "hta", "cpl", "lnk", "reg", "jar", "app"}
)
PAPIERKORB_DAYS = 30
SEARCHED_CHARS = 4_000_000
"""So much text of a Dokument is in the index; its beginning."""
WORD = re.compile(r"[^\W\d_]{3,}")
MOST_ANLAGEN = 300
MOST_LEVELS = 5
MOST_NAMED = 10
EMPTY_WORDS = frozenset(
    [
        "sonstiges",
        "diverses",
        "allgemeines",
        "allgemein",
        "verschiedenes",
        "schriftverkehr",
        "korrespondenz",
        "scan",
        "dokument",
        "neu",
        "neuer",
        "neues",
        "test",
        "vorgang",
        "akte",
        "unterlagen",
        "anfrage",
        "schreiben",
        "brief",
    ]
)
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def aufbewahrung_ends_on(closed_on: date, *, years: int | None) -> date | None:
    """Return the last day of retention: the period begins at the end of the year of closing.

    None: kept without limit. Source: xdomea Aufbewahrungsdauer (starts with ZdA).
    """
    return None if years is None else date(closed_on.year + years, 12, 31)


def shown_name(name: str) -> str:
    """Return a file name for the screen: without control and direction characters or a path.

    It is never used on the disk. Undecodable bytes stay visible as a replacement character.
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = unicodedata.normalize("NFC", text).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(
        " " if char in "\r\n\t" else char
        for char in text
        if char in "\r\n\t" or unicodedata.category(char) not in CONTROL
    )
    text = re.sub(r"\s+", " ", text).strip()
    return text[:255] if text not in ("", ".", "..") else "ohne Namen"


FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10))})


def safe_name(text: str, longest: int = 80) -> str:
    """Return a text as one part of a path that every operating system takes."""
    name = shown_name(text.translate(FORBIDDEN)).strip(" .")[:longest].rstrip(" .")
    return f"_{name}" if name.partition(".")[0].lower() in DEVICES else name or "ohne Namen"


def shown_path(path: str) -> str:
    """Return the path a file came from, for the screen: readable parts joined by `/`."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(shown_name(part) for part in parts)[:2000]


def betreff_from_name(name: str) -> str:
    """Return a first Betreff from a file name: without ending, underscores as spaces."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", shown_name(name))
    text = re.sub(r"[_\s]+", " ", stem).strip()
    return (text or shown_name(name))[:500]


def is_ignored(name: str) -> bool:
    """Tell whether a file of a folder is litter of an operating system or an office lock file."""
    low = shown_name(name).lower()
    return low in IGNORED_NAMES or low.startswith("~$")


def retention_sentence(closed_on: date | None, *, years: int | None, source: str) -> str:
    """Return until when something is kept and why, with the source of the period."""
    if years is None:
        return f"Dauernd aufzubewahren ({source})."
    period = years_text(years)
    ends_on = aufbewahrung_ends_on(closed_on, years=years) if closed_on else None
    if ends_on is None:
        return f"{period} ab dem Ende des Jahres, in dem z. d. A. verfügt wird ({source})."
    return (
        f"Bis {ends_on:%d.%m.%Y}, denn z. d. A. verfügt wurde am {closed_on:%d.%m.%Y}, und"
        f" {period} laufen ab dem Ende dieses Jahres ({source})."
    )


def holds_sentence(count: int) -> str:
    """Return what Löschsperren add to the period of retention, or an empty string."""
    if not count:
        return ""
    if count == 1:
        return "Eine Löschsperre hält es darüber hinaus fest."
    return f"{count} Löschsperren halten es darüber hinaus fest."


def mail_fields(
    headers: dict[str, str], sent_on: date | None, *, file_name: str, known: dict
) -> dict:
    """Return what a mail tells about its Dokument, as far as nobody has said it yet.

    `known`: the present fields; a Betreff that only repeats the name of the file is replaced.
    """
    told = {
        "absender": headers.get("From", "")[:300],
        "empfaenger": headers.get("To", "")[:300],
        "datum_des_schreibens": sent_on,
    }
    fields = {name: value for name, value in told.items() if value and not known[name]}
    subject = headers.get("Subject", "").strip()[:500]
    if subject and known["betreff"] == betreff_from_name(file_name):
        fields["betreff"] = subject
    return fields


def is_poor_betreff(betreff: str) -> bool:
    """Tell whether a Betreff says nothing: too short, only figures, or a word for everything."""
    words = re.findall(r"\w+", betreff.lower())
    letters = [word for word in words if not word.isdigit()]
    return len("".join(letters)) < 4 or all(word in EMPTY_WORDS for word in letters)


def years_text(years: int | None) -> str:
    """Return a period of retention in words; none means without end."""
    if years is None:
        return "dauernd"
    return "1 Jahr" if years == 1 else f"{years} Jahre"


def vermerk_html(title: str, facts: list[tuple[str, str]], text: str) -> bytes:
    """Return a Vermerk as a small HTML file (UTF-8): heading, facts, paragraphs; nothing active."""
    told = "".join(
        f"<tr><th>{html.escape(label)}</th><td>{html.escape(value)}</td></tr>\n"
        for label, value in facts
        if value
    )
    paragraphs = "".join(
        f"<p>{'<br>'.join(html.escape(line) for line in part.splitlines())}</p>\n"
        for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    )
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    return (
        f'<!doctype html>\n<html lang="de"><head>{head}</head>\n<body>\n'
        f"<h1>{html.escape(title)}</h1>\n<table>\n{told}</table>\n{paragraphs}</body></html>\n"
    ).encode()


def vermerk_betreff(label: str, text: str) -> str:
    """Return the Betreff of a Vermerk: its kind and the first line of the text."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    words = first if len(first) <= 80 else f"{first[:80].rpartition(' ')[0] or first[:80]} …"
    return f"{label}: {words}" if words else label


def refusal_of(name: str, head: bytes, size: int, limit: int) -> str:
    """Return the German reason why a file is not taken, or an empty string.

    Only policy refuses (size, programs); broken, encrypted and empty files are taken.
    """
    if size > limit:
        return f"Die Datei ist größer als {limit // 1024**2} MB. Teilen Sie sie auf."
    for magic, what in PROGRAM_HEADS:
        if head.startswith(magic):
            return f"Die Datei ist ihrem Inhalt nach {what}. Programme werden nicht angenommen."
    ending = shown_name(name).rpartition(".")[2].lower()
    if ending in PROGRAM_ENDINGS and "." in name:
        return f"Dateien mit der Endung .{ending} sind Programme und werden nicht angenommen."
    return ""


def left_out_sentences(reasons: list[tuple[str, str]]) -> list[str]:
    """Return what of a file did not become an Anlage: (name, reason) for each; the first ten."""
    told = [f"Nicht als Anlage abgelegt: „{name}“. {why}" for name, why in reasons[:MOST_NAMED]]
    if len(reasons) > MOST_NAMED:
        told.append(f"{len(reasons) - MOST_NAMED} weitere Dateien sind ebenso nicht abgelegt.")
    return told


def laid_in_order(whole: UUID, anlagen: Sequence) -> list:
    """Return Anlagen (each with `pk` and `around`, the Dokument its bytes lie in) so that what lies
    in another follows it; `level` says how deep, 1 for what lies directly in the whole."""
    known = {row.pk for row in anlagen}
    below: dict[UUID, list] = {}
    for row in anlagen:
        below.setdefault(row.around if row.around in known else whole, []).append(row)
    found, waiting = [], [(row, 1) for row in reversed(below.get(whole, []))]
    while waiting:
        row, level = waiting.pop()
        row.level = level
        found.append(row)
        waiting += [(inner, level + 1) for inner in reversed(below.get(row.pk, []))]
    return found


def searched_until(lengths: Sequence[int]) -> int | None:
    """Return the last page whose text is wholly in the index, None when all are."""
    total = 0
    for page, length in enumerate(lengths, 1):
        total += length + 1
        if total > SEARCHED_CHARS:
            return page - 1
    return None


def unprinted(own: Sequence[str], printed: Sequence[str]) -> str:
    """Return the lines of a file's own text with a word that no page of its Lesefassung shows.

    These are remarks, speaker's notes, hidden sheets: not to be seen, but to be found.
    """
    whole = [page.replace("-\n", "") for page in printed]
    shown = {word.casefold() for page in (*printed, *whole) for word in WORD.findall(page)}
    return "\n".join(
        line
        for page in own
        for line in page.splitlines()
        if any(word.casefold() not in shown for word in WORD.findall(line))
    )


def read_areas(given: object) -> list[list[float]]:
    """Return areas of a page as they are stored: [left, top, width, height] in parts of a thousand.

    Raises ValueError for anything else.
    """
    if not isinstance(given, list) or len(given) > 60:
        raise ValueError("areas")
    areas = []
    for area in given:
        if not isinstance(area, list) or len(area) != 4:
            raise ValueError("area")
        if not all(isinstance(part, int | float) and 0 <= part <= 1000 for part in area):
            raise ValueError("area")
        left, top, width, height = (round(float(part), 1) for part in area)
        if left + width > 1001 or top + height > 1001 or not width or not height:
            raise ValueError("area")
        areas.append([left, top, width, height])
    return areas
