"""/posteingang/kanaele/... : the ways in, how each stands, and setting up mailboxes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.formats import counted, size
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import get_einheit
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions import postfach as actions
from verbundakte.posteingang.mail.imap import MailboxFailed
from verbundakte.posteingang.mail.postfach import try_out
from verbundakte.posteingang.mail.rules import DANACH, SECURITY, Postfach
from verbundakte.posteingang.mail_forms import SECRETS, PostfachForm
from verbundakte.posteingang.models import Eingangskanal, KanalArt, Verschluss
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries import postfach as postfaecher
from verbundakte.posteingang.views.anzeige import ICONS

TEXT = (
    "Jede E-Mail wird unverändert gespeichert und wird ein Eingang. Erst danach wird sie im Postfach"
    " gekennzeichnet oder verschoben; gelöscht wird dort nichts."
)


def steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the way to a page below the list."""
    return (("Eingangskanäle", reverse("posteingang:kanaele")), *more)


def state_of(row: Eingangskanal) -> dict:
    """Return how it goes, as a chip."""
    stand = getattr(row, "stand", None)
    if not row.is_active:
        return {"label": "angehalten", "icon": "stop", "tone": ""}
    if stand is not None and stand.stopped_at:
        return {"label": "wartet auf eine Person", "icon": "stop", "tone": "bad"}
    if row.failing_since:
        return {"label": "gestört", "icon": "warn", "tone": "warn"}
    return {"label": "in Betrieb", "icon": "ok", "tone": "good"}


@require_safe
def kanaele(request: HttpRequest) -> HttpResponse:
    """Show the ways in that are set up."""
    context = {
        "rows": [_line(row) for row in postfaecher.kanaele_with_stand(request.actor)],
        "may_edit": Permission.KANAL_CONFIGURE in request.actor.permissions,
    }
    return render_page(request, "posteingang/kanaele.html", context)


def _line(row: Eingangskanal) -> dict:
    is_mailbox = getattr(row, "stand", None) is not None
    told = [row.get_art_display(), f"geht an {row.einheit}"]
    return {
        "icon": ICONS.get(KanalArt(row.art), "inbox"),
        "title": row.bezeichnung,
        "url": _address(row, is_mailbox=is_mailbox),
        "sub": " · ".join([*told, row.failure] if row.failing_since else told),
        "date": row.last_success_at or row.created_at,
        "chip": state_of(row),
    }


def _address(row: Eingangskanal, *, is_mailbox: bool) -> str:
    """Return the page of a way in: a mailbox has one, and a watched folder."""
    if is_mailbox:
        return reverse("posteingang:kanal", args=[row.pk])
    return reverse("scannen:ein-ordner", args=[row.pk]) if "ordner" in row.einstellungen else ""


@require_safe
def show_kanal(request: HttpRequest, kanal_id: UUID) -> HttpResponse:
    """Show a mailbox: how it goes, its settings, and what stayed in it."""
    row = postfaecher.get_postfach(request.actor, kanal_id)
    context = {
        "row": row,
        "steps": steps(),
        "state": state_of(row),
        "facts": _facts(row),
        "hindernisse": [
            {"grund": one.grund, "size": size(one.size), "at": one.noted_at}
            for one in postfaecher.hindernisse(request.actor, row)
        ],
        "may_edit": Permission.KANAL_CONFIGURE in request.actor.permissions,
    }
    return render_page(request, "posteingang/kanal.html", context)


def _to_change(request: HttpRequest, kanal_id: UUID) -> Eingangskanal:
    queries.require(request.actor, Permission.KANAL_CONFIGURE)
    return postfaecher.get_postfach(request.actor, kanal_id)


def _moment(value) -> str:
    return f"{value.astimezone():%d.%m.%Y %H:%M}" if value else ""


def _facts(row: Eingangskanal) -> list[tuple[str, str]]:
    postfach = Postfach.of(row.einstellungen)
    after = dict(DANACH)[postfach.danach]
    facts = [
        ("Zuletzt ohne Störung gelesen", _moment(row.last_success_at) or "noch nie"),
        ("Gestört seit", _moment(row.failing_since)),
        ("Störung", row.failure if row.failing_since else ""),
        (
            "Nächster Versuch",
            _moment(row.next_try_at) if row.is_active and not row.stand.stopped_at else "",
        ),
        ("Geht an", str(row.einheit)),
        ("Mailserver", f"{postfach.host}:{postfach.port}, {dict(SECURITY)[postfach.security]}"),
        ("Anmeldename", postfach.login),
        ("Ordner", postfach.folder),
        (
            "Übernommene E-Mails",
            f"{after}: {postfach.zielordner}" if postfach.zielordner else after,
        ),
        ("Neue E-Mails", _news(row, postfach)),
        ("Verschluss", Verschluss(postfach.verschluss).label),
    ]
    return [(label, text) for label, text in facts if text]


