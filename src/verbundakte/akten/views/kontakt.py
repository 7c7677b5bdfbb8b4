"""/kontakte/... : a Kontakt with its files, forms about it, and two that are the same person."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.forms_kontakt import AnschriftForm, KanalForm, KontaktForm, NewKontaktForm
from verbundakte.akten.models import Anschrift, Kontakt
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import kontakt as read
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.akten.views.angaben import history_entries
from verbundakte.akten.views.schutz import schutz_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page

NO_UNIT = "Sie haben in keiner Einheit eine Stelle. Legen Sie Kontakte an einer Akte an."


def _facts(kontakt: Kontakt) -> list[tuple[str, str]]:
    until = f" bis {kontakt.gesperrt_until:%d.%m.%Y}" if kontakt.gesperrt_until else ""
    return [
        ("Art", kontakt.get_art_display()),
        ("Anrede", kontakt.anrede),
        ("Geburtsdatum", f"{kontakt.geboren_on:%d.%m.%Y}" if kontakt.geboren_on else ""),
        ("Auskunfts|sperre", f"ja{until}" if kontakt.is_gesperrt else ""),
        ("Geheimnis", kontakt.get_geheimnisklasse_display() if kontakt.geheimnisklasse else ""),
        ("Sichtbar", "für alle Beschäftigten" if kontakt.is_allgemein else ""),
        ("Bemerkung", kontakt.bemerkung),
    ]


def _steps(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Kontakte", reverse("akten:kontakte")), *more]


def _page_of(kontakt: Kontakt) -> str:
    return reverse("akten:kontakt", args=[kontakt.pk])


@require_safe
def show_kontakt(request: HttpRequest, kontakt_id: UUID) -> HttpResponse:
    """Show who somebody is, how she is reached, and in what she takes part."""
    actor = request.actor
    kontakt = read.get_kontakt(actor, kontakt_id)
    if kontakt.pk != kontakt_id:
        return redirect("akten:kontakt", kontakt_id=kontakt.pk)
    may_edit = actor.may(Permission.KONTAKT_EDIT, kontakt)
    similar = read.similar(
        actor, kontakt.name, kontakt.vorname, kontakt.geheimnisklasse, but=kontakt.pk
    )
    context = {
        "kontakt": kontakt,
        "steps": _steps(),
        "facts": _facts(kontakt),
        "reach": read.reach_of(actor, kontakt, on=today()),
        "parts": [_part(row) for row in read.parts_of(actor, kontakt)],
        "similar": similar if may_edit else [],
        "merges": read.merges_of(actor, kontakt) if may_edit else [],
        "entries": history_entries(queries.verlauf(actor, kontakt)),
        "may_edit": may_edit,
        "schutz": schutz_of(request, kontakt),
        "personal_url": f"{reverse('akten:personalakte-neu')}?kontakt={kontakt.pk}"
        if Permission.PERSONALAKTE_EDIT in actor.permissions
        else "",
        "anschrift_form": AnschriftForm(prefix="anschrift"),
        "kanal_form": KanalForm(prefix="kanal"),
    }
    return render_page(request, "akten/kontakt.html", context)


def _part(row) -> dict:
    subject = row.subject
    number = getattr(subject, "aktenzeichen", "")
    return {
        "icon": {"akte": "akte", "vorgang": "vorgang"}.get(subject._meta.model_name, "doc"),
        "title": subject.betreff,
        "url": address_of(subject),
        "sub": f"{row.get_rolle_display()}{f' · {number}' if number else ''}",
        "date": row.created_at,
    }


@require_http_methods(["GET", "POST"])
def new_kontakt(request: HttpRequest) -> HttpResponse:
    """Ask who it is, show who bears the same name already, then create the Kontakt."""
    actor = request.actor
    if Permission.KONTAKT_CREATE not in actor.permissions:
        raise Http404
    einheiten = list(getattr(actor, "einheiten", ()))
    form = NewKontaktForm(request.POST or None, einheiten=einheiten)
    anschrift = AnschriftForm(request.POST or None, prefix="anschrift")
    similar: list[Kontakt] = []
    if not einheiten:
        form.add_error(None, NO_UNIT) if request.method == "POST" else warn(request, NO_UNIT)
    if request.method == "POST" and form.is_valid() and anschrift.is_valid():
        values = form.values()
        similar = read.similar(actor, values["name"], values["vorname"], "")
        if not similar or "trotzdem" in request.POST:
            kontakt = steps.create_kontakt(
                actor, form.cleaned_data["einheit"], values=values, at=now()
            )
            if anschrift.has_content:
                steps.add_anschrift(actor, kontakt, values=anschrift.cleaned_data, at=now())
            say(request, f"Kontakt „{kontakt}“ angelegt.")
            return redirect(_page_of(kontakt))
    context = {
        "title": "Neuer Kontakt",
        "steps": _steps(),
        "form": form,
        "anschrift": anschrift,
        "similar": similar,
        "cancel": reverse("akten:kontakte"),
        "label": "Trotzdem anlegen" if similar else "Kontakt anlegen",
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "akten/kontakt_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_kontakt(request: HttpRequest, kontakt_id: UUID) -> HttpResponse:
    """Change who somebody is."""
    kontakt = read.get_kontakt(request.actor, kontakt_id)
    initial = {name: getattr(kontakt, name) for name in KontaktForm.base_fields}
    form = KontaktForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            steps.change_kontakt(
                request.actor,
                kontakt,
                seen_revision=form.cleaned_data["revision"] or 0,
                values=form.values(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Angaben gespeichert.")
            return redirect(_page_of(kontakt))
    context = {
        "title": f"Angaben zu {kontakt}",
        "steps": _steps((str(kontakt), _page_of(kontakt))),
        "form": form,
        "cancel": _page_of(kontakt),
        "label": "Speichern",
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/kontakt_form.html", context, status=status)


@require_POST
def anschriften(request: HttpRequest, kontakt_id: UUID) -> HttpResponse:
    """Add an address."""
    kontakt = read.get_kontakt(request.actor, kontakt_id)
    form = AnschriftForm(request.POST, prefix="anschrift")
    if form.is_valid() and form.has_content:
        steps.add_anschrift(request.actor, kontakt, values=form.cleaned_data, at=now())
        say(request, "Anschrift hinzugefügt.")
    else:
        warn(request, "Die Anschrift ist leer oder zu lang. Schreiben Sie mindestens den Ort.")
    return redirect(_page_of(kontakt))


@require_POST
def kanaele(request: HttpRequest, kontakt_id: UUID) -> HttpResponse:
    """Add a number or an electronic address."""
    kontakt = read.get_kontakt(request.actor, kontakt_id)
    form = KanalForm(request.POST, prefix="kanal")
    if form.is_valid():
        steps.add_kanal(request.actor, kontakt, at=now(), **form.cleaned_data)
        say(request, "Hinzugefügt.")
    else:
        warn(request, next(text for texts in form.errors.values() for text in texts))
    return redirect(_page_of(kontakt))


@require_POST
def reach_end(request: HttpRequest, kontakt_id: UUID, key: UUID) -> HttpResponse:
    """An address or a number holds no longer."""
    kontakt = read.get_kontakt(request.actor, kontakt_id)
    row = read.get_reach(request.actor, kontakt, key)
    with telling(
        request, "Anschrift beendet." if isinstance(row, Anschrift) else "Nummer beendet."
    ):
        steps.end_reach(request.actor, kontakt, row=row, at=now())
    return redirect(_page_of(kontakt))


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, kontakt_id: UUID) -> HttpResponse:
    """Show two Kontakte beside each other (`?mit=`), then make them one."""
    actor = request.actor
    into = read.get_kontakt(actor, kontakt_id)
    key = read_uuid((request.POST or request.GET).get("mit", ""))
    words = request.GET.get("wort", "").strip()
    other = read.get_kontakt(actor, key) if key else None
    refused = ""
    if request.method == "POST" and other is not None:
        try:
            done = steps.merge_kontakte(actor, into, other=other, at=now())
        except Refusal as refusal:
            refused = refusal.message
        else:
            undo = reverse("akten:zusammenfuehrung-ruecknahme", args=[done.pk])
            say(request, f"„{other}“ ist jetzt Teil von „{into}“.", undo=undo)
            return redirect(_page_of(into))
    found = read.offered(actor, words, into.geheimnisklasse) if words else []
    context = {
        "into": into,
        "other": other,
        "words": words,
        "refused": refused,
        "found": [row for row in found if row.pk != into.pk],
        "pairs": [_side(actor, row) for row in (into, other) if row is not None],
        "steps": _steps((str(into), _page_of(into))),
        "may": actor.may(Permission.KONTAKT_EDIT, into),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "akten/zusammenfuehrung.html", context, status=status)


def _side(actor, kontakt: Kontakt) -> dict:
    reach = read.reach_of(actor, kontakt, on=today())
    places = "; ".join(str(row) for row in reach.anschriften)
    facts = [*_facts(kontakt), ("Anschrift", "gesperrt" if reach.is_hidden else places)]
    facts.append(("Beteiligt an", str(len(read.parts_of(actor, kontakt)))))
    return {"kontakt": kontakt, "facts": facts}


@require_POST
def undo_merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take a merging back."""
    found = read.get_merge(request.actor, merge_id)
    try:
        other = steps.undo_merge(request.actor, found.into, merge=found, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect(_page_of(found.into))
    say(request, f"„{other}“ ist wieder ein eigener Kontakt.")
    return redirect(_page_of(other))
