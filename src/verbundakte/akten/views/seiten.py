"""/dateien/<id>/seitenfolge/ : pages taken out, turned, put in another order, joined with others.

The order is a text in the address ("1-3, 5r, 12:1-2"), so each step is a page of its own and goes
back with the browser; nothing is written before "Übernehmen".
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from verbundakte.akten import queries
from verbundakte.akten.actions import seiten as steps
from verbundakte.akten.forms_seiten import SeitenForm
from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.akten.schwaerzung import source_of
from verbundakte.akten.seitenfolge import (
    MOVES,
    OWN,
    FolgeError,
    Page,
    moved,
    places_after,
    read_folge,
    told,
    whole,
)
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.converters.hints import NOTICES
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

LONGEST = 5_000
STARTED = "Die Seiten werden zusammengestellt. Das Ergebnis erscheint gleich im Vorgang."


@dataclass
class Desk:
    """The file whose pages are ordered, the other Dokumente whose pages may join, and the order."""

    datei: Datei
    dokument: Dokument
    others: dict[int, Dokument] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    problem: str = ""

    def counts(self) -> dict[int, int]:
        """Return how many pages each document has."""
        found = {number: row.newest_datei.pages for number, row in self.others.items()}
        return {OWN: self.datei.pages or 1, **found}

    def file_of(self, page: Page) -> Datei:
        """Return the file a page comes from."""
        return self.datei if page.source == OWN else self.others[page.source].newest_datei


@require_http_methods(["GET", "POST"])
def seitenfolge(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Show what would result; POST has it made."""
    actor = request.actor
    desk = _desk(request, queries.get_datei(actor, datei_id))
    may_edit = actor.may(Permission.DOKUMENT_EDIT, desk.dokument)
    refused = _refused(request, desk, may_edit)
    if request.method == "GET" and request.GET.get("tun") and not desk.problem:
        return redirect(_after_step(request, desk))
    initial = {"betreff": desk.dokument.betreff}
    form = SeitenForm(request.POST or None, initial=initial, may_edit=may_edit)
    if request.method == "POST" and not desk.problem and not refused and form.is_valid():
        try:
            _order(request, desk, form)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, STARTED)
            return redirect(address_of(desk.dokument))
    context = {
        "datei": desk.datei,
        "steps": [(desk.dokument.betreff, address_of(desk.dokument))],
        "back": address_of(desk.dokument),
        "refused": refused,
        "problem": desk.problem,
        "folge": told(desk.pages),
        "typed": _given(request) if desk.problem else told(desk.pages),
        "pages": _shown(request, desk),
        "others": [(number, row.betreff) for number, row in sorted(desk.others.items())],
        "is_signed": NOTICES["signed"] in desk.datei.hinweise,
        "is_pdf": desk.datei.media_type == "application/pdf",
        "form": form,
    }
    is_wrong = desk.problem or form.errors or (refused and request.method == "POST")
    return render_page(request, "akten/seitenfolge.html", context, 422 if is_wrong else 200)


def _given(request: HttpRequest) -> str:
    data = request.POST if request.method == "POST" else request.GET
    return data.get("folge", "")[:LONGEST]


def _desk(request: HttpRequest, datei: Datei) -> Desk:
    """Read everything the page needs; what is typed wrong becomes `problem`."""
    dokument = queries.get_dokument(request.actor, datei.fassung.dokument_id)
    desk = Desk(datei, dokument)
    if dokument.vorgang is not None:
        desk.others = {
            row.position: row
            for row in queries.list_dokumente(request.actor, dokument.vorgang)
            if row.pk != dokument.pk
            and row.zone_id == dokument.zone_id
            and not row.is_restricted
            and row.newest_datei is not None
            and row.newest_datei.pages
        }
    desk.pages = whole(datei.pages or 1)
    if given := _given(request):
        try:
            desk.pages = read_folge(given, desk.counts())
        except FolgeError as error:
            desk.problem = error.message
    return desk


def _refused(request: HttpRequest, desk: Desk, may_edit: bool) -> str:
    try:
        source_of(desk.datei)
        steps.check_target(request.actor, desk.dokument, is_new=not may_edit)
    except Refusal as refusal:
        return refusal.message
    return ""


def _after_step(request: HttpRequest, desk: Desk) -> str:
    """Return the address after something was done to the chosen pages."""
    how = request.GET["tun"]
    chosen = {int(text) for text in request.GET.getlist("seite") if text.isdigit()}
    pages = desk.pages
    if how == "anhaengen":
        other = (
            desk.others.get(int(text)) if (text := request.GET.get("aus", "")).isdigit() else None
        )
        count = other.newest_datei.pages if other else 0
        pages = pages + [Page(other.position, number, 0) for number in range(1, count + 1)]
    elif how in MOVES and chosen:
        pages = moved(pages, chosen, how) or pages
        chosen = places_after(chosen, len(pages), how)
    query = {"folge": told(pages), "seite": sorted(chosen)}
    return f"{request.path}?{urlencode(query, doseq=True)}"


def _shown(request: HttpRequest, desk: Desk) -> list[dict]:
    """The pages of the result with their pictures."""
    chosen = set(request.GET.getlist("seite"))
    return [
        {
            "at": str(at),
            "no": at + 1,
            "is_chosen": str(at) in chosen,
            "turn": str(page.turn),
            "image": reverse("akten:seite", args=[desk.file_of(page).pk, page.number]),
            "label": f"Dokument {page.source}, Seite {page.number}"
            if page.source != OWN
            else f"Seite {page.number}",
        }
        for at, page in enumerate(desk.pages)
    ]


def _order(request: HttpRequest, desk: Desk, form: SeitenForm) -> None:
    pages = [[str(desk.file_of(page).pk), page.number, page.turn] for page in desk.pages]
    used = {page.source for page in desk.pages} - {OWN}
    wunsch = steps.Wunsch(pages, told(desk.pages), form.betreff_of_new())
    steps.order_seiten(
        request.actor,
        desk.datei,
        wunsch=wunsch,
        others=[desk.others[number] for number in sorted(used)],
        at=now(),
    )