def _news(row: Eingangskanal, postfach: Postfach) -> str:
    if row.is_active and row.stand.is_heard(now()):
        return "Der Mailserver meldet sie sofort"
    return f"Nachgesehen wird alle {counted(postfach.minuten, 'Minute', 'Minuten')}"


@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def new_postfach(request: HttpRequest) -> HttpResponse:
    """Set up a mailbox."""
    actor = request.actor
    queries.require(actor, Permission.KANAL_CONFIGURE)
    form = PostfachForm(request.POST or None, units=postfaecher.units_to_choose(actor), is_new=True)
    page = FormPage(
        title="Postfach einrichten", label="Einrichten", back=reverse("posteingang:kanaele"),
        steps=steps(), done="Das Postfach ist eingerichtet und wird jetzt gelesen.", text=TEXT,
    )  # fmt: skip

    def perform(data: dict) -> str:
        kanal = actions.create_postfach(
            actor,
            get_einheit(actor, form.einheit_id()),
            bezeichnung=data["bezeichnung"],
            postfach=form.postfach(now()),
            geheimnis=form.geheimnis(),
            at=now(),
        )
        return reverse("posteingang:kanal", args=[kanal.pk])

    return run_form(request, form, page, perform)


@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def change_postfach(request: HttpRequest, kanal_id: UUID) -> HttpResponse:
    """Change a mailbox; what is left empty of its secrets stays."""
    actor = request.actor
    row = _to_change(request, kanal_id)
    before = Postfach.of(row.einstellungen)
    initial = {
        **vars(before),
        "bezeichnung": row.bezeichnung,
        "einheit": str(row.einheit_id),
        "is_old_too": not before.ab,
    }
    form = PostfachForm(
        request.POST or None,
        initial=initial,
        units=postfaecher.units_to_choose(actor),
        is_new=False,
    )
    back = reverse("posteingang:kanal", args=[row.pk])
    page = FormPage(
        title="Postfach ändern", label="Speichern", back=back, steps=steps((row.bezeichnung, back)),
        done="Die Angaben sind gespeichert; das Postfach wird jetzt gelesen.", text=TEXT,
    )  # fmt: skip

    def perform(data: dict) -> None:
        values = {
            "bezeichnung": data["bezeichnung"],
            "einheit": get_einheit(actor, form.einheit_id()),
            "postfach": form.postfach(now(), before),
        }
        actions.change_postfach(
            actor, row, seen_revision=row.revision, values=values, geheimnis=form.geheimnis()
        )

    return run_form(request, form, page, perform)


@require_POST
def probe(request: HttpRequest, kanal_id: UUID) -> HttpResponse:
    """Open the mailbox now and say in one sentence how it went; when it went well, read it."""
    row = _to_change(request, kanal_id)
    try:
        count = try_out(row)
    except MailboxFailed as failed:
        warn(request, failed.message)
    else:
        folder = Postfach.of(row.einstellungen).folder
        lying = counted(count, "E-Mail liegt", "E-Mails liegen")
        say(request, f"Die Verbindung steht. Im Ordner „{folder}“: {lying} dort.")
        actions.read_soon(row)
    return redirect("posteingang:kanal", kanal_id=row.pk)


@require_POST
def pause(request: HttpRequest, kanal_id: UUID) -> HttpResponse:
    """Take nothing more from a mailbox."""
    row = _to_change(request, kanal_id)
    with telling(request, f"Aus „{row.bezeichnung}“ wird nichts mehr übernommen."):
        actions.pause_kanal(request.actor, row)
    return redirect("posteingang:kanal", kanal_id=row.pk)


@require_POST
def resume(request: HttpRequest, kanal_id: UUID) -> HttpResponse:
    """Take from a mailbox again."""
    row = _to_change(request, kanal_id)
    with telling(request, f"„{row.bezeichnung}“ wird wieder gelesen."):
        actions.resume_kanal(request.actor, row)
    return redirect("posteingang:kanal", kanal_id=row.pk)
