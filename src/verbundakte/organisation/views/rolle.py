"""Roles: what each allows, who has it, and how it changed from version to version."""

from itertools import pairwise
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte.core.bausteine import queries as bausteine
from verbundakte.core.bausteine.versions import difference_in_words
from verbundakte.core.clock import today
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import queries
from verbundakte.organisation.bausteine import in_groups


@require_safe
def rollen(request: HttpRequest) -> HttpResponse:
    """Show the roles that hold today."""
    queries.require(request.actor, CorePermission.BAUSTEIN_READ)
    context = {
        "rollen": queries.rollen(request.actor, on=today()),
        "may_edit": request.actor.may(CorePermission.BAUSTEIN_EDIT, None),
    }
    return render_page(request, "organisation/rollen.html", context)


@require_safe
def rolle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a role with its versions, newest first, each with what changed in German."""
    baustein = queries.get_rolle_baustein(request.actor, key)
    versions = bausteine.versions_of(request.actor, baustein)
    for newer, older in pairwise(versions):
        newer.changes = difference_in_words(older, newer)
    current = queries.rollen(request.actor, on=today()).filter(key=key).first()
    context = {
        "baustein": baustein,
        "versions": versions,
        "current": current,
        "may_edit": request.actor.may(CorePermission.BAUSTEIN_EDIT, baustein),
        "allows": in_groups(current.permissions) if current else {},
    }
    return render_page(request, "organisation/rolle.html", context)
