"""/datenschutz/auskuenfte/... : what is stored of a person, answered by each unit for its own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import get_vorgang
from verbundakte.akten.queries.kontakt import beteiligte_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.datenschutz import actions, queries
from verbundakte.datenschutz.forms import AbschlussForm, AuskunftForm
from verbundakte.datenschutz.models import Auskunft, AuskunftTeil, Entscheidung
from verbundakte.datenschutz.permissions import Permission

TEXT = (
    "Durchsucht werden alle Akten der Kommune, auch solche, die Sie nicht sehen dürfen. Von diesen sehen"
    " Sie nur, wie viele Fundstellen es in welcher Einheit gibt, bis diese ihren Teil freigibt."
)
CHOICES = [choice for choice in Entscheidung if choice != Entscheidung.OFFEN]


def _steps(vorgang: Vorgang, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    place = reverse("akten:vorgang", args=[vorgang.pk])
    return ((str(vorgang), place), *more)


def _list(vorgang: Vorgang) -> str:
    return reverse("datenschutz:auskuenfte", args=[vorgang.pk])


@require_safe
def auskuenfte(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show the Auskünfte of a Vorgang."""
    vorgang = get_vorgang(request.actor, vorgang_id)
    context = {
        "vorgang": vorgang,
        "steps": _steps(vorgang),
        "rows": [_row(row) for row in queries.auskuenfte_of(request.actor, vorgang)],
        "may": request.actor.may(Permission.AUSKUNFT_CREATE, vorgang) and not vorgang.is_closed,
    }
    return render_page(request, "datenschutz/auskuenfte.html", context)


def _row(row: Auskunft) -> dict:
    return {
        "icon": "user",
        "title": str(row),
        "url": reverse("datenschutz:auskunft", args=[row.pk]),
        "sub": f"Antwort bis {row.antwort_until:%d.%m.%Y}",
        "date": row.started_at,
        "chip": _state(row),
    }


def _state(row: Auskunft) -> dict:
    if row.closed_at:
        return {"label": "abgeschlossen", "icon": "archive", "tone": ""}
    if row.collected_at is None:
        return {"label": "wird gesammelt", "icon": "pending", "tone": "note"}
    if row.closing_at:
        return {"label": "wird abgelegt", "icon": "pending", "tone": "note"}
    return {"label": "in Prüfung", "icon": "users", "tone": "note"}


