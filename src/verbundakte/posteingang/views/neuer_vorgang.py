"""/posteingang/<id>/vorgang/ : a Vorgang begins with an Eingang. And the way back from merging."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten.queries import find_akte_by_number
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, telling
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.forms import NeuerVorgangForm
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang

TEXT = "Der Vorgang bekommt die nächste Nummer der Akte, und der Eingang liegt als Erstes in ihm."


class AkteUnknown(Refusal):
    """A number nobody has, or of a file one may not see."""

    message = (
        "Diese Akte gibt es nicht, oder Sie dürfen sie nicht sehen. Prüfen Sie das Aktenzeichen."
    )


@require_http_methods(["GET", "POST"])
def neuer_vorgang(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Ask for Akte and Betreff, begin the Vorgang and file the Eingang into it."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    akten = _akten(actor, eingang) if request.method == "GET" else []
    initial = {"betreff": eingang.betreff, "akte": akten[0].aktenzeichen if akten else ""}
    form = NeuerVorgangForm(request.POST or None, initial=initial)
    back = f"{reverse('posteingang:eingaenge')}?eingang={eingang.pk}"
    page = FormPage(
        title="Neuen Vorgang anlegen",
        label="Anlegen und ablegen",
        back=back,
        steps=(("Posteingang", reverse("posteingang:eingaenge")), (str(eingang), back)),
        done="",
        text=TEXT,
        context={"akten": akten},
        template="posteingang/neuer_vorgang.html",
    )

    def perform(data: dict) -> str:
        akte = find_akte_by_number(actor, data["akte"])
        if akte is None:
            raise AkteUnknown
        row = actions.file_in_new_vorgang(
            actor, eingang, akte=akte, betreff=data["betreff"], at=now()
        )
        undo = reverse("posteingang:ablage-ende", args=[eingang.pk])
        say(request, f"{eingang.number} abgelegt in {row.vorgang.aktenzeichen}.", undo=undo)
        return reverse("akten:vorgang", args=[row.vorgang_id])

    return run_form(request, form, page, perform)


def _akten(actor, eingang: Eingang) -> list:
    """Return the Akten that are proposed for an Eingang, the likeliest first."""
    if eingang.done_at is not None:
        return []
    found = queries.vorschlaege_for(actor, eingang)
    return [one.gemeint for one in found.of(Ziel.AKTE)[:3]]


@require_POST
def zusammenlegung_ende(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Let a merged Eingang stand alone again."""
    eingang = queries.get_eingang(request.actor, eingang_id)
    with telling(request, f"{eingang.number} steht wieder für sich."):
        actions.undo_merge(request.actor, eingang, at=now())
    return redirect("posteingang:eingang", eingang_id=eingang.pk)
