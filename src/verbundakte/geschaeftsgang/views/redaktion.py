"""/geschaeftsgang/dokumente/<id>/redaktion/ : the author calls the standing Fassung merely editorial."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from verbundakte.akten.pages import address_of
from verbundakte.akten.queries import get_dokument
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.forms import GrundForm
from verbundakte.geschaeftsgang.permissions import Permission

TEXT = (
    "Nur für Änderungen ohne Belang für den Inhalt, etwa Schreibfehler. Die Mitzeichnungen gelten dann"
    " weiter; wer gezeichnet hat, wird unterrichtet und kann widersprechen. Eine Schlusszeichnung gilt"
    " nur für die letzte Fassung."
)


@require_http_methods(["GET", "POST"])
def redaktion(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask what was changed, then let the Mitzeichnungen count again."""
    actor = request.actor
    dokument = get_dokument(actor, dokument_id)
    fassung = dokument.fassungen.standing().first()
    if fassung is None or not actor.may(Permission.SCHRITT_DO, dokument):
        raise Http404
    back = f"{address_of(dokument)}?ansicht=verfuegung"
    page = FormPage(
        title="Als redaktionell bezeichnen",
        label="Als redaktionell bezeichnen",
        back=back,
        steps=((dokument.betreff, back),),
        done="Die Mitzeichnungen gelten weiter; wer gezeichnet hat, wird unterrichtet.",
        text=f"Fassung {fassung.nummer}. {TEXT}",
    )
    form = GrundForm(request.POST or None)
    form.fields["grund"].label = "Was geändert wurde"

    def perform(data: dict) -> None:
        actions.declare_redaktionell(
            actor, dokument, fassung=fassung, grund=data["grund"], at=now()
        )

    return run_form(request, form, page, perform)
