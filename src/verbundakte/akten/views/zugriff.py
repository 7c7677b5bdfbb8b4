"""/…/zugriff/ : who may see an object and why, and the three choices to change it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import Choice
from verbundakte.akten.actions.zonen import above
from verbundakte.akten.forms import AusschlussForm, ZugriffForm
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.models import Level
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.access import explain_access, load_facts, who_may

NOUNS = {Akte: "die Akte", Vorgang: "den Vorgang", Dokument: "das Dokument"}


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show and change the access of an Akte."""
    return _page(request, queries.get_akte(request.actor, akte_id))


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show and change the access of a Vorgang."""
    return _page(request, queries.get_vorgang(request.actor, vorgang_id))


@require_http_methods(["GET", "POST"])
def dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show and change the access of a Dokument."""
    return _page(request, queries.get_dokument(request.actor, dokument_id))


def require_explanations(actor) -> None:
    """Raise PermissionDenied unless the actor may have access explained."""
    if Permission.ZUGRIFF_READ not in actor.permissions:
        raise PermissionDenied(Permission.ZUGRIFF_READ)


def _page(request: HttpRequest, subject: Akte | Vorgang | Dokument) -> HttpResponse:
    actor = request.actor
    require_explanations(actor)
    found = queries.zugriff_of(actor, subject)
    is_post = request.method == "POST"
    initial = {"choice": found.choice.value, "persons": found.persons}
    form = ZugriffForm(request.POST if is_post else None, initial=initial)
    is_adding = is_post and "add" in request.POST
    if is_post and form.is_valid() and not is_adding:
        cleaned = form.cleaned_data
        persons = [person.pk for person in cleaned["persons"]]
        try:
            actions.change_zugriff(
                actor, subject, choice=Choice(cleaned["choice"]), persons=persons
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Der Zugriff ist geändert.")
            return redirect(address_of(subject))
    status = 422 if form.errors and not is_adding else 200
    return render_zugriff(request, subject, form, is_adding=is_adding, status=status)


def render_zugriff(
    request: HttpRequest, subject, form: ZugriffForm | None = None, *, is_adding=False, **more
) -> HttpResponse:
    """Show the page of an object's access; `more`: status, and `shut`, a form with errors."""
    found = queries.zugriff_of(request.actor, subject)
    initial = {"choice": found.choice.value, "persons": found.persons}
    form = form or ZugriffForm(None, initial=initial)
    may_edit = above(subject) is not None and request.actor.may(Permission.ZUGRIFF_EDIT, subject)
    status = more.pop("status", 200)
    context = {
        "subject": subject,
        "noun": NOUNS[type(subject)],
        "steps": [(str(subject), address_of(subject))],
        "zugriff": found,
        "form": form,
        "may_edit": may_edit,
        **_excluded(request, subject, may_edit, more.get("shut")),
        **_readers(request, subject),
        **_named(request, form, found, is_adding),
    }
    return render_page(request, "akten/zugriff.html", context, status=status)


def _excluded(request: HttpRequest, subject, may_edit: bool, form) -> dict:
    """Who is shut out, for those who may change it, and the form to shut somebody out."""
    if not may_edit:
        return {}
    shut = queries.ausschluesse(request.actor, subject)
    is_here = not isinstance(subject, Dokument)
    field = subject._meta.model_name
    return {
        "shut": [(row, is_here and getattr(row, f"{field}_id") == subject.pk) for row in shut],
        "shut_form": form or AusschlussForm(),
        "shut_url": is_here and reverse(f"akten:{field}-ausschluesse", args=[subject.pk]),
    }


def _readers(request: HttpRequest, subject) -> dict:
    facts = load_facts()
    readers = who_may(subject.zone_id, facts=facts)
    asked = request.GET.get("person", "").strip()
    person = queries.find_person(request.actor, asked) if asked else request.actor
    return {
        "readers": readers,
        "writers": sum(reader.level == Level.WRITE for reader in readers),
        "line": queries.access_line(subject.zone_id),
        "asked": asked,
        "answer": explain_access(person, subject, facts=facts) if person else None,
        "is_own": not asked,
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
