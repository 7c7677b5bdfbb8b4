"""What a file tells of itself: who made it with what, what it brings along, what would act.

`Facts.known` are values by a code, `Facts.active` what could do something by itself when somebody
opens the original, each with the names that were found. The screen gives them German words. Of a
picture's place only is told that it is there.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from verbundakte.core.converters import images
from verbundakte.core.converters.source import Source

LONGEST = 200
MOST = 30
PROGRAMS = (
    ".exe", ".com", ".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".ps1", ".scr", ".msi", ".jar",
    ".lnk", ".hta", ".wsf", ".dll", ".pif", ".reg",
)  # fmt: skip
EXIF, GPS, TAKEN_AT, CHANGED_AT = 0x8769, 0x8825, 36867, 306
COLOURS = {"1": "1 Bit", "L": "Graustufen", "P": "Palette", "CMYK": "CMYK", "RGBA": "RGB"}


@dataclass
class Facts:
    """Values by code, and names of active parts by code."""

    known: dict = field(default_factory=dict)
    active: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, code: str, value) -> None:
        """Keep a value that is not empty; long texts and lists are cut."""
        if isinstance(value, str):
            value = " ".join(value.replace("\0", "").split())[:LONGEST]
        elif isinstance(value, list):
            value = [shortened(item) for item in dict.fromkeys(value)][:MOST]
        if value or value is True:
            self.known[code] = value

    def warn(self, code: str, *names: str) -> None:
        """Keep that something active is there, with the names found."""
        kept = self.active.setdefault(code, [])
        kept += [shortened(name) for name in names if name and len(kept) < MOST]

    def as_json(self) -> dict:
        """Return the shape that travels to the application."""
        return asdict(self)


def shortened(text: str) -> str:
    """Return a name as one short line."""
    return " ".join(str(text).replace("\0", "").split())[:LONGEST]


def are_programs(names: list[str]) -> list[str]:
    """Return those names that a double click would start."""
    return [name for name in names if name.lower().endswith(PROGRAMS)]


def moment(value: object) -> str:
    """Return a moment in ISO 8601, empty for what is none."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes") if value.year > 1900 else ""
    return ""


def of_picture(source: Source) -> Facts:
    """Return size, resolution, colours and the day of a picture; its place only as there."""
    facts = Facts()
    picture = images.opened(source)
    facts.known["pixels"] = [picture.width, picture.height]
    resolution = picture.info.get("dpi")
    if resolution and float(resolution[0]) > 1:
        facts.tell("resolution", round(float(resolution[0])))
    facts.tell("colours", COLOURS.get(picture.mode, picture.mode))
    exif = picture.getexif()
    taken = exif.get_ifd(EXIF).get(TAKEN_AT) or exif.get(CHANGED_AT)
    facts.tell("taken_at", _exif_moment(taken))
    facts.tell("has_location", bool(exif.get_ifd(GPS)))
    return facts


def _exif_moment(value: object) -> str:
    try:
        return moment(datetime.strptime(str(value)[:19], "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007
    except ValueError:
        return ""
