"""What can be done with the pages of the file that is shown: lines of the menu of a Dokument."""

from django.http import HttpRequest

from verbundakte.akten.models import Dokument, Fassung
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.angaben import chosen_fassung
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem


def pages_items(
    request: HttpRequest, dokument: Dokument, fassungen: list[Fassung]
) -> list[MenuItem]:
    """Return the lines for the file of the chosen Fassung, as far as it has pages."""
    items = []
    if len(fassungen) > 1:
        place = reverse("akten:vergleich", args=[dokument.pk])
        items.append(MenuItem("Fassungen vergleichen", place, "columns"))
    fassung = chosen_fassung(request, fassungen)
    datei = next(iter(fassung.dateien.all()), None) if fassung else None
    if datei is None or not datei.pages or dokument.vorgang_id is None:
        return items
    if Permission.DOKUMENT_CREATE in request.actor.permissions:
        place = reverse("akten:schwaerzung-neu", args=[datei.pk])
        items.append(MenuItem("Schwärzen", place, "edit"))
        place = reverse("akten:seitenfolge", args=[datei.pk])
        items.append(MenuItem("Seiten ordnen", place, "thumbs"))
    return items
