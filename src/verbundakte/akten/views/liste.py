"""Lists as tables: columns, order, filters, saved views and the way out as a file.

The address carries everything; what it does not say comes from what the person has chosen before.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.ausgaben.liste import read_table
from verbundakte.akten.forms import ViewForm
from verbundakte.akten.listen.columns import AKTEN, DOKUMENTE, KONTAKTE, LISTINGS, VORGAENGE
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listen import listing_of
from verbundakte.akten.views.addresses import safe_next
from verbundakte.akten.views.tabelle import table_context
from verbundakte.core.ausgaben import scratch_file
from verbundakte.core.clock import now
from verbundakte.core.lists.state import COLUMNS, read_state
from verbundakte.core.registry import registry
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page

PLACES = (("eigene", "Meine"), ("einheit", "Meiner Einheit"), ("stadt", "Alle"))
UNKNOWN_FORM = "Diese Ausgabe ist nicht möglich. Laden Sie die Seite neu."


def _show(request: HttpRequest, kind: str, ort: str, head: dict) -> HttpResponse:
    liste = queries.get_liste(request.actor, kind, ort)
    kept = queries.kept_columns(request.actor, kind)
    state = read_state(liste.listing, request.GET, kept)
    if liste.subject is not None:
        head = head | _head_of(request, liste.subject)
    nothing = {"empty_title": f"Keine {liste.listing.label}"}
    context = nothing | head | table_context(request, liste, state)
    return render_page(request, "akten/liste.html", context)


def _head_of(request: HttpRequest, subject) -> dict:
    """Return path and name of the object a list lies in."""
    kind = subject._meta.model_name
    if kind == "aktenplaneinheit":
        address = f"{reverse('akten:aktenplan')}?einheit={subject.item_id}"
    else:
        address = reverse(f"akten:{kind}", args=[subject.pk])
    return {"steps": [(str(subject), address)]}


@require_safe
def akten(request: HttpRequest) -> HttpResponse:
    """Show the Akten of the town."""
    head = {"title": "Akten", "empty": "Hier stehen alle Akten, die Sie sehen dürfen."}
    return _show(request, AKTEN, "stadt", head)


@require_safe
def akten_of_unit(request: HttpRequest, einheit_id: UUID) -> HttpResponse:
    """Show the Akten under a unit of the plan."""
    head = {
        "title": "Akten",
        "empty": "Unter dieser Einheit liegt keine Akte, die Sie sehen dürfen.",
    }
    return _show(request, AKTEN, f"planeinheit:{einheit_id}", head)


@require_safe
def vorgaenge(request: HttpRequest) -> HttpResponse:
    """Show the Vorgänge in one's own care, of one's units, or of the town (`?bereich=`)."""
    asked = request.GET.get("bereich", "")
    place = asked if asked in dict(PLACES) else PLACES[0][0]
    head = {
        "title": "Vorgänge",
        "empty": "Hier stehen Vorgänge, sobald welche angelegt sind.",
        "places": [
            {
                "label": label,
                "url": f"?bereich={key}",
                "is_current": key == place,
            }
            for key, label in PLACES
        ],
        "keep": {"bereich": place},
    }
    return _show(request, VORGAENGE, place, head)


@require_safe
def vorgaenge_of_akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show the Vorgänge of an Akte."""
    head = {
        "title": "Vorgänge",
        "empty": "In dieser Akte liegt kein Vorgang, den Sie sehen dürfen.",
    }
    return _show(request, VORGAENGE, f"akte:{akte_id}", head)


@require_safe
def dokumente_of_akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show the Dokumente of all Vorgänge of an Akte."""
    head = {"title": "Dokumente", "empty": "In dieser Akte liegt nichts, was Sie sehen dürfen."}
    return _show(request, DOKUMENTE, f"akte:{akte_id}", head)


@require_safe
def dokumente_of_vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show the Dokumente of a Vorgang."""
    head = {"title": "Dokumente", "empty": "In diesem Vorgang liegt nichts, was Sie sehen dürfen."}
    return _show(request, DOKUMENTE, f"vorgang:{vorgang_id}", head)


