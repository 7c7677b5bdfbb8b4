"""First page, login, choice of town, logout."""

from urllib.parse import urlencode

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.organisation.accounts import (
    TooManyAttempts,
    WrongLogin,
    active_memberships,
    authenticate_login,
)
from verbundakte.web.forms import LoginForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the only town, to the choice, or show the login."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_first_page(request))
    return render(request, "web/login.html", {"form": LoginForm(), "action": "/anmelden/"})


def _first_page(request) -> str:
    memberships = active_memberships(request.user)
    if len(memberships) == 1:
        return f"/{memberships[0].tenant.slug}/"
    return "/stadt/"


def _next(request) -> str:
    target = request.GET.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    if is_ours:
        return target
    return f"/{request.tenant.slug}/" if request.tenant else _first_page(request)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Check login and password; five wrong ones in a row have to wait."""
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                account = authenticate_login(
                    form.cleaned_data["login"],
                    form.cleaned_data["password"],
                    address=request.META.get("REMOTE_ADDR", ""),
                )
            except TooManyAttempts as refusal:
                form.add_error(None, refusal.message)
                status = 429
            except WrongLogin as refusal:
                form.add_error(None, refusal.message)
            else:
                auth.login(request, account, backend=BACKEND)
                return HttpResponseRedirect(_next(request))
    query = urlencode({"next": request.GET["next"]}) if request.GET.get("next") else ""
    context = {"form": form, "action": f"{request.path}?{query}" if query else request.path}
    return render(request, "web/login.html", context, status=status)


@never_cache
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session and show the login of the town."""
    tenant = request.tenant
    auth.logout(request)
    return HttpResponseRedirect(f"/{tenant.slug}/anmelden/" if tenant else "/")


@never_cache
@require_safe
def towns(request: HttpRequest) -> HttpResponse:
    """Let a person who works in several towns choose the one to open."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/anmelden/?next=/stadt/")
    context = {"memberships": active_memberships(request.user)}
    return render(request, "web/towns.html", context)
