"""/termine/ : what comes up when; of one's own, of a unit, of an Akte, a Vorgang or a Dokument."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten.pages import address_of, here, read_uuid, safe_next
from verbundakte.akten.queries import get_subject
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.kalender import kalender_of_town
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Eintrag
from verbundakte.geschaeftsgang.aufgabenzeilen import MOST_LINES
from verbundakte.geschaeftsgang.models import Frist, Termin
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import LABELS, Zeile
from verbundakte.geschaeftsgang.termin_forms import (
    AufgabeForm,
    GrundForm,
    VerschiebungForm,
    WiedervorlageForm,
)

QUICK = (
    ("3t", "3 Tage"),
    ("1w", "1 Woche"),
    ("2w", "2 Wochen"),
    ("1m", "1 Monat"),
    ("3m", "3 Monate"),
)
MOVED = "Am {wanted:%d.%m.%Y} wird nicht gearbeitet ({why})."


def shown(actor, zeilen: list[Zeile], on: date) -> list[dict]:
    """Return lines with what the actor may do with each."""
    rows, led = [], queries.led_by(actor, on)
    for zeile in zeilen:
        row = zeile.termin
        may = row is not None and queries.may_settle_termin(actor, row)
        rows.append(
            {
                "zeile": zeile,
                "may": may,
                "may_take": row is not None and queries.may_take_termin(actor, row, led),
                "is_movable": may and not isinstance(row, Frist),
            }
        )
    return rows


def of(subject) -> str:
    """Return the page of the Termine of an Akte, a Vorgang or a Dokument."""
    return reverse(f"geschaeftsgang:termine-{subject._meta.model_name}", args=[subject.pk])


@require_safe
def termine(request: HttpRequest) -> HttpResponse:
    """Show what comes up for me, or in my units, by day."""
    actor, art = request.actor, request.GET.get("art", "")
    art = art if art in LABELS else ""
    of_unit = request.GET.get("wer") == "einheit"
    seite = queries.termine_for(actor, art=art, of_unit=of_unit, after=request.GET.get("ab", ""))
    tabs = [("", "Alles"), *LABELS.items()]
    context = {
        "rows": shown(actor, seite.zeilen, today()),
        "tabs": [
            {"label": label, "url": here(request, art=key, ab=""), "is_current": key == art}
            for key, label in tabs
        ],
        "whose": [
            {
                "label": label,
                "url": here(request, wer=key, ab=""),
                "is_current": of_unit == bool(key),
            }
            for key, label in (("", "Für mich"), ("einheit", "In meiner Einheit"))
        ],
        "next": here(request, ab=seite.after) if seite.after else "",
        "here": request.get_full_path(),
    }
    return render_page(request, "geschaeftsgang/termine.html", context)


@require_http_methods(["GET", "POST"])
def termine_von(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Show the Termine of an object; a POST sets a Wiedervorlage."""
    actor, subject = request.actor, get_subject(request.actor, kind, key)
    if not queries.may_read_termine(actor):
        raise Http404
    may_edit = actor.may(Permission.TERMIN_EDIT, subject)
    form = WiedervorlageForm(request.POST or None, actor=actor, today=today())
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied(Permission.TERMIN_EDIT)
        if form.is_valid() and (answer := _plan(request, subject, form)):
            return answer
    zeilen, ended = queries.termine_of(actor, subject)
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "rows": shown(actor, zeilen, today()),
        "ended": ended,
        "form": form,
        "may_edit": may_edit and not _is_closed(subject),
        "quick": QUICK,
        "here": of(subject),
        "for_vorgang": kind != "akte",
        "kind": kind,
    }
    status = 422 if form.errors else 200
    return render_page(request, "geschaeftsgang/termine_von.html", context, status)


def _is_closed(subject) -> bool:
    return bool(getattr(getattr(subject, "vorgang", None) or subject, "is_closed", False))


