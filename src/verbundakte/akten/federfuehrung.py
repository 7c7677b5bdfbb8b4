"""Files that change their Federführung when a unit goes over into another; and the refusal to close
a unit that still leads some."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.http import urlencode

from verbundakte.akten.actions.federfuehrung import change_federfuehrung, pass_akte, pass_plan
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.jobs import JobFailed, job, start
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.registry import Holding, HoldingSource, Part
from verbundakte.organisation.models import Nachfolge, Organisationseinheit

HELD: tuple[tuple[type[Model], str, Permission, str], ...] = (
    (Akte, "Akten", Permission.AKTE_READ, "akten:akten"),
    (Vorgang, "Vorgänge", Permission.VORGANG_READ, "akten:vorgaenge"),
    (Dokument, "Dokumente", Permission.DOKUMENT_READ, ""),
)
PLAN, NAMED = "Aktenplaneinheiten", 10
BATCH = 500


class EinheitHoldsFiles(Refusal):
    """A unit that leads files does not simply end."""

    def __init__(self, parts: list[str]):
        super().__init__(
            f"Die Einheit führt noch {', '.join(parts)}. Bestimmen Sie ihre Nachfolge, oder leiten"
            " Sie Teile in andere Einheiten über („Überleiten“)."
        )


def count_of(model: type[Model], einheit_id: UUID) -> int:
    """Return how many objects of one kind a unit leads."""
    return model.objects.filter(federfuehrung=einheit_id).count()


def _planned(einheit: Organisationseinheit):
    """Return the plan units that name a unit, or one it followed."""
    led = [einheit.pk, *Nachfolge.objects.filter(nachher=einheit).values_list("vorher", flat=True)]
    return Aktenplaneinheit.objects.filter(federfuehrung__in=led, valid_to=None)


def kept_by(actor, einheit: Organisationseinheit) -> list[Holding]:
    """Return what of files and plan a unit leads, and where that is listed (seven queries)."""
    found = [
        Holding(label, count_of(model, einheit.pk), _listed(actor, permission, address, einheit))
        for model, label, permission, address in HELD
    ]
    loose = Dokument.objects.filter(federfuehrung=einheit, vorgang=None, akte=None).count()
    url = _listed(actor, Permission.DOKUMENT_READ, "akten:nicht-zugeordnet", einheit)
    found.append(Holding("davon nicht zugeordnet", loose, url))
    planned = _planned(einheit)
    count = planned.count()
    names = ", ".join(str(row) for row in planned.order_by("sort_key")[:NAMED])
    url = reverse("akten:aktenplan") if Permission.AKTENPLAN_READ in actor.permissions else ""
    more = f" und {count - NAMED} weitere" if count > NAMED else ""
    found.append(Holding(PLAN, count, url, names + more))
    return [one for one in found if one.count]


def _listed(actor, permission: Permission, address: str, einheit: Organisationseinheit) -> str:
    if not address or permission not in actor.permissions:
        return ""
    asked = {"bereich": "stadt", "nur-federfuehrung": str(einheit.pk)}
    return f"{reverse(address)}?{urlencode(asked)}"


def refuse_holder(actor, einheit: Organisationseinheit) -> None:
    """Raise EinheitHoldsFiles with what a unit leads (hook `einheit_closing`)."""
    found = [(count_of(model, einheit.pk), label) for model, label, *_ in HELD]
    found.append((_planned(einheit).count(), PLAN))
    parts = [f"{count} {label}" for count, label in found if count]
    if parts:
        raise EinheitHoldsFiles(parts)


def _units(einheit: str, to: str) -> tuple[Organisationseinheit, Organisationseinheit]:
    with transaction.atomic():
        found = {
            str(row.pk): row for row in Organisationseinheit.objects.filter(pk__in=[einheit, to])
        }
    if einheit not in found or to not in found:
        raise JobFailed("Die Einheit gibt es nicht mehr.")
    return found[einheit], found[to]


def branch_items(zweige: Iterable[str]) -> set[UUID]:
    """Return the lasting ids of plan units and of all that stand below them in the newest plan."""
    rows = list(Aktenplaneinheit.objects.filter(valid_to=None).select_related("parent"))
    above = {row.item_id: row.parent.item_id if row.parent else None for row in rows}
    chosen, found = {UUID(key) for key in zweige}, set()
    for item in above:
        way = item
        while way is not None and way not in chosen:
            way = above.get(way)
        if way is not None:
            found.add(item)
    return found | chosen


def _akten_in(einheit_id: UUID, zweige: Iterable[str]):
    items = branch_items(zweige)
    return Akte.objects.filter(
        federfuehrung=einheit_id, planeinheit__item_id__in=items, parent=None
    )


@job(
    JobKind.LEAD_ELSEWHERE,
    "Federführung überleiten",
    permissions=(
        Permission.AKTE_EDIT,
        Permission.VORGANG_EDIT,
        Permission.DOKUMENT_EDIT,
        Permission.AKTENPLAN_EDIT,
        CorePermission.BAUSTEIN_EDIT,
        CorePermission.BAUSTEIN_RELEASE,
    ),
)
def pass_federfuehrung(
    actor, progress, *, einheit: str, to: str, zweige: list[str] | None = None
) -> dict:
    """Give what one unit leads to another: plan units and files, all or below some branches.

    A second run does what is left.
    """
    source, target = _units(einheit, to)
    if zweige is not None:
        return _pass_branches(actor, progress, source, target, zweige)
    with transaction.atomic():
        total = sum(count_of(model, source.pk) for model, *_ in HELD)
    progress.begin(total)
    try:
        pass_plan(actor, source, target, zweige=None, on=today(), at=now())
    except Refusal as refusal:  # the files go all the same; new ones follow the unit's successor
        progress.step(error=refusal.message, item="Aktenplan")
    done = 0
    for model, *_ in HELD:
        while True:
            with transaction.atomic():
                rows = list(model.objects.filter(federfuehrung=source)[:BATCH])
            if not rows:
                break
            for row in rows:
                change_federfuehrung(actor, row, to=target)
                progress.step()
                done += 1
    return {"files": done}


def _pass_branches(actor, progress, source, target, zweige: list[str]) -> dict:
    try:
        pass_plan(actor, source, target, zweige=zweige, on=today(), at=now())
    except Refusal as refusal:
        raise JobFailed(f"Der Aktenplan ließ sich nicht ändern: {refusal.message}") from refusal
    with transaction.atomic():
        rows = {row.item_id: row for row in Aktenplaneinheit.objects.filter(valid_to=None)}
        akten = list(_akten_in(source.pk, zweige).select_related("planeinheit", "federfuehrung"))
    progress.begin(len(akten))
    failed = 0
    for number, akte in enumerate(akten, 1):
        planeinheit = rows.get(akte.planeinheit.item_id, akte.planeinheit)
        try:
            pass_akte(actor, akte, to=target, planeinheit=planeinheit)
        except Refusal as refusal:
            failed += 1
            progress.step(error=refusal.message, item=f"Akte {number} von {len(akten)}")
        else:
            progress.step()
    return {"files": len(akten) - failed, "left": failed}


def _start(actor, einheit: Organisationseinheit, to: Organisationseinheit):
    label = f"Federführung von {einheit} an {to}"[:200]
    return start(actor, JobKind.LEAD_ELSEWHERE, label=label, einheit=einheit.pk, to=to.pk)


def _start_branches(
    actor, einheit: Organisationseinheit, to: Organisationseinheit, keys: list[str]
):
    label = f"Akten von {einheit} an {to}"[:200]
    ids = {"einheit": einheit.pk, "to": to.pk, "zweige": list(keys)}
    return start(actor, JobKind.LEAD_ELSEWHERE, label=label, **ids)


def branches_of(einheit_id: UUID) -> list[Part]:
    """Return the plan units a unit leads, or under which it leads Akten, with how many these are."""
    counts = dict(
        Akte.objects.filter(federfuehrung=einheit_id, parent=None)
        .values_list("planeinheit__item_id")
        .annotate(Count("pk"))
    )
    rows = Aktenplaneinheit.objects.filter(valid_to=None).filter(
        Q(federfuehrung=einheit_id) | Q(item_id__in=counts)
    )
    return [
        Part(str(row.item_id), str(row), counts.get(row.item_id, 0))
        for row in rows.order_by("sort_key", "kennzeichen")
    ]


def amounts_of(einheit_id: UUID, keys: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many Akten, Vorgänge and Dokumente a unit leads below branches of the plan."""
    akten = _akten_in(einheit_id, keys)
    inside = Q(akte__in=akten) | Q(akte__parent__in=akten)
    return [
        ("Akten", akten.count()),
        ("Vorgänge", Vorgang.objects.filter(inside, federfuehrung=einheit_id).count()),
        ("Dokumente", Dokument.objects.filter(inside, federfuehrung=einheit_id).count()),
    ]


HOLDINGS = HoldingSource(
    str(JobKind.LEAD_ELSEWHERE),
    "Akten, Vorgänge und Dokumente",
    lambda einheit_id: sum(count_of(model, einheit_id) for model, *_ in HELD),
    _start,
    parts=branches_of,
    start_parts=_start_branches,
    amounts=amounts_of,
    keeps=kept_by,
)
