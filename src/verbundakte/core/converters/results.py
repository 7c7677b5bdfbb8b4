"""What a conversion returns. `tool` names program and version, to be stored with the result."""

from dataclasses import dataclass, field

from verbundakte.core.converters.pdfa.verdict import Verdict


@dataclass(frozen=True)
class Notice:
    """Something a person should know about a file: `text` is German, `code` for programs."""

    code: str
    text: str


@dataclass(frozen=True)
class Identified:
    """What a file is by its content. `kind` is one of pdf, office, image, text, html, mail,
    archive, certificate, program, media, unknown; `pages` is None where counting is not cheap."""

    media_type: str
    kind: str
    extension: str
    tool: str
    charset: str | None = None
    pages: int | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class PageImage:
    """One page as picture; width and height in pixels."""

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    tool: str


@dataclass(frozen=True)
class Ingested:
    """Type, text per page and picture of the first page.

    `ocr_pages` are the pages (from 1) that show something but have no text. `needs_pdf` says that
    text or picture can only be had from the Lesefassung (`to_pdf`). `problems` are German.
    `known` and `active` are what the file tells of itself (`facts.Facts`); `pdfa` is the verdict on
    a PDF. `inside`: of an archive its files with name, size, day (`archives.describe`), else None.
    """

    identified: Identified
    pages: tuple[str, ...]
    thumbnail: PageImage | None
    ocr_pages: tuple[int, ...]
    needs_pdf: bool
    tool: str
    problems: tuple[str, ...] = ()
    cpu_seconds: float = 0.0
    known: dict = field(default_factory=dict)
    active: dict[str, list[str]] = field(default_factory=dict)
    inside: dict | None = None
    pdfa: Verdict | None = None


@dataclass(frozen=True)
class Unpacked:
    """One file of an archive; `number` is its place in it, `name` never a path to write to."""

    number: int
    name: str
    changed: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Pdf:
    """The Lesefassung, or another PDF made here (then with its number of pages).

    `is_straight`: pages that lie askew in the original were made straight in it.
    """

    data: bytes = field(repr=False)
    tool: str
    notices: tuple[Notice, ...] = ()
    cpu_seconds: float = 0.0
    pages: int = 0
    is_straight: bool = False


@dataclass(frozen=True)
class Archived:
    """A file made PDF/A; `data` is empty when it did not pass."""

    data: bytes = field(repr=False)
    verdict: Verdict
    tool: str
    cpu_seconds: float = 0.0


@dataclass(frozen=True)
class Word:
    """One recognised word; the box in parts of a thousand of page width and height."""

    text: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class OcrPage:
    """The recognised text of one page; `confidence` is the mean in percent, 0 without words."""

    number: int
    text: str
    confidence: float
    words: tuple[Word, ...]
    tool: str
    cpu_seconds: float = 0.0


@dataclass(frozen=True)
class Attachment:
    """One attachment; `name` is what the sender called it and never a path to write to."""

    name: str
    media_type: str
    content_id: str
    is_inline: bool
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Mail:
    """A mail taken apart. Header values are decoded, one line each, without line breaks."""

    headers: dict[str, str]
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    tool: str
    notices: tuple[Notice, ...] = ()
    sent_at: str | None = None
