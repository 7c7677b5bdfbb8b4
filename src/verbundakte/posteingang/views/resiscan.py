"""/scannen/pruefbericht/, /scannen/verfahren/, Transfervermerke : what an auditor asks for."""

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.pages import send_pdf
from verbundakte.core.blobs import store
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.blobs.register import keep
from verbundakte.core.clock import now, today
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.messages import telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang.actions.verfahren import write_verfahren
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries import scan as queries
from verbundakte.posteingang.queries.eingang import require
from verbundakte.posteingang.scan import verfahren as text
from verbundakte.posteingang.scan_forms import ZeitraumForm
from verbundakte.posteingang.views.vermerksiegel import seal_group
from verbundakte.standards.transfervermerk import (
    as_xml,
    groups,
    read_vermerk,
    sealed_xml,
)

YEAR = timedelta(days=365)


@require_safe
def vermerk_xml(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Send a Transfervermerk as XML: the bytes whose digest was kept, with the seal as a last line."""
    found = queries.get_vermerk(request.actor, produkt_id)
    vermerk, siegel = read_vermerk(found.angaben), queries.siegel_of(request.actor, found)
    content = as_xml(vermerk)
    if siegel and siegel.blob:
        signatur = store.read(current_tenant(), siegel.blob.sha256)
        at = siegel.zeitstempel_at.isoformat()
        content = sealed_xml(vermerk, signatur, siegel.inhaber, at)
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = 'attachment; filename="Transfervermerk.xml"'
    return answer


@require_safe
def vermerk_siegel(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Send the seal beside the XML of a Transfervermerk (CAdES)."""
    found = queries.get_vermerk(request.actor, produkt_id)
    siegel = queries.siegel_of(request.actor, found)
    if siegel is None or siegel.blob is None:
        raise Http404
    sent = Sent(siegel.blob.sha256, siegel.blob.size, "Transfervermerk.p7s", "application/pkcs7-signature")
    return send(request, sent)


@require_safe
def vermerk_pdf(request: HttpRequest, produkt_id: UUID) -> HttpResponse:
    """Send a Transfervermerk as PDF."""
    found = queries.get_vermerk(request.actor, produkt_id)
    vermerk = read_vermerk(found.angaben)
    told = [*groups(vermerk), *seal_group(queries.siegel_of(request.actor, found))]
    context = {"groups": told, "vermerk": vermerk, "xml_sha256": found.xml_sha256}
    return _pdf("posteingang/scan/blatt_vermerk.html", context, "Transfervermerk.pdf")


def _pdf(template: str, context: dict, name: str) -> HttpResponse:
    markup = render_to_string(template, context)
    try:
        made = converters().sheet(current_tenant(), markup)
    except ConversionFailed as failure:
        raise Http404(failure.message) from failure
    return send_pdf(made.data, name)


@require_safe
def bericht(request: HttpRequest) -> HttpResponse:
    """Show the auditor's report of a time in plain sentences; `als=pdf` sends it."""
    actor = request.actor
    require(actor, Permission.SCAN_AUDIT)
    form = ZeitraumForm(request.GET if "von" in request.GET else None,
                        initial={"von": today() - YEAR, "bis": today()})  # fmt: skip
    is_asked = form.is_bound and form.is_valid()
    begin, end = (
        (form.cleaned_data["von"], form.cleaned_data["bis"])
        if is_asked
        else (today() - YEAR, today())
    )
    context = {"form": form, "begin": begin, "end": end, **_report(actor, begin, end)}
    if request.GET.get("als") == "pdf":
        return _pdf("posteingang/scan/blatt_bericht.html", context, "Prüfbericht Scannen.pdf")
    status = 422 if form.errors else 200
    return render_page(request, "posteingang/scan/pruefbericht.html", context, status)


def _report(actor, begin: date, end: date) -> dict:
    found = queries.berichte(actor, begin, end)
    return {
        "town": queries.town(actor).name,
        "classes": [{"row": one, "sentence": text.sentence(one)} for one in found],
        "deviations": queries.abweichungen(actor, begin, end),
        "destroyed": queries.vernichtungen(actor, begin, end),
    }


@require_http_methods(["GET", "POST"])
def verfahren(request: HttpRequest) -> HttpResponse:
    """Show how scanning is done here, as it is configured now; POST keeps it under the next number."""
    actor = request.actor
    town = queries.town(actor)
    sections = queries.verfahren_now(actor)
    if request.method == "POST":
        return _keep(request, town, sections)
    kept = queries.verfahren(actor)
    context = {
        "town": town.name,
        "sections": sections,
        "kept": kept,
        "is_current": bool(kept) and kept[0].angaben == _as_kept(sections),
    }
    return render_page(request, "posteingang/scan/verfahren.html", context)


def _as_kept(sections: list[dict]) -> list[dict]:
    """Return sections as they come back from JSON: with lists instead of tuples."""
    return [
        {**one, "absaetze": list(one["absaetze"]), "zeilen": [list(row) for row in one["zeilen"]]}
        for one in sections
    ]


def _keep(request: HttpRequest, town, sections: list[dict]) -> HttpResponse:
    context = {"town": town.name, "sections": sections, "on": today()}
    markup = render_to_string("posteingang/scan/blatt_verfahren.html", context)
    try:
        made = converters().sheet(current_tenant(), markup)
    except ConversionFailed as failure:
        warn(request, failure.message)
        return redirect("scannen:verfahren")
    with telling(request, "Die Verfahrensdokumentation ist erstellt."):
        write_verfahren(request.actor, town, angaben=sections, blob=keep(made.data), at=now())
    return redirect("scannen:verfahren")


@require_safe
def verfahren_pdf(request: HttpRequest, nummer: int) -> HttpResponse:
    """Send a kept Verfahrensdokumentation."""
    for row in queries.verfahren(request.actor):
        if row.nummer == nummer:
            name = f"Verfahrensdokumentation Scannen Nr. {nummer}.pdf"
            return send(request, Sent(row.blob.sha256, row.blob.size, name, "application/pdf"))
    raise Http404
