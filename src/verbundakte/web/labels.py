"""German words for the values of facets."""

from collections.abc import Iterable

from verbundakte.akten import queries
from verbundakte.akten.models import Dokument
from verbundakte.organisation.models import Organisationseinheit

FIXED = {
    "kind": {"akte": "Akten", "vorgang": "Vorgänge", "dokument": "Dokumente"},
    "zustand": {"in-bearbeitung": "In Bearbeitung", "zu-den-akten": "Zu den Akten"},
}


def facet_labels(actor, name: str, values: Iterable[str]) -> dict[str, str]:
    """Return the words for values of a facet."""
    values = list(values)
    known: dict[str, str] = {}
    if name == "dokumenttyp" and values:
        known = queries.typ_names(actor, Dokument, values)
    elif name == "plan" and values:
        known = queries.plan_names(actor, values)
    elif name == "wahl":
        known = {value: value.replace("=", ": ", 1) for value in values}
    elif name in FIXED:
        known = FIXED[name]
    elif name == "format":
        known = {value: value.lstrip(".").upper() for value in values}
    return {value: known.get(value, value) for value in values}


def facet_choices(actor, name: str, found: list[tuple[str, int]], question) -> list[dict]:
    """Return the choices of a facet for the screen, the chosen ones among them."""
    chosen = list(question.filters.get(name, ()))
    values = [*found, *((value, 0) for value in chosen if value not in dict(found))]
    if name == "einheit":
        rows = Organisationseinheit.objects.filter(kennzeichen__in=[value for value, _ in values])
        names = {row.kennzeichen: f"{row.kennzeichen} {row.name}" for row in rows}
    else:
        names = facet_labels(actor, name, (value for value, _ in values))
    if name == "jahr":
        values = sorted(values, reverse=True)
    return [
        {
            "value": value,
            "label": names.get(value, value),
            "count": count,
            "is_checked": value in chosen,
        }
        for value, count in values
    ]
