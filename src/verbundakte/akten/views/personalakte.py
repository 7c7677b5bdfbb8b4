"""/personalakten/ : begin and keep Personalakten; /meine-personalakte/ : read one's own."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import queries
from verbundakte.akten.actions import freigabe
from verbundakte.akten.actions import personalakte as steps
from verbundakte.akten.forms_personalakte import (
    EinsichtForm,
    NewPersonalakteForm,
    PersonalteilForm,
)
from verbundakte.akten.models import Akte, Geheimnisklasse
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.akten.queries import personalakte as read
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, telling
from verbundakte.core.ui.shortcuts import render_page


def _page_of(akte: Akte) -> str:
    return reverse("akten:personalakte", args=[akte.pk])


def _steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Personalakten", reverse("akten:personalakten")), *more)


@require_safe
def personalakten(request: HttpRequest) -> HttpResponse:
    """Show the Personalakten, found by name."""
    words = request.GET.get("wort", "").strip()
    found = read.personalakten(request.actor, words=words)
    context = {
        "words": words,
        "has_more": len(found) > read.SHOWN,
        "rows": [
            {
                "icon": "user",
                "title": row.akte.betreff,
                "url": _page_of(row.akte),
                "sub": row.akte.aktenzeichen,
                "date": row.akte.created_at,
            }
            for row in found[: read.SHOWN]
        ],
    }
    return render_page(request, "akten/personalakten.html", context)


@require_http_methods(["GET", "POST"])
def new_personalakte(request: HttpRequest) -> HttpResponse:
    """Ask for whom, where, and with which parts; `kontakt` in the address instead of a person."""
    actor = request.actor
    read.may_keep(actor)
    key = read_uuid(request.GET.get("kontakt", ""))
    kontakt = kontakte.get_kontakt(actor, key) if key else None
    units = queries.units_for_new_akte(actor).filter(geheimnisklasse=Geheimnisklasse.PERSONAL)
    form = NewPersonalakteForm(request.POST or None, units=units, kontakt=kontakt)

    def perform(values: dict) -> str:
        akte = steps.create_personalakte(
            actor,
            values["planeinheit"],
            owner=kontakt or values["person"],
            teile=values["teile"],
            circle=form.circle(),
            at=now(),
        )
        say(request, f"{akte.betreff} angelegt.")
        return _page_of(akte)

    page = FormPage(
        title=f"Personalakte für {kontakt}" if kontakt else "Neue Personalakte",
        label="Anlegen",
        back=reverse("akten:personalakten"),
        steps=_steps(),
        done="",
        text="Sie beginnt mit der Grundakte und ihren üblichen Vorgängen. Wer nicht genannt oder in"
        " der Personalstelle ist, sieht sie nicht.",
    )
    return run_form(request, form, page, perform)


@require_safe
def personalakte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show whose it is, its parts, and when the employee could or can read it."""
    actor = request.actor
    akte, whose = read.get_grundakte(actor, akte_id)
    queries.note_read(actor, akte)
    parts = {row.akte_id: row for row in read.teile_of(actor, akte)}
    labels = {akte.pk: "Grundakte"} | {key: row.akte.betreff for key, row in parts.items()}
    context = {
        "akte": akte,
        "whose": whose,
        "steps": _steps(),
        "parts": [
            anzeige.akte_row(row.akte)
            | {"sub": f"{row.get_teil_display()} · {row.akte.aktenzeichen}"}
            for row in parts.values()
        ],
        "einsichten": [
            {
                "row": row,
                "what": labels.get(row.object_id, ""),
                "last_on": row.to_on - timedelta(days=1),
                "runs": row.ended_at is None and row.to_on > today(),
            }
            for row in read.einsichten_of(actor, akte)
        ],
        "may_edit": actor.may(Permission.PERSONALAKTE_EDIT, akte),
    }
    return render_page(request, "akten/personalakte.html", context)


@require_http_methods(["GET", "POST"])
def new_teil(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Add a part to a Personalakte."""
    akte, _ = read.get_grundakte(request.actor, akte_id)
    form = PersonalteilForm(request.POST or None)

    def perform(values: dict) -> None:
        what = {"teil": values["teil"], "betreff": values["betreff"], "circle": form.circle()}
        steps.add_personalteil(request.actor, akte, **what, at=now())

    page = FormPage(
        title="Teil anlegen",
        label="Anlegen",
        back=_page_of(akte),
        steps=_steps((akte.betreff, _page_of(akte))),
        done="Teil angelegt.",
    )
    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def new_einsicht(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Let the employee read her own Personalakte for a time."""
    actor = request.actor
    akte, whose = read.get_grundakte(actor, akte_id)
    beihilfen = read.beihilfen_of(actor, akte)
    form = EinsichtForm(request.POST or None, today=today(), beihilfen=beihilfen)

    def perform(values: dict) -> None:
        days = {"from_on": values["from_on"], "last_on": values["last_on"]}
        chosen = list(values.get("beihilfen", ()))
        steps.grant_einsicht(actor, akte, beihilfen=chosen, **days, at=now())

    page = FormPage(
        title="Einsicht gewähren",
        label="Einsicht gewähren",
        back=_page_of(akte),
        steps=_steps((akte.betreff, _page_of(akte))),
        done="Einsicht gewährt. Sie steht auf dem Schreibtisch der beschäftigten Person.",
        text=f"{whose.owner} liest in dieser Zeit die eigene Grundakte mit Teil- und Nebenakten,"
        " ohne etwas zu ändern. Die Beihilfe bleibt verschlossen, wenn Sie sie nicht ankreuzen;"
        " das kann nur, wer sie bearbeitet. Jedes Öffnen einer Datei wird festgehalten.",
    )
    return run_form(request, form, page, perform)


@require_POST
def end_einsicht(request: HttpRequest, akte_id: UUID, freigabe_id: UUID) -> HttpResponse:
    """End what was opened for the employee before its time."""
    akte, _ = read.get_grundakte(request.actor, akte_id)
    opened, row = read.get_einsicht_of(request.actor, akte, freigabe_id)
    with telling(request, "Einsicht beendet."):
        freigabe.end_freigabe(request.actor, opened, freigabe=row, at=now())
    return redirect(_page_of(akte))


@require_safe
def own_personalakte(request: HttpRequest) -> HttpResponse:
    """Show one's own Personalakte while it is open for reading."""
    found = read.own_personalakte(request.actor, today())
    for part in found.parts if found else ():
        queries.note_read(request.actor, part.akte)
    parts = [
        {
            "title": f"{part.teil}: {part.akte.betreff}",
            "id": part.akte.pk,
            "rows": [
                anzeige.dokument_row(row, url=address_of(row))
                | {"sub": row.vorgang.betreff if row.vorgang else ""}
                for row in part.dokumente
            ],
        }
        for part in (found.parts if found else ())
    ]
    last_on = found.to_on - timedelta(days=1) if found else None
    context = {"parts": parts, "last_on": last_on, "is_open": found is not None}
    return render_page(request, "akten/meine_personalakte.html", context)
