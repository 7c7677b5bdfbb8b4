"""/dav/<town>/… : WebDAV for Word, LibreOffice and drives, with a key of the person (Basic over TLS).

wsgidav speaks the protocol inside one transaction; bytes travel before it (PUT) and after it (GET).
"""

import base64
import binascii
import io
from collections.abc import Callable, Iterable
from itertools import chain
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from wsgidav.dav_error import DAVError, get_http_status_string

from verbundakte.akten.actions.arrival import NotTaken, check_announced, receive_chunks
from verbundakte.akten.actions.upload import check_room
from verbundakte.core.access.scopes import with_scopes
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.blobs.download import NOTHING_RUNS
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.dav.call import READING, Call, calling
from verbundakte.dav.names import is_litter, parts_of
from verbundakte.dav.provider import application_of
from verbundakte.dav.vertretung import load_visitor, parted, place_of
from verbundakte.organisation.accounts import resolve_token

READ, WRITE = "webdav:lesen", "webdav:schreiben"
CHUNK = 256 * 1024
MOST_XML = 256 * 1024
MOST_PATH = 600
HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding")
FINITE_DEPTH = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<D:error xmlns:D="DAV:"><D:propfind-finite-depth/></D:error>'
)
ENDS = (Refusal, store.StoreFull, store.StoreAway)


def said(status: int, sentence: str) -> HttpResponse:
    """Return a German sentence; programs mostly show the status alone."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def _who(request: HttpRequest) -> ApiToken | None:
    """Return the key that was sent with the login it belongs to."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        login, _, token = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    found = resolve_token(token)
    account = found.membership.account if found else None
    return found if account is not None and account.login == login.strip().lower() else None


def _is_good_for(found: ApiToken, *, writes: bool) -> bool:
    """Tell whether a key was made for this: one for the API, even for all of it, is not."""
    return WRITE in found.scopes or (READ in found.scopes and not writes)


@csrf_exempt
@transaction.non_atomic_requests
def serve(request: HttpRequest, stadt: str, pfad: str = "") -> HttpResponseBase:
    """Answer one WebDAV request. What the person may not see is 404, as everywhere."""
    request.path = f"/dav/{stadt}/"  # names of files do not belong into the log
    if settings.SECURE_COOKIES and not request.is_secure():
        return said(403, "WebDAV gibt es hier nur über https.")
    found = _who(request)
    if found is None:
        answer = said(401, "Melden Sie sich mit Benutzername und einem Zugangsschlüssel an.")
        answer["WWW-Authenticate"] = 'Basic realm="Verbundakte", charset="UTF-8"'
        return answer
    membership = found.membership
    is_reading = request.method in READING
    if membership.tenant.slug != stadt:
        return said(404, "Das gibt es nicht.")
    if not _is_good_for(found, writes=not is_reading):
        return said(403, "Dafür gilt dieser Zugangsschlüssel nicht.")
    request.tenant = membership.tenant
    vertretung, pfad = parted(pfad)
    with use_tenant(membership.tenant_id):
        with transaction.atomic():
            actor = load_visitor(membership, vertretung)
        if actor is None:
            return said(404, "Das gibt es nicht.")
        request.actor = with_scopes(actor, found.scopes)
        top = f"/dav/{stadt}{place_of(vertretung)}"
        return _answer(request, Call(request.actor, now(), top, is_reading=is_reading), pfad)


def _answer(request: HttpRequest, call: Call, pfad: str) -> HttpResponseBase:
    """Take what is sent, then let wsgidav answer."""
    target = unquote(request.headers.get("Destination", ""))
    if max(len(pfad.encode()), len(urlsplit(target).path.encode())) > MOST_PATH or "\0" in target:
        return said(414, "Diese Adresse ist zu lang.")
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    try:
        if request.method == "PUT":
            call.stored, body = _receive(request, pfad, length), b""
        elif length > MOST_XML:
            return said(413, "Diese Anfrage ist zu lang.")
        else:
            body = request.read(length) if length else b""
    except ENDS as error:
        return _refused(error)
    depth = request.headers.get("Depth", "infinity").lower()
    if request.method == "PROPFIND" and depth == "infinity":
        return HttpResponse(FINITE_DEPTH, status=403, content_type="application/xml; charset=utf-8")
    return Exchange(request, call, pfad, body).run()


def _refused(error: Exception) -> HttpResponse:
    if isinstance(error, store.StoreFull):
        return said(507, error.message)
    if isinstance(error, store.StoreAway):
        return said(503, error.message)
    return said(415 if isinstance(error, NotTaken) else 422, error.message)


def _receive(request: HttpRequest, pfad: str, length: int) -> store.Stored:
    """Bring the bytes of a PUT into the store. Raises NotTaken, VirusFound, ScannerAway, StoreFull."""
    name = (parts_of(pfad) or ["ohne Namen"])[-1]
    if not is_litter(name):
        check_announced(name, length)
    check_room(length)
    return receive_chunks(name, iter(lambda: request.read(CHUNK), b""))


class Exchange:
    """One request on its way through wsgidav."""

    def __init__(self, request: HttpRequest, call: Call, pfad: str, body: bytes):
        self.request, self.call = request, call
        self.status, self.headers = 500, []
        self.environ = {
            **request.META,
            "SCRIPT_NAME": call.top,
            "PATH_INFO": (pfad or "/").encode().decode("latin-1"),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": request.get_host(),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": request.scheme,
            "wsgidav.auth.user_name": str(call.actor.person_id),
        }

    def _start(self, status: str, headers: list, exc_info=None) -> Callable:
        self.status, self.headers = int(status.split(" ", 1)[0]), headers
        return lambda data: None

    def run(self) -> HttpResponseBase:
        """Return the answer. What is refused leaves nothing behind."""
        with calling(self.call), transaction.atomic():
            try:
                chunks = iter(application_of(self.call.top)(self.environ, self._start))
                first = next(chunks, b"")
                rest = chunks if self.request.method == "GET" else iter(list(chunks))
            except DAVError as error:
                self._tell(error)
                first, rest = self.body, iter(())
            if self.status >= 400:
                transaction.set_rollback(True)
        return self._response(chain([first], rest))

    def _tell(self, error: DAVError) -> None:
        self.status, self.body, kind = int(error.value), b"", "text/plain; charset=utf-8"
        if error.err_condition:
            kind, self.body = error.get_response_page()
        elif self.status >= 400 and self.request.method != "HEAD":
            text = error.context_info or get_http_status_string(error)
            self.body = str(text).encode()
        self.headers = [("Content-Type", kind), *(error.add_headers or [])]

    def _response(self, chunks: Iterable[bytes]) -> HttpResponseBase:
        is_stream = self.request.method == "GET" and self.status in (200, 206)
        kind = StreamingHttpResponse if is_stream else HttpResponse
        response = kind(chunks if is_stream else b"".join(chunks), status=self.status)
        for name, value in self.headers:
            if name.lower() not in HOP_BY_HOP:
                response[name] = value
        if is_stream:  # whoever opens the address in a browser gets a file, nothing that runs
            response["Content-Disposition"] = "attachment"
            response["Content-Security-Policy"] = NOTHING_RUNS
        response["Cache-Control"] = "private, no-cache"
        return response
