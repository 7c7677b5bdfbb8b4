"""/dokumente/<id>/ : leads to the Vorgang with the Dokument chosen; the parts that update alone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import here
from verbundakte.akten.views.vorgang import document, may_edit_now, note, panes
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.shortcuts import render_page

LEVELS = {str(level): level for level in range(1, anzeige.SHOWN_LEVELS + 1)}


@require_safe
def show_dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Go to the Vorgang with this Dokument chosen, or show it alone when it lies in none."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    vorgang = dokument.vorgang
    if vorgang is not None and request.actor.may(Permission.VORGANG_READ, vorgang):
        query = request.GET.copy()
        query["dokument"] = str(dokument.pk)
        address = reverse("akten:vorgang", args=[vorgang.pk])
        return redirect(f"{address}?{query.urlencode()}")
    note(request, dokument)
    jobs = queries.open_jobs(request.actor, [dokument])
    is_own = dokument.is_entwurf and dokument.created_by == request.actor.person_id
    context = {**panes(request, dokument, jobs), "is_own_entwurf": is_own}
    return render_page(request, "akten/dokument.html", context)


@require_safe
def row(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Return the row of the list, asked again while the Dokument is worked on."""
    dokument = queries.get_dokument_row(request.actor, dokument_id)
    jobs = queries.open_jobs(request.actor, [dokument])
    if dokument.vorgang_id is None:
        url = reverse("akten:dokument", args=[dokument.pk])
    else:
        gone = dict.fromkeys(("fassung", "ab", "suche", "seite", "hier", "stufe"), "")
        query = here(request, "#dokument", dokument=dokument.pk, **gone)
        url = reverse("akten:vorgang", args=[dokument.vorgang_id]) + query
    shown = anzeige.dokument_row(
        dokument,
        url=url,
        job=jobs.get(dokument.pk, ""),
        live=request.get_full_path(),
        above=anzeige.chips_above(request.actor, [dokument]).get(dokument.pk),
    )
    shown["is_here"] = request.GET.get("hier") == "1"
    shown["level"] = LEVELS.get(request.GET.get("stufe", ""), shown["level"])
    return render(request, "ui/_docrow.html", {"row": shown})


@require_safe
def document_pane(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Return the document pane, asked again until there is something to show."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    queries.note_read(request.actor, dokument)
    jobs = queries.open_jobs(request.actor, [dokument])
    fassungen = queries.files_of(request.actor, dokument)
    context = document(request, dokument, fassungen, jobs)
    context["may_edit"] = may_edit_now(request.actor, dokument)
    return render(request, "akten/_dokument.html", context)
