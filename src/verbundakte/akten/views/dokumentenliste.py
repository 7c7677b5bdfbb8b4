"""The list of Dokumente beside the open one, on the page of a Vorgang."""

from django.http import HttpRequest

from verbundakte.akten.models import Dokument
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import here
from verbundakte.akten.views.tabelle import NOBODY
from verbundakte.core.ui.addresses import reverse


def lines(request: HttpRequest, rows: list[Dokument], chosen, jobs: dict) -> dict:
    """Return the lines of the Dokumente; `jobs`: what is being done with each, by its id."""
    shown = []
    above = anzeige.chips_above(request.actor, rows)
    before, _, after = _at(request, NOBODY).partition(NOBODY)
    for row in rows:
        is_here = chosen is not None and row.pk == chosen.pk
        job = jobs.get(row.pk, "")
        given = {"job": job, "live": _live(request, row, is_here) if job else ""}
        url = f"{before}{row.pk}{after}"
        shown.append(anzeige.dokument_row(row, url=url, above=above.get(row.pk), **given))
        shown[-1]["is_here"] = is_here
        if row.lock_in_force and shown[-1]["chip"] is None:
            shown[-1]["chip"] = anzeige.chip(row.lock_in_force.person.name, "lock", "warn")
    return {"rows": shown, "count": sum(row.parent_id is None for row in rows)}


def _at(request: HttpRequest, dokument: object) -> str:
    """Return the address of this page with a Dokument open."""
    return here(request, "#dokument", dokument=dokument, fassung="", ab="", suche="", seite="")


def _live(request: HttpRequest, row: Dokument, is_here: bool) -> str:
    """Return where the page asks how far a Dokument is that is being worked on."""
    place = reverse("akten:dokument-zeile", args=[row.pk])
    marks = f"hier={int(is_here)}&stufe={getattr(row, 'level', 0)}"
    return f"{place}?{marks}&{request.GET.urlencode()}"


def neighbours(request: HttpRequest, rows: list[Dokument], chosen) -> dict:
    """Addresses of the Dokumente above and below the chosen one in the list."""
    keys = [row.pk for row in rows]
    if chosen is None or chosen.pk not in keys:
        return {"above": "", "below": ""}
    at = keys.index(chosen.pk)

    def address(index: int) -> str:
        return _at(request, keys[index]) if 0 <= index < len(keys) else ""

    return {"above": address(at - 1), "below": address(at + 1)}
