"""/postausgang/druckauftraege/... : letters that are printed together and given to the post."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten.pages import read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import get_person
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.druckauftrag import MOST_LETTERS
from verbundakte.schriftverkehr.ausgang_forms import AufgabeForm, initial_day
from verbundakte.schriftverkehr.models import Druckauftrag, Versand
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.versandwege import OFFERED
from verbundakte.schriftverkehr.views.ausgang import steps
from verbundakte.schriftverkehr.views.ausgang_anzeige import table_row

HEADS = [{"label": one} for one in ("Nummer", "Empfänger", "Betreff", "Weg", "Seit", "Stand")]
MOST_CHOSEN = 1_000


def _path(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return steps(("Druckaufträge", reverse("postausgang:druckauftraege")), *more)


@require_http_methods(["GET", "POST"])
def druckauftraege(request: HttpRequest) -> HttpResponse:
    """Show the print jobs, the newest first; make one of what was chosen."""
    actor = request.actor
    if request.method == "POST":
        return _begin(request)
    rows = queries.druckauftraege(actor, read_uuid(request.GET.get("ab", "")))
    page = rows[: queries.PAGE]
    context = {
        "steps": steps(),
        "rows": [_line(row) for row in page],
        "next": f"?ab={page[-1].pk}" if len(rows) > len(page) else "",
    }
    return render_page(request, "schriftverkehr/druckauftraege.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    queries.require(actor, actions.begin_druckauftrag.permission)
    person = get_person(actor, actor.person_id)
    try:
        made = actions.begin_druckauftrag(actor, person, versand=_asked(request), at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect("postausgang:postausgang")
    return redirect("postausgang:druckauftrag", auftrag_id=made.pk)


def _asked(request: HttpRequest) -> list[Versand]:
    """Return what was ticked, or all that waits to be printed, as much as fits into one job."""
    if "alle" in request.POST:
        weg = request.POST["alle"]
        return queries.printable(request.actor, weg if weg in dict(OFFERED) else "", MOST_LETTERS)
    keys = [key for text in request.POST.getlist("id")[:MOST_CHOSEN] if (key := read_uuid(text))]
    return queries.chosen(request.actor, keys)


def _line(row: Druckauftrag) -> dict:
    given = row.aufgegeben_on
    return {
        "icon": "print",
        "title": str(row),
        "url": reverse("postausgang:druckauftrag", args=[row.pk]),
        "sub": f"zur Post gegeben am {given:%d.%m.%Y}" if given else "noch nicht zur Post gegeben",
        "date": row.created_at,
        "chip": {"label": "aufgegeben", "icon": "ok", "tone": ""}
        if given
        else {"label": "offen", "icon": "clock", "tone": "note"},
    }


@require_safe
def druckauftrag(request: HttpRequest, auftrag_id: UUID) -> HttpResponse:
    """Show a print job: its PDF, its letters, and whether they were given to the post."""
    actor = request.actor
    row = queries.get_druckauftrag(actor, auftrag_id)
    letters = queries.letters_of(actor, row)
    job = queries.job_of(actor, row)
    is_mine = job is not None and job.starter_id == str(actor.id)
    context = {
        "row": row,
        "steps": _path(),
        "heads": HEADS,
        "letters": [table_row(one) for one in letters],
        "notes": [one for one in letters if one.fensterhinweis],
        "job": job,
        "pdf": reverse("web:ausgabe", args=[row.ausgabe])
        if is_mine and job.finished_at and not job.error
        else "",
        "is_open": row.aufgegeben_on is None,
    }
    return render_page(request, "schriftverkehr/druckauftrag.html", context)


@require_POST
def druck(request: HttpRequest, auftrag_id: UUID) -> HttpResponse:
    """Make the PDF of a print job anew."""
    row = queries.get_druckauftrag(request.actor, auftrag_id)
    with telling(request, "Der Druckauftrag wird neu zusammengestellt."):
        actions.print_again(request.actor, row, at=now())
    return redirect("postausgang:druckauftrag", auftrag_id=row.pk)


@require_POST
def entnahme(request: HttpRequest, auftrag_id: UUID, versand_id: UUID) -> HttpResponse:
    """Take a letter out of a print job."""
    row = queries.get_druckauftrag(request.actor, auftrag_id)
    letter = queries.get_versand(request.actor, versand_id)
    with telling(request, f"{letter.number} wartet wieder auf den Versand."):
        actions.take_out(request.actor, row, versand=letter)
    return redirect("postausgang:druckauftrag", auftrag_id=row.pk)


@require_http_methods(["GET", "POST"])
def aufgabe(request: HttpRequest, auftrag_id: UUID) -> HttpResponse:
    """Note for all letters on which day they were given to the post."""
    row = queries.get_druckauftrag(request.actor, auftrag_id)
    form = AufgabeForm(request.POST or None, initial=initial_day(today()))
    back = reverse("postausgang:druckauftrag", args=[row.pk])
    page = FormPage(
        title="Zur Post geben",
        label="Zur Post gegeben",
        back=back,
        steps=_path((str(row), back)),
        done="",
        text="Der Tag gilt für alle Sendungen dieses Druckauftrags, die nicht zurückgezogen sind.",
    )

    def perform(data: dict) -> None:
        count = actions.give_to_post(request.actor, row, on=data["on"], at=now())
        say(request, f"{counted(count, 'Sendung ist', 'Sendungen sind')} als aufgegeben vermerkt.")

    return run_form(request, form, page, perform)
