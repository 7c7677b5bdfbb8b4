"""The second step of the login, and the login by passkey alone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.actions import Refusal
from verbundakte.organisation import accounts
from verbundakte.web import sign_in
from verbundakte.web.forms import CodeForm, LoginForm
from verbundakte.web.views.login import refuse, show_login


def _show(request, account, form, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "factors": accounts.factors_of(account),
        "action": sign_in.with_next(request, "web:zweiter-faktor"),
        "passkey_action": sign_in.with_next(request, "web:passkey"),
    }
    return render(request, "web/factor.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code, a recovery code or a passkey; each code works once."""
    account = sign_in.waiting_account(request)
    if account is None:
        return HttpResponseRedirect(sign_in.with_next(request, "web:anmelden"))
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            address = sign_in.address_of(request)
            try:
                accounts.check_code(account, form.cleaned_data["code"], address=address)
            except Refusal as refusal:
                status = refuse(form, refusal)
            else:
                return sign_in.finish(request, account, way="code")
    return _show(request, account, form, status)


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks its passkeys."""
    options = accounts.login_options(
        sign_in.waiting_account(request),
        accounts.site_of(request),
        accounts.new_challenge(request.session),
    )
    return HttpResponse(options, content_type="application/json")


@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Let somebody in by her passkey: as second step, or alone."""
    waiting = sign_in.waiting_account(request)
    try:
        account = accounts.check_passkey(
            request.POST.get("antwort", ""),
            accounts.site_of(request),
            accounts.take_challenge(request.session),
            account=waiting,
            address=sign_in.address_of(request),
        )
    except Refusal as refusal:
        form = CodeForm({"code": "-"}) if waiting else LoginForm({"login": "-", "password": "-"})
        status = refuse(form, refusal)
        if waiting:
            return _show(request, waiting, form, status)
        return show_login(request, form, status)
    return sign_in.finish(request, account, way="passkey")
