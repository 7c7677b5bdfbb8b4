"""A town of many Dokumente in 200 zones and 60 units, in a folder of its own; built once.

Every thousand Dokumente are one transaction and a step of the index, so a build that was broken off
goes on where it was. Rows are written without their history: nothing here is a real file.
"""

from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import transaction

from suchlast.texte import Letters
from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Datei,
    Dokument,
    Dokumenttyp,
    Fassung,
    Seitentext,
    Vorgang,
    ZdaVerfuegung,
)
from verbundakte.akten.services import bring_sample_plan
from verbundakte.cli.problems import Problem
from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.models import Account, Blob, Level, Membership, PrincipalKind, Tenant
from verbundakte.core.registry import registry
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.search.fold import fold
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import current_tenant, use_tenant
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.verbund.services import found_tenant

SLUG = "messung"
ZONES, UNITS, SEED = 200, 60, 20261128
STEP, VORGAENGE_EACH, AKTEN_EACH = 1000, 100, 20
NOBODY = UUID(int=0)
FIRST, LAST = date(2015, 1, 1), date(2026, 11, 1)
CLERKS = {"alle 200 Zonen": range(ZONES), "5 %": range(150, 166)}
ENDINGS = (".pdf", ".pdf", ".pdf", ".docx", ".eml", ".xlsx")
Told = Callable[[str], None]


@dataclass(frozen=True)
class Bestand:
    """The town and who asks in it: {how much she sees: (person, login)}."""

    tenant: int
    slug: str
    clerks: dict[str, tuple[UUID, str]]
    dokumente: int


