"""Names as programs and drives can hold them, and back. Pure."""

import unicodedata
from collections.abc import Iterable

# What Windows takes in no name is shown as its wide form, as other tools do it.
WIDE = {ord(plain): chr(ord(plain) + 0xFEE0) for plain in '\\/:*?"<>|'}
PLAIN = {ord(wide): chr(plain) for plain, wide in WIDE.items()}
LITTER = ("~$", ".~", "._", "~wr", "~df")
LITTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def to_name(text: str) -> str:
    """Return a text as a name of a file or folder."""
    return text.translate(WIDE).rstrip(". ") or "_"


def from_name(name: str) -> str:
    """Return the text that was made to a name."""
    return name.translate(PLAIN)


def parts_of(path: str) -> list[str]:
    """Return the parts of a path; macOS sends letters and their dots apart."""
    return [part for part in unicodedata.normalize("NFC", path).split("/") if part]


def is_litter(name: str) -> bool:
    """Tell whether a program puts a file of this name beside the work and takes it away again."""
    low = name.lower()
    return low.startswith(LITTER) or low.endswith(".tmp") or low in LITTER_NAMES


def apart(files: Iterable[tuple[str, int]]) -> list[str]:
    """Return a name for each (name, number); of equal ones all but the first carry their number."""
    found: list[str] = []
    taken: set[str] = set()
    for text, number in files:
        name = to_name(text)
        if name.casefold() in taken:
            stem, dot, ending = name.rpartition(".")
            name = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
        while name.casefold() in taken:
            name = f"_{name}"
        taken.add(name.casefold())
        found.append(name)
    return found
