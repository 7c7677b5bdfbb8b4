"""The facets of a search with German words for their values; the same for page, API and command."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Dokument
from verbundakte.akten.queries.felder import typ_names
from verbundakte.akten.queries.plan import plan_names
from verbundakte.core.registry import registry
from verbundakte.core.search.filters import CHOICES, FACETS, parameter
from verbundakte.core.search.service import Search, facets
from verbundakte.organisation.models import Organisationseinheit

FIXED = {
    "kind": {"akte": "Akten", "vorgang": "Vorgänge", "dokument": "Dokumente"},
    "zustand": {"in-bearbeitung": "In Bearbeitung", "zu-den-akten": "Zu den Akten"},
}


@dataclass(frozen=True)
class Facettenwert:
    """A value of a facet, how it is read, how many hits have it, and whether it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facette:
    """A facet under the name it has in addresses, with its most frequent values."""

    name: str
    title: str
    werte: tuple[Facettenwert, ...]


def facet_labels(actor, name: str, values: Iterable[str]) -> dict[str, str]:
    """Return the words for values of a facet."""
    values = list(values)
    known: dict[str, str] = {}
    if name == "dokumenttyp" and values:
        known = typ_names(actor, Dokument, values)
    elif name == "plan" and values:
        known = plan_names(actor, values)
    elif name == "einheit" and values:
        rows = Organisationseinheit.objects.filter(kennzeichen__in=values)
        known = {row.kennzeichen: f"{row.kennzeichen} {row.name}" for row in rows}
    elif name == CHOICES:
        known = {value: value.replace("=", ": ", 1) for value in values}
    elif name in FIXED:
        known = FIXED[name]
    elif name == "format":
        known = {value: value.lstrip(".").upper() for value in values}
    return {value: known.get(value, value) for value in values}


def facetten(actor, question: Search) -> list[Facette]:
    """Return the facets of what a search finds for the actor; at most three queries."""
    found = facets(actor, question, [*dict(FACETS), CHOICES])
    shown = [
        Facette(parameter(name), title, _werte(actor, name, found[name], question))
        for name, title in FACETS
    ]
    own: dict[str, list[Facettenwert]] = {}
    for wert in _werte(actor, CHOICES, found[CHOICES], question):
        feld, _, label = wert.value.partition("=")
        own.setdefault(feld, []).append(Facettenwert(wert.value, label, wert.count, wert.is_chosen))
    shown += [Facette(CHOICES, feld, tuple(werte)) for feld, werte in own.items()]
    return [facette for facette in shown if facette.werte]


def _werte(actor, name: str, found: list[tuple[str, int]], question: Search):
    """Return the values of a facet, the chosen ones among them."""
    chosen = list(question.filters.get(name, ()))
    values = [*found, *((value, 0) for value in chosen if value not in dict(found))]
    names = facet_labels(actor, name, (value for value, _ in values))
    if name == "jahr":
        values = sorted(values, reverse=True)
    return tuple(
        Facettenwert(value, names[value], count, value in chosen) for value, count in values
    )


def search_places(actor, keys: Iterable[str]) -> list:
    """Return the Akten and Vorgänge a search lies in, as hits; 404 when one cannot be seen."""
    try:
        ids = [UUID(key) for key in keys]
    except ValueError:
        raise Http404 from None
    found = {}
    for source in registry.search.values():
        found.update(source.read(actor, ids))
    if len(found) < len(set(ids)):
        raise Http404
    return list(found.values())
