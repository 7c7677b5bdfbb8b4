"""/…/zugriff/ : who may see an Akte or a Vorgang and why, and the three choices to change it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import Choice
from verbundakte.akten.forms import ZugriffForm
from verbundakte.akten.models import Akte, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.models import Level
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.access import explain_access, who_may


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show and change the access of a Vorgang."""
    subject = queries.get_vorgang(request.actor, vorgang_id)
    return _page(request, subject, actions.change_vorgang_zugriff)


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show and change the access of an Akte."""
    subject = queries.get_akte(request.actor, akte_id)
    return _page(request, subject, actions.change_akte_zugriff)


def _page(request: HttpRequest, subject: Akte | Vorgang, change) -> HttpResponse:
    actor = request.actor
    if Permission.ZUGRIFF_READ not in actor.permissions:
        raise PermissionDenied(Permission.ZUGRIFF_READ)
    found = queries.zugriff_of(actor, subject)
    is_post = request.method == "POST"
    initial = {"choice": found.choice.value, "persons": found.persons}
    form = ZugriffForm(request.POST if is_post else None, initial=initial)
    is_adding = is_post and "add" in request.POST
    if is_post and form.is_valid() and not is_adding:
        cleaned = form.cleaned_data
        persons = [person.pk for person in cleaned["persons"]]
        try:
            change(actor, subject, choice=Choice(cleaned["choice"]), persons=persons)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Der Zugriff ist geändert.")
            return redirect(address_of(subject))
    context = {
        "subject": subject,
        "kind": "Akte" if isinstance(subject, Akte) else "Vorgang",
        "steps": [(str(subject), address_of(subject))],
        "zugriff": found,
        "form": form,
        "may_edit": actor.may(Permission.ZUGRIFF_EDIT, subject),
        **_readers(request, subject),
        **_named(request, form, found, is_adding),
    }
    status = 422 if form.errors and not is_adding else 200
    return render_page(request, "akten/zugriff.html", context, status=status)


def _readers(request: HttpRequest, subject) -> dict:
    readers = who_may(subject.zone_id)
    asked = request.GET.get("person", "").strip()
    person = queries.find_person(request.actor, asked) if asked else None
    return {
        "readers": readers,
        "writers": sum(reader.level == Level.WRITE for reader in readers),
        "line": queries.access_line(subject.zone_id),
        "asked": asked,
        "answer": explain_access(person, subject) if person else None,
    }


def _named(request: HttpRequest, form: ZugriffForm, found, is_adding: bool) -> dict:
    """The persons named so far, and whom one may name in addition."""
    people = queries.persons_to_name(request.actor)
    if request.method == "POST":
        keys = set(request.POST.getlist("persons"))
    else:
        keys = {str(key) for key in found.persons}
    unknown = ""
    if is_adding:
        typed = request.POST.get("name", "").strip()
        person = queries.find_person(request.actor, typed)
        keys |= {str(person.pk)} if person else set()
        unknown = "" if person else typed
    return {
        "named": [person for person in people if str(person.pk) in keys],
        "people": [person for person in people if str(person.pk) not in keys],
        "unknown": unknown,
        "choice": form["choice"].value(),
    }
