"""/posteingang/quarantaene/, /posteingang/<id>/quarantaene/<id>/... : files in which a virus was found."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.forms import FreigabeForm, RueckfrageForm
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.views.anzeige import chip

RELEASE = (
    "Die Datei wird danach wie jede andere behandelt und kann geöffnet werden. Geben Sie nur frei, was"
    " die Fachleute der IT geprüft haben; Ihr Name und der Grund stehen im Verlauf."
)
ASK = (
    "Der Text ist vorbereitet. Senden Sie ihn auf dem Weg, auf dem Sie den Absender sicher erreichen;"
    " antworten Sie nicht auf die verdächtige Nachricht."
)
LETTER = (
    "Guten Tag,\n\nIhre Sendung „{betreff}“ ist am {am} bei uns eingegangen (Eingang {nummer}). In der"
    " Datei „{datei}“ hat unsere Virenprüfung eine Schadsoftware gemeldet. Wir haben sie deshalb nicht"
    " geöffnet.\n\nSenden Sie uns die Datei neu, am besten als PDF. Der Zeitpunkt Ihrer ersten Sendung"
    " ist bei uns vermerkt.\n\nMit freundlichen Grüßen"
)


@require_safe
def quarantaene(request: HttpRequest) -> HttpResponse:
    """Show the files that are held back."""
    rows = [
        {
            "icon": "lock",
            "title": row.file_name,
            "url": reverse("posteingang:eingang", args=[row.eingang_id]),
            "sub": f"{row.befund} · {row.eingang.number}"
            + (f" · {row.eingang.absender}" if row.eingang.absender else ""),
            "date": localtime(row.at).date(),
            "chip": chip("Absender gefragt", "mail", "note") if row.rueckfrage_at else None,
        }
        for row in queries.quarantaene(request.actor)
    ]
    steps = [("Posteingang", reverse("posteingang:eingaenge"))]
    return render_page(request, "posteingang/quarantaene.html", {"rows": rows, "steps": steps})


def _page(eingang: Eingang, title: str, label: str, **more) -> FormPage:
    back = reverse("posteingang:eingang", args=[eingang.pk])
    return FormPage(
        title=title,
        label=label,
        back=back,
        steps=(
            ("Posteingang", reverse("posteingang:eingaenge")),
            (f"Eingang {eingang.number}", back),
        ),
        **more,
    )


@require_http_methods(["GET", "POST"])
def freigabe(request: HttpRequest, eingang_id: UUID, held_id: UUID) -> HttpResponse:
    """Let a file out of the quarantine, with the reason."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    row = queries.get_held(actor, eingang, held_id)
    queries.require(actor, Permission.POSTSTELLE_LEAD)
    page = _page(
        eingang, f"„{row.file_name}“ freigeben", "Freigeben",
        done=f"„{row.file_name}“ ist freigegeben.", text=RELEASE, is_danger=True,
    )  # fmt: skip

    def perform(data: dict) -> None:
        actions.release_file(actor, eingang, quarantaene=row, grund=data["grund"], at=now())

    return run_form(request, FreigabeForm(request.POST or None), page, perform)


@require_http_methods(["GET", "POST"])
def rueckfrage(request: HttpRequest, eingang_id: UUID, held_id: UUID) -> HttpResponse:
    """Show the prepared question to the sender, and note that it was asked."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    row = queries.get_held(actor, eingang, held_id)
    text = LETTER.format(
        betreff=eingang.betreff,
        am=f"{localtime(eingang.eingegangen_at):%d.%m.%Y}",
        nummer=eingang.number,
        datei=row.file_name,
    )
    page = _page(
        eingang, "Beim Absender nachfragen", "Als gefragt vermerken",
        done="Die Rückfrage ist vermerkt.", text=ASK,
    )  # fmt: skip

    def perform(data: dict) -> None:
        actions.note_rueckfrage(actor, eingang, quarantaene=row, at=now())

    form = RueckfrageForm(request.POST or None, initial={"text": text})
    return run_form(request, form, page, perform)
