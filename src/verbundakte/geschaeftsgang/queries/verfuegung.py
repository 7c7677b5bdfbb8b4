"""Verfügungen of a Vorgang, one step, and the chain of Zeichnungen of a Dokument."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core.access.policy import allows
from verbundakte.geschaeftsgang.models import Hinfall, Schritt, Verfuegung, Zeichnung
from verbundakte.geschaeftsgang.permissions import Permission

STEP_WITH = (
    "person",
    "stelle__einheit",
    "einheit",
    "dokument",
    "erledigung__zeichnung",
    "erledigung__fassung",
    "zurueckgabe",
    "uebergehung",
    "rueckruf",
)


def verfuegungen(actor):
    """Return the Verfügungen the actor may see; none without the right."""
    rows = Verfuegung.objects.visible_to(actor)
    return rows if Permission.VERFUEGUNG_READ in actor.permissions else rows.none()


def _whole(rows):
    steps = Schritt.objects.select_related(*STEP_WITH).order_by("position")
    void = Hinfall.objects.filter(lifted_at=None)
    return rows.select_related("vorgang", "dokument").prefetch_related(
        Prefetch("schritte", steps),
        Prefetch("schritte__erledigung__zeichnung__hinfaelle", void, to_attr="in_force"),
    )


def verfuegungen_of(actor, vorgang: Vorgang, *, limit: int = 50) -> list[Verfuegung]:
    """Return the Verfügungen of a Vorgang with their steps and what became of these, newest first.

    `schritte.all()` is read already; of each Zeichnung `in_force` holds what voids it now. Three
    queries at most.
    """
    rows = _whole(verfuegungen(actor).filter(vorgang=vorgang))
    return list(rows.order_by("-created_at", "-pk")[:limit])


def verfuegungen_about(actor, dokument: Dokument, *, limit: int = 50) -> list[Verfuegung]:
    """Return the Verfügungen about one Dokument, as `verfuegungen_of`."""
    rows = _whole(verfuegungen(actor).filter(dokument=dokument))
    return list(rows.order_by("-created_at", "-pk")[:limit])


def get_verfuegung(actor, key: UUID) -> Verfuegung:
    """Return a Verfügung with its steps. Raises Http404."""
    found = _whole(verfuegungen(actor).filter(pk=key)).first()
    if found is None:
        raise Http404
    return found


def get_schritt(actor, key: UUID) -> Schritt:
    """Return a step of a Verfügung the actor may see. Raises Http404."""
    rows = Schritt.objects.select_related(
        *STEP_WITH, "verfuegung__vorgang", "verfuegung__dokument"
    ).filter(pk=key, verfuegung__in=verfuegungen(actor))
    found = rows.first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Glied:
    """A Zeichnung in the chain of its Dokument, and what voids it now (None: it counts)."""

    zeichnung: Zeichnung
    hinfall: Hinfall | None

    @property
    def counts(self) -> bool:
        """Tell whether it counts now."""
        return self.hinfall is None


def chain_of(actor, dokument: Dokument) -> list[Glied]:
    """Return all Zeichnungen of a Dokument in their order. Two queries. Raises Http404."""
    if not allows(actor, Permission.VERFUEGUNG_READ, dokument):
        raise Http404
    void = Hinfall.objects.filter(lifted_at=None).select_related("fassung")
    rows = Zeichnung.objects.filter(dokument=dokument).order_by("nummer")
    rows = rows.select_related("erledigung__schritt", "fassung").prefetch_related(
        Prefetch("hinfaelle", void, to_attr="in_force")
    )
    return [Glied(row, next(iter(row.in_force), None)) for row in rows]


def is_by(actor, zeichnung: Zeichnung) -> bool:
    """Tell whether it was given by the person for whom the actor works."""
    done = zeichnung.erledigung
    return actor.works_for in (done.person_id, done.vertretung_fuer_id)


def objectable(actor, dokument: Dokument, chain: list[Glied]) -> Zeichnung | None:
    """Return the actor's own Mitzeichnung that an editorial change has kept, of a chain that was read.

    One query where she has signed, none else.
    """
    mine = [
        glied.zeichnung
        for glied in chain
        if glied.counts and not glied.zeichnung.is_schluss and is_by(actor, glied.zeichnung)
    ]
    if not mine or Permission.SCHRITT_SIGN not in actor.permissions:
        return None
    fassung = dokument.fassungen.standing().select_related("redaktion").first()
    if fassung is None or getattr(fassung, "redaktion", None) is None:
        return None
    return next((row for row in mine if row.fassung_id != fassung.pk), None)


def get_zeichnung(actor, key: UUID) -> Zeichnung:
    """Return a Zeichnung of a Dokument the actor may read. Raises Http404."""
    rows = Zeichnung.objects.select_related("dokument", "erledigung__schritt__verfuegung")
    found = rows.filter(pk=key).first()
    if found is None or not allows(actor, Permission.VERFUEGUNG_READ, found.dokument):
        raise Http404
    return found
