"""/wopi/files/<id> : a document server reads and writes a Dokument for a person who holds a ticket.

The methods, headers and answers are those of the published protocol (WOPI, REST endpoints "Files" and
"File contents"). Locks and Fassungen are those of WebDAV: one Fassung when the last editor leaves.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from verbundakte.akten import queries
from verbundakte.akten.actions import Arrived, arbeitsstand
from verbundakte.akten.actions.arbeitsstand import Schloss
from verbundakte.akten.actions.arrival import check_announced, receive_chunks
from verbundakte.akten.actions.upload import check_room
from verbundakte.akten.models import Programmsperre
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import programm
from verbundakte.akten.queries.programm import Arbeitsdatei
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.clock import now
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.dav.locks import end_of_day
from verbundakte.dav.office import document_server
from verbundakte.dav.ticket import Visitor, read_ticket, visitor_of
from verbundakte.standards.wopi import Proof, is_proven

LASTS = timedelta(minutes=30)
MOST_LOCK = 1024
CHUNK = 256 * 1024
LOCK, REASON, VERSION = "X-WOPI-Lock", "X-WOPI-LockFailureReason", "X-WOPI-ItemVersion"
NOT_HERE = {
    "PUT_RELATIVE": "Neue Dokumente entstehen auf der Seite des Vorgangs.",
    "RENAME_FILE": "Der Name einer Datei bleibt; den Betreff aendert die Seite des Dokuments.",
    "DELETE": "Dokumente werden auf ihrer Seite geloescht.",
}
NO_SUCH = frozenset({"PUT_USER_INFO", "GET_SHARE_URL", "COBALT", "READ_SECURE_STORE"})


class Answer(Exception):
    """Ends a request with a status; nothing it did is kept."""

    def __init__(self, status: int, **headers: str):
        super().__init__(status)
        self.status, self.headers = status, headers


@dataclass(frozen=True)
class Sitting:
    """A person at one Dokument in the document server: what it holds, what is asked."""

    request: HttpRequest
    visitor: Visitor
    found: Arbeitsdatei

    @property
    def actor(self):
        """Return who acts."""
        return self.visitor.actor

    @property
    def place(self) -> str:
        """Return where the lock of the document server lies."""
        return f"/wopi/{self.found.dokument.pk}"

    @property
    def asked(self) -> str:
        """Return the lock the server shows. Raises Answer."""
        text = self.request.headers.get(LOCK, "")
        if not 0 < len(text) <= MOST_LOCK:
            raise Answer(400)
        return text

    def held(self) -> Programmsperre | None:
        """Return the lock of the document server in force."""
        rows = programm.programmsperren(self.actor, sperre__dokument=self.found.dokument)
        return next((row for row in rows if row.place == self.place), None)

    def check_held(self, token: str) -> Programmsperre:
        """Return the lock, which has this token. Raises Answer."""
        row = self.held()
        if row is None or row.token != token:
            raise conflict(row)
        return row


def conflict(row: Programmsperre | None, reason: str = "") -> Answer:
    """Return the answer that names the lock in force, an empty one when it is none of WOPI."""
    return Answer(409, **{LOCK: row.token if row else ""}, **({REASON: reason} if reason else {}))


def _proven(request: HttpRequest) -> bool:
    """Tell whether the request comes from the document server, where its file names a key."""
    server = document_server()
    if server is None:
        return False
    if not server.keys:
        return True
    headers = request.headers
    stamp = headers.get("X-WOPI-TimeStamp", "")
    proof = Proof(
        request.GET.get("access_token", ""),
        request.build_absolute_uri(),
        int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) < 20 else 0,
        (headers.get("X-WOPI-Proof", ""), headers.get("X-WOPI-ProofOld", "")),
    )
    return proof.ticks < 2**63 and is_proven(proof, server.keys, now())


def _token_of(request: HttpRequest) -> str:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return request.GET.get("access_token", "") or (bearer if scheme.lower() == "bearer" else "")


def _door(request: HttpRequest, dokument_id: UUID, answer: Callable) -> HttpResponseBase:
    """Let a person with a ticket in and answer; 404 where there is no document server at all."""
    if document_server() is None:
        return HttpResponse(status=404)
    if not _proven(request):
        return HttpResponse(status=500)  # what the protocol says for a proof that does not fit
    ticket = read_ticket(_token_of(request))
    visitor = visitor_of(ticket, dokument_id) if ticket else None
    if visitor is None:
        return HttpResponse(status=401)
    request.tenant, request.actor = visitor.membership.tenant, visitor.actor
    with use_tenant(visitor.membership.tenant_id):
        try:
            with transaction.atomic():
                found = programm.get_arbeitsdatei(visitor.actor, dokument_id)
            response = answer(Sitting(request, visitor, found))
        except Http404:
            response = HttpResponse(status=404)
        except Answer as ended:
            response = HttpResponse(status=ended.status, headers=ended.headers)
        except (store.StoreFull, store.StoreAway):
            response = HttpResponse(status=500)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, dokument_id: UUID) -> HttpResponseBase:
    """CheckFileInfo (GET); Lock, GetLock, RefreshLock, Unlock, UnlockAndRelock (POST)."""
    return _door(request, dokument_id, _info if request.method == "GET" else _operation)


@csrf_exempt
@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def contents(request: HttpRequest, dokument_id: UUID) -> HttpResponseBase:
    """GetFile (GET) and PutFile (POST)."""
    return _door(request, dokument_id, _get if request.method == "GET" else _put)


def _may_write(sitting: Sitting) -> bool:
    """Tell whether she may write here now: with an editing ticket, her right, and nobody else at it."""
    try:
        with transaction.atomic():
            arbeitsstand.check_may_edit(sitting.actor, sitting.found.dokument)
    except (Refusal, PermissionDenied):
        return False
    return sitting.visitor.is_edit


def _info(sitting: Sitting) -> HttpResponse:
    """CheckFileInfo: what the document server may know and offer."""
    found, may_write = sitting.found, False
    with transaction.atomic():
        may_write = _may_write(sitting)
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    told = {
        "BaseFileName": found.name,
        "OwnerId": str(found.dokument.created_by or ""),
        "Size": found.size,
        "UserId": str(sitting.actor.person_id),
        "UserFriendlyName": sitting.actor.name,
        "Version": found.sha256,
        "SHA256": digest,
        "LastModifiedTime": found.changed_at.isoformat().replace("+00:00", "Z"),
        "UserCanWrite": may_write,
        "ReadOnly": not may_write,
        "UserCanNotWriteRelative": True,
        "UserCanRename": False,
        "SupportsLocks": True,
        "SupportsGetLock": True,
        "SupportsExtendedLockLength": True,
        "SupportsUpdate": True,
        "SupportsRename": False,
        "SupportsDeleteFile": False,
        "EnableInsertRemoteImage": False,
        "DisableExport": False,
    }
    return JsonResponse(told)


def _get(sitting: Sitting) -> HttpResponseBase:
    """GetFile: the bytes; who takes them out of a Geheimnisklasse is noted."""
    found = sitting.found
    most = sitting.request.headers.get("X-WOPI-MaxExpectedSize", "")
    if most.isascii() and most.isdigit() and found.size > int(most):
        raise Answer(412)
    with transaction.atomic():
        queries.note_read(sitting.actor, found.dokument, art=LeseArt.AUSGABE)
    response = send(sitting.request, Sent(found.sha256, found.size, found.name))
    response[VERSION] = found.sha256
    return response


def _operation(sitting: Sitting) -> HttpResponse:
    """What X-WOPI-Override asks for."""
    asked = sitting.request.headers.get("X-WOPI-Override", "").upper()
    if asked in NOT_HERE:
        raise Answer(501, **{"X-WOPI-ServerError": NOT_HERE[asked]})
    if asked in NO_SUCH or asked not in OPERATIONS:
        raise Answer(501)
    try:
        with transaction.atomic():
            headers = OPERATIONS[asked](sitting)
    except Refusal as refusal:
        raise _refused(sitting, refusal) from refusal
    except PermissionDenied as denied:
        raise Answer(404) from denied
    return HttpResponse(status=200, headers={VERSION: sitting.found.sha256, **headers})


def _refused(sitting: Sitting, refusal: Refusal) -> Answer:
    """Somebody else edits it, or it cannot be edited any more: not locked by WOPI, but not free."""
    with transaction.atomic():
        return conflict(sitting.held(), refusal.message.encode("ascii", "replace").decode())


def _lock(sitting: Sitting) -> dict:
    """Lock, or UnlockAndRelock when an old lock is named."""
    token, old = sitting.asked, sitting.request.headers.get("X-WOPI-OldLock", "")
    at = now()
    until = at + LASTS
    row = sitting.held()
    if old:
        row = sitting.check_held(old)
        arbeitsstand.change_token(sitting.actor, row, token=token, expires_at=until)
        return {}
    if row is not None:
        return _refresh(sitting)
    if not sitting.visitor.is_edit:
        raise conflict(None)
    schloss = Schloss(token, sitting.place, until)
    more = {"until": end_of_day(until), "at": at}
    arbeitsstand.begin_bearbeitung(sitting.actor, sitting.found.dokument, schloss=schloss, **more)
    return {}


def _refresh(sitting: Sitting) -> dict:
    row, until = sitting.check_held(sitting.asked), now() + LASTS
    more = {"expires_at": until, "until": end_of_day(until)}
    arbeitsstand.renew_programmsperre(sitting.actor, row, **more)
    return {}


def _unlock(sitting: Sitting) -> dict:
    """Unlock: what was saved becomes one Fassung."""
    row = sitting.check_held(sitting.asked)
    if row.person_id != sitting.actor.person_id:
        raise conflict(row)
    arbeitsstand.finish_bearbeitung(sitting.actor, sitting.found.dokument, sperre=row, at=now())
    return {}


def _tell_lock(sitting: Sitting) -> dict:
    row = sitting.held()
    return {LOCK: row.token if row else ""}


OPERATIONS = {
    "LOCK": _lock,
    "REFRESH_LOCK": _refresh,
    "UNLOCK": _unlock,
    "GET_LOCK": _tell_lock,
}


def _check_put(sitting: Sitting) -> bool:
    """Tell whether the server holds the lock; without one only an empty file is written. Raises Answer."""
    row = sitting.held()
    if row is None:
        if sitting.found.size or not sitting.visitor.is_edit:
            raise conflict(None)
        return False
    if (
        row.token != sitting.request.headers.get(LOCK, "")
        or row.person_id != sitting.actor.person_id
    ):
        raise conflict(row)
    return True


def _put(sitting: Sitting) -> HttpResponse:
    """PutFile: keep a draft; the Fassung is made by Unlock."""
    request = sitting.request
    if request.headers.get("X-WOPI-Override", "").upper() != "PUT":
        raise Answer(501)
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    with transaction.atomic():
        _check_put(sitting)
        if not sitting.actor.may(Permission.DOKUMENT_EDIT, sitting.found.dokument):
            raise Answer(404)
    try:
        check_announced(sitting.found.name, length)
        check_room(length)
        stored = receive_chunks(sitting.found.name, iter(lambda: request.read(CHUNK), b""))
    except Refusal as refusal:
        raise Answer(413) from refusal
    arrived = Arrived(stored, sitting.found.name)
    try:
        with transaction.atomic():
            save = arbeitsstand.save_stand if _check_put(sitting) else arbeitsstand.save_fassung
            save(sitting.actor, sitting.found.dokument, arrived=arrived, at=now())
    except Refusal as refusal:
        raise _refused(sitting, refusal) from refusal
    return JsonResponse({"LastModifiedTime": now().isoformat()}, headers={VERSION: stored.sha256})
