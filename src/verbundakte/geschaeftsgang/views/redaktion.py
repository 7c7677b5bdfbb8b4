"""/geschaeftsgang/dokumente/<id>/redaktion/ : the author calls the standing Fassung merely editorial;
widerspruch/ : who had signed before says that it is more than that."""

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
from verbundakte.geschaeftsgang.queries import chain_of, objectable
from verbundakte.geschaeftsgang.views.nachweis import compare_address, void_of

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
    void = void_of(dokument, chain_of(actor, dokument))
    page = FormPage(
        title="Als redaktionell bezeichnen",
        label="Als redaktionell bezeichnen",
        back=back,
        steps=((dokument.betreff, back),),
        done="Die Mitzeichnungen gelten weiter; wer gezeichnet hat, wird unterrichtet.",
        text=f"Fassung {fassung.nummer}. {TEXT}",
        part="geschaeftsgang/_unterschied.html" if void else "",
        context=void or {},
    )
    form = GrundForm(request.POST or None)
    form.fields["grund"].label = "Was geändert wurde"

    def perform(data: dict) -> None:
        actions.declare_redaktionell(
            actor, dokument, fassung=fassung, grund=data["grund"], at=now()
        )

    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def widerspruch(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask why the change is more than editorial, then let everybody sign again."""
    actor = request.actor
    dokument = get_dokument(actor, dokument_id)
    mine = objectable(actor, dokument, chain_of(actor, dokument))
    if mine is None:
        raise Http404
    fassung = dokument.fassungen.standing().select_related("redaktion").first()
    back = f"{address_of(dokument)}?ansicht=verfuegung"
    page = FormPage(
        title="Der redaktionellen Änderung widersprechen",
        label="Widersprechen",
        back=back,
        steps=((dokument.betreff, back),),
        done="Die Mitzeichnungen sind hinfällig; wer gezeichnet hat, wird neu gefragt.",
        text=f"Fassung {fassung.nummer}: „{fassung.redaktion.grund}“, bezeichnet von"
        f" {fassung.redaktion.person_name}. Nach Ihrem Widerspruch gilt sie als Änderung in der Sache.",
        part="geschaeftsgang/_unterschied.html",
        context={"url": compare_address(dokument, mine.fassung.nummer, fassung)},
    )
    form = GrundForm(request.POST or None)

    def perform(data: dict) -> None:
        actions.object_to_redaktion(actor, mine, grund=data["grund"], at=now())

    return run_form(request, form, page, perform)
