"""/…/verlauf/ and /…/angaben/ : who did what, newest first; what is known and noted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.views.addresses import address_of, here
from verbundakte.akten.views.angaben import history_entries, vorgang_facts
from verbundakte.akten.views.anmerkungen import notes_of
from verbundakte.core.ui.shortcuts import render_page


@require_safe
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show the history of a Vorgang and its Dokumente."""
    return _show(request, queries.get_vorgang(request.actor, vorgang_id), "Vorgang")


@require_safe
def dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show the history of a Dokument."""
    return _show(request, queries.get_dokument(request.actor, dokument_id), "Dokument")


def _show(request: HttpRequest, subject, kind: str) -> HttpResponse:
    queries.note_read(request.actor, subject)
    found = queries.verlauf(request.actor, subject, before=request.GET.get("ab", ""))
    context = {
        "subject": subject,
        "steps": [(f"{kind} {subject}", address_of(subject))],
        "entries": history_entries(found),
        "more": here(request, ab=found.after) if found.after else "",
        "herkunft": queries.herkunft_of(request.actor, subject),
        "altverlauf": queries.altverlauf_of(request.actor, subject),
    }
    return render_page(request, "akten/verlauf.html", context)


@require_safe
def vorgang_angaben(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show what is known and noted about a Vorgang itself."""
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    queries.note_read(request.actor, vorgang)
    author = str(vorgang.created_by)
    context = {
        "vorgang": vorgang,
        "steps": [(f"Vorgang {vorgang}", address_of(vorgang))],
        "facts": vorgang_facts(
            request.actor, vorgang, queries.person_names([author]).get(author, "")
        ),
        "notes": notes_of(request, vorgang),
    }
    return render_page(request, "akten/vorgang_angaben.html", context)
