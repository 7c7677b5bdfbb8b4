"""/geschaeftsgang/vorgaenge/<id>/verfuegungen/neu/ : lines typed in one field, or one press on a Vorlage."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.pages import address_of, read_uuid
from verbundakte.akten.queries import get_vorgang, list_dokumente
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.forms import VerfuegungForm
from verbundakte.geschaeftsgang.models import SchrittArt, Verfuegung, Verfuegungsvorlage
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.verstehen import Verstanden, understand
from verbundakte.geschaeftsgang.views.anzeige import ICONS
from verbundakte.geschaeftsgang.views.verfuegung import steps_to
from verbundakte.geschaeftsgang.vorlagen import lines_of_vorlage, suggested, zeilen_of

TITLE = "In den Geschäftsgang geben"
DONE = "In den Geschäftsgang gegeben."
SHOWN = 9
KUERZEL = (
    ("/mz", "Mitzeichnung", "/mz kämmerei"),
    ("/sz", "Schlusszeichnung", "/sz leitung"),
    ("/k", "zur Kenntnis", "/k registratur"),
    ("/b", "Bearbeitung", "/b frau muster bis freitag"),
    ("/st", "Stellungnahme", "/st bauordnung bis 15.12."),
    ("/wv", "Wiedervorlage", "/wv 3w"),
    ("/ab", "Versand", "/ab post"),
    ("/v", "Vermerk", "/v Abstand geprüft"),
    ("/zda", "zu den Akten", "/zda"),
)


def _require(actor) -> None:
    if Permission.VERFUEGUNG_CREATE not in actor.permissions:
        raise Http404


@require_http_methods(["GET", "POST"])
def verfuegung_neu(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Ask for the lines and show how they are understood; then give the Vorgang into the Geschäftsgang."""
    actor = request.actor
    _require(actor)
    vorgang = get_vorgang(actor, vorgang_id)
    dokumente = list_dokumente(actor, vorgang)
    chosen = _chosen(request, dokumente)
    text = request.POST.get("zeilen", "")
    form = VerfuegungForm(
        request.POST or None,
        initial={"dokument": chosen.pk if chosen else ""},
        dokumente=[(str(row.pk), f"{row.position}. {row.betreff}") for row in dokumente],
        check_url=reverse("geschaeftsgang:zeilen", args=[vorgang.pk]),
    )
    understood = understand(actor, vorgang, text, on=today())
    is_check = "pruefen" in request.POST
    if request.method == "POST" and form.is_valid() and not is_check:
        try:
            rahmen = actions.Rahmen(dokument=chosen)
            made = _create(request, vorgang, understood.zeilen(), rahmen)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _go(made)
    context = {
        "title": TITLE,
        "button": TITLE,
        "about": chosen.betreff if chosen else vorgang.betreff,
        "steps": steps_to(vorgang),
        "back": address_of(chosen or vorgang),
        "form": form,
        "place_key": vorgang.pk,
        "dokument": chosen.pk if chosen else "",
        "offers": _offers(actor, vorgang, chosen),
        "kuerzel": KUERZEL,
        **shown(understood),
    }
    status = 422 if form.errors and not is_check else 200
    return render_page(request, "geschaeftsgang/neu.html", context, status=status)


def _chosen(request: HttpRequest, dokumente: list[Dokument]) -> Dokument | None:
    """Return the Dokument that the address or the form names."""
    given = request.POST if "dokument" in request.POST else request.GET
    key = read_uuid(given.get("dokument", ""))
    return next((row for row in dokumente if row.pk == key), None)


def _create(request: HttpRequest, vorgang: Vorgang, zeilen: list, rahmen) -> Verfuegung:
    """Give something into the Geschäftsgang and say so. Raises Refusal."""
    made = actions.create_verfuegung(
        request.actor, vorgang, zeilen=zeilen, at=now(), rahmen=rahmen
    )
    say(request, DONE)
    return made


def _go(made: Verfuegung) -> HttpResponse:
    return redirect("geschaeftsgang:verfuegung", verfuegung_id=made.pk)


def _offers(actor, vorgang: Vorgang, chosen: Dokument | None) -> list[dict]:
    """Return the Vorlagen that fit, the best first; each is one press."""
    url = reverse("geschaeftsgang:verfuegung-aus-vorlage", args=[vorgang.pk])
    return [
        {
            "title": row.bezeichnung,
            "lines": lines_of_vorlage(row),
            "reason": reason,
            "url": url,
            "value": row.pk,
            "key": str(number) if number <= SHOWN else "",
        }
        for number, (row, reason) in enumerate(suggested(actor, vorgang, chosen, on=today()), 1)
    ]


@require_POST
def verfuegung_aus_vorlage(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Give a Vorgang or Dokument into the Geschäftsgang as a Vorlage says."""
    actor = request.actor
    _require(actor)
    vorgang = get_vorgang(actor, vorgang_id)
    chosen = _chosen(request, list_dokumente(actor, vorgang))
    key = read_uuid(request.POST.get("vorlage", ""))
    offered = [row for row, _ in suggested(actor, vorgang, chosen, on=today())]
    vorlage = next((row for row in offered if row.pk == key), None)
    try:
        if vorlage is None:
            raise Refusal("Diese Vorlage gilt hier nicht mehr. Wählen Sie eine andere.")
        made = _create(request, vorgang, zeilen_of(vorlage), _frame(vorlage, chosen))
    except Refusal as refusal:
        warn(request, refusal.message)
        back = reverse("geschaeftsgang:verfuegung-neu", args=[vorgang.pk])
        return redirect(f"{back}?dokument={chosen.pk}" if chosen else back)
    return _go(made)


def _frame(vorlage: Verfuegungsvorlage, dokument: Dokument | None):
    return actions.Rahmen(
        dokument=dokument,
        betreff="",
        reihenfolge=vorlage.reihenfolge,
        vorlage=vorlage,
    )


def shown(understood: Verstanden) -> dict:
    """Return what was understood, line by line, for `_verstanden.html`."""
    lines = [
        {
            "no": line.nummer,
            "icon": ICONS[SchrittArt(line.art)] if line.art else "stop",
            "verb": SchrittArt(line.art).label if line.art else "",
            "what": line.an,
            "hint": line.text,
            "due": line.frist_on,
            "raw": line.raw,
            "problem": line.problem,
            "is_parallel": line.is_parallel,
        }
        for line in understood.lines
    ]
    return {"verstanden": lines, "problems": sum(bool(line["problem"]) for line in lines)}


@require_POST
def zeilen(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Return how typed lines are understood, while they are typed."""
    _require(request.actor)
    vorgang = get_vorgang(request.actor, vorgang_id)
    understood = understand(request.actor, vorgang, request.POST.get("zeilen", ""), on=today())
    return render(request, "geschaeftsgang/_verstanden.html", shown(understood))
