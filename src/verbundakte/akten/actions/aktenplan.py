"""The Aktenplan of a town: bring in a first one, release versions, and make their rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from verbundakte.akten.aktenplan import AKTENPLAN, EINHEIT, AktenplanSpec, Zugriffsvorgabe
from verbundakte.akten.events import Event
from verbundakte.akten.models import Aktenplaneinheit, Archivzustimmung
from verbundakte.akten.permissions import Permission
from verbundakte.akten.plan_changes import Plan, needs_archive
from verbundakte.akten.samples import AKTENPLAN_BEZEICHNUNG, load_aktenplan
from verbundakte.core import audit
from verbundakte.core.access.zones import EVERYBODY, Grant, intern_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Baustein, BausteinVersion, Level, PrincipalKind
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.search.fold import fold, sort_key
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.rules import standard_rolle_key

BATCH = 500


@dataclass(frozen=True)
class Consent:
    """To what the Kommunalarchiv agreed: who, where that stands, and the appraisal."""

    consented_by: str
    reference: str
    bewertungsentscheidung: str = ""


class AktenplanExists(Refusal):
    """A town has one plan; others become drafts of it."""

    message = "Diese Kommune hat schon einen Aktenplan."


class ParentMissing(Refusal):
    """A unit names a parent that the list does not hold before it."""

    def __init__(self, kennzeichen: str, parent: str):
        super().__init__(
            f"Die Einheit {kennzeichen} gehört unter {parent}, das in der Liste davor fehlt."
        )


class ZustimmungMissing(Refusal):
    """A, B or V changed, and the Kommunalarchiv has not been asked."""

    def __init__(self, units: list[str]):
        more = f" und {len(units) - 3} weitere" if len(units) > 3 else ""
        super().__init__(
            f"Die Aussonderungsart ändert sich: {', '.join(units[:3])}{more}. Dazu braucht es die"
            " Zustimmung des Kommunalarchivs. Tragen Sie bei der Freigabe des Aktenplans ein, wer"
            " zugestimmt hat und wo das steht."
        )


class BewertungMissing(Refusal):
    """Something shall be destroyed that nobody appraised."""

    def __init__(self, units: list[str]):
        more = f" und {len(units) - 3} weitere" if len(units) > 3 else ""
        super().__init__(
            f"Neu zu vernichten: {', '.join(units[:3])}{more}. Das geht nur mit einer"
            " Bewertungsentscheidung des Kommunalarchivs. Tragen Sie bei der Freigabe des"
            " Aktenplans ein, wo sie steht."
        )


def zone_of_einheit(
    einheit: Organisationseinheit | None,
    registratur: UUID,
    geheimnisklasse: str = "",
    zugriff: str = Zugriffsvorgabe.SACHGEBIET,
):
    """Return the default zone of a plan unit: its Sachgebiet, its Leitung and the Registratur.

    A Geheimnisklasse or a geschützter Bereich closes it to Leitung and Registratur (nobody sees
    everything). Of a secret file only those of the unit count who work on its Vorgänge; in a
    geschützter Bereich nobody is above another, so its head counts as well.
    """
    is_geschuetzt = einheit is not None and einheit.is_geschuetzt
    is_protected = bool(geheimnisklasse) or is_geschuetzt
    is_closed = is_protected or zugriff == Zugriffsvorgabe.NUR_SACHGEBIET
    grants = []
    if einheit is not None:
        works = geheimnisklasse and not is_geschuetzt
        kind = PrincipalKind.MITARBEIT if works else PrincipalKind.EINHEIT
        grants.append(Grant(kind, einheit.pk, Level.WRITE))
    if einheit is not None and not is_closed:
        grants.append(Grant(PrincipalKind.LEITUNG, einheit.pk, Level.WRITE))
    if einheit is None or not is_closed:
        grants.append(Grant(PrincipalKind.ROLLE, registratur, Level.WRITE))
    if zugriff == Zugriffsvorgabe.ALLE_LESEN and not is_protected:
        grants.append(Grant(PrincipalKind.ALL, EVERYBODY, Level.READ))
    return intern_zone(grants, geheimnisklasse)


def project_aktenplan(key: UUID, number: int, spec: AktenplanSpec, valid_from: date) -> None:
    """Make the rows of a released version (called by its release), parents and all."""
    registratur = standard_rolle_key("registratur")
    rows = {unit.id: uuid7() for unit in spec.einheiten}

    einheiten = Organisationseinheit.objects.in_bulk()

    @cache
    def zone_of(led_by: UUID | None, secret: str, zugriff: str) -> int:
        return zone_of_einheit(einheiten.get(led_by), registratur, secret, zugriff).pk

    Aktenplaneinheit.objects.bulk_create(
        (
            Aktenplaneinheit(
                id=rows[unit.id],
                key=key,
                item_id=unit.id,
                version=number,
                parent_id=rows.get(unit.parent),
                kennzeichen=unit.kennzeichen,
                titel=unit.titel,
                titel_folded=fold(f"{unit.titel} {' '.join(unit.stichwoerter)}"),
                stichwoerter=", ".join(unit.stichwoerter),
                sort_key=sort_key(unit.kennzeichen)[:200],
                aufbewahrungsdauer=unit.aufbewahrungsdauer,
                begruendung=unit.begruendung,
                aussonderungsart=unit.aussonderungsart,
                geheimnisklasse=unit.geheimnisklasse or "",
                federfuehrung_id=unit.federfuehrung and unit.federfuehrung.key,
                zone_id=zone_of(
                    unit.federfuehrung and unit.federfuehrung.key,
                    unit.geheimnisklasse or "",
                    unit.zugriff,
                ),
                nummernmuster_key=unit.nummernmuster and unit.nummernmuster.key,
                is_stillgelegt=unit.is_stillgelegt,
                valid_from=valid_from,
            )
            for unit in spec.einheiten
        ),
        batch_size=BATCH,
    )


def released_before(key: UUID) -> BausteinVersion | None:
    """Return the version of a plan that was released last, None for a first plan."""
    versions = BausteinVersion.objects.filter(baustein__key=key).released()
    return versions.order_by("-number").first()


def check_aktenplan_successor(key: UUID, spec: AktenplanSpec | None, on: date) -> None:
    """Refuse a second plan, and other Aussonderungsarten without the Kommunalarchiv.

    Raises AktenplanExists, ZustimmungMissing or BewertungMissing.
    """
    if Aktenplaneinheit.objects.exclude(key=key).filter(valid_to=None).exists():
        raise AktenplanExists
    before = released_before(key)
    if spec is None or before is None:
        return
    changed, destroyed = needs_archive(Plan(content_of(before)), Plan(spec.data()))
    draft = BausteinVersion.objects.filter(baustein__key=key).drafts().first()
    consent = Archivzustimmung.objects.filter(key=key, version=draft.number).first()
    if changed and consent is None:
        raise ZustimmungMissing(changed)
    if destroyed and not (consent and consent.bewertungsentscheidung):
        raise BewertungMissing(destroyed)


@action(CorePermission.BAUSTEIN_RELEASE, Event.AKTENPLAN_RELEASED)
def release_plan(
    actor,
    version: BausteinVersion,
    *,
    valid_from: date,
    at: datetime,
    consent: Consent | None = None,
) -> BausteinVersion:
    """Release the draft of the plan; what the Kommunalarchiv agreed to is recorded with it.

    Raises what `core.bausteine.actions.release` and `check_aktenplan_successor` raise.
    """
    if consent:
        Archivzustimmung.objects.create(
            key=version.baustein.key,
            version=version.number,
            recorded_at=at,
            recorded_by=str(actor.id),
            **vars(consent),
        )
        where = f"{consent.consented_by}, {consent.reference}"
        audit.note_change("Zustimmung des Kommunalarchivs", None, where)
        audit.note_change("Bewertungsentscheidung", None, consent.bewertungsentscheidung)
    released = release(actor, version, valid_from=valid_from)
    audit.note_change("Gilt ab", None, valid_from)
    return released


def _items(units: Iterable, responsible: Callable) -> list[dict]:
    """Return a list of units (as in `akten.samples`) as the specification has them."""
    keys: dict[str, str] = {}
    found = []
    for unit in units:
        if unit.parent and unit.parent not in keys:
            raise ParentMissing(unit.kennzeichen, unit.parent)
        keys[unit.kennzeichen] = str(uuid7())
        einheit = responsible(unit)
        found.append(
            {
                "id": keys[unit.kennzeichen],
                "kennzeichen": unit.kennzeichen,
                "titel": unit.titel,
                "parent": keys[unit.parent] if unit.parent else None,
                "stichwoerter": list(unit.stichwoerter),
                "aufbewahrungsdauer": unit.aufbewahrungsdauer,
                "begruendung": unit.begruendung or "",
                "aussonderungsart": unit.aussonderungsart,
                "geheimnisklasse": unit.geheimnisklasse,
                "federfuehrung": {"kind": EINHEIT, "key": str(einheit.pk)},
            }
        )
    return found


@action(Permission.AKTENPLAN_EDIT, Event.AKTENPLAN_RELEASED)
def release_aktenplan(
    actor,
    tenant_unit: Organisationseinheit,
    *,
    units: Iterable,
    responsible: Callable[[object], Organisationseinheit],
    on: date,
) -> int:
    """Make the units of a sample plan the town's first Aktenplan; return how many.

    `units` as in `akten.samples`; `responsible(unit)` gives the federführende Einheit.
    Raises AktenplanExists, ParentMissing.
    """
    if Baustein.objects.of_kind(AKTENPLAN).exists():
        raise AktenplanExists
    einheiten = _items(units, responsible)
    data = {"bezeichnung": "Aktenplan", "einheiten": einheiten}
    baustein = create_baustein(
        actor, AKTENPLAN, data=data, origin=AKTENPLAN_BEZEICHNUNG, reason="Grundausstattung"
    )
    release(actor, BausteinVersion.objects.get(baustein=baustein), valid_from=on)
    audit.note_change("Einheiten", None, len(einheiten))
    return len(einheiten)


def release_sample_plan(actor, first: Organisationseinheit, *, on: date) -> int:
    """Make the neutral sample plan the Aktenplan of a new town, led by its first unit."""
    return release_aktenplan(
        actor, first, units=load_aktenplan(), responsible=lambda unit: first, on=on
    )
