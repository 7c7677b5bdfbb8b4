"""Keeping the Aktenplan: its versions, the draft, and what a change means for files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.akten.models import Akte, Archivzustimmung, Nummernmuster, ZdaVerfuegung
from verbundakte.akten.nummern import Gegenstand, Place, render
from verbundakte.akten.permissions import Permission
from verbundakte.akten.plan_changes import Plan, Speaker, UnitChange
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.organisation.models import Organisationseinheit

HISTORY = 6


@dataclass(frozen=True)
class PlanState:
    """The plan of a town as its keeper sees it; each part may be missing."""

    baustein: Baustein | None
    released: BausteinVersion | None
    draft: BausteinVersion | None

    @cached_property
    def released_plan(self) -> Plan | None:
        """The content of the version released last."""
        return Plan(content_of(self.released)) if self.released else None

    @cached_property
    def draft_plan(self) -> Plan | None:
        """The content of the draft."""
        return Plan(content_of(self.draft)) if self.draft else None

    @property
    def plan(self) -> Plan:
        """The draft, else what was released, else an empty plan."""
        empty = {"bezeichnung": "Aktenplan", "einheiten": [], "mindestfristen": []}
        return self.draft_plan or self.released_plan or Plan(empty)


@dataclass(frozen=True)
class Files:
    """How many Akten lie under some units; a number only, whoever may see them."""

    akten: int
    open: int


def _may_edit(actor) -> None:
    if Permission.AKTENPLAN_EDIT not in actor.permissions:
        raise Http404


def plan_state(actor) -> PlanState:
    """Return plan and draft for whoever keeps the plan, else 404."""
    _may_edit(actor)
    baustein = Baustein.objects.of_kind(AKTENPLAN).order_by("created_at").first()
    versions = BausteinVersion.objects.filter(baustein=baustein).select_related("baustein")
    return PlanState(
        baustein,
        versions.released().order_by("-number").first() if baustein else None,
        versions.drafts().first() if baustein else None,
    )


def plan_versions(actor, baustein: Baustein | None) -> list[BausteinVersion]:
    """Return all versions of the plan without their content, newest first."""
    _may_edit(actor)
    rows = BausteinVersion.objects.filter(baustein=baustein).defer("content")
    return list(rows.order_by("-number")) if baustein else []


def plan_version(actor, baustein: Baustein | None, number: int) -> BausteinVersion:
    """Return one version of the plan, or 404."""
    _may_edit(actor)
    rows = BausteinVersion.objects.select_related("baustein")
    found = rows.filter(baustein=baustein, number=number).first() if baustein else None
    if found is None:
        raise Http404
    return found


def archive_consents(actor, baustein: Baustein | None) -> dict[int, Archivzustimmung]:
    """Return what the Kommunalarchiv agreed to, by the number of the version."""
    _may_edit(actor)
    rows = Archivzustimmung.objects.filter(key=baustein.key) if baustein else ()
    return {row.version: row for row in rows}


def files_under(actor, item_ids: Iterable[str]) -> Files:
    """Return how many Akten a change of these units concerns.

    Whoever keeps the plan must know the number before deciding, also where she sees no Akte.
    """
    _may_edit(actor)
    rows = Akte.objects.filter(planeinheit__item_id__in=list(item_ids), trashed_at=None)
    closed = ZdaVerfuegung.objects.filter(akte__in=rows, reopened_at=None)
    count = rows.count()
    return Files(count, count - closed.values("akte").distinct().count() if count else 0)


def einheiten_to_lead(actor, on: date, kept: Iterable[str] = ()) -> dict[str, str]:
    """Return {id: name} of the Organisationseinheiten of a day, and of those named already."""
    _may_edit(actor)
    rows = Organisationseinheit.objects.all()
    rows = rows.valid_on(on) | rows.filter(pk__in=list(kept))
    return {str(unit.pk): str(unit) for unit in rows.order_by("sort_key")}


def muster_for_akten(actor, unit: dict, on: date) -> list[tuple[str, str]]:
    """Return (id, name with an example) of the patterns a unit of the plan can prescribe for Akten.

    What it names already is offered too, although it may hold no longer.
    """
    _may_edit(actor)
    kept = unit["nummernmuster"]["key"] if unit["nummernmuster"] else None
    rows = Nummernmuster.objects.filter(gegenstand=Gegenstand.AKTE)
    found = {row.key: row for row in rows.filter(key=kept).order_by("version")} if kept else {}
    found |= {row.key: row for row in rows.valid_on(on)}
    place = Place(on.year, unit["kennzeichen"] or "632.20", "63.1")
    named = sorted(found.values(), key=lambda row: (row.bezeichnung, str(row.key)))
    return [
        (str(row.key), f"{row.bezeichnung}, zum Beispiel {render(row.muster, place, row.start)}")
        for row in named
    ]


def einheit_numbers(actor, on: date) -> dict[str, str]:
    """Return {id: Kennzeichen} of the Organisationseinheiten of a day."""
    _may_edit(actor)
    rows = Organisationseinheit.objects.valid_on(on).values_list("pk", "kennzeichen")
    return {str(pk): kennzeichen for pk, kennzeichen in rows}


def names_in_plan(actor) -> dict[str, str]:
    """Return {id: name} of all Organisationseinheiten and number patterns, also of those that ended."""
    _may_edit(actor)
    rows = Nummernmuster.objects.order_by("version").values_list("key", "bezeichnung")
    muster = {str(key): name for key, name in rows}
    return muster | {str(unit.pk): str(unit) for unit in Organisationseinheit.objects.all()}


def unit_history(
    actor, state: PlanState, item_id: str, names: dict[str, str]
) -> list[tuple[BausteinVersion, UnitChange]]:
    """Return in which of the last versions a unit became what it is, newest first."""
    _may_edit(actor)
    if state.baustein is None:
        return []
    rows = BausteinVersion.objects.filter(baustein=state.baustein).released()
    versions = list(rows.order_by("-number")[: HISTORY + 1])
    plans = [Plan(content_of(version)) for version in versions]
    found = []
    for index, version in enumerate(versions[:HISTORY]):
        now = plans[index].units.get(item_id)
        before = plans[index + 1].units.get(item_id) if index + 1 < len(plans) else None
        if now is None or now == before:
            continue
        speaker = Speaker(names, *plans[index : index + 2])
        changes = speaker.difference(before, now) if before else []
        kind = "geändert" if before else "neu"
        found.append((version, UnitChange(kind, item_id, now["titel"], changes)))
    return found
