"""Error pages. They need no database, so that they also come when it is away."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from verbundakte.core import logs
from verbundakte.core.api.problems import problem
from verbundakte.core.blobs.store import BytesMissing, StoreAway, StoreFull

logger = logging.getLogger("verbundakte.web")
AWAY = "Die Datenbank antwortet gerade nicht."


def error_response(request, status: int, title: str, message: str, *, retry: int = 0):
    """Return one sentence as page, fragment or problem+json, whatever was asked for."""
    if request.headers.get("Accept", "").startswith("application/json") or "/api/" in request.path:
        response = problem(status, message, title=title)
    else:
        tenant = getattr(request, "tenant", None)
        context = {
            "title": title,
            "message": message,
            "retry": retry,
            "home": f"/{tenant.slug}/" if tenant else "/",
            "request_id": logs.request_id.get() if status >= 500 else "",
        }
        response = HttpResponse(render_to_string("web/error.html", context), status=status)
    if retry:
        response["Retry-After"] = str(retry)
        response["Refresh"] = str(retry)
    return response


def not_found(request, exception=None):
    """Not there, or not for this person: the same answer."""
    return error_response(
        request,
        404,
        "Nicht gefunden",
        "Das gibt es hier nicht, oder Sie haben keinen Zugriff darauf."
        " Prüfen Sie die Adresse oder suchen Sie danach.",
    )


def forbidden(request, exception=None):
    """The person may see it but not do this."""
    return error_response(
        request,
        403,
        "Keine Berechtigung",
        "Dazu fehlt Ihnen die Berechtigung. Wenden Sie sich an Ihre Fachadministration.",
    )


def csrf_failed(request, reason=""):
    """The form was open for too long or came from elsewhere."""
    return error_response(
        request,
        403,
        "Formular abgelaufen",
        "Das Formular ist abgelaufen. Gehen Sie zurück, laden Sie die Seite neu und senden Sie es"
        " noch einmal; Ihre Eingaben sind noch da.",
    )


def bad_request(request, exception=None):
    """The request cannot be understood."""
    return error_response(
        request,
        400,
        "Anfrage unverständlich",
        "Die Anfrage ist fehlerhaft. Laden Sie die Seite neu.",
    )


def unstorable(request):
    """An address holds a character that no text can have."""
    return error_response(
        request,
        422,
        "Angaben passen nicht",
        "In der Adresse steht ein Zeichen, das kein Text enthalten kann (NUL). Nehmen Sie es heraus.",
    )


def server_error(request):
    """Something failed: a database or store that is away for a moment, or a fault of ours."""
    kind, error, _ = sys.exc_info()
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("database away", extra={"reason": type(error).__name__})
        text = f"{AWAY} Ihre Arbeit ist nicht verloren; diese Seite versucht es gleich noch einmal."
        return error_response(request, 503, "Einen Moment", text, retry=3)
    if isinstance(error, StoreAway):
        logger.error("store away")
        return error_response(request, 503, "Einen Moment", error.message, retry=3)
    if isinstance(error, StoreFull):
        logger.error("store full")
        return error_response(request, 507, "Speicher voll", error.message)
    if isinstance(error, BytesMissing):
        logger.error("bytes missing")
        return error_response(request, 500, "Datei fehlt", error.message)
    logger.error("unexpected error", extra={"reason": kind.__name__ if kind else ""})
    return error_response(
        request,
        500,
        "Unerwarteter Fehler",
        "Das hat nicht geklappt; gespeichert wurde nichts. Versuchen Sie es noch einmal."
        " Bleibt es dabei, nennen Sie dem Betrieb die Nummer unten.",
    )
