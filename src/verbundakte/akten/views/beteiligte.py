"""/beteiligte/<kind>/<id>/ : who takes part in an Akte, a Vorgang or a Dokument, and as what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import queries
from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.forms_kontakt import AnschriftForm, KontaktForm, RolleForm
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import kontakt as read
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page

NOT_KNOWN = "Diesen Kontakt gibt es nicht, oder Sie dürfen ihn nicht sehen."


def _place(subject) -> str:
    return reverse("akten:beteiligte", args=[subject._meta.model_name, subject.pk])


@require_http_methods(["GET", "POST"])
def beteiligte(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Show who takes part, offer Kontakte by a word, and add one in a role."""
    actor = request.actor
    subject = queries.get_subject(actor, kind, key)
    if request.method == "POST":
        return _add(request, subject)
    words = request.GET.get("wort", "").strip()
    klasse = steps.geheimnisklasse_of(subject)
    may = actor.may(Permission.KONTAKT_CREATE, subject)
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "rows": read.beteiligte_of(actor, subject),
        "words": words,
        "found": read.offered(actor, words, klasse) if words and may else [],
        "rolle": RolleForm(),
        "new": f"{_place(subject)}neu/?{'name=' + words if words else ''}",
        "may": may,
    }
    return render_page(request, "akten/beteiligte.html", context)


def _add(request: HttpRequest, subject) -> HttpResponse:
    form, key = RolleForm(request.POST), read_uuid(request.POST.get("kontakt", ""))
    if key is None or not form.is_valid():
        warn(request, NOT_KNOWN if key is None else "Wählen Sie eine Rolle.")
        return redirect(_place(subject))
    kontakt = read.get_kontakt(request.actor, key)
    with telling(request, f"„{kontakt}“ ist beteiligt."):
        steps.add_beteiligung(
            request.actor, subject, kontakt=kontakt, rolle=form.cleaned_data["rolle"], at=now()
        )
    return redirect(_place(subject))


@require_http_methods(["GET", "POST"])
def new_beteiligter(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Create a Kontakt where the object lies and let it take part at once."""
    actor = request.actor
    subject = queries.get_subject(actor, kind, key)
    initial = {"name": request.GET.get("name", "")}
    form = KontaktForm(request.POST or None, initial=initial)
    anschrift = AnschriftForm(request.POST or None, prefix="anschrift")
    rolle = RolleForm(request.POST or None)
    similar = []
    if request.method == "POST" and form.is_valid() and anschrift.is_valid() and rolle.is_valid():
        values = form.values()
        klasse = steps.geheimnisklasse_of(subject)
        similar = read.similar(actor, values["name"], values["vorname"], klasse)
        if not similar or "trotzdem" in request.POST:
            try:
                kontakt = steps.create_kontakt_at(actor, subject, values=values, at=now())
                if anschrift.has_content:
                    steps.add_anschrift(actor, kontakt, values=anschrift.cleaned_data, at=now())
                role = rolle.cleaned_data["rolle"]
                steps.add_beteiligung(actor, subject, kontakt=kontakt, rolle=role, at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                say(request, f"„{kontakt}“ ist beteiligt.")
                return redirect(_place(subject))
    context = {
        "title": "Neuer Beteiligter",
        "steps": [(str(subject), address_of(subject)), ("Beteiligte", _place(subject))],
        "form": form,
        "anschrift": anschrift,
        "rolle": rolle,
        "similar": similar,
        "cancel": _place(subject),
        "label": "Trotzdem anlegen" if similar else "Anlegen",
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "akten/kontakt_form.html", context, status=status)


@require_POST
def beteiligung_end(request: HttpRequest, beteiligung_id: UUID) -> HttpResponse:
    """Strike a Beteiligung."""
    row = read.get_beteiligung(request.actor, beteiligung_id)
    subject = row.subject
    with telling(request, f"„{row.kontakt}“ ist nicht mehr beteiligt."):
        steps.end_beteiligung(request.actor, subject, row=row)
    return redirect(_place(subject))
