"""The files of one message, and which of them is what. Pure: names in, places out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MOST_NAME = 200
CONTENT_FOLDERS = ("attachments", "attachment", "anlagen", "anhang", "anhaenge", "dokumente")
XJUSTIZ = re.compile(r"xjustiz.*\.xml", re.IGNORECASE)
PROTOCOL = re.compile(
    r"(?:pr(?:ü|ue)f(?:protokoll|vermerk|bericht)|transfervermerk|verificationreport"
    r"|inspection_?report)[^/]*\.(?:html?|txt|pdf)",
    re.IGNORECASE,
)
PROOF = re.compile(
    r"(?:vhn\.xml(?:\.p7s)?|[^/]*\.(?:osci|p7s|pkcs7)|nachricht\.xml|project_coco"
    r"|(?:pr(?:ü|ue)f(?:protokoll|vermerk|bericht)|transfervermerk|verificationreport"
    r"|inspection_?report)[^/]*\.xml)",
    re.IGNORECASE,
)
METADATA, VHN = "metadata.json", "vhn.xml"


@dataclass(frozen=True)
class Teil:
    """One file of a message: its place in it, as shown, and where its bytes lie now."""

    ort: str
    path: Path

    @property
    def name(self) -> str:
        """Return the name alone."""
        return PurePosixPath(self.ort).name[:MOST_NAME]

    @property
    def is_beside(self) -> bool:
        """Tell whether it lies among what the sender enclosed: there nothing proves anything."""
        folders = PurePosixPath(self.ort.lower()).parts[:-1]
        return any(folder in CONTENT_FOLDERS for folder in folders)


@dataclass(frozen=True)
class Sortiert:
    """The files of a message by what they are. `nachricht`: XJustiz or metadata, None without."""

    form: str = ""
    nachricht: Teil | None = None
    protokoll: Teil | None = None
    vhn: Teil | None = None
    nachweise: tuple[Teil, ...] = ()
    inhalt: tuple[Teil, ...] = ()


def sort_out(teile: Iterable[Teil]) -> Sortiert:
    """Return which file is what: the message itself, what proves its sender, what was sent.

    What the sender enclosed is content whatever it is called.
    """
    own, inhalt = [], []
    for teil in teile:
        (inhalt if teil.is_beside else own).append(teil)
    found: dict = {}
    nachweise = []
    for teil in own:
        name = teil.name.lower()
        if name == METADATA and "nachricht" not in found:
            found |= {"form": "fitconnect", "nachricht": teil}
        elif XJUSTIZ.fullmatch(name) and "nachricht" not in found:
            found |= {"form": "xjustiz", "nachricht": teil}
        elif PROTOCOL.fullmatch(name):
            found.setdefault("protokoll", teil)
            nachweise.append(teil)
        elif PROOF.fullmatch(name):
            if name == VHN:
                found.setdefault("vhn", teil)
            nachweise.append(teil)
        else:
            inhalt.append(teil)
    return Sortiert(**found, nachweise=tuple(nachweise), inhalt=tuple(inhalt))


def in_order(inhalt: Iterable[Teil], named: Iterable[str]) -> tuple[list[Teil], list[str]]:
    """Return the files in the order in which the message names them, then the others; and which
    names nothing fits."""
    left, found, missing = list(inhalt), [], []
    for name in named:
        wanted = PurePosixPath(name.replace("\\", "/")).name.casefold()
        hit = next((teil for teil in left if teil.name.casefold() == wanted[:MOST_NAME]), None)
        if hit is None:
            missing.append(name)
        else:
            left.remove(hit)
            found.append(hit)
    return [*found, *left], missing
