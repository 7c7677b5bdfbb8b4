"""Nobody is stood in for by somebody who is away: who is there instead, and who takes over further on."""

from dataclasses import dataclass
from datetime import date, timedelta

from verbundakte.core import audit
from verbundakte.core.actions import Refusal
from verbundakte.organisation.models import (
    Person,
    Stellenbesetzung,
    Vertretung,
    VertretungArt,
)


@dataclass(frozen=True)
class Zeit:
    """Some days; `end` is the first one after."""

    first: date
    end: date


class VertreterAbsent(Refusal):
    """Whoever shall stand in is away; the message says with whom it works."""

    def __init__(self, away: Vertretung, instead: Person | None, *, is_loop: bool):
        name, last = away.person.name, away.to_on - timedelta(days=1)
        told = f"{name} ist vom {away.from_on:%d.%m.%Y} bis {last:%d.%m.%Y} selbst abwesend"
        loop = "; die Vertretungen gingen im Kreis, und niemand wäre da" if is_loop else ""
        choice = f"Nehmen Sie {instead.name}" if instead else "Nehmen Sie jemanden, der da ist"
        why = ", die Vertretung dort" if instead and not is_loop else ""
        super().__init__(f"{told}{loop}. {choice}{why}.")


def _absences(zeit: Zeit, **who):
    """Return when somebody is away (`person`), or stands in for somebody who is (`vertreter`)."""
    rows = Vertretung.objects.filter(art=VertretungArt.ABWESENHEIT, **who)
    rows = rows.filter(from_on__lt=zeit.end, to_on__gt=zeit.first)
    return rows.select_related("person", "vertreter").order_by("from_on", "pk")


def check_is_there(person: Person, vertreter: Person, zeit: Zeit) -> None:
    """Refuse a substitute who is away in that time, with whom instead: the last one of the chain of
    Vertretungen, or where it runs in a circle the head. Raises VertreterAbsent."""
    first = away = _absences(zeit, person=vertreter).first()
    seen = {person.pk, vertreter.pk}
    while away is not None:
        if away.vertreter_id in seen:
            raise VertreterAbsent(first, _head_of(person, seen, zeit), is_loop=True)
        seen.add(away.vertreter_id)
        following = _absences(zeit, person=away.vertreter_id).first()
        if following is None:
            raise VertreterAbsent(first, away.vertreter, is_loop=False)
        away = following


def _head_of(person: Person, away: set, zeit: Zeit) -> Person | None:
    """Return who leads the unit of a person, or one above it, and is none of those who are away."""
    posts = Stellenbesetzung.objects.valid_on(zeit.first)
    mine = posts.filter(person=person).select_related("stelle__einheit")
    post = mine.order_by("-stelle__is_leitung", "pk").first()
    unit, seen = post.stelle.einheit if post else None, set()
    while unit is not None and unit.pk not in seen:
        seen.add(unit.pk)
        heads = posts.filter(
            stelle__einheit=unit, stelle__is_leitung=True, person__is_active=True
        ).exclude(person__in=away)
        for held in heads.select_related("person").order_by("pk"):
            if not _absences(zeit, person=held.person_id).exists():
                return held.person
        unit = unit.parent
    return None


def pass_on(vertretung: Vertretung) -> list[Vertretung]:
    """Let whoever stands in for an absent person stand in, too, for those she stood in for."""
    if vertretung.to_on is None:
        return []
    zeit = Zeit(vertretung.from_on, vertretung.to_on)
    made = []
    for row in _absences(zeit, vertreter=vertretung.person_id):
        both = set(row.arten) & set(vertretung.arten)
        arten = sorted(both) if row.arten and vertretung.arten else row.arten or vertretung.arten
        days = Zeit(max(zeit.first, row.from_on), min(zeit.end, row.to_on))
        is_known = _absences(days, person=row.person_id, vertreter=vertretung.vertreter_id).exists()
        if is_known or (row.arten and vertretung.arten and not both):
            continue
        made.append(
            Vertretung.objects.create(
                person=row.person,
                vertreter=vertretung.vertreter,
                art=VertretungArt.ABWESENHEIT,
                from_on=days.first,
                to_on=days.end,
                arten=arten,
                weitergabe=vertretung,
                created_by=vertretung.created_by,
            )
        )
        audit.note_change("Auch für", None, row.person.name)
    return made


def end_passed_on(vertretung: Vertretung) -> None:
    """End what was passed on because of a Vertretung, or from it, on the day on which it ends."""
    on = vertretung.to_on
    further = Vertretung.objects.filter(weitergabe=vertretung)
    from_it = Vertretung.objects.filter(
        person=vertretung.person_id, weitergabe__person=vertretung.vertreter_id
    )
    for row in (further | from_it).filter(to_on__gt=on):
        row.to_on = max(on, row.from_on)
        row.save(update_fields=["to_on"])
        audit.note_change("Endet auch für", None, row.person.name)
