"""/anmerkungen/ and /merkzettel/ : what is noted at an Akte, a Vorgang or a Dokument, and on its pages."""

from io import BytesIO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.models import Akte, Anmerkung, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of, read_uuid, safe_next
from verbundakte.akten.views.anmerkungen import is_wanted, panel
from verbundakte.akten.work_forms import AenderungForm, AnmerkungForm, MerkzettelForm
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.lists.tables import CSV_TYPE, write_csv
from verbundakte.core.models import LeseArt
from verbundakte.core.registry import registry
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page

HEADS = ["Fassung", "Seite", "Art", "Stelle", "Text", "Geschrieben von", "Am", "Erledigt am"]


def asked_subject(request: HttpRequest) -> Akte | Vorgang | Dokument:
    """Return the object a form names by `kind` and `id`, or 404."""
    key = read_uuid(request.POST.get("id", ""))
    if key is None:
        raise Http404
    return queries.get_subject(request.actor, request.POST.get("kind", ""), key)


@require_POST
def anmerkungen(request: HttpRequest) -> HttpResponse:
    """Write a remark at `kind` and `id`, on a page of `datei`, or as an answer."""
    subject = asked_subject(request)
    form = AnmerkungForm(request.POST)
    if not form.is_valid():
        warn(request, next(iter(form.errors.values()))[0])
        return _back(request, subject)
    values = form.cleaned_data
    first = None
    if values["antwort_auf"]:
        first = queries.get_anmerkung(request.actor, values["antwort_auf"])
        if first.subject != subject:
            raise Http404
    on, at = _on_page(request, subject, values), now()
    try:
        row = actions.add_anmerkung(
            request.actor, subject, text=values["text"], at=at, on=on, answer_to=first
        )
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        undo = reverse("akten:anmerkung-ruecknahme", args=[row.pk])
        say(request, "Anmerkung gespeichert.", undo=undo)
        for one in registry.take_notes(request.actor, subject, values["text"], at):
            say(request, one.text, undo=one.undo)
    return _back(request, subject)


def _on_page(request: HttpRequest, subject, values: dict) -> actions.OnPage | None:
    """Return the place on a page a form means; 404 when the file is not one of the Dokument."""
    if not (values["seite"] and values["datei"] and isinstance(subject, Dokument)):
        return None
    datei = queries.get_datei(request.actor, values["datei"])
    if datei.fassung.dokument_id != subject.pk:
        raise Http404
    return actions.OnPage(datei, values["seite"], values["bereiche"], values["zitat"])


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Ask for another text, then write it into one's own remark."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    form = AenderungForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            actions.change_anmerkung(request.actor, row.subject, anmerkung=row, text=text, at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Anmerkung geändert.")
            return _back(request, row.subject)
    if is_wanted(request):
        warn(request, next(iter(form.errors.values()))[0])
        return _back(request, row.subject)
    context = {
        "form": form,
        "row": row,
        "steps": [(str(row.subject), address_of(row.subject))],
        "back": f"{address_of(row.subject)}?ansicht=notizen",
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/anmerkung.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Take one's own remark back; it can be let stand again."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    undo = reverse("akten:anmerkung-geltung", args=[row.pk])
    with telling(request, "Anmerkung zurückgenommen.", undo=undo):
        actions.withdraw_anmerkung(request.actor, row.subject, anmerkung=row, at=now())
    return _back(request, row.subject)


@require_POST
def let_stand(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Let a remark stand again that was taken back."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    with telling(request, "Die Anmerkung gilt wieder."):
        actions.restore_anmerkung(request.actor, row.subject, anmerkung=row)
    return _back(request, row.subject)


@require_POST
def settle(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Note that nothing is to be done about a remark any more."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    undo = reverse("akten:anmerkung-oeffnung", args=[row.pk])
    with telling(request, "Anmerkung als erledigt vermerkt.", undo=undo):
        actions.settle_anmerkung(request.actor, row.subject, anmerkung=row, at=now())
    return _back(request, row.subject)


@require_POST
def reopen(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Let something be to be done about a remark again."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    undo = reverse("akten:anmerkung-erledigung", args=[row.pk])
    with telling(request, "Die Anmerkung ist wieder offen.", undo=undo):
        actions.reopen_anmerkung(request.actor, row.subject, anmerkung=row)
    return _back(request, row.subject)


@require_safe
def table(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Send the remarks of a Dokument as CSV."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    if not request.actor.may(Permission.AUSGABE_READ, dokument):
        raise Http404
    queries.note_read(request.actor, dokument, art=LeseArt.AUSGABE)
    rows = queries.anmerkungen_of(request.actor, dokument)
    names = queries.person_names({str(row.created_by) for row in rows})
    out = BytesIO()
    write_csv(out, HEADS, (_cells(row, names) for row in rows))
    response = HttpResponse(out.getvalue(), content_type=CSV_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, "Anmerkungen.csv")
    response["Cache-Control"] = "private, no-store"
    return response


def _cells(row: Anmerkung, names: dict) -> list:
    return [
        f"Fassung {row.datei.fassung.nummer}" if row.datei else "",
        row.page,
        "Antwort" if row.answer_to_id else "Kommentar" if row.text else "Markierung",
        row.quote,
        row.text,
        names.get(str(row.created_by), "Jemand"),
        row.created_at,
        row.settled_at,
    ]


@require_POST
def merkzettel(request: HttpRequest) -> HttpResponse:
    """Write, change or throw away one's own slip at `kind` and `id`."""
    subject = asked_subject(request)
    form = MerkzettelForm(request.POST)
    if not form.is_valid():
        warn(request, form.errors["text"][0])
        return _back(request, subject)
    text = form.cleaned_data["text"]
    with telling(request, "Merkzettel gespeichert." if text else "Merkzettel weggeworfen."):
        actions.set_merkzettel(request.actor, subject, text=text, at=now())
    return _back(request, subject)


def _back(request: HttpRequest, subject) -> HttpResponse:
    if is_wanted(request) and isinstance(subject, Dokument):
        return panel(request, subject)
    return redirect(safe_next(request, f"{address_of(subject)}?ansicht=notizen"))
