"""What the rows of a generated town refer to: units, persons, plan, zones, files.

Made by the actions of the product. Whatever is there already is found again, so that a build that
was broken off goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

from django.db import transaction
from PIL import Image

from grossbestand.gestalt import ALL, CLERKS, FEW, FIRST, HALF, Shape
from verbundakte.akten import actions as akten
from verbundakte.akten.actions.zonen import NONE, combined
from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Aussonderungsart,
    Choice,
    Dokumenttyp,
)
from verbundakte.akten.samples import load_aktenplan
from verbundakte.akten.services import SETUP as AKTEN_SETUP
from verbundakte.core.access.zones import grants_of, intern_zone
from verbundakte.core.blobs.register import keep
from verbundakte.core.models import Account, Membership, Tenant
from verbundakte.core.search.fold import fold
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.demo import build
from verbundakte.demo.files import render_dokument
from verbundakte.organisation import actions as organisation
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle
from verbundakte.organisation.rules import standard_rolle_key
from verbundakte.verbund.services import SETUP, found_tenant

BEGAN = date(2014, 1, 1)
ROLES = {ALL: ("sachbearbeitung", "registratur"), HALF: ("sachbearbeitung",)}
FORMATS = {
    "pdf": (".pdf", "application/pdf", "pdf"),
    "docx": (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "office",
    ),
    "eml": (".eml", "message/rfc822", "mail"),
}


@dataclass(frozen=True)
class File:
    """A stored file that many Dokumente share."""

    blob: UUID
    size: int
    extension: str
    media_type: str
    kind: str


@dataclass(frozen=True)
class Access:
    """A zone, and the decision about an Akte that leads to it."""

    zone: int
    choice: str
    persons: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Area:
    """A Sachgebiet with what it works on and who works there."""

    unit: UUID
    plan: tuple[Aktenplaneinheit, ...]
    persons: tuple[UUID, ...]
    plain: Access
    closed: Access
    widened: tuple[Access, ...]


@dataclass(frozen=True)
class Frame:
    """A town ready to be filled. `big` is the one big Akte."""

    shape: Shape
    tenant: int
    areas: tuple[Area, ...]
    typen: tuple[Dokumenttyp, ...]
    files: tuple[File, ...]
    lesefassung: UUID
    pictures: tuple[UUID, ...]
    big: Akte
    big_area: int


def frame_of(shape: Shape) -> Frame:
    """Return the frame of a town, founding it when it is not there yet."""
    tenant = Tenant.objects.filter(slug=shape.slug).first()
    if tenant is None:
        with transaction.atomic():
            tenant = found_tenant(
                shape.name, shape.slug, admin_login=f"{shape.slug}.aufbau", on=BEGAN
            ).tenant
            with use_tenant(tenant.pk):
                _staff(shape)
    with use_tenant(tenant.pk), transaction.atomic():
        return _read(shape, tenant.pk)


def clerks_of(shape: Shape) -> dict[str, tuple[UUID, str]]:
    """Return {how much she sees: (person, login)} of those who are measured."""
    rows = Membership.objects.filter(tenant__slug=shape.slug, account__login__in=CLERKS.values())
    persons = dict(rows.values_list("account__login", "person_id"))
    return {name: (persons[login], login) for name, login in CLERKS.items() if login in persons}


def _staff(shape: Shape) -> None:
    first = Organisationseinheit.objects.get()
    above = [_unit(first, f"F{number + 1}") for number in range(shape.fachbereiche)]
    units = [
        _unit(above[shape.fachbereich_of(number)], f"F{shape.fachbereich_of(number) + 1}.{number}")
        for number in range(shape.sachgebiete)
    ]
    for number in range(shape.persons):
        _person(f"P{number:03d}", [_stelle(units[number % len(units)])], ("sachbearbeitung",))
    if shape.closed > 1:
        few = shape.worked_by_few()
        led = [_stelle(above[number], leads=True) for number in shape.led_by_half()]
        _clerk(ALL, [_stelle(units[few[0]])])
        _clerk(HALF, led)
        _clerk(FEW, [_stelle(units[number]) for number in few])
    _plan(first, units)


def _unit(parent: Organisationseinheit, kennzeichen: str) -> Organisationseinheit:
    return organisation.create_einheit(
        SETUP, parent, kennzeichen=kennzeichen, name=f"Bereich {kennzeichen}", valid_from=BEGAN
    )


def _stelle(unit: Organisationseinheit, *, leads: bool = False) -> Stelle:
    name = "Leitung" if leads else "Sachbearbeitung"
    return organisation.create_stelle(SETUP, unit, bezeichnung=name, is_leitung=leads)


def _person(name: str, stellen: list[Stelle], roles: Sequence[str]) -> Person:
    person = organisation.create_person(SETUP, None, vorname="Mara", familienname=name)
    for stelle in stellen:
        organisation.occupy_stelle(SETUP, stelle, person=person, from_on=BEGAN)
    for role in roles:
        organisation.assign_rolle(SETUP, person, rolle_key=standard_rolle_key(role), from_on=BEGAN)
    return person


def _clerk(name: str, stellen: list[Stelle]) -> None:
    """Make one who is measured; she has no password, the measuring logs her in."""
    person = _person(f"Messung {name}", stellen, ROLES.get(name, ("sachbearbeitung",)))
    account = Account(login=CLERKS[name])
    account.set_unusable_password()
    account.save()
    Membership.objects.create(
        account=account, tenant=Tenant.objects.get(pk=person.tenant), person_id=person.pk
    )


def _plan(first: Organisationseinheit, units: list[Organisationseinheit]) -> None:
    """Release the sample plan; its units are led by the Sachgebiete in turn."""
    led = {
        unit.kennzeichen: units[number % len(units)]
        for number, unit in enumerate(load_aktenplan())
        if not unit.geheimnisklasse
    }
    akten.release_aktenplan(
        AKTEN_SETUP,
        first,
        units=load_aktenplan(),
        responsible=lambda unit: led.get(unit.kennzeichen, first),
        on=BEGAN,
    )


def _read(shape: Shape, tenant: int) -> Frame:
    few = shape.worked_by_few()[0]
    areas = tuple(_areas(shape))
    files = tuple(_files(shape))
    return Frame(
        shape,
        tenant,
        areas,
        tuple(Dokumenttyp.objects.order_by("kuerzel")),
        files,
        next(one.blob for one in files if one.kind == "pdf"),
        tuple(_picture(number) for number in range(min(20, shape.files))),
        _big_akte(shape, areas[few]),
        few,
    )


def _areas(shape: Shape):
    plan: dict[UUID, list[Aktenplaneinheit]] = {}
    for row in Aktenplaneinheit.objects.filter(geheimnisklasse="").order_by("sort_key"):
        plan.setdefault(row.federfuehrung_id, []).append(row)
    units = Organisationseinheit.objects.filter(kennzeichen__contains=".")
    rows = sorted(units, key=lambda unit: int(unit.kennzeichen.partition(".")[2]))
    clerks = clerks_of(shape)
    led, few = shape.led_by_half(), shape.worked_by_few()
    everybody = list(Person.objects.order_by("familienname").values_list("pk", flat=True))
    for number, unit in enumerate(rows):
        sees = {HALF: shape.fachbereich_of(number) in led, FEW: number in few, ALL: True}
        measured = [person for name, (person, _) in clerks.items() if sees[name]]
        works = Person.objects.filter(besetzungen__stelle__einheit=unit).order_by("familienname")
        persons = tuple(works.values_list("pk", flat=True))
        base = plan[unit.pk][0].zone_id
        plain = Access(base, Choice.SACHGEBIET)
        rng = shape.rng("zone", number)
        some = rng.sample(everybody, min(3, len(everybody)))
        closed = _access(base, Choice.NUR, [*persons[:3], *measured])
        count = (number < shape.widened) + (number < shape.widened - len(rows))
        widened = [_access(base, Choice.PLUS, some[:named]) for named in range(1, count + 1)]
        yield Area(
            unit.pk,
            tuple(plan[unit.pk]),
            persons,
            plain,
            closed if number < shape.closed else plain,
            tuple(widened) or (plain,),
        )


def _access(base: int, choice: str, persons: list[UUID]) -> Access:
    named = tuple(sorted(set(persons)))
    grants = combined(grants_of(base), (choice, named, *NONE[2:]))
    return Access(intern_zone(grants).pk, choice, named)


def _files(shape: Shape):
    """Yield stored files: letters of the demo world as PDF, office document and mail."""
    made = 0
    for town in build(7, 0.4).towns:
        for dokument in town.dokumente():
            if dokument.format not in FORMATS or made == shape.files:
                continue
            _, content = render_dokument(town, dokument)
            blob = keep(content)
            made += 1
            yield File(blob.pk, blob.size, *FORMATS[dokument.format])


def _picture(number: int) -> UUID:
    """Store the small picture of a first page."""
    written = BytesIO()
    Image.new("L", (180, 254), 255 - number).save(written, "PNG")
    return keep(written.getvalue()).pk


def _big_akte(shape: Shape, area: Area) -> Akte:
    plan = area.plan[0]
    number = f"{plan.kennzeichen}-2015/gross"
    known = Akte.objects.filter(aktenzeichen=number).first()
    betreff = f"Sammelakte {shape.name}"
    return known or Akte.objects.create(
        planeinheit=plan,
        aktenzeichen=number,
        aktenzeichen_folded=fold(number),
        betreff=betreff,
        betreff_folded=fold(betreff),
        federfuehrung_id=area.unit,
        zone_id=area.plain.zone,
        aufbewahrungsdauer=plan.aufbewahrungsdauer,
        aussonderungsart=Aussonderungsart.BEWERTEN,
        retention_source="Messung",
        created_at=datetime(FIRST.year, 1, 1, tzinfo=UTC),
    )
