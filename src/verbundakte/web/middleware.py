"""From a request to an open town and an actor, and safe headers on every answer."""

import logging
import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import set_script_prefix

from verbundakte.core import logs, metrics
from verbundakte.core.access.scopes import with_scopes
from verbundakte.core.ids import uuid7
from verbundakte.core.models import RESERVED_SLUGS, Membership, Tenant
from verbundakte.core.sessions import has_factor, opens
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.core.ui.content_security import CONTENT_SECURITY
from verbundakte.core.ui.messages import warn
from verbundakte.organisation.accounts import active_memberships, resolve_token
from verbundakte.organisation.accounts import has_factor as account_has_factor
from verbundakte.organisation.actor import chosen_vertretung, forget_vertretung
from verbundakte.organisation.actor_kept import kept
from verbundakte.web.sign_in import is_ours
from verbundakte.web.views.errors import error_response, unstorable

logger = logging.getLogger("verbundakte.web")
TOWN_URLS = "verbundakte.town_urls"
PUBLIC = ("/anmelden/", "/abmelden/", "/kennwort/", "/geschaeftsgang/kalenderfeed/")
SECURITY = "/organisation/sicherheit/"
OWN_PASSWORD = f"{SECURITY}kennwort/"
TENANT_SECONDS = 10
REFUSED = (401, 403, 404, 429)
POINTING_BACK = ("user", "auser", "htmx", "_messages")
SAFE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
_tenants: dict[str, tuple[Tenant | None, float]] = {}


def guard(get_response):
    """Name the request, log how it ended (path and figures, no content), set safe headers."""

    def middleware(request):
        began = time.perf_counter()
        token = logs.request_id.set(str(uuid7()))
        try:
            response = forms_only(request, get_response(request))
            for name, value in SAFE_HEADERS.items():
                response.headers.setdefault(name, value)
            response.headers["X-Request-Id"] = logs.request_id.get()
            if not request.path.startswith(settings.STATIC_URL):
                response.headers.setdefault("Cache-Control", "private, no-cache")
                _note(request, response, time.perf_counter() - began)
            if not response.streaming:
                _let_go(request)
            return response
        finally:
            logs.request_id.reset(token)

    return middleware


def _let_go(request) -> None:
    """Take from an answered request what points back to it: everything that was read for it would
    lie around until Python looks for rubbish."""
    for name in POINTING_BACK:
        request.__dict__.pop(name, None)


def _note(request, response, seconds: float) -> None:
    """Count and log a request; who it was only where something was refused: nobody's work is
    watched."""
    _count(request, response.status_code, seconds)
    told = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    actor = getattr(request, "actor", None)
    if response.status_code in REFUSED and actor is not None:
        told |= {"actor": str(actor.id), "tenant": request.tenant.pk}
    logger.info("request", extra=told)


def _count(request, status: int, seconds: float) -> None:
    """Count a request by room, reading or changing, and status: nothing that says who or what."""
    match = request.resolver_match
    room = (match.namespace or "api") if match else "none"
    kind = "read" if request.method in ("GET", "HEAD") else "change"
    metrics.requests.add(room=room, kind=kind, status=str(status))
    metrics.durations.add(seconds, room=room, kind=kind)
    metrics.shared.leave()


def forms_only(request, response):
    """Return a sentence instead of an empty page where an address of a form was merely opened."""
    is_empty = isinstance(response, HttpResponseNotAllowed) and not response.content
    if not is_empty or request.method not in ("GET", "HEAD"):
        return response
    said = error_response(
        request,
        405,
        "Das geht nur über ein Formular",
        "Diese Adresse nimmt nur entgegen, was ein Formular sendet; zu sehen gibt es hier nichts."
        " Gehen Sie zurück zu der Seite, von der Sie kamen.",
    )
    said.headers["Allow"] = response.headers["Allow"]
    return said


def find_tenant(slug: str) -> Tenant | None:
    """Return the town with this slug (remembered for a few seconds)."""
    if slug in RESERVED_SLUGS or not slug:
        return None
    found, until = _tenants.get(slug, (None, 0.0))
    if until < time.monotonic():
        found = Tenant.objects.filter(slug=slug).first()
        _tenants[slug] = (found, time.monotonic() + (TENANT_SECONDS if found else 1))
    return found


def slug(get_response):
    """Turn `/<slug>/...` into SCRIPT_NAME, so that the addresses of the rooms know no town."""

    def middleware(request):
        request.tenant = request.actor = request.membership = request.token = None
        request.memberships = []
        if "\0" in request.path_info or _is_told_nul(request):
            return unstorable(request)  # the database cannot even look for it
        first, _, rest = request.path_info.lstrip("/").partition("/")
        tenant = find_tenant(first)
        if tenant is not None:
            request.tenant = tenant
            request.urlconf = TOWN_URLS
            request.path_info = f"/{rest}"
            request.META["SCRIPT_NAME"] = f"/{tenant.slug}"
            request.META["PATH_INFO"] = request.path_info
            set_script_prefix(f"/{tenant.slug}/")
        return get_response(request)

    return middleware


