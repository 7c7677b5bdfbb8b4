"""A person's own account: who one is, and how pages look."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.access import load_facts
from verbundakte.organisation.permissions import Permission
from verbundakte.web.forms import ViewForm
from verbundakte.web.sign_in import is_ours


@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    """Show who one is here."""
    facts = load_facts([request.actor.person_id])
    key = request.actor.person_id
    context = {
        "posts": [(post.bezeichnung, facts.units[post.einheit].label) for post in facts.posts[key]],
        "may_security": Permission.KONTO_OWN in request.actor.permissions,
        "may_token": CorePermission.TOKEN_CREATE in request.actor.permissions,
        "rollen": [rolle.bezeichnung for rolle in facts.rollen[key]],
    }
    return render_page(request, "web/account.html", context)


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
    return HttpResponseRedirect(target if is_ours(target) else f"/{request.tenant.slug}/")
