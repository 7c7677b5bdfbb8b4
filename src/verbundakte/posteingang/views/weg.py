"""/posteingang/<id>/... : from hand to hand. Each change of state is a resource."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten.pages import read_uuid, safe_next
from verbundakte.akten.queries.kontakt import get_kontakt
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import telling
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import Ziel
from verbundakte.posteingang.forms import (
    BerichtigungForm,
    GrundForm,
    OeffnungForm,
    VerschlussForm,
    ZuleitungForm,
)
from verbundakte.posteingang.models import Eingang, Verschluss
from verbundakte.posteingang.rules import Stand
from verbundakte.posteingang.views.angebot import wahl_of
from verbundakte.posteingang.views.antwort import answer


class NotUnderstood(Refusal):
    """A form of the queue that is not right; it has no page of its own to say so."""

    def __init__(self, form):
        super().__init__(next(text for texts in form.errors.values() for text in texts))


def read_place(actor, wahl: queries.Zielwahl) -> Ziel:
    """Return the place a form names."""
    return Ziel(*queries.read_ziel(actor, wahl))


def _named(request: HttpRequest, ziele: list) -> queries.Zielwahl | None:
    """Return the place that a proposal names by id, None for a form that names it in words."""
    for kind in ("person", "einheit"):
        key = read_uuid(request.POST.get(kind, ""))
        if key is not None:
            return wahl_of(ziele, kind, key)
    return None


def pass_on(actor, eingang: Eingang, ziel: Ziel, grund: str):
    """Give an Eingang to somebody: the first time it is assigned, later passed on."""
    is_first = eingang.stand is Stand.OFFEN
    act = actions.assign_eingang if is_first else actions.forward_eingang
    return act(actor, eingang, ziel=ziel, grund=grund, at=now())


@require_POST
def zuleitung(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Give an Eingang to a unit or a person."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    ziele = queries.ziele(actor)
    form = ZuleitungForm(request.POST, ziele=ziele)

    def act() -> tuple[str, str]:
        wahl = _named(request, ziele)
        if wahl is None and not form.is_valid():
            raise NotUnderstood(form)
        ziel = read_place(actor, wahl or form.cleaned_data["an"])
        pass_on(actor, eingang, ziel, request.POST.get("grund", "")[:500])
        return f"{eingang.number} liegt jetzt bei {ziel}.", ""

    return answer(request, act)


@require_POST
def annahme(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Take an Eingang into one's own care."""
    eingang = queries.get_eingang(request.actor, eingang_id)

    def act() -> tuple[str, str]:
        actions.accept_eingang(request.actor, eingang, at=now())
        return f"{eingang.number} liegt jetzt bei Ihnen.", ""

    return answer(request, act)


@require_POST
def vertretung(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Give an Eingang of somebody absent to who stands in for her."""
    eingang = queries.get_eingang(request.actor, eingang_id)

    def act() -> tuple[str, str]:
        row = actions.hand_to_vertretung(request.actor, eingang, at=now())
        return f"{eingang.number} liegt jetzt bei {row.person.name}.", ""

    return answer(request, act)


def _form_page(
    request: HttpRequest, eingang: Eingang, form, words: tuple[str, str, str], perform: Callable
) -> HttpResponse:
    """Show and perform a form about one Eingang. `words`: heading, button, what was done."""
    title, label, done = words
    back = f"{reverse('posteingang:eingaenge')}?eingang={eingang.pk}"
    page = FormPage(
        title=title,
        label=label,
        back=back,
        steps=(("Posteingang", reverse("posteingang:eingaenge")), (str(eingang), back)),
        done=done,
        context={"ziele": getattr(form, "ziele", ())},
        template="posteingang/erfassung.html",
    )

    def act(data: dict) -> str:
        perform(data)
        return reverse("posteingang:eingaenge")

    return run_form(request, form, page, act)


@require_POST
def kontakt(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Note which Kontakt sent an Eingang."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    key = read_uuid(request.POST.get("kontakt", ""))
    if key is None:
        raise Http404
    row = get_kontakt(actor, key)
    with telling(request, f"{eingang.number} ist von {row}."):
        actions.note_kontakt(actor, eingang, kontakt=row)
    return redirect(safe_next(request, reverse("posteingang:eingang", args=[eingang.pk])))


@require_http_methods(["GET", "POST"])
def rueckgabe(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Give an Eingang back to where it came from, with the reason."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    words = ("Zurückgeben", "Zurückgeben", f"{eingang.number} zurückgegeben.")

    def perform(data: dict) -> None:
        actions.return_eingang(actor, eingang, grund=data["grund"], at=now())

    return _form_page(request, eingang, GrundForm(request.POST or None), words, perform)


@require_http_methods(["GET", "POST"])
def verschluss(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Close what turned out to be for one circle only, and pass it on unread."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    form = VerschlussForm(request.POST or None, ziele=queries.ziele(actor))
    words = ("Verschließen und weitergeben", "Verschließen", f"{eingang.number} verschlossen.")

    def perform(data: dict) -> None:
        closed = Verschluss(data["verschluss"])
        ziel = read_place(actor, data["an"])
        actions.pass_on_closed(
            actor, eingang, ziel=ziel, verschluss=closed, grund=data["grund"], at=now()
        )

    return _form_page(request, eingang, form, words, perform)


@require_http_methods(["GET", "POST"])
def oeffnung(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Open what had to stay closed until its day, by two."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    form = OeffnungForm(request.POST or None, ziele=queries.ziele(actor))
    words = ("Verschlossenes öffnen", "Öffnen", f"{eingang.number} geöffnet.")

    def perform(data: dict) -> None:
        _, zeuge = queries.read_ziel(actor, data["an"])
        actions.open_eingang(actor, eingang, zeuge=zeuge, at=now())

    return _form_page(request, eingang, form, words, perform)


@require_http_methods(["GET", "POST"])
def berichtigung(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Correct what was recorded of an Eingang."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    initial = {name: getattr(eingang, name) for name in BerichtigungForm.FIELDS}
    form = BerichtigungForm(request.POST or None, initial=initial | {"revision": eingang.revision})
    words = ("Angaben berichtigen", "Speichern", f"{eingang.number} berichtigt.")

    def perform(data: dict) -> None:
        actions.correct_eingang(
            actor,
            eingang,
            seen_revision=data["revision"],
            values=form.values(),
            grund=data["grund"],
            at=now(),
        )

    return _form_page(request, eingang, form, words, perform)
