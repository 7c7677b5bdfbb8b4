"""/geschaeftsgang/schritte/<id>/... : what may become of a step. Each change is a resource."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from verbundakte.akten.actions import Arrived, register_dokument
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.pages import REFUSED, safe_next
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, warn
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.forms import (
    AntwortForm,
    AussenForm,
    BeschlussForm,
    GrundForm,
    PapierForm,
)
from verbundakte.geschaeftsgang.models import Ergebnis, Schritt, SchrittArt
from verbundakte.geschaeftsgang.queries import get_schritt
from verbundakte.geschaeftsgang.queries.seiten import signers_of
from verbundakte.geschaeftsgang.views.antwort import Way, way_named, ways_of
from verbundakte.geschaeftsgang.views.anzeige import adressat_of, dokument_of, subject_of, title_of
from verbundakte.geschaeftsgang.views.nachweis import compare_address
from verbundakte.geschaeftsgang.views.verfuegung import steps_to

PART, MESSAGE = "Va-Part", "meldung"
MAY_NOT_FILE = (
    "In diesen Vorgang dürfen Sie nichts ablegen. Erfassen Sie den Beschluss ohne Auszug, oder bitten Sie"
    " die Sachbearbeitung."
)


def place_of(schritt: Schritt) -> str:
    """Return the line of a step on the page of its Verfügung."""
    page = reverse("geschaeftsgang:verfuegung", args=[schritt.verfuegung_id])
    return f"{page}#schritt-{schritt.position}"


@require_http_methods(["GET", "POST"])
def erledigung(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Answer a step: agree, remark, refuse, take note, done. GET asks for the words that belong to it."""
    schritt = get_schritt(request.actor, schritt_id)
    given = request.POST or request.GET
    way = way_named(schritt, given.get("antwort", "ja"))
    if way is None:
        raise Http404
    form = AntwortForm(
        request.POST or None,
        initial={"antwort": way.name, "fassung": request.GET.get("fassung", "")},
        way=way,
        is_taken=bool(given.get("uebernahme")),
    )
    if request.method == "POST" and (form.is_valid() or request.headers.get(PART) == MESSAGE):
        return _answer(request, schritt, way, form)
    return run_form(request, form, page_of(schritt, way.label), lambda data: None)


def _answer(request: HttpRequest, schritt: Schritt, way: Way, form: AntwortForm) -> HttpResponse:
    """Do it, and answer with the next page, or with its message alone (`onward.js`)."""
    status = 200
    try:
        if not form.is_valid():
            raise Refusal(next(text for texts in form.errors.values() for text in texts))
        perform(request.actor, schritt, way, form.cleaned_data)
    except Refusal as refusal:
        warn(request, refusal.message, see=_difference(schritt, refusal))
        status = 422
    else:
        say(request, f"{done_words(way)}: {subject_of(schritt.verfuegung)}")
    if request.headers.get(PART) == MESSAGE:
        return render(request, "ui/_toasts.html", status=status)
    return redirect(safe_next(request, place_of(schritt)))


def _difference(schritt: Schritt, refusal: Refusal) -> str:
    """Return where to see what changed while somebody read what she signs, "" where that is not why."""
    dokument = dokument_of(schritt)
    if dokument is None or not isinstance(refusal, actions.FassungChanged) or not refusal.seen:
        return ""
    return compare_address(dokument, refusal.seen.nummer, refusal.now)


def done_words(way: Way) -> str:
    """Return what an answer says when it was given."""
    label = str(way.value.label)
    return label[:1].upper() + label[1:]


def perform(actor, schritt: Schritt, way: Way, data: dict) -> None:
    """Give an answer in the way its kind of step has. Raises Refusal."""
    at, words = now(), data["bemerkung"].strip()
    taken = {"uebernahme": data.get("uebernahme", "")}
    if schritt.art == SchrittArt.KENNTNIS:
        actions.acknowledge_schritt(actor, schritt, at=at, seen=data["fassung"], bemerkung=words)
    elif schritt.art == SchrittArt.SCHLUSSZEICHNUNG:
        actions.finally_sign(
            actor, schritt, seen=data["fassung"], at=at, bemerkung=words, **taken
        )
    elif schritt.art == SchrittArt.MITZEICHNUNG and way.value == Ergebnis.ABGELEHNT:
        actions.dissent_schritt(actor, schritt, seen=data["fassung"], grund=words, at=at, **taken)
    elif schritt.art == SchrittArt.MITZEICHNUNG:
        actions.agree_schritt(
            actor, schritt, seen=data["fassung"], at=at, bemerkung=words, **taken
        )
    else:
        actions.complete_schritt(
            actor, schritt, at=at, bemerkung=words, ergebnis=way.value, **taken
        )


