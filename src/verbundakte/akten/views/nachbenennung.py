"""The Leitung names who comes after somebody in files that only named persons see."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.akten.actions.nachbenennung import decide_successor
from verbundakte.akten.queries import nachbenennung as reading
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.forms import Form
from verbundakte.organisation.queries import persons


class NachfolgeForm(Form):
    """Who comes after somebody."""

    to = forms.ModelChoiceField(None, label="Nachfolge", empty_label="Wählen")

    def __init__(self, *args, choices, **options):
        super().__init__(*args, **options)
        self.fields["to"].queryset = choices


@require_http_methods(["GET", "POST"])
def nachbenennung(request: HttpRequest, nachbenennung_id: UUID) -> HttpResponse:
    """Show the numbers of the files, and name the successor."""
    row = reading.get_nachbenennung(request.actor, nachbenennung_id)
    page = FormPage(
        title=f"Nachfolge von {row.person.name} in {row.einheit}",
        label="Benennen",
        back=reverse("web:schreibtisch"),
        steps=(("Schreibtisch", reverse("web:schreibtisch")),),
        done="Nachfolge benannt. Sie wird im Hintergrund eingetragen („Meine Aufträge“)",
        text="Diese Akten sehen nur die dort Genannten, auch Sie sehen sie dadurch nicht. Die Nachfolge"
        " wird an Stelle der ausscheidenden Person genannt und darf dann daran arbeiten.",
        part="akten/_nachbenennung.html",
        context={"row": row, "numbers": reading.numbers_of(request.actor, row)},
    )
    choices = persons(request.actor).exclude(pk=row.person_id)
    form = NachfolgeForm(
        request.POST or None, choices=choices, initial={"to": row.nachfolge_id or row.vorschlag_id}
    )

    def perform(data: dict) -> None:
        decide_successor(request.actor, row, to=data["to"], at=now())

    return run_form(request, form, page, perform)
