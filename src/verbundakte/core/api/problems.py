"""Errors of the API as problem+json (RFC 9457), one German sentence each."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.api.answers import PreconditionFailed, PreconditionMissing, as_json
from verbundakte.core.api.auth import ScopeMissing
from verbundakte.core.blobs.store import StoreAway, StoreFull

TITLES = {
    400: "Anfrage unverständlich",
    401: "Anmeldung nötig",
    403: "Keine Berechtigung",
    404: "Nicht gefunden",
    409: "Inzwischen geändert",
    412: "Inzwischen geändert",
    428: "If-Match fehlt",
    429: "Zu viele Versuche",
    422: "Angaben passen nicht",
    503: "Einen Moment",
    507: "Speicher voll",
}
SENTENCES: dict[type[Exception], tuple[int, str]] = {
    Http404: (404, "Das gibt es nicht, oder dieser Zugang darf es nicht sehen."),
    PermissionDenied: (403, "Dazu fehlt diesem Zugang die Berechtigung."),
    PreconditionFailed: (
        412,
        "Das wurde inzwischen geändert. Lesen Sie es neu und entscheiden Sie noch einmal.",
    ),
}


def problem(status: int, detail: str, *, title: str = "", **more) -> HttpResponse:
    """Return one German sentence as problem JSON (RFC 9457), with what more there is to say."""
    title = title or TITLES.get(status, "Fehler")
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    kind = "application/problem+json"
    return HttpResponse(as_json(content), status=status, content_type=kind)


def _unauthorised(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = problem(401, "Es fehlt ein gültiger Zugangsschlüssel (Authorization: Bearer …).")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [
        {"feld": ".".join(str(part) for part in item["loc"][1:]), "grund": item["msg"]}
        for item in error.errors
    ]
    names = ", ".join(item["feld"] for item in fields if item["feld"]) or "die Anfrage"
    return problem(422, f"Diese Angaben fehlen oder passen nicht: {names}.", fields=fields)


def _scope(request: HttpRequest, error: ScopeMissing) -> HttpResponse:
    return problem(403, f"Dieser Zugangsschlüssel gilt dafür nicht; ihm fehlt „{error.scope}“.")


def _no_match(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(
        428,
        "Nennen Sie in If-Match das ETag des Standes, den Sie ändern, zum Beispiel aus dem Lesen.",
    )


def told_of(error: Exception) -> tuple[int, str]:
    """Return status and German sentence of what an action or a query refused."""
    if isinstance(error, Refusal):
        return 412 if isinstance(error, Changed) else 422, error.message
    return next(told for kind, told in SENTENCES.items() if isinstance(error, kind))


def _told(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(*told_of(error))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    known = {400: "Die Anfrage ist fehlerhaft aufgebaut.", 405: "Diese Methode gibt es hier nicht."}
    return problem(error.status_code, known.get(error.status_code, str(error)))


def _store(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(507 if isinstance(error, StoreFull) else 503, error.message)


def add_problems(api: NinjaAPI) -> None:
    """Let an API answer all known errors as problems."""
    for kind, handler in (
        (Http404, _told),
        (PermissionDenied, _told),
        (AuthenticationError, _unauthorised),
        (ValidationError, _invalid),
        (ScopeMissing, _scope),
        (PreconditionMissing, _no_match),
        (PreconditionFailed, _told),
        (Refusal, _told),
        (StoreFull, _store),
        (StoreAway, _store),
        (HttpError, _http),
    ):
        api.add_exception_handler(kind, handler)
