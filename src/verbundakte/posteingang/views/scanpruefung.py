"""/scannen/pruefung/... : scans are looked at page by page, drawn for samples, released, replaced."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang.actions import pruefung as actions
from verbundakte.posteingang.models import Scanprodukt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries import scan as queries
from verbundakte.posteingang.queries.eingang import require
from verbundakte.posteingang.scan.klassen import Pruefart
from verbundakte.posteingang.scan.lage import lage_of
from verbundakte.posteingang.scan.regeln import why_not_released
from verbundakte.posteingang.scan_forms import ErsatzForm, KlasseForm, MangelForm
from verbundakte.posteingang.views.scan import klasse_choices, produkt_state
from verbundakte.posteingang.views.vermerksiegel import seal_group
from verbundakte.standards.transfervermerk import groups, read_vermerk

RIGHT = "In Ordnung: {}"


def steps(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the way to a page below the overview."""
    return (("Scans prüfen", reverse("scannen:pruefung")), *more)


@require_safe
def pruefung(request: HttpRequest) -> HttpResponse:
    """Show what waits in each class, and the samples that are open."""
    actor = request.actor
    require(actor, Permission.SCAN_CHECK)
    samples = queries.open_stichproben(actor)
    classes = []
    for klasse in queries.klassen(actor, today()):
        waiting = queries.to_check(actor, klasse)
        if klasse.pruefung == Pruefart.STICHPROBE:
            waiting = waiting.filter(los=None)
        classes.append({"klasse": klasse, "count": waiting.count(), "first": waiting.first(),
                        "is_sampled": klasse.pruefung == Pruefart.STICHPROBE})  # fmt: skip
    context = {
        "classes": [one for one in classes if one["count"]],
        "samples": [
            {"row": row, "pending": pending, "first": pending[0] if pending else None}
            for row, pending in samples
        ],
    }
    return render_page(request, "posteingang/scan/pruefung.html", context)


@require_POST
def draw(request: HttpRequest, klasse_id: UUID) -> HttpResponse:
    """Draw a sample from what waits in a class."""
    klasse = queries.get_klasse(request.actor, klasse_id)
    with telling(request, "Die Stichprobe ist gezogen."):
        actions.draw_stichprobe(request.actor, klasse, at=now())
    return redirect("scannen:pruefung")


@require_POST
def release_sample(request: HttpRequest, stichprobe_id: UUID) -> HttpResponse:
    """Release the scans for which a sample spoke."""
    row = queries.get_stichprobe(request.actor, stichprobe_id)
    try:
        done, kept = actions.release_all(request.actor, row, at=now())
    except actions.NotNow as refusal:
        warn(request, refusal.message)
    else:
        told = f"{counted(done, 'Transfervermerk', 'Transfervermerke')} erteilt."
        if kept:
            told += f" {counted(kept, 'Scan', 'Scans')} nicht: Die Seite des Scans sagt, warum."
        say(request, told)
    return redirect("scannen:pruefung")


