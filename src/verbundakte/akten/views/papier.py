"""/akten/<id>/papier/ and /vorgaenge/<id>/verwahrung/ : paper, loans, requests, originals."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import forms_papier as forms
from verbundakte.akten import queries
from verbundakte.akten.actions import papier as steps
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import papier as read
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page

PARTS = ("standort", "behaeltnis", "papier_until", "elektronisch_from")


@require_http_methods(["GET", "POST"])
def papier(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show the paper part of an Akte; POST changes where it lies."""
    actor = request.actor
    akte = queries.get_akte(actor, akte_id)
    found = read.papier_of(actor, akte)
    initial = {name: getattr(found.teil, name) for name in PARTS} if found.teil else {}
    form = forms.PapierteilForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        steps.change_papierteil(actor, akte, values=form.cleaned_data)
        say(request, "Angaben gespeichert.")
        return redirect("akten:papier", akte_id=akte.pk)
    context = {
        "akte": akte,
        "steps": [(str(akte), address_of(akte))],
        "papier": found,
        "form": form,
        "ausleihe": forms.AusleiheForm(),
        "wunsch": forms.WunschForm(),
        "facts": [
            (str(row.label), row.value())
            for row in forms.PapierteilForm(initial=initial)
            if initial.get(row.name)
        ],
        "may_edit": actor.may(Permission.PAPIER_EDIT, akte),
        "may_request": actor.may(Permission.PAPIER_REQUEST, akte),
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/papier.html", context, status=status)


def _done(request: HttpRequest, form, act, told: str) -> None:
    """Do what a small form asks; say what was done or what is wrong."""
    if form is not None and not form.is_valid():
        warn(request, next(text for texts in form.errors.values() for text in texts))
        return
    with telling(request, told):
        act()


@require_POST
def ausleihen(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Hand the paper out."""
    akte, form = queries.get_akte(request.actor, akte_id), forms.AusleiheForm(request.POST)

    def act():
        steps.lend(request.actor, akte, on=today(), **form.cleaned_data)

    _done(request, form, act, "Ausleihe vermerkt.")
    return redirect("akten:papier", akte_id=akte.pk)


@require_POST
def rueckgabe(request: HttpRequest, ausleihe_id: UUID) -> HttpResponse:
    """The paper is back."""
    row = read.get_ausleihe(request.actor, ausleihe_id)

    def act():
        steps.take_back(request.actor, row.akte, ausleihe=row, on=today())

    _done(request, None, act, "Rückgabe vermerkt.")
    return redirect("akten:papier", akte_id=row.akte_id)


@require_safe
def fehlblatt(request: HttpRequest, ausleihe_id: UUID) -> HttpResponse:
    """Show the sheet that stands in the place of the paper, ready to print."""
    row = read.get_ausleihe(request.actor, ausleihe_id)
    teil = read.papier_of(request.actor, row.akte).teil
    pairs = [
        ("Ausgeliehen an", row.an),
        ("Seit", f"{row.lent_on:%d.%m.%Y}"),
        ("Zurück bis", f"{row.due_on:%d.%m.%Y}"),
        ("Standort", teil.standort if teil else ""),
        ("Behältnis", teil.behaeltnis if teil else ""),
    ]
    place = reverse("akten:papier", args=[row.akte_id])
    context = {
        "akte": row.akte,
        "pairs": pairs,
        "steps": [(str(row.akte), address_of(row.akte)), ("Papier", place)],
    }
    return render_page(request, "akten/fehlblatt.html", context)


@require_POST
def aushebungen(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Ask the Altregistratur for the paper."""
    akte, form = queries.get_akte(request.actor, akte_id), forms.WunschForm(request.POST)

    def act():
        steps.request_papier(request.actor, akte, at=now(), **form.cleaned_data)

    _done(request, form, act, "Angefordert. Die Registratur sieht es auf ihrem Schreibtisch.")
    return redirect("akten:papier", akte_id=akte.pk)


@require_POST
def erledigung(request: HttpRequest, aushebung_id: UUID) -> HttpResponse:
    """Say what became of a request."""
    row, form = read.get_aushebung(request.actor, aushebung_id), forms.ErgebnisForm(request.POST)

    def act():
        steps.settle_request(request.actor, row.akte, aushebung=row, at=now(), **form.cleaned_data)

    _done(request, form, act, "Erledigt.")
    return redirect("akten:papier", akte_id=row.akte_id)


@require_http_methods(["GET", "POST"])
def verwahrung(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show what is kept for others in a Vorgang; POST enters something."""
    actor = request.actor
    vorgang = queries.get_vorgang(actor, vorgang_id)
    form = forms.VerwahrForm(request.POST or None, initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        steps.keep_safe(actor, vorgang, values=form.cleaned_data)
        say(request, "Eingetragen. Der Vorgang bleibt offen, bis die Rückgabe vermerkt ist.")
        return redirect("akten:verwahrung", vorgang_id=vorgang.pk)
    context = {
        "vorgang": vorgang,
        "steps": [(str(vorgang), address_of(vorgang))],
        "rows": read.verwahrt_in(actor, vorgang),
        "form": form,
        "may": actor.may(Permission.VERWAHRUNG_EDIT, vorgang),
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/verwahrung.html", context, status=status)


@require_POST
def verwahrung_end(request: HttpRequest, stueck_id: UUID) -> HttpResponse:
    """Record that something went back."""
    row = read.get_verwahrstueck(request.actor, stueck_id)
    form = forms.RueckgabeForm(request.POST)

    def act():
        to = form.cleaned_data["to"]
        steps.give_back(request.actor, row.vorgang, row=row, to=to, on=today())

    _done(request, form, act, "Rückgabe vermerkt.")
    return redirect("akten:verwahrung", vorgang_id=row.vorgang_id)
