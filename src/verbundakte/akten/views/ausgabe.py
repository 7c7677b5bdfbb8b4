"""/akten/<id>/ausgabe/, /vorgaenge/<id>/ausgabe/ : take everything out as one file; covers with QR."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions import ausgabe as steps
from verbundakte.akten.ausgaben.deckel import cover_of
from verbundakte.akten.models import Akte, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page

CHOICES = (
    (
        "pdf",
        "Gesamt-PDF",
        "Deckblatt, Inhaltsverzeichnis, alle Lesefassungen und der Verlauf, mit Seitenzahlen und"
        " Lesezeichen.",
    ),
    (
        "zip",
        "Paket mit Originalen",
        "Die Dateien, wie sie abgelegt wurden, in einem Ordner je Vorgang, mit Inhaltsverzeichnis"
        " und Verlauf.",
    ),
)
STARTED = "Die Datei entsteht im Hintergrund. Sie finden sie hier, sobald sie fertig ist."


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Take an Akte out."""
    return _take_out(request, queries.get_akte(request.actor, akte_id))


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Take a Vorgang out."""
    return _take_out(request, queries.get_vorgang(request.actor, vorgang_id))


def _take_out(request: HttpRequest, subject: Akte | Vorgang) -> HttpResponse:
    if request.method == "POST":
        art = request.POST.get("art", "")
        if art in steps.FORMS:
            steps.export_file(request.actor, subject, art=art, at=now())
            say(request, STARTED)
            return redirect("web:auftraege")
        warn(request, "Wählen Sie, in welcher Form Sie den Inhalt brauchen.")
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "cancel": address_of(subject),
        "choices": CHOICES,
        "may": request.actor.may(Permission.AUSGABE_READ, subject),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "akten/ausgabe.html", context, status=status)


@require_safe
def akte_cover(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show the cover of the paper Akte, ready to print."""
    return _cover(request, queries.get_akte(request.actor, akte_id))


@require_safe
def vorgang_cover(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show the cover of the paper part of a Vorgang, ready to print."""
    return _cover(request, queries.get_vorgang(request.actor, vorgang_id))


def _cover(request: HttpRequest, subject: Akte | Vorgang) -> HttpResponse:
    kind = subject._meta.model_name
    address = request.build_absolute_uri(reverse(f"akten:{kind}", args=[subject.pk]))
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "cover": cover_of(request.actor, subject, address=address, town=request.tenant.name),
    }
    return render_page(request, "akten/deckel.html", context)
