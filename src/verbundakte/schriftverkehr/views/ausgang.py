"""/postausgang/... : what waits to go out, the book, one Versand and what happens to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten.pages import address_of, list_context, read_uuid
from verbundakte.akten.queries import get_vorgang
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang.permissions import Permission as GangPermission
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.ruecklauf import Nachweis
from verbundakte.schriftverkehr.ausgang_forms import (
    AufgabeForm,
    ErledigungForm,
    RuecklaufForm,
    RuecknahmeForm,
    ZustellungForm,
    initial_day,
)
from verbundakte.schriftverkehr.ausgang_listen import STADT, get_buch
from verbundakte.schriftverkehr.models import Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.queries.nachweis import proofs_found
from verbundakte.schriftverkehr.versandwege import OFFERED, weg_of
from verbundakte.schriftverkehr.views.ausgang_anzeige import facts_of, frist_url, line, table_row

EMPTY_BOOK = "Hier steht jede Sendung mit Nummer, Empfänger, Weg und Tag der Aufgabe, sobald etwas versandt wird."
HEADS = [{"label": one} for one in ("Nummer", "Empfänger", "Betreff", "Weg", "Seit", "Stand")]


def steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the way to a page below the Postausgang."""
    return (("Postausgang", reverse("postausgang:postausgang")), *more)


@require_safe
def postausgang(request: HttpRequest) -> HttpResponse:
    """Show what waits to go out, what came back, and which e-mails wait for a person."""
    actor = request.actor
    weg = request.GET.get("weg", "")
    weg = weg if weg in dict(OFFERED) else ""
    rows = queries.waiting(actor, weg, read_uuid(request.GET.get("ab", "")))
    page = rows[: queries.PAGE]
    more = f"?weg={weg}&ab={page[-1].pk}" if len(rows) > len(page) else ""
    here = reverse("postausgang:postausgang")
    context = {
        "heads": HEADS,
        "rows": [table_row(row) for row in page],
        "next": more,
        "seg": [
            {"label": label, "url": f"{here}?weg={key}" if key else here, "is_current": key == weg}
            for key, label in (("", "Alle"), *OFFERED)
        ],
        "weg": weg,
        "may_print_all": len(page) > 1 and (not weg or weg_of(weg).is_printed),
        "stuck": [line(row) for row in queries.stuck_mails(actor)],
        "back": [line(row) for row in queries.came_back(actor)],
        "may_dispatch": Permission.VERSAND_DISPATCH in actor.permissions,
        "may_configure": Permission.MAILKONTO_CONFIGURE in actor.permissions,
    }
    return render_page(request, "schriftverkehr/postausgang.html", context)


@require_safe
def buch(request: HttpRequest) -> HttpResponse:
    """Show the Postausgangsbuch, the newest first."""
    context = {
        "title": "Postausgangsbuch",
        "steps": list(steps()),
        "word_label": "Empfänger und Betreff",
        "empty_title": "Noch keine Sendung",
        "empty": EMPTY_BOOK,
        **list_context(request, get_buch(request.actor, STADT)),
    }
    return render_page(request, "schriftverkehr/postausgangsbuch.html", context)