def page_of(schritt: Schritt, title: str, done: str = "", text: str = "") -> FormPage:
    """Return what a form about one step says around it."""
    verfuegung = schritt.verfuegung
    page = reverse("geschaeftsgang:verfuegung", args=[verfuegung.pk])
    line = f"Schritt {schritt.position}: {schritt.get_art_display()} {adressat_of(schritt)}"
    return FormPage(
        title=f"{title}",
        label=title,
        back=place_of(schritt),
        steps=(*steps_to(verfuegung.vorgang), (title_of(verfuegung), page)),
        done=done,
        text=f"{line}. {text}".strip(),
    )


def _because(request: HttpRequest, schritt_id: UUID, words: tuple[str, str, str], act: Callable):
    """Ask why, then do it. `words`: button, what is said then, what it means."""
    schritt = get_schritt(request.actor, schritt_id)
    title, done, text = words

    def perform(data: dict) -> None:
        act(request.actor, schritt, grund=data["grund"], at=now())

    return run_form(
        request, GrundForm(request.POST or None), page_of(schritt, title, done, text), perform
    )


@require_http_methods(["GET", "POST"])
def rueckgabe(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Give a step back, with the reason."""
    text = "Der Schritt davor wird mit Ihrem Grund neu gefragt."
    words = ("Zurückgeben", "Zurückgegeben.", text)
    return _because(request, schritt_id, words, actions.return_schritt)


@require_http_methods(["GET", "POST"])
def uebergehung(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Pass over a step, with the reason."""
    words = ("Übergehen", "Übergangen.", "Die Verfügung geht ohne diesen Schritt weiter.")
    return _because(request, schritt_id, words, actions.skip_schritt)


@require_http_methods(["GET", "POST"])
def rueckruf(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Call a step back."""
    words = ("Zurückrufen", "Zurückgerufen.", "Der Schritt verschwindet vom Schreibtisch.")
    return _because(request, schritt_id, words, actions.recall_schritt)


@require_http_methods(["GET", "POST"])
def papier(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Book what was signed in ink on the printed sheet."""
    schritt = get_schritt(request.actor, schritt_id)
    ways = {way.name: way for way in ways_of(schritt)}
    signers = {str(row.pk): row for row in signers_of(schritt, on=today())}
    form = PapierForm(
        request.POST or None,
        today=today(),
        antworten=[(name, done_words(way)) for name, way in ways.items()],
        personen=[(key, row.name) for key, row in signers.items()],
    )
    text = "Eingetragen wird, wer mit Tinte gezeichnet hat; Sie stehen als erfassende Person dabei."
    page = page_of(schritt, "Auf Papier gezeichnet", "Als auf Papier gezeichnet erfasst.", text)
    dokument = dokument_of(schritt)
    seen = dokument and dokument.fassungen.standing().first()

    def book(data: dict) -> None:
        actions.book_paper(
            request.actor,
            schritt,
            papier=actions.Papier(
                signers[data["person"]],
                data["on"],
                ways[data["antwort"]].value,
                data["bemerkung"].strip(),
            ),
            seen=seen.pk if seen else None,
            at=now(),
        )

    return run_form(request, form, page, book)


@require_http_methods(["GET", "POST"])
def aussenantwort(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Book what another authority answered: a Stellungnahme, Einvernehmen or Benehmen."""
    schritt = get_schritt(request.actor, schritt_id)
    ways = {way.name: way for way in ways_of(schritt)}
    is_beschluss = schritt.art == SchrittArt.BESCHLUSS
    form = (BeschlussForm if is_beschluss else AussenForm)(
        request.POST or None,
        request.FILES or None,
        today=today(),
        antworten=[(name, way.label) for name, way in ways.items()],
    )
    what = "Beschluss" if is_beschluss else "Antwort"
    page = page_of(schritt, f"{what} erfassen", f"{what} erfasst.")

    def book(data: dict) -> None:
        antwort = actions.Antwort(
            on=data["on"],
            ergebnis=ways[data["antwort"]].value,
            wer=data["wer"],
            bemerkung=data["bemerkung"].strip(),
        )
        _answered(request.actor, schritt, antwort, data.get("auszug"))

    return run_form(request, form, page, book)


def _answered(actor, schritt: Schritt, antwort: actions.Antwort, given: UploadedFile | None) -> None:
    """Book an answer, with the file that came with it. Raises Refusal."""
    try:
        auszug = given and Arrived(receive_chunks(given.name, given.chunks()), given.name)
        with transaction.atomic():
            actions.answer_schritt(actor, schritt, antwort=antwort, at=now())
            if auszug:
                betreff = f"Beschlussauszug {schritt.aussen}, {antwort.on:%d.%m.%Y}"[:300]
                vorgang = schritt.verfuegung.vorgang
                register_dokument(actor, vorgang, arrived=auszug, at=now(), betreff=betreff)
    except PermissionDenied:
        raise Refusal(MAY_NOT_FILE) from None
    except REFUSED as failure:
        raise Refusal(failure.message) from failure
