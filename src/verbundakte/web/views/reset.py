"""A forgotten password: ask for a link by mail, set a new one by that link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verbundakte.core.actions import Refusal
from verbundakte.organisation import accounts
from verbundakte.organisation.actions import reset_password
from verbundakte.web import sign_in
from verbundakte.web.forms import ForgottenForm, NewPasswordForm
from verbundakte.web.views.login import refuse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link sent; the answer is the same whether the login exists or not."""
    if not accounts.is_reset_offered():
        raise Http404
    form, status, is_sent = ForgottenForm(request.POST or None), 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            town = request.tenant.slug if request.tenant else ""
            name, address = form.cleaned_data["login"], sign_in.address_of(request)
            try:
                accounts.request_reset(name, address=address, town=town)
            except Refusal as refusal:
                status = refuse(form, refusal)
            else:
                status, is_sent = 200, True
    return render(request, "web/forgotten.html", {"form": form, "is_sent": is_sent}, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a new password by the link; all sessions end, a second factor is still asked for."""
    key, token = request.GET.get("konto", ""), request.GET.get("schluessel", "")
    account = accounts.account_of_link(key, token)
    if account is None:
        return render(request, "web/new_password.html", {"state": "void"}, status=410)
    form, status = NewPasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reset_password(account, form.cleaned_data["new"])
            except Refusal as refusal:
                form.add_error("new", refusal.message)
            else:
                return render(request, "web/new_password.html", {"state": "done"})
    context = {"form": form, "login": account.login, "action": request.get_full_path()}
    return render(request, "web/new_password.html", context, status=status)