@require_http_methods(["GET", "POST"])
def new_auskunft(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Begin an Auskunft from a Vorgang."""
    actor = request.actor
    vorgang = get_vorgang(actor, vorgang_id)
    queries.require(actor, Permission.AUSKUNFT_CREATE)
    kontakte = [row.kontakt for row in beteiligte_of(actor, vorgang)]
    form = AuskunftForm(request.POST or None, kontakte=kontakte)
    page = FormPage(
        title="Auskunft nach Art. 15 DSGVO beginnen",
        label="Fundstellen sammeln",
        back=_list(vorgang),
        steps=_steps(vorgang, ("Auskunft", _list(vorgang))),
        done="Die Fundstellen werden im Hintergrund gesammelt.",
        text=TEXT,
    )

    def perform(data: dict) -> str:
        made = actions.start_auskunft(actor, vorgang, values=form.values(), on=today(), at=now())
        return reverse("datenschutz:auskunft", args=[made.pk])

    return run_form(request, form, page, perform)


@require_safe
def show_auskunft(request: HttpRequest, auskunft_id: UUID) -> HttpResponse:
    """Show which units answer and what they have released."""
    actor = request.actor
    row = queries.get_auskunft(actor, auskunft_id)
    teile = queries.teile_of(actor, row)
    vorgang = row.vorgang
    may_decide = Permission.AUSKUNFT_DECIDE in actor.permissions
    context = {
        "row": row,
        "state": _state(row),
        "steps": _steps(vorgang, ("Auskunft", _list(vorgang))),
        "facts": _facts(row),
        "teile": [
            {"teil": teil, "is_own": may_decide and teil.einheit_id in actor.einheiten}
            for teil in teile
        ],
        "abschnitte": [] if row.closed_at else queries.abschnitte(actor, teile),
        "is_missing": any(teil.released_at is None for teil in teile),
        "may_close": row.collected_at
        and not row.closed_at
        and actor.may(Permission.AUSKUNFT_CREATE, vorgang),
        "form": AbschlussForm(),
    }
    return render_page(request, "datenschutz/auskunft.html", context)


def _facts(row: Auskunft) -> list[tuple[str, str]]:
    return [
        ("Geburtsdatum", f"{row.geboren_on:%d.%m.%Y}" if row.geboren_on else ""),
        ("Anschrift", row.anschrift),
        ("Antwort bis", f"{row.antwort_until:%d.%m.%Y} (ein Monat, Art. 12 Abs. 3 DSGVO)"),
        ("Warum Teile fehlen", row.missing_reason),
    ]


@require_POST
def close(request: HttpRequest, auskunft_id: UUID) -> HttpResponse:
    """Let the Auskunft be written into the Vorgang."""
    row = queries.get_auskunft(request.actor, auskunft_id)
    form = AbschlussForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with telling(
        request, "Die Auskunft wird im Vorgang abgelegt; danach sind die Fundstellen gelöscht."
    ):
        actions.close_auskunft(request.actor, row, reason=reason, at=now())
    return redirect("datenschutz:auskunft", auskunft_id=row.pk)


@require_http_methods(["GET", "POST"])
def show_teil(request: HttpRequest, teil_id: UUID) -> HttpResponse:
    """Show a unit what was found in its files; POST keeps what was decided."""
    actor = request.actor
    teil = queries.get_teil(actor, teil_id)
    seen, hidden = queries.fundstellen_of(actor, teil)
    refused = ""
    if request.method == "POST":
        try:
            lines = {one.row.object_id: one.line for one in seen}
            decisions = _decisions(request, seen)
            actions.decide(actor, teil, decisions=decisions, lines=lines, at=now())
        except Refusal as refusal:
            refused = refusal.message
        else:
            say(request, "Entscheidungen gespeichert.")
            return redirect("datenschutz:auskunft-teil", teil_id=teil.pk)
    context = {
        "teil": teil,
        "auskunft": teil.auskunft,
        "facts": _facts(teil.auskunft),
        "rows": [_shown(one, request) for one in seen],
        "hidden": hidden,
        "refused": refused,
        "choices": CHOICES,
        "is_open": teil.released_at is None,
    }
    return render_page(request, "datenschutz/teil.html", context, 422 if refused else 200)


def _decisions(request: HttpRequest, seen: list) -> dict[UUID, tuple[str, str]]:
    """What was chosen for each; `rest` is said of all that nobody has decided about."""
    found = {}
    rest, reason = request.POST.get("rest", ""), request.POST.get("grund-rest", "")
    for one in seen:
        chosen = request.POST.get(f"was-{one.row.pk}", "")
        if chosen in CHOICES:
            found[one.row.object_id] = (chosen, request.POST.get(f"grund-{one.row.pk}", ""))
        elif rest in CHOICES and one.row.entscheidung == Entscheidung.OFFEN:
            found[one.row.object_id] = (rest, reason)
    return found


def _shown(one: queries.Seen, request: HttpRequest) -> dict:
    row = one.row
    url_name = {"akte": "akten:akte", "vorgang": "akten:vorgang", "kontakt": "akten:kontakt"}
    return {
        "row": row,
        "line": one.line,
        "url": reverse(url_name.get(row.kind, "akten:dokument"), args=[row.object_id]),
        "chosen": request.POST.get(f"was-{row.pk}", row.entscheidung),
        "reason": request.POST.get(f"grund-{row.pk}", row.reason),
    }


@require_POST
def release(request: HttpRequest, teil_id: UUID) -> HttpResponse:
    """Release the part of a unit."""
    teil: AuskunftTeil = queries.get_teil(request.actor, teil_id)
    try:
        made = actions.release_teil(request.actor, teil, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        own = "Sie finden Ihren Teil unter „Meine Aufträge“ und geben ihn selbst hinaus."
        say(request, own if made else "Teil freigegeben.")
        if made:
            return redirect("web:auftraege")
    return redirect("datenschutz:auskunft-teil", teil_id=teil.pk)
