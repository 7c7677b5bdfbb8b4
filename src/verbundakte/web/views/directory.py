"""Login at the directory service of the town; and linking it to whoever is logged in."""

import secrets
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.ui.messages import say, warn
from verbundakte.organisation import accounts, queries
from verbundakte.organisation.actions import link_own_kennung
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
    is_ours = ask and ask["tenant"] == request.tenant.pk
    if not is_ours or not secrets.compare_digest(
        ask["state"].encode(), request.GET.get("state", "").encode()
    ):
        return _again(request, accounts.DienstAway())
    try:
        code = request.GET.get("code", "")
        subject = accounts.subject_of(service, code, _back(request), ask)
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
