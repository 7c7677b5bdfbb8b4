"""Login at the directory service of the town; and linking it to whoever is logged in."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say, warn
from verbundakte.organisation import accounts, queries
from verbundakte.organisation.actions import link_own_kennung
from verbundakte.organisation.models import DienstArt
from verbundakte.web import sign_in
from verbundakte.web.forms import LoginForm
from verbundakte.web.views.login import refuse, show_login

ASKED = "va_dienst"


def _service(request):
    service = accounts.dienst()
    if service is None:
        raise Http404
    return service


def _back(request) -> str:
    return request.build_absolute_uri(reverse("web:dienst-rueckkehr"))


def _again(request, refusal: Refusal) -> HttpResponse:
    form = LoginForm({"login": "-", "password": "-"})
    return show_login(request, form, refuse(form, refusal))


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the service of this town; `?verknuepfen=an` links instead of logging in."""
    service = _service(request)
    try:
        url, ask = accounts.begin_directory(service, _back(request))
    except Refusal as refusal:
        return _again(request, refusal)
    link = bool(request.GET.get("verknuepfen")) and request.actor is not None
    request.session[ASKED] = ask | {
        "next": sign_in.wanted(request),
        "link": link,
        "tenant": request.tenant.pk,
    }
    return HttpResponseRedirect(url)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Check what the service says; then let in, or link."""
    service, ask = _service(request), request.session.pop(ASKED, None)
    if not ask or ask["tenant"] != request.tenant.pk:
        return _again(request, accounts.DienstAway())
    try:
        subject = accounts.subject_of(service, request.GET, _back(request), ask)
        if ask["link"]:
            return _link(request, subject)
        account = accounts.account_behind(service, subject)
    except Refusal as refusal:
        return _again(request, refusal)
    sign_in.complete(
        request,
        account,
        factor=service.proves_second_factor,
        way="directory",
        town=request.tenant.pk,
    )
    return HttpResponseRedirect(ask["next"] or f"/{request.tenant.slug}/")


@never_cache
@csrf_exempt
@sensitive_post_parameters()
@require_POST
def take_response(request: HttpRequest) -> HttpResponse:
    """Check a SAML response; the browser then fetches the next page with its session.

    Coming from the service, this POST brings no session (SameSite), so it lets nobody in itself.
    """
    service = _service(request)
    if service.kind != DienstArt.SAML:
        raise Http404
    try:
        accounts.keep_answer(service, request.POST.get("SAMLResponse", ""), now())
    except Refusal as refusal:
        return _again(request, refusal)
    return HttpResponseRedirect(reverse("web:dienst-rueckkehr"))


@require_safe
def show_metadata(request: HttpRequest) -> HttpResponse:
    """Return what the administration enters at its service (SAML metadata)."""
    metadata = accounts.own_metadata()
    if metadata is None:
        raise Http404
    return HttpResponse(metadata, content_type="application/samlmetadata+xml")


def _link(request, subject: str) -> HttpResponse:
    if request.actor is None:
        return HttpResponseRedirect(f"{reverse('web:anmelden')}?{urlencode({'next': '/'})}")
    person = queries.get_person(request.actor, request.actor.person_id)
    try:
        link_own_kennung(request.actor, person, subject=subject)
        say(request, "Dienstkonto verknüpft.")
    except Refusal as refusal:
        warn(request, refusal.message)
    return HttpResponseRedirect(reverse("organisation:sicherheit"))
