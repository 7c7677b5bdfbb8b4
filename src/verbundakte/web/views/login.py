"""First page, login, choice of town, logout."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.sessions import opens
from verbundakte.organisation.accounts import (
    TooManyAttempts,
    active_memberships,
    authenticate_login,
    dienst,
    is_reset_offered,
)
from verbundakte.web import sign_in
from verbundakte.web.forms import LoginForm


def show_login(request, form, status: int = 200) -> HttpResponse:
    """Show the login page with a form."""
    context = {
        "form": form,
        "dienst": dienst() if request.tenant else None,
        "has_reset": is_reset_offered(),
        "action": sign_in.with_next(request, "web:anmelden"),
        "passkey_action": sign_in.with_next(request, "web:passkey"),
    }
    return render(request, "web/login.html", context, status=status)


def refuse(form, refusal: Refusal) -> int:
    """Say on a form why somebody does not get in; return the status of the page."""
    form.is_valid()
    form.add_error(None, refusal.message)
    return 429 if isinstance(refusal, TooManyAttempts) else 422


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the only town, to the choice, or show the login."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(sign_in.first_page(request.user))
    return show_login(request, LoginForm())


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Check login and password; five wrong ones in a row have to wait."""
    form, status = LoginForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            name, password = form.cleaned_data["login"], form.cleaned_data["password"]
            try:
                account = authenticate_login(name, password, address=sign_in.address_of(request))
            except Refusal as refusal:
                status = refuse(form, refusal)
            else:
                return sign_in.begin(request, account)
    return show_login(request, form, status)


@never_cache
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, let the browser forget what it kept, and show the login of the town."""
    tenant = request.tenant
    auth.logout(request)
    response = HttpResponseRedirect(f"/{tenant.slug}/anmelden/" if tenant else "/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@require_safe
def towns(request: HttpRequest) -> HttpResponse:
    """Let a person who works in several towns choose the one to open."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/anmelden/?next=/stadt/")
    memberships = [
        membership
        for membership in active_memberships(request.user)
        if opens(request.session, membership.tenant_id)
    ]
    return render(request, "web/towns.html", {"memberships": memberships})
