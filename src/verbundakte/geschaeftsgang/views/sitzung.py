"""/geschaeftsgang/beschluesse/ : what waits for a Gremium; schritte/<id>/sitzungsvorlage/ hands it over."""

from tempfile import TemporaryFile
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.pages import address_of
from verbundakte.akten.rules import safe_name
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import run_form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.forms import SitzungsvorlageForm
from verbundakte.geschaeftsgang.models import Schritt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import get_schritt
from verbundakte.geschaeftsgang.queries.sitzung import (
    dokumente_for,
    get_vorlage_of,
    open_beschluesse,
    vorlagen_of,
)
from verbundakte.geschaeftsgang.sitzungspaket import write_paket
from verbundakte.geschaeftsgang.views.anzeige import dokument_of, subject_of
from verbundakte.geschaeftsgang.views.schritt import page_of

TEXT = (
    "Danach laden Sie das Paket für das Ratsinformationssystem herunter: die gewählten Dateien und"
    " „vorlage.json“ mit Nummer, Gremium und Tag der Sitzung."
)


@require_safe
def beschluesse(request: HttpRequest) -> HttpResponse:
    """Show what waits for a Gremium, by the day of the session; "nummer" finds one Vorlage."""
    if Permission.VERFUEGUNG_READ not in request.actor.permissions:
        raise Http404
    nummer = request.GET.get("nummer", "")[:40].strip()
    rows = open_beschluesse(request.actor, nummer=nummer)
    context = {
        "steps": [("Geschäftsgang", reverse("geschaeftsgang:schritte"))],
        "nummer": nummer,
        "rows": [_line(row) for row in rows],
    }
    return render_page(request, "geschaeftsgang/beschluesse.html", context)


def _line(row: Schritt) -> dict:
    vorlage = next(iter(row.vorlagen), None)
    return {
        "title": subject_of(row.verfuegung),
        "gremium": row.aussen,
        "nummer": vorlage.nummer if vorlage else "",
        "vorgang": row.verfuegung.vorgang,
        "vorgang_url": address_of(row.verfuegung.vorgang),
        "due": row.frist_on,
        "url": reverse("geschaeftsgang:verfuegung", args=[row.verfuegung_id]),
        "answer": reverse("geschaeftsgang:aussenantwort", args=[row.pk]),
    }


@require_http_methods(["GET", "POST"])
def sitzungsvorlage(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Hand a Vorlage over: its number, public or not, its Dokumente; then its package is there."""
    actor = request.actor
    schritt = get_schritt(actor, schritt_id)
    dokumente = {str(row.pk): row for row in dokumente_for(actor, schritt.verfuegung.vorgang)}
    about, last = dokument_of(schritt), vorlagen_of(actor, schritt).first()
    form = SitzungsvorlageForm(
        request.POST or None,
        dokumente=[(key, row.betreff) for key, row in dokumente.items()],
        initial={
            "nummer": last.nummer if last else "",
            "dokumente": [str(about.pk)] if about else list(dokumente),
        },
    )
    page = page_of(schritt, "Vorlage übergeben", "Vorlage übergeben. Laden Sie jetzt das Paket.", TEXT)

    def hand_over(data: dict) -> str:
        uebergabe = actions.Uebergabe(
            data["nummer"],
            [dokumente[key] for key in data["dokumente"]],
            data["oeffentlich"] == "ja",
        )
        actions.hand_over_vorlage(actor, schritt, uebergabe=uebergabe, at=now())
        return page.back

    return run_form(request, form, page, hand_over)


@require_safe
def sitzungspaket(request: HttpRequest, schritt_id: UUID) -> FileResponse:
    """Send the package of what was handed over last."""
    schritt = get_schritt(request.actor, schritt_id)
    vorlage = get_vorlage_of(request.actor, schritt)
    out = TemporaryFile()  # noqa: SIM115  (closed with the answer)
    write_paket(request.actor, schritt, vorlage, out)
    out.seek(0)
    name = safe_name(f"Vorlage {vorlage.nummer} {today():%Y-%m-%d}")
    return FileResponse(out, as_attachment=True, filename=f"{name}.zip")