@require_safe
def kontakte(request: HttpRequest) -> HttpResponse:
    """Show the Kontakte the person may see."""
    head = {
        "title": "Kontakte",
        "word_label": "Namen",
        "new_url": reverse("akten:kontakt-neu")
        if Permission.KONTAKT_CREATE in request.actor.permissions
        else "",
        "new_label": "Kontakt",
        "empty": "Hier stehen Personen und Organisationen, die an Ihren Akten beteiligt sind.",
    }
    return _show(request, KONTAKTE, "stadt", head)


@require_safe
def unassigned(request: HttpRequest) -> HttpResponse:
    """Show the Dokumente that lie in no Vorgang yet."""
    head = {
        "title": "Nicht zugeordnet",
        "lead": "Dokumente Ihrer Einheit, die noch in keinem Vorgang liegen.",
        "empty": "Hier stehen Dokumente, die ohne Vorgang übernommen wurden, zum Beispiel beim"
        " Einlesen eines Ordners.",
        "empty_title": "Alles zugeordnet",
    }
    return _show(request, DOKUMENTE, "nicht-zugeordnet", head)


def _liste(request: HttpRequest) -> str:
    """Return the kind of list a form is about, "" for an unknown one."""
    kind = request.POST.get("liste", "")
    return kind if kind in LISTINGS or kind in registry.listings else ""


def _back(request: HttpRequest) -> str:
    return safe_next(request, reverse("akten:vorgaenge"))


@require_POST
def spalten(request: HttpRequest) -> HttpResponse:
    """Keep the columns a person has chosen, and go back to her list with them."""
    kind = _liste(request)
    if kind:
        listing = listing_of(request.actor, kind)
        known = [column.key for column in listing.all_columns]
        chosen = [key for key in known if key in request.POST.getlist(COLUMNS)]
        actions.keep_columns(request.actor, liste=kind, spalten=chosen)
    path, _, query = _back(request).partition("?")
    rest = QueryDict(query, mutable=True)
    rest.pop(COLUMNS, None)
    return redirect(f"{path}?{rest.urlencode()}" if rest else path)


@require_POST
def ansichten(request: HttpRequest) -> HttpResponse:
    """Save what the list shows now under a name, for oneself or for a unit."""
    kind, back = _liste(request), _back(request)
    units = {str(row.pk): row for row in queries.einheiten_to_share_with(request.actor)}
    form = ViewForm(request.POST, einheiten=list(units.values()))
    if not kind or not form.is_valid():
        told = [text for texts in form.errors.values() for text in texts]
        warn(request, told[0] if told else UNKNOWN_FORM)
        return redirect(back)
    values = {
        "liste": kind,
        "name": form.cleaned_data["name"],
        "abfrage": form.cleaned_data["abfrage"],
        "at": now(),
    }
    unit = units.get(form.cleaned_data["einheit"])
    with telling(request, f"Ansicht „{values['name']}“ gespeichert."):
        if unit is None:
            actions.save_own_view(request.actor, **values)
        else:
            actions.save_unit_view(request.actor, unit, **values)
    return redirect(back)


@require_POST
def ansicht_ende(request: HttpRequest, ansicht_id: UUID) -> HttpResponse:
    """Delete a saved view."""
    ansicht = queries.get_view(request.actor, ansicht_id)
    with telling(request, f"Ansicht „{ansicht.name}“ gelöscht."):
        if ansicht.einheit is None:
            actions.drop_own_view(request.actor, ansicht)
        else:
            actions.drop_unit_view(request.actor, ansicht.einheit, ansicht=ansicht)
    return redirect(_back(request))


@require_POST
def ausgabe(request: HttpRequest) -> HttpResponse:
    """Take the list out as a file: at once, or as a job when it is long."""
    asked = {name: request.POST.get(name, "") for name in ("liste", "ort", "abfrage", "art")}
    table = read_table(request.actor, **asked)
    order = asked | {"art": table.art}
    label, subject = table.label, table.liste.subject
    count = queries.count_of(request.actor, table.liste, table.state)
    if count.is_capped:
        actions.export_list(request.actor, subject, request=order, label=label, at=now())
        say(
            request,
            "Die Liste entsteht im Hintergrund. Sie finden sie hier, sobald sie fertig ist.",
        )
        return redirect("web:auftraege")
    order |= {"file_name": table.file_name, "media_type": table.media_type}
    with scratch_file() as out:
        made = (out, table.write(request.actor, out))
        row = actions.export_list(
            request.actor, subject, request=order, label=label, at=now(), content=made
        )
    return redirect("web:ausgabe", ausgabe_id=row.pk)
