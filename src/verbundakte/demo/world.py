"""What the demo world consists of: plain dataclasses without database and without Django."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

ROLES = (
    "sachbearbeitung",
    "registratur",
    "leitung",
    "fachadministration",
    "systemverwaltung",
    "rechnungspruefung",
    "datenschutz",
    "personalrat",
    "assistenz",
    "archiv",
    "personalstelle",
)
VERBUND_NAME = "Verbund Landkreis Probe"


@dataclass(frozen=True)
class Organisationseinheit:
    """A unit; `aufgaben` are the task words the sample Aktenplan uses as `federfuehrung`."""

    kennzeichen: str
    name: str
    parent: str | None
    aufgaben: tuple[str, ...] = ()

    @property
    def is_geschuetzt(self) -> bool:
        """Tell whether it is an area of its own, such as the Personalrat."""
        return bool(self.aufgaben) and set(self.aufgaben) <= {"personalrat", "gleichstellung"}


@dataclass(frozen=True)
class Stelle:
    """A post in a unit; `leads` marks the head of the unit."""

    kennzeichen: str
    bezeichnung: str
    einheit: str
    leads: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who works in one town; the same login may stand in two towns."""

    login: str
    anrede: str
    titel: str
    vorname: str
    familienname: str
    email: str
    telefon: str
    zimmer: str
    stellen: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name as on a door plate, such as `Dr. Ina Probe`."""
        return " ".join(part for part in (self.titel, self.vorname, self.familienname) if part)


@dataclass(frozen=True)
class Kontakt:
    """A sender or addressee (xdomea: Kontakt)."""

    name: str
    anrede: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    email: str = ""
    organisation: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines of the address window."""
        place = f"{self.plz} {self.ort}".strip()
        person = self.name
        if self.anrede in ("Herr", "Frau") and not self.organisation:
            person = ("Herrn " if self.anrede == "Herr" else "Frau ") + self.name
        return tuple(x for x in (self.organisation, person, self.strasse, place) if x)


@dataclass(frozen=True)
class Block:
    """A part of a text: `absatz`, `titel`, `punkt`, or `tabelle` (then `rows` is filled)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Dokument:
    """A document with its metadata after xdomea; the bytes are made by `render`."""

    key: str
    nummer: int
    betreff: str
    typ: str
    richtung: str
    """eingang, ausgang or intern"""
    format: str
    """pdf, docx, odt, xlsx, eml, txt or scan (a PDF that holds only page images)"""
    datum_des_schreibens: date
    posteingangsdatum: date | None
    postausgangsdatum: date | None
    fremdes_geschaeftszeichen: str
    eigenes_zeichen: str
    absender: Kontakt
    empfaenger: tuple[Kontakt, ...]
    verfasser: str | None
    """login of the person who wrote it; None for letters from outside"""
    is_entwurf: bool
    blocks: tuple[Block, ...]
    attachments: tuple["Dokument", ...] = ()
    """only for mails: attached documents, rendered into the mail"""
    search_word: str = ""
    """only for scans: a word that stands in no other document of the world"""
    _render: Callable[["Dokument"], tuple[str, bytes]] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def text(self) -> str:
        """Return the plain text of the body."""
        parts = [b.text or "\n".join("\t".join(row) for row in b.rows) for b in self.blocks]
        return "\n\n".join(parts)

    def render(self) -> tuple[str, bytes]:
        """Return file name and bytes; the same document always gives the same bytes."""
        return self._render(self)


@dataclass(frozen=True)
class Vorgang:
    """One matter in an Akte."""

    key: str
    nummer: int
    aktenzeichen: str
    betreff: str
    vorgangsart: str
    begonnen_on: date
    zda_on: date | None
    bearbeiter: str
    dokumente: tuple[Dokument, ...]


@dataclass(frozen=True)
class Akte:
    """A file below one unit of the Aktenplan.

    `personen` names the only readers where `zugriff` is `nur_genannte`; else it is empty.
    """

    key: str
    aktenzeichen: str
    betreff: str
    kennzeichen: str
    einheit: str
    angelegt_on: date
    zugriff: str
    """sachgebiet or nur_genannte"""
    personen: tuple[str, ...]
    vorgaenge: tuple[Vorgang, ...]


@dataclass(frozen=True)
class Town:
    """A municipality of the Verbund with its people and files."""

    slug: str
    name: str
    kind: str
    anschrift: tuple[str, str]
    leitung_titel: str
    domain: str
    telefon: str
    einheiten: tuple[Organisationseinheit, ...]
    stellen: tuple[Stelle, ...]
    personen: tuple[Person, ...]
    akten: tuple[Akte, ...] = ()

    def with_role(self, role: str) -> tuple[Person, ...]:
        """Return the people who hold the role here."""
        return tuple(person for person in self.personen if role in person.roles)

    def dokumente(self) -> tuple[Dokument, ...]:
        """Return all documents of the town in the order of its files."""
        return tuple(d for a in self.akten for v in a.vorgaenge for d in v.dokumente)


@dataclass(frozen=True)
class DemoWorld:
    """Everything the demo shows; made by `demo.build`."""

    seed: int
    today: date
    verbund: str
    towns: tuple[Town, ...]

    def dokumente(self) -> tuple[Dokument, ...]:
        """Return all documents of all towns."""
        return tuple(d for town in self.towns for d in town.dokumente())
