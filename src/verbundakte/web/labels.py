"""German words for the values of facets."""

from verbundakte.akten.models import Dokumenttyp
from verbundakte.organisation.models import Organisationseinheit


def facet_label(name: str, value: str) -> str:
    """Return the word for one value of a facet."""
    if name == "dokumenttyp":
        return dict(Dokumenttyp.choices).get(value, value)
    return value


def facet_choices(name: str, found: list[tuple[str, int]], question) -> list[dict]:
    """Return the choices of a facet for the screen, the chosen ones among them."""
    chosen = list(question.filters.get(name, ()))
    values = [*found, *((value, 0) for value in chosen if value not in dict(found))]
    if name == "einheit":
        rows = Organisationseinheit.objects.filter(kennzeichen__in=[value for value, _ in values])
        names = {row.kennzeichen: f"{row.kennzeichen} {row.name}" for row in rows}
    else:
        names = {value: facet_label(name, value) for value, _ in values}
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
