"""/signaturen/zertifikate/... : with what the town signs, and whom it asks for time stamps."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import now
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import persons
from verbundakte.signaturen import queries
from verbundakte.signaturen.actions.zertifikat import Angaben, add_zertifikat, end_zertifikat
from verbundakte.signaturen.forms import ZertifikatForm
from verbundakte.signaturen.geraet import is_there
from verbundakte.signaturen.models import Organisationszertifikat, Werk
from verbundakte.signaturen.werk import MOST_BYTES, Schluessel

DELETED = {
    Werk.DATEI: "sein Schlüssel ist gelöscht",
    Werk.GERAET: "die PIN des Geräts ist gelöscht",
    Werk.DIENST: "das Zugangsgeheimnis ist gelöscht",
}
SOON = timedelta(days=60)
TEXT = (
    "Schlüssel und Zertifikat liegen verschlüsselt in dieser Installation und werden nicht wieder"
    " angezeigt. Damit entstehen fortgeschrittene Signaturen und Siegel; die Schriftform ersetzen sie"
    " nicht."
)


@require_safe
def zertifikate(request: HttpRequest) -> HttpResponse:
    """Show the certificates and the time stamp services."""
    rows = queries.list_zertifikate(request.actor)
    owners = people(request.actor, pk__in={row.person for row in rows if row.person})
    context = {
        "rows": [_line(row, dict(owners)) for row in rows],
        "dienste": queries.zeitstempeldienste(request.actor),
        "has_geraet": is_there(),
    }
    return render_page(request, "signaturen/zertifikate.html", context)


def state_of(row: Organisationszertifikat) -> dict:
    """Return whether a certificate can be used, as a chip."""
    at = now()
    if row.ended_at is not None:
        return {"label": "außer Dienst", "icon": "stop", "tone": ""}
    if row.gilt_to_at <= at:
        return {"label": "abgelaufen", "icon": "void", "tone": "bad"}
    if row.gilt_to_at <= at + SOON:
        return {"label": f"läuft ab am {row.gilt_to_at:%d.%m.%Y}", "icon": "warn", "tone": "warn"}
    return {"label": f"gilt bis {row.gilt_to_at:%d.%m.%Y}", "icon": "ok", "tone": "good"}


def people(actor, **which) -> list[tuple[str, str]]:
    """Return whose a certificate can be, as choices."""
    return [(str(one.pk), one.sort_name) for one in persons(actor).filter(**which)]


def _line(row: Organisationszertifikat, owners: dict[str, str]) -> dict:
    owner = owners.get(str(row.person), "einer Person, die nicht mehr hier arbeitet")
    owned = f" · nur zu benutzen von: {owner}" if row.person else ""
    return {
        "row": row,
        "chip": state_of(row),
        "sub": f"{row.form.label} · {row.inhaber}, ausgestellt von {row.aussteller}",
        "place": f"Schlüssel {row.get_werk_display()}{owned}",
    }


@sensitive_post_parameters("kennwort")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a certificate with its key in."""
    actor = request.actor
    queries.list_zertifikate(actor)
    place = reverse("signaturen:zertifikate")
    page = FormPage(
        title="Zertifikat hinterlegen",
        label="Hinterlegen",
        back=place,
        steps=(("Zertifikate", place),),
        done="Das Zertifikat ist hinterlegt.",
        text=TEXT,
    )
    form = ZertifikatForm(request.POST or None, request.FILES or None, persons=people(actor))

    def perform(values: dict) -> None:
        data = values["datei"].read(MOST_BYTES + 1)
        werk = Schluessel.read(data, values["kennwort"])
        owner = UUID(values["person"]) if values["person"] else None
        angaben = Angaben(values["bezeichnung"], values["art"], werk.sealed(), person=owner)
        add_zertifikat(actor, None, angaben=angaben, werk=werk, at=now())

    return run_form(request, form, page, perform)


@require_POST
def end(request: HttpRequest, zertifikat_id: UUID) -> HttpResponse:
    """Take a certificate out of service."""
    row = queries.get_zertifikat(request.actor, zertifikat_id)
    with telling(request, f"Das Zertifikat ist außer Dienst; {DELETED[row.werk]}."):
        end_zertifikat(request.actor, row, at=now())
    return redirect("signaturen:zertifikate")