def prepared(data: Path, size: int, told: Told) -> Bestand:
    """Return the town with at least `size` Dokumente, building what is missing.

    Raises Problem when the folder holds towns of somebody else.
    """
    others = Tenant.objects.exclude(slug=SLUG).count()
    if others:
        raise Problem(
            f"In {data} liegen schon andere Kommunen; bitte mit --data einen leeren Ordner angeben."
        )
    tenant = Tenant.objects.filter(slug=SLUG).first() or _found()
    with use_tenant(tenant.pk):
        with transaction.atomic():
            frame = _Frame.made()
        steps = -(-size // STEP)
        _write_rows(frame, steps, told)
        count = _write_index(told)
    return Bestand(tenant.pk, SLUG, frame.clerks, count)


def _found() -> Tenant:
    on = date(2014, 1, 1)
    tenant = found_tenant("Stadt Messung", SLUG, admin_login="messung", on=on).tenant
    bring_sample_plan(tenant.pk, on=on)
    return tenant


@dataclass(frozen=True)
class _Frame:
    """What the rows refer to."""

    units: list[Organisationseinheit]
    zones: list[int]
    plan: list[Aktenplaneinheit]
    typen: list[Dokumenttyp]
    blob: Blob
    clerks: dict[str, tuple[UUID, str]]

    @classmethod
    def made(cls) -> "_Frame":
        units = [_unit(number) for number in range(UNITS)]
        clerks = {name: _clerk(f"messung{at}", units[0]) for at, name in enumerate(CLERKS)}
        blob, _ = Blob.objects.get_or_create(sha256="0" * 64, defaults={"size": 1})
        plan = Aktenplaneinheit.objects.filter(geheimnisklasse="").order_by("sort_key")
        return cls(
            units,
            [_zone(number, clerks) for number in range(ZONES)],
            list(plan),
            list(Dokumenttyp.objects.order_by("kuerzel")),
            blob,
            clerks,
        )


def _unit(number: int) -> Organisationseinheit:
    name = {"name": f"Sachgebiet {number + 1}"}
    return Organisationseinheit.objects.get_or_create(kennzeichen=f"9{number:02d}", defaults=name)[
        0
    ]


def _clerk(login: str, unit: Organisationseinheit) -> tuple[UUID, str]:
    account = Account.objects.filter(login=login).first()
    if account:
        return Membership.objects.get(account=account).person_id, login
    person = Person.objects.create(vorname="Mara", familienname=login.capitalize())
    stelle = Stelle.objects.create(einheit=unit, bezeichnung="Sachbearbeitung")
    Stellenbesetzung.objects.create(person=person, stelle=stelle, from_on=FIRST)
    key = STANDARD_ROLLEN["sachbearbeitung"].key
    Rollenzuweisung.objects.create(person=person, rolle_key=key, from_on=FIRST)
    account = Account(login=login)
    account.set_unusable_password()
    account.save()
    tenant = Tenant.objects.get(slug=SLUG)
    Membership.objects.create(account=account, tenant=tenant, person_id=person.pk)
    return person.pk, login


def _zone(number: int, clerks: dict) -> int:
    """Return one of 200 zones, each with whom the clerks who see it and somebody of its own."""
    grants = [Grant(PrincipalKind.PERSON, UUID(int=number + 1), Level.WRITE)]
    grants += [
        Grant(PrincipalKind.PERSON, clerks[name][0], Level.WRITE)
        for name, numbers in CLERKS.items()
        if number in numbers
    ]
    return intern_zone(grants).pk


def _write_rows(frame: _Frame, steps: int, told: Told) -> None:
    letters: Letters | None = None
    weights = list(accumulate((number + 1) ** -0.5 for number in range(ZONES)))
    for step in range(steps):
        with transaction.atomic():
            if Akte.objects.filter(aktenzeichen=_number(step, 0)).exists():
                continue
            letters = letters or Letters()
            _Step(frame, letters, weights, step).write()
        told(f"{(step + 1) * STEP} von {steps * STEP} Dokumenten angelegt")


def _number(step: int, akte: int, vorgang: int | None = None) -> str:
    number = f"M{step:04d}-{2015 + step % 12}/{akte:04d}"
    return number if vorgang is None else f"{number}-{vorgang:02d}"


class _Step:
    """A thousand Dokumente with their Vorgänge and Akten."""

    def __init__(self, frame: _Frame, letters: Letters, weights: list[float], step: int):
        self.frame, self.letters, self.weights, self.step = frame, letters, weights, step
        self.rng = Random(SEED + step)

    def write(self) -> None:
        akten = [self._akte(number) for number in range(AKTEN_EACH)]
        Akte.objects.bulk_create(akten)
        per_akte = VORGAENGE_EACH // AKTEN_EACH
        vorgaenge = [
            self._vorgang(akte, at, number)
            for at, akte in enumerate(akten)
            for number in range(per_akte)
        ]
        Vorgang.objects.bulk_create(vorgaenge)
        closed = [one for one in vorgaenge if self.rng.random() < 0.4]
        ZdaVerfuegung.objects.bulk_create(
            ZdaVerfuegung(vorgang=one, closed_on=LAST, closed_at=one.created_at, closed_by=NOBODY)
            for one in closed
        )
        per_vorgang = STEP // VORGAENGE_EACH
        self._write_dokumente(
            [
                self._dokument(vorgang, position + 1)
                for vorgang in vorgaenge
                for position in range(per_vorgang)
            ]
        )

    def _write_dokumente(self, dokumente: list[Dokument]) -> None:
        Dokument.objects.bulk_create(dokumente)
        fassungen = [
            Fassung(dokument=one, nummer=1, created_at=one.created_at) for one in dokumente
        ]
        Fassung.objects.bulk_create(fassungen)
        dateien = [self._datei(one) for one in fassungen]
        Datei.objects.bulk_create(dateien)
        Seitentext.objects.bulk_create(
            Seitentext(datei=one, page=page, text=text)
            for one in dateien
            for page, text in enumerate(self.letters.pages(self.rng), 1)
        )

    def _moment(self) -> datetime:
        day = FIRST + timedelta(days=self.rng.randrange((LAST - FIRST).days))
        return datetime(day.year, day.month, day.day, 9, self.rng.randrange(60), tzinfo=UTC)

    def _akte(self, number: int) -> Akte:
        at = bisect(self.weights, self.rng.random() * self.weights[-1])
        unit = self.rng.choice(self.frame.plan)
        title, name = self.letters.title(self.rng), _number(self.step, number)
        return Akte(
            planeinheit=unit,
            aktenzeichen=name,
            aktenzeichen_folded=fold(name),
            betreff=title,
            betreff_folded=fold(title),
            federfuehrung=self.frame.units[at % UNITS],
            zone_id=self.frame.zones[min(at, ZONES - 1)],
            aufbewahrungsdauer=unit.aufbewahrungsdauer,
            aussonderungsart=unit.aussonderungsart,
            retention_source="Messung",
            created_at=self._moment(),
        )

    def _vorgang(self, akte: Akte, at: int, number: int) -> Vorgang:
        title, name = self.letters.title(self.rng), _number(self.step, at, number + 1)
        return Vorgang(
            akte=akte,
            aktenzeichen=name,
            aktenzeichen_folded=fold(name),
            betreff=title,
            betreff_folded=fold(title),
            federfuehrung=akte.federfuehrung,
            zone_id=akte.zone_id,
            created_at=self._moment(),
        )

    def _dokument(self, vorgang: Vorgang, position: int) -> Dokument:
        title, moment = self.letters.title(self.rng), self._moment()
        return Dokument(
            akte=vorgang.akte,
            vorgang=vorgang,
            position=position,
            betreff=title,
            betreff_folded=fold(title),
            dokumenttyp=self.rng.choice(self.frame.typen),
            federfuehrung=vorgang.federfuehrung,
            zone_id=vorgang.zone_id,
            datum_des_schreibens=moment.date(),
            created_at=moment,
        )

    def _datei(self, fassung: Fassung) -> Datei:
        ending = self.rng.choice(ENDINGS)
        return Datei(
            fassung=fassung,
            blob=self.frame.blob,
            file_name=f"Schreiben{ending}",
            size=1,
            media_type="application/octet-stream",
            properties={"extension": ending},
            ingested_at=fassung.created_at,
        )


def _write_index(told: Told) -> int:
    """Bring everything into the index, going on where it was broken off; return how much there is."""
    tenant = current_tenant()
    with transaction.atomic():
        total = sum(len(list(source.all_ids())) for source in registry.search.values())
    try:
        index = indexes.open_for(tenant)
        known = 0 if index.outdated() else len(index.fingerprints())
    except IndexUnavailable:
        known = 0
    if known < total:
        rebuild(tenant, lambda done, of: told(f"{done} von {of} im Suchindex"))
    return total