def _is_told_nul(request) -> bool:
    """Tell whether a program sent a NUL in a query; pages pass over such values one by one."""
    return "%00" in request.META.get("QUERY_STRING", "") and "/api/" in request.path


def is_public(request) -> bool:
    """Tell whether a page of a town is there for people who are not logged in."""
    return request.path_info.startswith(PUBLIC)


def came_from(request) -> str:
    """Return the page to come back to: of a change, the form it was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sender = urlsplit(request.headers.get("Referer", ""))
    if sender.netloc != request.get_host() or not is_ours(sender.path):
        return request.get_full_path()
    return f"{sender.path}?{sender.query}" if sender.query else sender.path


def to_login(request, page: str = "anmelden/"):
    """Send somebody to a page of the town's login; a fragment leaves the whole page."""
    target = f"/{request.tenant.slug}/{page}?{urlencode({'next': came_from(request)})}"
    if request.headers.get("Accept", "").startswith("application/json"):
        text = "Ihre Anmeldung ist abgelaufen. Melden Sie sich an und versuchen Sie es noch einmal."
        return error_response(request, 401, "Anmeldung abgelaufen", text)
    if request.headers.get("HX-Request"):
        response = HttpResponseRedirect(target)
        response.status_code = 401
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)


def _is_known(request) -> bool:
    """Tell whether somebody is logged in for this town (a town's own service opens only its own)."""
    return request.user.is_authenticated and opens(request.session, request.tenant.pk)


def _missing_step(request) -> str:
    """Return the page this session still has to pass (own password, second factor), or ""."""
    if request.user.initial_until and request.path_info != OWN_PASSWORD:
        warn(request, "Ihr Kennwort kennt noch jemand anderes. Wählen Sie jetzt ein eigenes.")
        return OWN_PASSWORD.lstrip("/")
    is_setup = request.path_info.startswith(SECURITY)
    needs = getattr(request.actor, "needs_second_factor", False)
    if not (is_setup or needs) or has_factor(request.session):
        return ""
    with transaction.atomic():
        is_set_up = account_has_factor(request.user)
    if is_set_up:
        return "anmelden/zweiter-faktor/"
    if is_setup:
        return ""
    forget_vertretung(request)  # a factor is set up in one's own name only
    return SECURITY.lstrip("/")


def _membership(request) -> Membership | None:
    if not _is_known(request):
        return None
    request.memberships = active_memberships(request.user)
    here = (one for one in request.memberships if one.tenant_id == request.tenant.pk)
    return next(here, None)


class TownMiddleware:
    """Open the town of the address with the person's rights as they are now; close it again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer a request inside its town, or outside of all."""
        if request.path_info.startswith("/api/"):
            return self._with_token(request)
        if request.tenant is None:
            return self.get_response(request)
        if not _is_known(request) and not is_public(request):
            return to_login(request)
        return self._inside(request, request.tenant.pk, _membership(request))

    def _inside(self, request, tenant: int, membership: Membership | None):
        request.membership = membership
        with use_tenant(tenant):
            if membership is not None:
                chosen = chosen_vertretung(request)
                request.actor = kept.load(membership, vertretung=chosen)
                if request.token and request.actor:
                    request.actor = with_scopes(request.actor, request.token.scopes)
                if chosen and request.actor and not request.actor.on_behalf_of:
                    return self._after_vertretung(request)
            return self.get_response(request)

    def _after_vertretung(self, request):
        """Say that a Vertretung is over; what was meant in it is not done in one's own name."""
        forget_vertretung(request)
        warn(request, "Die Vertretung ist beendet. Sie arbeiten wieder für sich selbst.")
        if request.method in ("GET", "HEAD"):
            return self.get_response(request)
        return HttpResponseRedirect(f"/{request.tenant.slug}/")

    def _with_token(self, request):
        """The token names person and town; a town in the address must be the same one."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        found = resolve_token(token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            return self.get_response(request)
        membership, request.token = found.membership, found
        if request.tenant is not None and request.tenant.pk != membership.tenant_id:
            return error_response(request, 404, "Nicht gefunden", "Das gibt es nicht.")
        request.tenant = membership.tenant
        return self._inside(request, membership.tenant_id, membership)

    def process_view(self, request, view, args, kwargs):
        """A town in which this person does not work is like a town that does not exist.

        Whose role there demands a second factor shows one, or sets one up, before anything else.
        """
        is_page = request.tenant is not None and not request.path_info.startswith("/api/")
        if not is_page or is_public(request):
            return None
        if request.actor is None:
            raise Http404
        step = _missing_step(request)
        return to_login(request, step) if step else None
