"""Reading the Notfallliste and what goes into it."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from verbundakte.akten.models import Ausleihe, Notfallkennwort, Notfallliste, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.clock import today
from verbundakte.core.registry import registry
from verbundakte.organisation.models import Organisationseinheit, Person, Stellenbesetzung

MOST = 20_000


@dataclass(frozen=True)
class Notfallinhalt:
    """What stands in a list. No Betreff and no parties: whoever reads it may not read every file."""

    einheiten: list[dict]
    personen: list[Person]
    vorgaenge: list[Vorgang]
    ausleihen: list[Ausleihe]
    termine: list[tuple[date, str, str, str]]

    @property
    def counts(self) -> dict[str, int]:
        """Return how much of everything there is."""
        return {name: len(rows) for name, rows in vars(self).items()}


def require_notfall(actor) -> None:
    """Refuse (404) who may not fetch the list."""
    if not actor.may(Permission.NOTFALL_READ, None):
        raise Http404


def newest_notfallliste(actor) -> Notfallliste | None:
    """Return the newest list, or 404 without the right."""
    require_notfall(actor)
    return Notfallliste.objects.select_related("blob").order_by("-made_at").first()


def notfallkennwort(actor) -> Notfallkennwort | None:
    """Return the password that holds (sealed), or 404 without the right."""
    require_notfall(actor)
    return Notfallkennwort.objects.order_by("-set_at").first()


def count_running(actor) -> int:
    """Return how many Vorgänge run now, for the comparison with the list; 404 without the right."""
    require_notfall(actor)
    return Vorgang.objects.in_progress().count()


def read_notfallinhalt(actor) -> Notfallinhalt:
    """Return what goes into a list, in the order of the units; 404 without the right."""
    require_notfall(actor)
    on = today()
    heads = Stellenbesetzung.objects.filter(stelle__is_leitung=True, from_on__lte=on)
    heads = heads.exclude(to_on__lte=on).select_related("person", "stelle")
    leading: dict = {}
    for row in heads:
        leading.setdefault(row.stelle.einheit_id, []).append(row.person)
    units = Organisationseinheit.objects.exclude(valid_to__lte=on).order_by("sort_key", "pk")
    running = Vorgang.objects.in_progress().select_related(
        "federfuehrung", "sachbearbeitung", "vorgangstyp"
    )
    lent = Ausleihe.objects.filter(returned_on=None).select_related("akte")
    return Notfallinhalt(
        einheiten=[{"einheit": unit, "leitung": leading.get(unit.pk, [])} for unit in units],
        personen=list(Person.objects.people().order_by("sort_key", "pk")),
        vorgaenge=list(running.order_by("federfuehrung__sort_key", "aktenzeichen")[:MOST]),
        ausleihen=list(lent.order_by("due_on", "pk")),
        termine=sorted(row for rows in registry.notfall.values() for row in rows(actor, MOST)),
    )