def _plan(request: HttpRequest, subject, form: WiedervorlageForm) -> HttpResponse | None:
    """Set a Wiedervorlage on the next working day; None when it was refused."""
    wanted, angabe = form.cleaned_data["wann"]
    due_on, told = laid(wanted)
    eintrag = Eintrag(due_on, form.fuer(), form.cleaned_data["text"], angabe)
    try:
        row = actions.plan_wiedervorlage(request.actor, subject, eintrag=eintrag, at=now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
    undo = reverse("geschaeftsgang:termin-ruecknahme", args=[row.art, row.pk])
    say(request, f"Wiedervorlage am {due_on:%d.%m.%Y}. {told}".strip(), undo=undo)
    return redirect(safe_next(request, of(subject)))


def laid(wanted: date) -> tuple[date, str]:
    """Return the day or the next on which somebody works, and a sentence when it was moved."""
    kalender = kalender_of_town(today())
    due_on = kalender.arbeitstag(wanted)
    why = kalender.frei(wanted)
    return due_on, MOVED.format(wanted=wanted, why=why) if why else ""


def page_of(title: str, label: str, subject, done: str, **more) -> FormPage:
    """Return the frame of a form about a Termin of an object."""
    return FormPage(
        title=title,
        label=label,
        back=of(subject),
        steps=((str(subject), address_of(subject)), ("Fristen und Wiedervorlagen", of(subject))),
        done=done,
        **more,
    )


@require_http_methods(["GET", "POST"])
def aufgabe_neu(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Give somebody something to do for an Akte, a Vorgang or a Dokument."""
    actor, subject = request.actor, get_subject(request.actor, kind, key)
    if not queries.may_read_termine(actor):
        raise Http404
    if not actor.may(Permission.TERMIN_EDIT, subject):
        raise PermissionDenied(Permission.TERMIN_EDIT)
    form = AufgabeForm(request.POST or None, actor=actor, today=today())

    def perform(data: dict) -> str:
        due_on, _ = laid(data["wann"][0])
        eintrag = Eintrag(due_on, form.fuer(), data["text"])
        actions.give_aufgabe(actor, subject, eintrag=eintrag, at=now())
        return of(subject)

    return run_form(
        request, form, page_of("Aufgabe", "Aufgabe geben", subject, "Aufgabe gegeben."), perform
    )


@require_POST
def aufgaben_ruecknahme(request: HttpRequest) -> HttpResponse:
    """Take the Aufgaben back that were made from the lines of a text."""
    keys = [key for text in request.GET.getlist("aufgabe")[:MOST_LINES] if (key := read_uuid(text))]
    rows = [queries.get_termin(request.actor, "aufgabe", key) for key in keys]
    if not rows:
        raise Http404
    with telling(request, "Aufgaben zurückgenommen. Der Text bleibt, wie er ist."):
        for row in rows:
            actions.withdraw_termin(request.actor, row, grund="", at=now())
    return redirect(of(rows[0].subject))


@require_safe
def termin(request: HttpRequest, art: str, key: UUID) -> HttpResponse:
    """Show one Termin; of a Frist every step of its computation."""
    row = queries.get_termin(request.actor, art, key)
    [entry] = shown(request.actor, [queries.zeile_of(request.actor, row)], today())
    context = {
        "row": row,
        "entry": entry,
        "title": f"{entry['zeile'].kind} {row.due_on:%d.%m.%Y}",
        "steps": [
            (str(row.subject), address_of(row.subject)),
            ("Fristen und Wiedervorlagen", of(row.subject)),
        ],
        "schritte": [
            {**step, "on": date.fromisoformat(step["on"])} for step in getattr(row, "schritte", ())
        ],
        "hinweise": getattr(row, "hinweise", ()),
        "line": _line(row),
        "may_open": queries.may_settle_termin(request.actor, row),
        "here": of(row.subject),
    }
    return render_page(request, "geschaeftsgang/termin.html", context)


def _line(row: Termin) -> dict | None:
    """Return the line of a Verfügung that a Wiedervorlage is."""
    schritt = getattr(row, "schritt", None)
    if schritt is None:
        return None
    page = reverse("geschaeftsgang:verfuegung", args=[schritt.verfuegung_id])
    text = f"Zeile {schritt.position} der Verfügung"
    return {"text": text, "url": f"{page}#schritt-{schritt.position}"}


def _back(request: HttpRequest, row: Termin) -> HttpResponse:
    return redirect(safe_next(request, of(row.subject)))


def opening(row: Termin) -> str:
    """Return the address that lets a Termin lie open again (key z)."""
    return reverse("geschaeftsgang:termin-oeffnung", args=[row.art, row.pk])


@require_POST
def oeffnung(request: HttpRequest, art: str, key: UUID) -> HttpResponse:
    """Let a Termin lie open again that was done or taken back by mistake."""
    row = queries.get_termin(request.actor, art, key)
    with telling(request, f"{row} liegt wieder an."):
        actions.reopen_termin(request.actor, row, at=now())
    return _back(request, row)


@require_POST
def erledigung(request: HttpRequest, art: str, key: UUID) -> HttpResponse:
    """Note that a Termin is done."""
    row = queries.get_termin(request.actor, art, key)
    with telling(request, f"{row} erledigt.", undo=opening(row)):
        actions.settle_termin(request.actor, row, at=now())
    return _back(request, row)


@require_POST
def uebernahme(request: HttpRequest, art: str, key: UUID) -> HttpResponse:
    """Take a Termin over from one's unit, or from somebody one leads."""
    row = queries.get_termin(request.actor, art, key)
    with telling(request, f"{row} liegt jetzt bei Ihnen."):
        actions.take_termin(request.actor, row, at=now())
    return _back(request, row)


@require_http_methods(["GET", "POST"])
def verschiebung(request: HttpRequest, art: str, key: UUID) -> HttpResponse:
    """Let a Wiedervorlage or an Aufgabe come up on another day."""
    row = queries.get_termin(request.actor, art, key)
    if isinstance(row, Frist):
        raise Http404
    if not queries.may_settle_termin(request.actor, row):
        raise PermissionDenied(Permission.TERMIN_DO)
    form = VerschiebungForm(request.POST or None, today=today())
    page = page_of(f"{row} verschieben", "Verschieben", row.subject, "Verschoben.")

    def perform(data: dict) -> str:
        wanted, angabe = data["wann"]
        due_on = laid(wanted)[0]
        actions.move_wiedervorlage(request.actor, row, due_on=due_on, angabe=angabe, at=now())
        return of(row.subject)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def ruecknahme(request: HttpRequest, art: str, key: UUID) -> HttpResponse:
    """Take a Termin back; a Frist with a reason."""
    row = queries.get_termin(request.actor, art, key)
    if not queries.may_settle_termin(request.actor, row):
        raise PermissionDenied(Permission.TERMIN_DO)
    is_told = "grund" in request.POST
    if request.method == "POST" and not is_told and not isinstance(row, Frist):
        with telling(request, f"{row} zurückgenommen.", undo=opening(row)):
            actions.withdraw_termin(request.actor, row, grund="", at=now())
        return _back(request, row)
    form = GrundForm(request.POST if is_told else None)
    page = page_of(
        f"{row} zurücknehmen", "Zurücknehmen", row.subject, "Zurückgenommen.", is_danger=True
    )

    def perform(data: dict) -> str:
        actions.withdraw_termin(request.actor, row, grund=data["grund"], at=now())
        return of(row.subject)

    return run_form(request, form, page, perform)
