"""What the API tells, as frozen dataclasses. What a newer server tells in addition is left out."""

from __future__ import annotations

import types
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")


@dataclass(frozen=True)
class Akte:
    """An Akte."""

    id: UUID
    aktenzeichen: str
    betreff: str
    planeinheit: str
    federfuehrung: str
    is_closed: bool
    revision: int
    created_at: datetime


@dataclass(frozen=True)
class Feld:
    """An own field: `text` as people read it, `wert` for programs."""

    name: str
    bezeichnung: str
    art: str
    text: str
    wert: str | None
    fehlt: bool = False


@dataclass(frozen=True)
class Vorgang:
    """A Vorgang."""

    id: UUID
    aktenzeichen: str
    betreff: str
    akte: UUID
    federfuehrung: str
    is_closed: bool
    revision: int
    created_at: datetime
    vorgangstyp: str | None = None
    felder: tuple[Feld, ...] = ()


@dataclass(frozen=True)
class Datei:
    """A file of a Fassung, with the digest of its bytes."""

    id: UUID
    file_name: str
    size: int
    sha256: str
    media_type: str
    pages: int | None = None


@dataclass(frozen=True)
class Fassung:
    """One state of a Dokument."""

    nummer: int
    created_at: datetime
    dateien: tuple[Datei, ...] = ()


@dataclass(frozen=True)
class Dokument:
    """A Dokument; `fassungen` (newest first) only when a single one was read."""

    id: UUID
    nummer: int
    betreff: str
    dokumenttyp: str
    vorgang: UUID | None
    akte: UUID | None
    is_entwurf: bool
    revision: int
    created_at: datetime
    datum_des_schreibens: date | None = None
    posteingangsdatum: date | None = None
    postausgangsdatum: date | None = None
    felder: tuple[Feld, ...] = ()
    fassungen: tuple[Fassung, ...] = ()


@dataclass(frozen=True)
class Seite:
    """The text of a page; `is_recognised`: read from a picture, how surely stands in `confidence`."""

    page: int
    text: str
    is_recognised: bool = False
    confidence: int | None = None


@dataclass(frozen=True)
class Anschrift:
    """An address."""

    id: UUID
    zusatz: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    land: str = ""


@dataclass(frozen=True)
class Kanal:
    """A number or an electronic address."""

    id: UUID
    art: str
    wert: str


@dataclass(frozen=True)
class Kontakt:
    """A Kontakt; addresses and numbers where they were asked for and no Auskunftssperre hides them."""

    id: UUID
    art: str
    name: str
    is_gesperrt: bool
    revision: int
    anrede: str = ""
    vorname: str = ""
    anschriften: tuple[Anschrift, ...] = ()
    kanaele: tuple[Kanal, ...] = ()


@dataclass(frozen=True)
class Planeinheit:
    """A unit of the Aktenplan."""

    id: UUID
    kennzeichen: str
    titel: str
    is_stillgelegt: bool
    parent: UUID | None = None
    aufbewahrungsdauer: int | None = None
    aussonderungsart: str = ""


@dataclass(frozen=True)
class Einheit:
    """A unit of the town."""

    id: UUID
    kennzeichen: str
    name: str
    parent: UUID | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who works there."""

    id: UUID
    name: str
    email: str
    telefon: str
    einheit: UUID | None = None


@dataclass(frozen=True)
class Ergebnis:
    """What became of one of several things sent at once; `detail` says why nothing did."""

    index: int
    status: int
    id: UUID | None = None
    detail: str = ""

    @property
    def is_done(self) -> bool:
        """Tell whether it was created or changed."""
        return self.status < 300


@dataclass(frozen=True)
class Treffer:
    """A hit of a search."""

    kind: str
    id: UUID
    title: str
    aktenzeichen: str
    snippet: str
    file_name: str = ""
    page: int | None = None


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@dataclass(frozen=True)
class Briefvorlage:
    """From what a letter begins; `kuerzel` names it."""

    kuerzel: str
    bezeichnung: str
    gattung: str
    version: int


@dataclass(frozen=True)
class Briefempfaenger:
    """To whom a letter goes; `dokument` and `sha256` are those of her own letter, if she has one."""

    id: UUID
    art: str
    name: str
    anschrift: str
    weg: str
    dokument: UUID | None = None
    sha256: str = ""


@dataclass(frozen=True)
class Schreiben:
    """A letter: what it lacks stands in `fehlt`; final is one whose `stand` is "reinschrift"."""

    id: UUID
    revision: int
    dokument: UUID
    betreff: str
    stand: str
    created_at: datetime
    fehlt: tuple[str, ...] = ()
    sha256: str = ""
    empfaenger: tuple[Briefempfaenger, ...] = ()


@dataclass(frozen=True)
class Sendung:
    """A line of the Postausgangsbuch."""

    id: UUID
    revision: int
    nummer: str
    dokument: UUID
    name: str
    weg: str
    stand: str
    versandt_on: date | None = None


def build(kind: type[T], told: dict[str, Any]) -> T:
    """Return a dataclass of what was told. Raises KeyError when something it needs is missing."""
    hints = _hints(kind)
    known = {one.name for one in fields(kind)}
    return kind(**{name: _value(hints[name], told[name]) for name in known if name in told})


def _value(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _value(next(one for one in get_args(hint) if one is not type(None)), value)
    if origin is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, value)
    if hint is UUID:
        return UUID(value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return value
