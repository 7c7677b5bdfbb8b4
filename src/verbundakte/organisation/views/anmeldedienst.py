"""The directory service of the town, and the outside identity of a person."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verbundakte.organisation import actions, queries
from verbundakte.organisation.accounts import service_provider
from verbundakte.organisation.forms_dienst import DienstForm, KennungForm, SamlDienstForm
from verbundakte.organisation.models import Anmeldedienst, DienstArt
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.views.parts import FormPage, run_form
from verbundakte.organisation.views.person import person_page
from verbundakte.standards.saml_metadata import expiries

KINDS = (
    (DienstArt.OIDC, "organisation:anmeldedienst"),
    (DienstArt.SAML, "organisation:saml-dienst"),
)


COMMON = ("label", "proves_second_factor", "is_active")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def anmeldedienst(request: HttpRequest) -> HttpResponse:
    """Set up or change the service at which the people of this town log in (OpenID Connect)."""
    service = queries.anmeldedienst(request.actor)
    back = request.build_absolute_uri(reverse("web:dienst-rueckkehr"))
    page = _page(
        "organisation:anmeldedienst",
        DienstArt.OIDC,
        service,
        "Ihre Beschäftigten melden sich damit über den Verzeichnisdienst der Kommune an (OpenID"
        f" Connect). Tragen Sie dort als Rücksprungadresse ein: {back}",
    )
    initial = _initial(service, DienstArt.OIDC, (*COMMON, "issuer", "client_id"))

    def perform(data: dict) -> None:
        actions.set_anmeldedienst(request.actor, None, **data)

    return run_form(request, DienstForm(request.POST or None, initial=initial), page, perform)


@require_http_methods(["GET", "POST"])
def saml_dienst(request: HttpRequest) -> HttpResponse:
    """Set up or change the service at which the people of this town log in (SAML)."""
    service = queries.anmeldedienst(request.actor)
    own = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    initial = {"own_address": f"{own}/{request.tenant.slug}"}
    initial |= _initial(service, DienstArt.SAML, (*COMMON, "own_address", "attribute"))
    ours = service_provider(initial["own_address"])
    page = _page(
        "organisation:saml-dienst",
        DienstArt.SAML,
        service,
        "Ihre Beschäftigten melden sich damit über den Verzeichnisdienst der Kommune an (SAML 2.0)."
        f" Tragen Sie dort als Kennung der Anwendung (Entity ID) ein: {ours.entity_id}, und als"
        f" Adresse für Antworten (ACS, HTTP-POST): {ours.consumer_url}",
    )
    form = SamlDienstForm(request.POST or None, request.FILES or None, initial=initial)

    def perform(data: dict) -> None:
        actions.set_saml_dienst(request.actor, None, **data)

    return run_form(request, form, page, perform)


def _initial(service: Anmeldedienst | None, kind: str, names: tuple[str, ...]) -> dict:
    is_this = service is not None and service.kind == kind
    return {name: getattr(service, name) for name in names} if is_this else {}


def _page(name: str, kind: str, service: Anmeldedienst | None, text: str) -> FormPage:
    """Return the page of one kind of service, with the way to the other one."""
    others = [row for row in KINDS if row[0] != kind]
    holds = [f"{row:%d.%m.%Y}" for row in expiries(service.certificates)] if service else []
    return FormPage(
        title="Anmeldedienst",
        label="Speichern",
        back=reverse(name),
        steps=(("Personen", reverse("organisation:personen")),),
        done="Anmeldedienst gespeichert",
        text=text,
        part="organisation/_anmeldedienst.html",
        context={
            "service": service,
            "kind": kind,
            "others": [(DienstArt(key).label, reverse(page)) for key, page in others],
            "holds": ", ".join(holds),
        },
    )


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
