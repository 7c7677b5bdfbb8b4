"""What a search can be narrowed by, under which names it stands in addresses, and what it is called."""

from collections.abc import Iterable, Mapping

from verbundakte.core.search.query import cleaned

FACETS = (
    ("kind", "Was"),
    ("dokumenttyp", "Art"),
    ("jahr", "Jahr"),
    ("einheit", "Zuständig"),
    ("plan", "Aktenplan"),
    ("format", "Dateityp"),
    ("zustand", "Stand"),
)
CHOICES, INSIDE = "wahl", "innerhalb"
NAMES = (*dict(FACETS), CHOICES, INSIDE)
MOST_VALUES = 50


def parameter(name: str) -> str:
    """Return under which name a filter stands in addresses."""
    return "was" if name == "kind" else name


def filters_from(given: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the filters of a search from {name in addresses: values}; others are left out."""
    found = {}
    for name in NAMES:
        if values := list(given.get(parameter(name), ()))[:MOST_VALUES]:
            found[name] = [cleaned(value) for value in values]
    return found
