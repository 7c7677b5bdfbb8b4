"""Who may end, move or take over a Termin."""

from datetime import date

from verbundakte.core.models import PrincipalKind
from verbundakte.geschaeftsgang.models import Termin
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Stellenbesetzung


def may_settle_termin(actor, termin: Termin) -> bool:
    """Tell whether the actor may end or move this: it lies with her or a unit of hers, she is the
    second person, she entered it, she may write in the Vorgang, or leads the unit it lies with."""
    if not actor.may(Permission.TERMIN_DO, None):
        return False
    me, units = actor.works_for, actor.einheiten
    if termin.is_of(me, units) or me in (termin.by, getattr(termin, "zweite_id", None)):
        return True
    return actor.may(Permission.TERMIN_EDIT, termin.subject)


def led_by(actor, on: date) -> frozenset:
    """Return the ids of the persons in units the actor leads on a day (at most one query)."""
    led = [key for kind, key in actor.principals if kind == PrincipalKind.LEITUNG]
    if not led:
        return frozenset()
    rows = Stellenbesetzung.objects.valid_on(on).filter(stelle__einheit__in=led)
    return frozenset(rows.values_list("person_id", flat=True))


def may_take_termin(actor, termin: Termin, led: frozenset) -> bool:
    """Tell whether the actor may take this over: it lies with a unit of hers, or with a person of a
    unit she leads (`led_by`)."""
    if termin.person_id == actor.works_for or not actor.may(Permission.TERMIN_DO, None):
        return False
    if termin.person_id is None:
        return termin.einheit_id in actor.einheiten
    return termin.person_id in led
