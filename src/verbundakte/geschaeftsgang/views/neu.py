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
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.forms import VerfuegungForm
from verbundakte.geschaeftsgang.models import SIGNED, SchrittArt, Verfuegung, Verfuegungsvorlage
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.verstehen import shown_ziel, understand
from verbundakte.geschaeftsgang.views.anzeige import ICONS
from verbundakte.geschaeftsgang.views.verfuegung import steps_to
from verbundakte.geschaeftsgang.zeilen import Gelesen

TITLE = "In den Geschäftsgang geben"
DONE = "In den Geschäftsgang gegeben."
SHOWN = 9
KUERZEL = (
    ("/mz", "Mitzeichnung", "/mz kämmerei"),
    ("/sz", "Schlusszeichnung", "/sz leitung"),
    ("/zk", "zur Kenntnis", "z. K. Frau Probst"),
    ("/zb", "Bearbeitung", "/zb registratur bis 15.12."),
    ("/stn", "Stellungnahme", "/stn bauordnung in 2 wochen"),
    ("/beschluss", "Beschluss eines Gremiums", "Beschluss Gemeinderat 12.03."),
    ("/wv", "Wiedervorlage", "/wv 3w"),
    ("/versand", "Versand", "/versand"),
    ("/vermerk", "Vermerk", "Vermerk: Abstand geprüft"),
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
    understood = understand(actor, text, on=today())
    is_check = "pruefen" in request.POST
    if request.method == "POST" and form.is_valid() and not is_check:
        try:
            rahmen = actions.Rahmen(dokument=chosen)
            made = _create(request, vorgang, actions.lines_from(understood), rahmen)
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
    made = actions.create_verfuegung(request.actor, vorgang, zeilen=zeilen, at=now(), rahmen=rahmen)
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
            "lines": ", ".join(SchrittArt(line["art"]).label for line in row.schritte),
            "reason": _why(row, chosen),
            "url": url,
            "value": row.pk,
            "key": str(number) if number <= SHOWN else "",
        }
        for number, row in enumerate(_suggested(actor, vorgang, chosen), 1)
    ]


def _suggested(actor, vorgang: Vorgang, chosen: Dokument | None) -> list[Verfuegungsvorlage]:
    """Return the Vorlagen that fit, first those made for this kind or unit; without a Dokument none
    by which something is signed."""
    rows = queries.vorlagen_for(actor, vorgang, on=today(), dokument=chosen)
    if chosen is None:
        rows = [row for row in rows if not any(line["art"] in SIGNED for line in row.schritte)]
    return sorted(rows, key=lambda row: not (row.dokumenttypen or row.einheit_id))


def _why(row: Verfuegungsvorlage, chosen: Dokument | None) -> str:
    """Return why a Vorlage is proposed, "" for what is for everything."""
    if row.dokumenttypen and chosen is not None:
        return f"für die Art {chosen.dokumenttyp.bezeichnung}"
    return "für diese Einheit" if row.einheit_id else ""


@require_POST
def verfuegung_aus_vorlage(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Give a Vorgang or Dokument into the Geschäftsgang as a Vorlage says."""
    actor = request.actor
    _require(actor)
    vorgang = get_vorgang(actor, vorgang_id)
    chosen = _chosen(request, list_dokumente(actor, vorgang))
    key = read_uuid(request.POST.get("vorlage", ""))
    offered = _suggested(actor, vorgang, chosen)
    vorlage = next((row for row in offered if row.pk == key), None)
    try:
        if vorlage is None:
            raise Refusal("Diese Vorlage gilt hier nicht mehr. Wählen Sie eine andere.")
        made = _create(
            request, vorgang, actions.lines_of(vorlage), actions.frame_of(vorlage, chosen)
        )
    except Refusal as refusal:
        warn(request, refusal.message)
        back = reverse("geschaeftsgang:verfuegung-neu", args=[vorgang.pk])
        return redirect(f"{back}?dokument={chosen.pk}" if chosen else back)
    return _go(made)


def shown(understood: list[Gelesen]) -> dict:
    """Return what was understood, line by line, for `_verstanden.html`."""
    lines = [
        {
            "no": number,
            "icon": ICONS[SchrittArt(line.art)] if line.art else "stop",
            "verb": SchrittArt(line.art).label if line.art else "",
            "what": shown_ziel(line),
            "hint": line.text,
            "due": line.frist_on,
            "raw": line.eingabe,
            "problem": line.problem,
        }
        for number, line in enumerate(understood, 1)
    ]
    for line, one, following in zip(lines, understood, understood[1:], strict=False):
        line["is_parallel"] = one.stufe == following.stufe
    return {"verstanden": lines, "problems": sum(bool(line["problem"]) for line in lines)}


@require_POST
def zeilen(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Return how typed lines are understood, while they are typed."""
    _require(request.actor)
    get_vorgang(request.actor, vorgang_id)
    understood = understand(request.actor, request.POST.get("zeilen", ""), on=today())
    return render(request, "geschaeftsgang/_verstanden.html", shown(understood))
