"""Where steps lie: the desks at which a person works, and what she may do with a step there."""

from datetime import date
from uuid import UUID

from verbundakte.core.db.ready import Ready
from verbundakte.core.models import PrincipalKind
from verbundakte.geschaeftsgang.models import SIGNED, Schritt, SchrittArt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Stellenbesetzung

MITZEICHNUNG, SCHLUSS, KENNTNIS, ARBEIT, TERMINE = (
    f"geschaeftsgang.{name}"
    for name in ("mitzeichnung", "schlusszeichnung", "kenntnis", "bearbeitung", "termine")
)
VERTRETBAR: dict[str, tuple[str, ...]] = {
    MITZEICHNUNG: (SchrittArt.MITZEICHNUNG,),
    SCHLUSS: (SchrittArt.SCHLUSSZEICHNUNG,),
    KENNTNIS: (SchrittArt.KENNTNIS,),
    ARBEIT: tuple(art for art in SchrittArt if art not in (*SIGNED, SchrittArt.KENNTNIS)),
}
"""Kinds of steps for which somebody may stand in alone (`registry.vertretbar`)."""


def _ids(actor, kind: PrincipalKind) -> set[UUID]:
    return {key for found, key in actor.principals if found == kind}


def _posts(actor, person: UUID, units: list[UUID], on: date):
    rows = Stellenbesetzung.objects.valid_on(on).filter(person=person, stelle__einheit__in=units)
    return rows.values_list("stelle_id", flat=True)


_POSTS = Ready(_posts, person=UUID, units=list, on=date)


def desks_of(actor, *, on: date) -> set[UUID]:
    """Return the desks of a person: herself, her Stellen, her units; in Vertretung those of the
    person she stands in for, without geschützte Bereiche. One query; nothing for a program."""
    person = getattr(actor, "works_for", None)
    if person is None:
        return set()
    posts = _POSTS.all(person=person, units=list(actor.einheiten), on=on)
    return {person, *posts, *_ids(actor, PrincipalKind.EINHEIT)}


def arten_for(actor) -> tuple[str, ...] | None:
    """Return the kinds of steps the actor does where she stands in for some only; None for all."""
    only = getattr(actor, "only", ())  # a program stands in for nobody
    return tuple(art for name in only for art in VERTRETBAR.get(name, ())) if only else None


def restricted(actor, rows):
    """Return the steps among `rows` that the actor does: all, or those for which she stands in."""
    arten = arten_for(actor)
    return rows if arten is None else rows.filter(art__in=arten)


def does(actor, schritt: Schritt) -> bool:
    """Tell whether the actor does steps of this kind."""
    arten = arten_for(actor)
    return arten is None or schritt.art in arten


def lies_with(actor, schritt: Schritt, *, on: date) -> bool:
    """Tell whether an open step lies on a desk of the actor, and is of a kind that she does."""
    return does(actor, schritt) and schritt.platz in desks_of(actor, on=on)


def _units_of(schritt: Schritt, *, on: date) -> set[UUID]:
    """Return the units in whose care an addressee works (one query for a person)."""
    if schritt.einheit_id:
        return {schritt.einheit_id}
    if schritt.stelle_id:
        return {schritt.stelle.einheit_id}
    rows = Stellenbesetzung.objects.valid_on(on).filter(person_id=schritt.platz)
    return set(rows.values_list("stelle__einheit_id", flat=True))


def may_take(actor, schritt: Schritt, *, on: date) -> bool:
    """Tell whether the actor leads the unit of the addressee and may act in her place."""
    led = _ids(actor, PrincipalKind.LEITUNG)
    return (
        Permission.SCHRITT_TAKE in actor.permissions
        and bool(led)
        and bool(led & _units_of(schritt, on=on))
    )


def may_steer(actor, verfuegung) -> bool:
    """Tell whether the actor may change a Verfügung: who drew it up, or who works on the Vorgang."""
    if Permission.VERFUEGUNG_EDIT not in actor.permissions:
        return False
    if verfuegung.urheber_id and getattr(actor, "works_for", None) == verfuegung.urheber_id:
        return True
    return actor.zones_write is None or verfuegung.vorgang.zone_id in actor.zones_write


def reads(actor, verfuegung) -> bool:
    """Tell whether the actor may read what a Verfügung is about."""
    zones = actor.zones_read
    if zones is None:
        return True
    dokument = verfuegung.dokument
    return verfuegung.vorgang.zone_id in zones and (dokument is None or dokument.zone_id in zones)
