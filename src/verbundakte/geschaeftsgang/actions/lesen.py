"""Whoever is to deal with a step may read the Vorgang until it ends, and thirty days more."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from verbundakte.akten.actions import drop_reading, let_read, limit_reading
from verbundakte.akten.models import Vorgang
from verbundakte.core.access.zones import levels_of
from verbundakte.core.models import Freigabe, Level, PrincipalKind
from verbundakte.geschaeftsgang.actions.adressat import NobodyThere, occupants
from verbundakte.geschaeftsgang.models import Leserecht, Schritt
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Person

AFTERWARDS = timedelta(days=30)
OPEN_END = date(9999, 12, 31)
MOST = 30
REASON = "Beteiligung im Geschäftsgang"


def _addressees(schritt: Schritt, on: date) -> list[Person]:
    """Return whom a step reaches; nobody for a unit that reads the Vorgang as such."""
    if schritt.person_id:
        return [schritt.person]
    if schritt.stelle_id:
        return occupants(on=on, stelle=schritt.stelle_id)
    if schritt.einheit_id is None:
        return []
    zone = schritt.verfuegung.vorgang.zone_id
    if zone in levels_of([(PrincipalKind.EINHEIT, schritt.einheit_id)]):
        return []
    return occupants(on=on, stelle__einheit=schritt.einheit_id)[:MOST]


def _needs(person: Person, zone: int, on: date) -> bool:
    """Tell whether a person does not read a zone. Raises NobodyThere for who is shut out of it."""
    actor = load_actor(person.pk, on=on)
    if actor is None or zone in actor.zones_read:
        return False
    if levels_of(actor.principals).get(zone, (Level.READ,))[0] == Level.EXCLUDED:
        raise NobodyThere(
            f"{person.name} kann an diesem Vorgang nicht beteiligt werden. Wählen Sie eine andere"
            " Person, Stelle oder Einheit."
        )
    return True


def give_reading(actor, schritt: Schritt, *, at: datetime) -> None:
    """Let the addressees of a step read its Vorgang, for as long as they need it.

    Who reads it thanks to another step goes on doing so. Raises NobodyThere for a person who must not
    have to do with the Vorgang.
    """
    on, vorgang = localdate(at), schritt.verfuegung.vorgang
    persons = {person.pk: person for person in _addressees(schritt, on)}
    if not persons:
        return
    held = Freigabe.objects.filter(
        object_id=vorgang.pk, person_id__in=list(persons), reason=REASON, ended_at=None
    )
    given = dict(held.values_list("person_id", "pk"))
    limit_reading(list(given.values()), until=OPEN_END)
    fresh = [
        person
        for key, person in persons.items()
        if key not in given and _needs(person, vorgang.zone_id, on)
    ]
    if fresh:
        made = let_read(actor, vorgang, persons=fresh, days=(on, OPEN_END), reason=REASON, at=at)
        given |= {row.person_id: row.pk for row in made}
    Leserecht.objects.bulk_create(
        Leserecht(schritt=schritt, freigabe=freigabe) for freigabe in given.values()
    )


def end_reading(schritt: Schritt, *, at: datetime) -> None:
    """Let the reading that a step gave end thirty days from now, unless another step needs it."""
    rows = Leserecht.objects.filter(schritt=schritt, ends_on=None)
    mine = set(rows.values_list("freigabe", flat=True))
    if not mine:
        return
    ends_on = localdate(at) + AFTERWARDS
    rows.update(ends_on=ends_on)
    others = Leserecht.objects.filter(freigabe__in=mine, ends_on=None)
    limit_reading(list(mine - set(others.values_list("freigabe", flat=True))), until=ends_on)


def tidy_reading(by, *, on: date, at: datetime) -> int:
    """Take reading that is over out of the access of the Vorgänge; return of how many."""
    over = Leserecht.objects.filter(ends_on__lte=on).values_list("freigabe", flat=True)
    rows = Freigabe.objects.filter(pk__in=over, to_on__lte=on, ended_at=None)
    found: dict[UUID, list[UUID]] = {}
    for pk, vorgang in rows.values_list("pk", "object_id")[:200]:
        found.setdefault(vorgang, []).append(pk)
    for vorgang in Vorgang.objects.filter(pk__in=found).order_by("pk"):
        drop_reading(vorgang, found[vorgang.pk], by=by, at=at)
    return len(found)
