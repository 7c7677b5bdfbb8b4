"""/healthz: the process lives. /readyz: it can work (database and store answer)."""

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte.core.blobs.store import StoreAway, free_bytes


@require_safe
@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> HttpResponse:
    """Return 200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> HttpResponse:
    """Return 200 when database and store answer, else 503 with one sentence."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        free_bytes()
    except (DatabaseError, OSError, StoreAway):
        return HttpResponse(
            "Datenbank oder Speicher antwortet nicht.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    return HttpResponse("bereit\n", content_type="text/plain; charset=utf-8")
