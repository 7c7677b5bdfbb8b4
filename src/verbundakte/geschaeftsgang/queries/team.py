"""What is open in the units somebody leads: numbers per Stelle, to share the work out anew (praxis: no
figure per person, nothing about what was done)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q
from django.http import Http404

from verbundakte.core.models import PrincipalKind
from verbundakte.geschaeftsgang.models import Schritt, Verfuegung
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.warten import SHOWN_WITH
from verbundakte.organisation.models import Organisationseinheit, Stelle, Stellenbesetzung

MOST = 200


@dataclass(frozen=True)
class Rueckstand:
    """How much waits at a Stelle, or in a unit as a whole, and how much of it is overdue."""

    key: UUID
    name: str
    einheit: str
    open: int
    late: int


@dataclass(frozen=True)
class _Desks:
    """The desks of the units somebody leads: which Stelle or unit each belongs to."""

    stellen: dict[UUID, Stelle]
    einheiten: dict[UUID, Organisationseinheit]
    of_desk: dict[UUID, UUID]


def _led_keys(actor) -> list[UUID]:
    """Return the units of which the actor sees what is open."""
    if Permission.RUECKSTAND_READ not in actor.permissions:
        return []
    return [key for kind, key in actor.principals if kind == PrincipalKind.LEITUNG]


def leads_somebody(actor) -> bool:
    """Tell whether there is a page of what is open for this actor (no query)."""
    return bool(_led_keys(actor))


def _led(actor, on: date) -> _Desks:
    """Return the desks in the units the actor leads (three queries)."""
    keys = _led_keys(actor)
    units = Organisationseinheit.objects.filter(pk__in=keys)
    einheiten = {row.pk: row for row in units.order_by("sort_key", "pk")}
    posts = Stelle.objects.filter(einheit__in=list(einheiten), ended_on=None)
    stellen = {row.pk: row for row in posts.select_related("einheit").order_by("bezeichnung", "pk")}
    of_desk = {key: key for key in (*einheiten, *stellen)}
    held = Stellenbesetzung.objects.valid_on(on).filter(stelle__in=list(stellen))
    for person, stelle in held.order_by("pk").values_list("person_id", "stelle_id"):
        of_desk.setdefault(person, stelle)
    return _Desks(stellen, einheiten, of_desk)


def rueckstand(actor, *, on: date) -> list[Rueckstand]:
    """Return what waits per Stelle of the units the actor leads (four queries, none for who leads
    nobody); where nothing waits is left out."""
    if not leads_somebody(actor):
        return []
    led = _led(actor, on)
    rows = Schritt.objects.open().filter(platz__in=sorted(led.of_desk)).values("platz")
    late = Count("pk", filter=Q(frist_on__lt=on))
    counted: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows.annotate(waiting=Count("pk"), late=late).order_by("platz"):
        both = counted[led.of_desk[row["platz"]]]
        both[0] += row["waiting"]
        both[1] += row["late"]
    found = [_row(key, *numbers, led) for key, numbers in counted.items()]
    return sorted(found, key=lambda row: (row.einheit, row.name, str(row.key)))


def _row(key: UUID, waiting: int, late: int, led: _Desks) -> Rueckstand:
    stelle = led.stellen.get(key)
    if stelle is None:
        return Rueckstand(key, "Einheit gemeinsam", str(led.einheiten[key]), waiting, late)
    return Rueckstand(key, stelle.bezeichnung, str(stelle.einheit), waiting, late)


def open_at(actor, key: UUID, *, on: date) -> tuple[str, list[Schritt]]:
    """Return the name of a Stelle or unit the actor leads, and what waits there as far as she may see
    it; 404 for others."""
    if not leads_somebody(actor):
        raise Http404
    led = _led(actor, on)
    if key not in led.stellen and key not in led.einheiten:
        raise Http404
    desks = sorted(desk for desk, owner in led.of_desk.items() if owner == key)
    rows = _at(actor, desks)
    stelle = led.stellen.get(key)
    name = f"{stelle.bezeichnung}, {stelle.einheit}" if stelle else str(led.einheiten[key])
    return name, list(rows[:MOST])


def _at(actor, desks: Iterable[UUID]):
    """Return the open steps on some desks that the actor may see, in the order of a desk."""
    seen = Verfuegung.objects.visible_to(actor).values("pk")
    rows = Schritt.objects.open().filter(platz__in=list(desks), verfuegung__in=seen)
    return rows.select_related(*SHOWN_WITH).order_by("rang", "pk")


def _fallen(actor):
    """Return what lies on the Stellen of the actor's units though it is addressed to nobody there."""
    stellen = Stelle.objects.filter(einheit__in=_led_keys(actor), is_leitung=True, ended_on=None)
    rows = _at(actor, stellen.values_list("pk", flat=True))
    return rows.filter(Q(stelle=None) | ~Q(stelle=F("platz")))


def stranded(actor) -> list[Schritt]:
    """Return the steps that fell to the head because their addressee left or nobody works there (two
    queries); 404 for who leads none."""
    if not leads_somebody(actor):
        raise Http404
    return list(_fallen(actor)[:MOST])


def count_stranded(actor) -> int:
    """Return how many those are, counted to two hundred (two queries)."""
    return _fallen(actor)[:MOST].count() if leads_somebody(actor) else 0
