"""A person's own account: password and how pages look."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.permissions import Permission
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.access import load_facts
from verbundakte.organisation.actions import change_own_password
from verbundakte.organisation.models import Person
from verbundakte.web.forms import PasswordForm, ViewForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def show_account(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and change the password."""
    form = PasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        person = Person.objects.get(pk=request.actor.person_id)
        change_own_password(request.actor, person, password=form.cleaned_data["new"])
        request.user.refresh_from_db()
        auth.update_session_auth_hash(request, request.user)
        say(request, "Kennwort geändert.")
        return redirect("web:konto")
    facts = load_facts([request.actor.person_id])
    key = request.actor.person_id
    context = {
        "form": form,
        "posts": [(post.bezeichnung, facts.units[post.einheit].label) for post in facts.posts[key]],
        "may_token": Permission.TOKEN_CREATE in request.actor.permissions,
        "rollen": [rolle.bezeichnung for rolle in facts.rollen[key]],
    }
    return render_page(request, "web/account.html", context, status=422 if form.errors else 200)


@require_POST
def change_view(request: HttpRequest) -> HttpResponse:
    """Remember theme, density and shortcuts; go back to where one was."""
    form = ViewForm(request.POST)
    if form.is_valid():
        account = request.user
        if "theme" in request.POST:
            account.theme = form.cleaned_data["theme"]
        if "density" in request.POST:
            account.density = form.cleaned_data["density"]
        if "keys" in request.POST:
            account.is_keyboard_off = form.cleaned_data["keys"] == "off"
        account.save(update_fields=["theme", "density", "is_keyboard_off"])
    target = request.POST.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if is_ours else f"/{request.tenant.slug}/")
