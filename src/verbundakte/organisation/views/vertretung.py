"""Vertretungen: who stands in for whom, plan and end one, work in one and return from it."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import today
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import actions, queries
from verbundakte.organisation.actor import choose_vertretung, forget_vertretung
from verbundakte.organisation.forms import AbwesenheitForm, LastDayForm, VertretungForm
from verbundakte.organisation.views.parts import FormPage, run_form, shown_vertretungen
from verbundakte.organisation.views.person import person_page


@require_safe
def vertretungen(request: HttpRequest) -> HttpResponse:
    """Show who stands in for me, for whom I stand in, and those of the people I look after."""
    actor, on = request.actor, today()
    found = queries.vertretungen(actor, on=on)
    context = {
        "of_me": shown_vertretungen(found.of_me, on),
        "by_me": shown_vertretungen(found.by_me, on),
        "of_others": shown_vertretungen(found.of_others, on),
        "acting_for": actor.on_behalf_of,
        "may_note": queries.may_note_absence(actor),
    }
    return render_page(request, "organisation/vertretungen.html", context)


@require_http_methods(["GET", "POST"])
def vertretung_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Plan who stands in for a person."""
    actor = request.actor
    someone = queries.get_person(actor, person_id)
    queries.require_vertretung_plan(actor, someone, on=today())
    is_own = str(actor.id) == str(someone.pk)
    form = VertretungForm(
        request.POST or None, actor=actor, person=someone, initial={"from_on": today()}
    )
    page = person_page(
        someone,
        "Meine Vertretung planen" if is_own else f"Vertretung für {someone.name}",
        "Planen",
        "Vertretung geplant",
        text="Wer vertritt, arbeitet mit den Rechten der vertretenen Person und unter eigenem Namen;"
        " im Verlauf steht „in Vertretung für …“. Rechte vergeben geht in Vertretung nicht.",
    )

    def perform(data: dict) -> str:
        actions.plan_vertretung(actor, someone, on=today(), **form.values())
        return reverse("organisation:vertretungen") if is_own else page.back

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def abwesenheit_new(request: HttpRequest) -> HttpResponse:
    """Note that somebody is away from now on, and who does the work."""
    actor, on = request.actor, today()
    if not queries.may_note_absence(actor):
        raise Http404
    address = reverse("organisation:vertretungen")
    initial = {"person": request.GET.get("person", ""), "last_on": on}
    form = AbwesenheitForm(request.POST or None, actor=actor, on=on, initial=initial)
    page = FormPage(
        title="Jemand ist heute nicht da",
        label="Vertretung beginnt",
        back=address,
        steps=(("Vertretungen", address),),
        done="Die Vertretung gilt ab sofort",
        text="Gilt ab sofort. Was bei der abwesenden Person liegt, bearbeitet die Vertretung „in"
        " Vertretung für …“; auch für die, die sie selbst gerade vertritt.",
    )

    def perform(data: dict) -> None:
        actions.plan_vertretung(actor, data["person"], on=on, **form.values(on))

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def vertretung_end(request: HttpRequest, vertretung_id: UUID) -> HttpResponse:
    """End a Vertretung early, or take it back before it begins."""
    found = queries.get_vertretung(request.actor, vertretung_id, on=today())
    address = reverse("organisation:vertretungen")
    page = FormPage(
        title=f"Vertretung {found} beenden",
        label="Beenden",
        back=address,
        steps=(("Vertretungen", address),),
        done="Vertretung beendet",
        is_danger=True,
    )
    form = LastDayForm(request.POST or None, initial={"last_on": today() - timedelta(days=1)})

    def perform(data: dict) -> None:
        end = data["last_on"] + timedelta(days=1)
        actions.end_vertretung(request.actor, found, on=end, today=today())

    return run_form(request, form, page, perform)


@require_POST
def antritt(request: HttpRequest, vertretung_id: UUID) -> HttpResponse:
    """Work in place of somebody from the next request on."""
    found = queries.get_running_vertretung(request.actor, vertretung_id, on=today())
    actions.take_up_vertretung(request.actor, found, on=today())
    choose_vertretung(request, found.pk)
    say(request, f"Sie arbeiten jetzt in Vertretung für {found.person}.")
    return redirect(get_script_prefix())


@require_POST
def rueckkehr(request: HttpRequest) -> HttpResponse:
    """Work in one's own name again."""
    forget_vertretung(request)
    say(request, "Sie arbeiten wieder für sich selbst.")
    return redirect(get_script_prefix())