@require_safe
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show what went out of a Vorgang."""
    found = get_vorgang(request.actor, vorgang_id)
    context = {
        "vorgang": found,
        "steps": [(str(found), address_of(found))],
        "rows": [line(row) for row in queries.versand_of_vorgang(request.actor, found)],
    }
    return render_page(request, "schriftverkehr/versand_vorgang.html", context)


@require_safe
def versand(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """Show one Versand: to whom, how, with what, and what became of it."""
    actor = request.actor
    row = queries.get_versand(actor, versand_id)
    is_sent, is_withdrawn = row.versandt_at is not None, row.withdrawn_at is not None
    way = weg_of(row.weg)
    is_ours = way is not None and way.is_sent_by_us
    may_dispatch = actor.may(Permission.VERSAND_DISPATCH, row)
    may_create = actor.may(Permission.VERSAND_CREATE, row)
    mail = getattr(row, "mail", None)
    nachweise = queries.nachweise_of(actor, row)
    context = {
        "row": row,
        "steps": steps(),
        "stand": row.stand,
        "facts": facts_of(row),
        "stuecke": queries.stuecke_of(actor, row),
        "ruecklaeufe": queries.ruecklaeufe_of(actor, row),
        "nachweise": nachweise,
        "funde": proofs_found(actor, row, until=today()) if may_dispatch else [],
        "mail": mail,
        "dokument_url": address_of(row.dokument),
        "again_url": f"{reverse('postausgang:versand-dokument', args=[row.dokument_id])}"
        f"?wiederholt={row.pk}",
        "frist_url": frist_url(row, nachweise) if is_sent else "",
        "may": {
            "give": may_dispatch and not is_sent and not is_withdrawn and not is_ours,
            "withdraw": may_create and not is_sent and not is_withdrawn,
            "retry": may_create and bool(mail and mail.stopped_at) and not is_withdrawn,
            "come_back": may_dispatch and is_sent and not row.is_returned,
            "settle": may_create and row.is_returned,
            "arrive": may_dispatch and is_sent,
            "begin_frist": is_sent and actor.may(GangPermission.TERMIN_EDIT, row.vorgang),
        },
    }
    return render_page(request, "schriftverkehr/versand.html", context)


def _to_change(request: HttpRequest, versand_id: UUID) -> Versand:
    queries.require(request.actor, Permission.VERSAND_CREATE)
    return queries.get_versand(request.actor, versand_id)


def _page(row: Versand, title: str, label: str, done: str, text: str = "") -> FormPage:
    back = reverse("postausgang:versand", args=[row.pk])
    path = steps((row.number, back))
    return FormPage(title=title, label=label, back=back, steps=path, done=done, text=text)


@require_http_methods(["GET", "POST"])
def aufgabe(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """Note on which day something was given to the post."""
    row = queries.get_versand(request.actor, versand_id)
    form = AufgabeForm(request.POST or None, initial=initial_day(today()))
    page = _page(row, "Aufgabe vermerken", "Vermerken", f"{row.number} ist versandt.")

    def perform(data: dict) -> None:
        actions.dispatch_versand(request.actor, row, on=data["on"], at=now())

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def ruecknahme(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """Take something back that has not gone."""
    row = _to_change(request, versand_id)
    form = RuecknahmeForm(request.POST or None)
    page = _page(
        row,
        "Versand zurückziehen",
        "Zurückziehen",
        f"{row.number} wird nicht versandt.",
        "Die Nummer bleibt im Postausgangsbuch stehen. Das Dokument kann wieder geändert werden.",
    )

    def perform(data: dict) -> None:
        actions.withdraw_versand(request.actor, row, because=data["because"], at=now())

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def ruecklauf(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """Note that something came back."""
    row = queries.get_versand(request.actor, versand_id)
    form = RuecklaufForm(request.POST or None, initial=initial_day(today()))
    text = "Der Vorgang hat danach wieder etwas Offenes: erneut versenden oder anders erledigen."
    page = _page(row, "Rücklauf erfassen", "Erfassen", "Der Rücklauf ist erfasst.", text)

    def perform(data: dict) -> None:
        actions.note_ruecklauf(request.actor, row, at=now(), **data)

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def erledigung(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """End a Rücklauf without sending anew."""
    row = _to_change(request, versand_id)
    form = ErledigungForm(request.POST or None)
    page = _page(row, "Rücklauf erledigen", "Erledigt", "Der Rücklauf ist erledigt.")

    def perform(data: dict) -> None:
        actions.settle_ruecklauf(request.actor, row, by=data["durch"], at=now())

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def zustellung(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """Note the proof that something arrived."""
    row = queries.get_versand(request.actor, versand_id)
    near = queries.beilagen_for(request.actor, row.dokument)
    begun = initial_day(today()) | {name: request.GET.get(name, "") for name in ("nachweis",)}
    form = ZustellungForm(request.POST or None, initial=begun, dokumente=near)
    page = _page(row, "Zustellung vermerken", "Vermerken", "Die Zustellung ist vermerkt.")

    def perform(data: dict) -> None:
        nachweis = Nachweis(data["am"], data["empfangen_von"], data["bemerkung"], form.dokument())
        actions.note_zustellung(request.actor, row, nachweis=nachweis, at=now())

    return run_form(request, form, page, perform)


@require_POST
def versuch(request: HttpRequest, versand_id: UUID) -> HttpResponse:
    """Try an e-mail again that waited for a person."""
    row = _to_change(request, versand_id)
    with telling(request, "Die E-Mail wird jetzt noch einmal versandt."):
        actions.retry_mail(request.actor, row, at=now())
    return redirect("postausgang:versand", versand_id=row.pk)
