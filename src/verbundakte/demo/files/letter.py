"""How a document stands on paper: head, address, reference lines, text, closing, foot."""

from dataclasses import dataclass

from verbundakte.demo.world import Block, Dokument, Kontakt, Person, Town

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


def long_date(day) -> str:
    """Return `23. November 2026`."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Letter:
    """A document made ready for writing, whatever the format."""

    head: tuple[str, ...]
    return_line: str
    address: tuple[str, ...]
    info: tuple[tuple[str, str], ...]
    betreff: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    foot: str
    is_entwurf: bool


def salutation(kontakt: Kontakt) -> str:
    """Return the salutation with comma."""
    family = kontakt.name.split()[-1] if kontakt.name else ""
    if kontakt.anrede == "Herr":
        return f"Sehr geehrter Herr {family},"
    if kontakt.anrede == "Frau":
        return f"Sehr geehrte Frau {family},"
    return "Sehr geehrte Damen und Herren,"


def _with_salutation(dokument: Dokument, empfaenger: Kontakt) -> tuple[Block, ...]:
    """Put the salutation before letters, and before notes that go on in lower case."""
    if dokument.richtung != "intern" or dokument.blocks[0].text[:1].islower():
        return (Block("absatz", salutation(empfaenger)), *dokument.blocks)
    return dokument.blocks


def letter_of(town: Town, dokument: Dokument) -> Letter:
    """Return the letter for a document of the town."""
    if dokument.richtung == "eingang":
        return _incoming(dokument)
    verfasser = next(p for p in town.personen if p.login == dokument.verfasser)
    if dokument.richtung == "ausgang":
        return _outgoing(town, dokument, verfasser)
    return _internal(town, dokument, verfasser)


def _unit_name(town: Town, person: Person) -> str:
    stelle = next(s for s in town.stellen if s.kennzeichen in person.stellen)
    return next(e.name for e in town.einheiten if e.kennzeichen == stelle.einheit)


def _outgoing(town: Town, dokument: Dokument, verfasser: Person) -> Letter:
    empfaenger = dokument.empfaenger[0]
    info = (
        ("Zeichen", dokument.eigenes_zeichen),
        ("Ihr Zeichen", dokument.fremdes_geschaeftszeichen),
        ("Auskunft", verfasser.name),
        ("Zimmer", verfasser.zimmer),
        ("Telefon", verfasser.telefon),
        ("E-Mail", verfasser.email),
        ("Datum", long_date(dokument.datum_des_schreibens)),
    )
    return Letter(
        head=(town.name, f"{town.leitung_titel} · {_unit_name(town, verfasser)}"),
        return_line=" · ".join((town.name, *town.anschrift)),
        address=empfaenger.lines,
        info=tuple(pair for pair in info if pair[1]),
        betreff=dokument.betreff,
        blocks=_with_salutation(dokument, empfaenger),
        closing=("Mit freundlichen Grüßen", "Im Auftrag", verfasser.name),
        foot=f"{' '.join(town.anschrift)}   Telefon {town.telefon}-0   www.{town.domain}",
        is_entwurf=dokument.is_entwurf,
    )


def _incoming(dokument: Dokument) -> Letter:
    absender = dokument.absender
    day = long_date(dokument.datum_des_schreibens)
    info = (
        ("Unser Zeichen", dokument.fremdes_geschaeftszeichen),
        ("Ihr Zeichen", dokument.eigenes_zeichen),
        ("E-Mail", absender.email),
        ("Datum", day),
    )
    place = f"{absender.plz} {absender.ort}"
    return Letter(
        head=(absender.organisation or absender.name, f"{absender.strasse}, {place}"),
        return_line="",
        address=dokument.empfaenger[0].lines,
        info=tuple(pair for pair in info if pair[1]),
        betreff=dokument.betreff,
        blocks=_with_salutation(dokument, dokument.empfaenger[0]),
        closing=("Mit freundlichen Grüßen", absender.name),
        foot="",
        is_entwurf=False,
    )


def _internal(town: Town, dokument: Dokument, verfasser: Person) -> Letter:
    info = (
        ("Zeichen", dokument.eigenes_zeichen),
        ("Verfasst von", verfasser.name),
        ("Datum", long_date(dokument.datum_des_schreibens)),
    )
    betreff = dokument.betreff
    if not betreff.startswith(dokument.typ):
        betreff = f"{dokument.typ}: {betreff}"
    return Letter(
        head=(town.name, _unit_name(town, verfasser)),
        return_line="",
        address=tuple(f"An: {kontakt.name}" for kontakt in dokument.empfaenger),
        info=info,
        betreff=betreff,
        blocks=_with_salutation(dokument, dokument.empfaenger[0]),
        closing=(f"gez. {verfasser.name}",),
        foot="",
        is_entwurf=dokument.is_entwurf,
    )
