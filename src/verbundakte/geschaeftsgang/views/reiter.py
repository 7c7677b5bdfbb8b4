"""What a Vorgang and a Dokument show of the Geschäftsgang: the tab "Verfügung", and what waits."""

from django.http import HttpRequest

from verbundakte.akten.models import Dokument, Fassung, Vorgang
from verbundakte.core.ui.addresses import reverse
from verbundakte.geschaeftsgang.models import Verfuegung
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import chain_of, verfuegungen_about, verfuegungen_of
from verbundakte.geschaeftsgang.views.antwort import ask, waiting_in
from verbundakte.geschaeftsgang.views.anzeige import (
    line_of,
    short_title_of,
    state_of_all,
)
from verbundakte.geschaeftsgang.views.nachweis import nachweis_of

MOST = 20
EMPTY_DOKUMENT = "Dieses Dokument war noch nicht im Geschäftsgang."
EMPTY_VORGANG = "Dieser Vorgang war noch nicht im Geschäftsgang."


def load(request: HttpRequest, subject: Dokument | Vorgang, fassung: Fassung | None) -> dict:
    """Return the tab "Verfügung"."""
    actor = request.actor
    is_dokument = isinstance(subject, Dokument)
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        return {"runs": [], "empty": "Verfügungen zu sehen gehört nicht zu Ihren Aufgaben."}
    read = verfuegungen_about if is_dokument else verfuegungen_of
    runs = read(actor, subject, limit=MOST)
    chain = chain_of(actor, subject) if is_dokument and runs else []
    return {
        "runs": [_run(row) for row in runs],
        "empty": EMPTY_DOKUMENT if is_dokument else EMPTY_VORGANG,
        "url": _begin(actor, subject),
        "nachweis": nachweis_of(subject, chain, actor) if chain else None,
    }


def _run(row: Verfuegung) -> dict:
    return {
        "title": short_title_of(row),
        "url": reverse("geschaeftsgang:verfuegung", args=[row.pk]),
        "chip": state_of_all(row),
        "lines": [line_of(schritt) for schritt in row.schritte.all()],
    }


def _begin(actor, subject: Dokument | Vorgang) -> str:
    """Return where to give something into the Geschäftsgang, "" where that is not possible."""
    is_dokument = isinstance(subject, Dokument)
    vorgang = subject.vorgang if is_dokument else subject
    if vorgang is None or not actor.may(Permission.VERFUEGUNG_CREATE, vorgang):
        return ""
    if subject.is_vorgang_closed if is_dokument else subject.is_closed:
        return ""
    address = reverse("geschaeftsgang:verfuegung-neu", args=[vorgang.pk])
    return f"{address}?dokument={subject.pk}" if is_dokument else address


def may_begin(actor, vorgang: Vorgang) -> bool:
    """Tell whether the actor may give this Vorgang into the Geschäftsgang (the button of its page)."""
    return not vorgang.is_closed and actor.may(Permission.VERFUEGUNG_CREATE, vorgang)


def notice(
    request: HttpRequest, subject: Dokument | Vorgang, fassung: Fassung | None
) -> dict | None:
    """Return what waits here for the person, to be answered on the spot; None for nothing."""
    schritt = waiting_in(request.actor, subject)
    if schritt is None:
        return None
    return ask(request.actor, schritt, fassung=fassung, onward=request.get_full_path())