@require_safe
def show_scan(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Show a scan one page after the other, and what is known of it."""
    actor = request.actor
    row = queries.get_produkt(actor, produkt_id)
    stand = lage_of(row)
    datei = row.dokument.fassungen.order_by("nummer").first().dateien.first()
    count = datei.pages or len(row.seiten) or 1
    page = _page(request, count)
    vermerk = getattr(row, "transfervermerk", None)
    siegel = queries.siegel_of(actor, vermerk) if vermerk else None
    has_verfahren = queries.has_verfahren(actor)
    context = {
        "row": row, "steps": steps(), "state": produkt_state(row, stand), "datei": datei,
        "page": page, "count": count,
        "last_page": page == count, "next_text": str(page + 1), "previous_text": str(page - 1),
        "facts": _facts(row),
        "may_check": Permission.SCAN_CHECK in actor.permissions and not stand.released_on,
        "why": "" if stand.released_on else why_not_released(stand, has_verfahren=has_verfahren),
        "checks": queries.checks_of(actor, row),
        "stand": stand, "mangel": MangelForm(),
        "groups": [*groups(read_vermerk(vermerk.angaben)), *seal_group(siegel)] if vermerk else (),
        "vermerk": vermerk, "siegel": siegel,
    }  # fmt: skip
    return render_page(request, "posteingang/scan/scan.html", context)


def _page(request: HttpRequest, count: int) -> int:
    text = request.GET.get("seite", "1")
    return min(max(1, int(text)), count) if text.isdecimal() and len(text) < 7 else 1


def _facts(row: Scanprodukt) -> list[tuple[str, str]]:
    return [
        ("Stapel", row.stapel.file_name),
        ("Seiten im Stapel", ", ".join(map(str, row.seiten)) or "alle"),
        ("Leere Seiten weggelassen", ", ".join(map(str, row.leer))),
        ("Scanklasse", str(row.klasse or "keine")),
        ("Kommt von", row.stapel.kanal.bezeichnung),
    ]


@require_POST
def right(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Say that a scan is right; where nothing else is in the way it is released at once."""
    actor = request.actor
    row = queries.get_produkt(actor, produkt_id)
    told = {"is_in_ordnung": True, "mangel": "", "bemerkung": "", "at": now()}
    with telling(request, RIGHT.format(row.dokument.betreff)):
        actions.check_scan(actor, row, **told)
        _release_if_all_is_right(actor, row)
    return redirect(_next_address(actor, row))


def _release_if_all_is_right(actor, row: Scanprodukt) -> None:
    has_verfahren = queries.has_verfahren(actor)
    if not why_not_released(lage_of(row), has_verfahren=has_verfahren):
        actions.release_scan(actor, row, at=now())


def _next_address(actor, row: Scanprodukt) -> str:
    """Return the page of the next scan that waits: of the same sample, of the same class."""
    waiting = []
    if sample := queries.sample_of(actor, row):
        waiting = queries.pending_of(actor, sample)
    elif row.klasse and row.klasse.pruefung == Pruefart.VOLL:
        waiting = list(queries.to_check(actor, row.klasse)[:1])
    return reverse("scannen:scan", args=[waiting[0].pk]) if waiting else reverse("scannen:pruefung")


@require_POST
def wrong(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Object to a scan; it has to be scanned again."""
    actor = request.actor
    row = queries.get_produkt(actor, produkt_id)
    form = MangelForm(request.POST)
    if not form.is_valid():
        warn(request, "Wählen Sie, was an dem Scan falsch ist.")
        return redirect("scannen:scan", produkt_id=row.pk)
    with telling(request, f"Beanstandet: {row.dokument.betreff}"):
        actions.check_scan(actor, row, is_in_ordnung=False, at=now(), **form.cleaned_data)
    return redirect(_next_address(actor, row))


@require_POST
def release(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Write the Transfervermerk of one scan."""
    row = queries.get_produkt(request.actor, produkt_id)
    with telling(request, "Der Transfervermerk ist erteilt."):
        actions.release_scan(request.actor, row, at=now())
    return redirect("scannen:scan", produkt_id=row.pk)


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Put a new scan in the place of one that was objected to."""
    actor = request.actor
    require(actor, Permission.SCAN_CHECK)
    row = queries.get_produkt(actor, produkt_id)
    scans = queries.later_scans(actor, row)
    names = [(str(one.pk), f"{one.dokument.betreff} ({one.stapel.file_name})") for one in scans]
    back = reverse("scannen:scan", args=[row.pk])
    page = FormPage(
        title="Durch neuen Scan ersetzen",
        label="Ersetzen",
        back=back,
        steps=steps((row.dokument.betreff, back)),
        done="Der neue Scan tritt an die Stelle des beanstandeten. Prüfen Sie ihn.",
        text="Scannen Sie das Papier noch einmal; der neue Scan steht dann hier zur Wahl.",
    )

    def perform(data: dict) -> str:
        neu = queries.get_produkt(actor, UUID(data["neu"]))
        actions.replace_scan(actor, row, neu=neu)
        return reverse("scannen:scan", args=[neu.pk])

    return run_form(request, ErsatzForm(request.POST or None, scans=names), page, perform)


@require_http_methods(["GET", "POST"])
def classify(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Give a scan another class."""
    actor = request.actor
    require(actor, Permission.SCAN_CHECK)
    row = queries.get_produkt(actor, produkt_id)
    back = reverse("scannen:scan", args=[row.pk])
    form = KlasseForm(
        request.POST or None,
        klassen=klasse_choices(actor),
        initial={"klasse": row.klasse.kuerzel if row.klasse else ""},
    )
    page = FormPage(
        title="Scanklasse ändern",
        label="Speichern",
        back=back,
        steps=steps((row.dokument.betreff, back)),
        done="Die Scanklasse ist geändert.",
    )

    def perform(data: dict) -> None:
        found = [one for one in queries.klassen(actor, today()) if one.kuerzel == data["klasse"]]
        actions.classify_scan(actor, row, klasse=found[0])

    return run_form(request, form, page, perform)
