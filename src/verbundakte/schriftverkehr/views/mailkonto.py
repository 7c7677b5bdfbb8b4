"""/postausgang/mailkonto/... : the account over which e-mails leave the house."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import einheit_tree
from verbundakte.schriftverkehr.actions import mailkonto as actions
from verbundakte.schriftverkehr.ausgang_forms import MailkontoForm
from verbundakte.schriftverkehr.mail.smtp import SECURITY, HandingInFailed, try_out
from verbundakte.schriftverkehr.models import Mailkonto
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.views.ausgang import steps

TEXT = (
    "Über dieses Konto gehen alle E-Mails der Kommune hinaus: eine für jeden Empfänger, mit dem Schreiben"
    " als PDF. Jede wird so, wie sie versandt wurde, unter dem Dokument abgelegt."
)


def _path(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return steps(("Mailkonto", reverse("postausgang:mailkonto")), *more)


@require_safe
def mailkonto(request: HttpRequest) -> HttpResponse:
    """Show the account in use and those before."""
    rows = queries.mailkonten(request.actor)
    context = {
        "steps": steps(),
        "konten": [{"row": row, "facts": _facts(row)} for row in rows],
        "has_active": any(row.is_active for row in rows),
        "text": TEXT,
    }
    return render_page(request, "schriftverkehr/mailkonto.html", context)


def _facts(row: Mailkonto) -> list[tuple[str, str]]:
    facts = [
        ("Absender", f"{row.absender_name} <{row.absender_email}>"),
        ("Mailserver", f"{row.host}:{row.port}, {dict(SECURITY).get(row.security, '')}"),
        ("Anmeldename", row.login),
        ("Zuletzt versandt", _moment(row.last_success_at) or "noch nie"),
        ("Gestört seit", _moment(row.failing_since)),
        ("Störung", row.failure),
    ]
    return [(label, text) for label, text in facts if text]


def _moment(value) -> str:
    return f"{value.astimezone():%d.%m.%Y %H:%M}" if value else ""


@never_cache
@sensitive_post_parameters("kennwort")
@require_http_methods(["GET", "POST"])
def new_mailkonto(request: HttpRequest) -> HttpResponse:
    """Set up the account."""
    actor = request.actor
    queries.require(actor, Permission.MAILKONTO_CONFIGURE)
    form = MailkontoForm(request.POST or None, is_new=True)
    page = FormPage(
        title="Mailkonto einrichten", label="Einrichten",
        back=reverse("postausgang:mailkonto"), steps=_path(),
        done="Das Mailkonto ist eingerichtet. Prüfen Sie die Verbindung.", text=TEXT,
    )  # fmt: skip

    def perform(data: dict) -> None:
        town = einheit_tree(actor, on=today())[0].einheit
        actions.create_mailkonto(actor, town, angaben=form.angaben(), at=now())

    return run_form(request, form, page, perform)


@never_cache
@sensitive_post_parameters("kennwort")
@require_http_methods(["GET", "POST"])
def change_mailkonto(request: HttpRequest, konto_id: UUID) -> HttpResponse:
    """Change the account; an empty password stays as it is."""
    row = queries.get_mailkonto(request.actor, konto_id)
    names = ("absender_name", "absender_email", "host", "port", "security", "login")
    initial = {name: getattr(row, name) for name in names}
    form = MailkontoForm(request.POST or None, initial=initial, is_new=False)
    page = FormPage(
        title="Mailkonto ändern", label="Speichern", back=reverse("postausgang:mailkonto"),
        steps=_path(), done="Die Angaben sind gespeichert.", text=TEXT,
    )  # fmt: skip

    def perform(data: dict) -> None:
        actions.change_mailkonto(
            request.actor, row, angaben=form.angaben(), seen_revision=row.revision
        )

    return run_form(request, form, page, perform)


@require_POST
def probe(request: HttpRequest, konto_id: UUID) -> HttpResponse:
    """Open the account now, and say in one sentence how it went; nothing is sent."""
    row = queries.get_mailkonto(request.actor, konto_id)
    try:
        try_out(actions.access_of(row))
    except HandingInFailed as failed:
        warn(request, failed.message)
    else:
        say(request, "Die Verbindung steht. Es wurde keine E-Mail versandt.")
    return redirect("postausgang:mailkonto")


@require_POST
def pause(request: HttpRequest, konto_id: UUID) -> HttpResponse:
    """Send nothing more over an account."""
    row = queries.get_mailkonto(request.actor, konto_id)
    with telling(request, "Über dieses Konto wird nichts mehr versandt."):
        actions.rest_mailkonto(request.actor, row, is_active=False)
    return redirect("postausgang:mailkonto")


@require_POST
def resume(request: HttpRequest, konto_id: UUID) -> HttpResponse:
    """Send over an account again."""
    row = queries.get_mailkonto(request.actor, konto_id)
    with telling(request, "Über dieses Konto wird wieder versandt."):
        actions.rest_mailkonto(request.actor, row, is_active=True)
    return redirect("postausgang:mailkonto")
