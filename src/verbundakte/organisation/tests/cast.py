"""The cast: four units and one person for every role, in the open town."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from verbundakte.core.bausteine import kind_named
from verbundakte.core.bausteine.spec import canonical, digest
from verbundakte.core.models import Baustein, BausteinVersion, Tenant
from verbundakte.organisation.actions.rolle import STANDARD
from verbundakte.organisation.actor import PersonActor, load_actor
from verbundakte.organisation.bausteine import ROLLE
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import LONG_AGO

EINHEITEN = (
    ("10", "Hauptamt", None),
    ("32", "Ordnung", None),
    ("63", "Bauordnung", None),
    ("63.1", "Baugenehmigungen", "63"),
)

# attribute, first name, family name, unit, leads it, roles
PEOPLE = (
    ("sachbearbeiterin", "Amira", "Beispiel", "63", False, "sachbearbeitung"),
    ("sachbearbeiter_ordnung", "Otto", "Ordnung", "32", False, "sachbearbeitung"),
    ("registratur", "Rita", "Stempel", "10", False, "registratur"),
    ("leitung", "Jonas", "Probst", "63", True, "leitung"),
    ("fachadministration", "Fenja", "Fachverfahren", "10", False, "fachadministration"),
    ("systemverwaltung", "Theo", "Tastatur", "10", False, "systemverwaltung"),
    ("rechnungspruefung", "Fritz", "Aktenmann", "10", False, "rechnungspruefung"),
    ("datenschutz", "Daria", "Datenschatz", "10", False, "datenschutz"),
    ("assistenz", "Wilma", "Vorzimmer", "63", False, "assistenz"),
    ("archiv", "Anton", "Archivkarton", "10", False, "archiv"),
)


@dataclass(frozen=True)
class Cast:
    """The people of one town as actors, by their role."""

    tenant: Tenant
    sachbearbeiterin: PersonActor
    sachbearbeiter_ordnung: PersonActor
    registratur: PersonActor
    leitung: PersonActor
    fachadministration: PersonActor
    systemverwaltung: PersonActor
    rechnungspruefung: PersonActor
    datenschutz: PersonActor
    assistenz: PersonActor
    archiv: PersonActor


def install_silently(kind: str, key: UUID, data: dict) -> None:
    """Put a Baustein into the open town as released long ago; the log stays empty."""
    moment = datetime.combine(LONG_AGO, time(), UTC)
    known = kind_named(kind)
    spec = known.spec.read(data)
    content = canonical(spec)
    baustein = Baustein.objects.create(
        key=key, kind=kind, name=spec.title(), origin=STANDARD, created_at=moment
    )
    BausteinVersion.objects.create(
        baustein=baustein,
        number=1,
        content=content,
        digest=digest(kind, content),
        created_at=moment,
        created_by="setup",
        released_at=moment,
        released_by="setup",
        valid_from=LONG_AGO,
    )
    known.project(key, 1, spec, LONG_AGO)


def install_rollen() -> None:
    """Put the standard roles into the open town."""
    for sample in STANDARD_ROLLEN.values():
        install_silently(ROLLE, sample.key, sample.data())


def cast(tenant: Tenant) -> Cast:
    """Fill the open town and return its people."""
    install_rollen()
    units: dict[str, Organisationseinheit] = {}
    for kennzeichen, name, parent in EINHEITEN:
        units[kennzeichen] = Organisationseinheit.objects.create(
            kennzeichen=kennzeichen, name=name, parent=units.get(parent)
        )
    persons = {row[0]: Person(vorname=row[1], familienname=row[2]) for row in PEOPLE}
    Person.objects.bulk_create(persons.values())
    stellen = {
        row[0]: Stelle(
            einheit=units[row[3]],
            bezeichnung=f"Leitung {units[row[3]].name}" if row[4] else "Sachbearbeitung",
            is_leitung=row[4],
        )
        for row in PEOPLE
    }
    Stelle.objects.bulk_create(stellen.values())
    Stellenbesetzung.objects.bulk_create(
        Stellenbesetzung(person=persons[name], stelle=stelle, from_on=LONG_AGO)
        for name, stelle in stellen.items()
    )
    Rollenzuweisung.objects.bulk_create(
        Rollenzuweisung(
            person=persons[row[0]], rolle_key=STANDARD_ROLLEN[role].key, from_on=LONG_AGO
        )
        for row in PEOPLE
        for role in row[5].split()
    )
    return Cast(tenant, **{name: load_actor(person.pk) for name, person in persons.items()})
