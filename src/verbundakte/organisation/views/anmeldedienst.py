"""The directory service of the town, and the outside identity of a person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verbundakte.organisation import actions, queries
from verbundakte.organisation.forms import DienstForm, KennungForm
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form
from verbundakte.organisation.views.person import person_page


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def anmeldedienst(request: HttpRequest) -> HttpResponse:
    """Set up or change the service at which the people of this town log in."""
    service = queries.anmeldedienst(request.actor)
    address = reverse("organisation:anmeldedienst")
    back = request.build_absolute_uri(reverse("web:dienst-rueckkehr"))
    names = ("label", "issuer", "client_id", "proves_second_factor", "is_active")
    initial = {name: getattr(service, name) for name in names} if service else {}
    page = FormPage(
        title="Anmeldedienst",
        label="Speichern",
        back=address,
        steps=(("Personen", reverse("organisation:personen")),),
        done="Anmeldedienst gespeichert",
        text="Ihre Beschäftigten melden sich damit über den Verzeichnisdienst der Kommune an (OpenID"
        f" Connect). Tragen Sie dort als Rücksprungadresse ein: {back}",
    )

    def perform(data: dict) -> None:
        actions.set_anmeldedienst(request.actor, None, **data)

    return run_form(request, DienstForm(request.POST or None, initial=initial), page, perform)


@require_http_methods(["GET", "POST"])
def dienstkonto(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Say who a person is at the town's service, or nobody."""
    queries.require(request.actor, Permission.KONTO_EDIT)
    person = queries.get_person(request.actor, person_id)
    page = person_page(
        person,
        f"Dienstkonto von {person.name}",
        "Speichern",
        "Dienstkonto gespeichert",
        text="Verknüpft wird nur hier oder durch die Person selbst, nie über die E-Mail-Adresse.",
    )
    initial = {"subject": queries.kennung_of(request.actor, person)}

    def perform(data: dict) -> None:
        actions.set_kennung(request.actor, person, **data)

    return run_form(request, KennungForm(request.POST or None, initial=initial), page, perform)
