"""/signaturen/... : what was found out about the signatures of a Dokument, and verifying anew."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from verbundakte.akten.models import Datei, Dokument, Fassung
from verbundakte.akten.pages import address_of
from verbundakte.akten.queries import files_of, get_dokument, note_read
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.signaturen import actions, queries
from verbundakte.signaturen.actions.zertifikat import Expired
from verbundakte.signaturen.form import UNVERIFIED, Form, Schritt
from verbundakte.signaturen.models import Signaturpruefung
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.rules import is_signed
from verbundakte.signaturen.views.anzeige import chip, line_of, signature_of

DONE = "Die Signaturen werden geprüft. Das Ergebnis steht gleich hier."


def notice(request: HttpRequest, dokument: Dokument, fassung: Fassung | None) -> dict | None:
    """Return what stands above the details of a Dokument whose shown Fassung is signed, else None."""
    dateien = [one for one in fassung.dateien.all() if is_signed(one)] if fassung else []
    if not dateien:
        return None
    found = queries.newest_pruefungen(request.actor, [one.pk for one in dateien])
    return {
        "lines": [line_of(found[one.pk]) for one in dateien if one.pk in found],
        "is_waiting": len(found) < len(dateien),
        "url": reverse("signaturen:dokument", args=[dokument.pk]),
    }


def chips(actor, dokumente: list[Dokument]) -> dict[UUID, dict]:
    """Return by Dokument (with `newest_datei`) what its signature is worth; one query if one is signed."""
    signed = {
        dokument.pk: datei.pk
        for dokument in dokumente
        if (datei := dokument.newest_datei) is not None and is_signed(datei)
    }
    found = queries.newest_pruefungen(actor, list(signed.values())) if signed else {}
    return {
        key: chip(found[datei].urteil, prefix="Signatur")
        for key, datei in signed.items()
        if datei in found
    }


def read_dokument(request: HttpRequest, key: UUID) -> Dokument:
    """Return a Dokument the actor may read, and note the reading of a secret one."""
    dokument = get_dokument(request.actor, key)
    note_read(request.actor, dokument)
    return dokument


def steps_of(dokument: Dokument) -> list[tuple[str, str]]:
    """Return the way back to a Dokument."""
    return [(dokument.betreff, address_of(dokument))]


@require_safe
def show_dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show form, verifications and own signatures of a Dokument; `?stand`: again, while they come about."""
    actor, is_again = request.actor, "stand" in request.GET
    dokument = get_dokument(actor, dokument_id) if is_again else read_dokument(request, dokument_id)
    fassungen = files_of(actor, dokument)
    auftraege = queries.offene_auftraege(actor, dokument)
    may_sign = dokument.erased_at is None and bool(queries.zertifikate_for(actor, dokument))
    context = {
        "dokument": dokument,
        "steps": steps_of(dokument),
        "may_sign": may_sign,
        "expired": "" if may_sign else why_expired(actor, dokument),
        "lacks_stamp": may_sign and not queries.zeitstempeldienste(actor),
        "vorgaben": _vorgaben(actor, dokument, fassungen),
        "may_verify": actor.may(Permission.PRUEFUNG_RUN, dokument),
        "auftraege": [_auftrag(row, fassungen) for row in auftraege],
        **_found(actor, dokument, fassungen),
    }
    if any(row.done_at is None for row in auftraege) or not all(
        one["line"] for one in context["files"]
    ):
        context["live"] = f"{request.path}?stand"
    if is_again:
        return render(request, "signaturen/_dokument_stand.html", context)
    return render_page(request, "signaturen/dokument.html", context)


def why_expired(actor, dokument: Dokument) -> str:
    """Return which certificate no longer holds, "" where there is none."""
    row = queries.expired_zertifikat(actor, dokument)
    if row is None:
        return ""
    return Expired(str(row), row.gilt_from_at, row.gilt_to_at, row.gilt_to_at).message


def _found(actor, dokument: Dokument, fassungen: list[Fassung]) -> dict:
    """Return the signed files with their newest verification, the earlier ones, and the own signatures.

    What was signed here is a signed file, also before it is read.
    """
    rows, own = queries.pruefungen_of(actor, dokument), queries.signaturen_of(actor, dokument)
    newest = {row.datei_id: row for row in reversed(rows)}
    here = {row.fassung_id for row in own}
    signed = [
        one
        for fassung in fassungen
        for one in fassung.dateien.all()
        if fassung.pk in here or is_signed(one)
    ]
    return {
        "files": [_file(one, newest.get(one.pk)) for one in signed],
        "earlier": [_entry(row) for row in rows if newest.get(row.datei_id) is not row],
        "signaturen": [_own(row) for row in own],
    }


def _file(datei: Datei, row: Signaturpruefung | None) -> dict:
    line = line_of(row) if row is not None else None
    name = f"Fassung {datei.fassung.nummer}: {datei.file_name}"
    return {"name": name, "key": datei.pk, "line": line}


def _entry(row: Signaturpruefung) -> dict:
    return {
        "icon": "stamp",
        "text": f"Fassung {row.datei.fassung.nummer}, {row.datei.file_name}: {row.get_urteil_display()}",
        "url": reverse("signaturen:pruefung", args=[row.pk]),
        "at": row.created_at,
    }


def compare_address(dokument: Dokument, before: int, fassungen: list[Fassung]) -> str:
    """Return the page that shows what became of a Fassung since, "" where it still counts."""
    standing = next((one for one in fassungen if one.withdrawn_at is None), None)
    if standing is None or standing.nummer == before:
        return ""
    place = reverse("akten:vergleich", args=[dokument.pk])
    return f"{place}?alt={before}&neu={standing.nummer}"


def _auftrag(row, fassungen: list[Fassung]) -> dict:
    return {
        "row": row,
        "refused": row.refused,
        "compare": compare_address(row.dokument, row.fassung.nummer, fassungen),
    }


def _own(row) -> dict:
    return {
        "icon": "stamp",
        "tone": "good",
        "who": row.name,
        "text": f"{Form(row.form).label}, Fassung {row.fassung.nummer}",
        "detail": f"Zertifikat {row.inhaber}, Stufe {row.stufe}",
        "at": row.at,
    }


def _vorgaben(actor, dokument: Dokument, fassungen: list[Fassung]) -> list[dict]:
    """What the Signaturkonzept demands, and whether the newest Fassung keeps it."""
    rows = queries.vorgaben_for(actor, dokument, schritt=Schritt.VERSAND)
    standing = next((one for one in fassungen if one.withdrawn_at is None), None)
    given = queries.forms_of(actor, standing) if rows and standing is not None else []
    return [
        {
            "form": Form(row.form).label,
            "rule": row.regel,
            "who": row.wer,
            "step": Schritt(row.schritt).label,
            "count": row.anzahl,
            "chip": {"label": "erfüllt", "icon": "ok", "tone": "good"}
            if actions.keeps(row, given)
            else {"label": "fehlt noch", "icon": "warn", "tone": "warn"},
            "is_own_duty": row.form in UNVERIFIED,
        }
        for row in rows
    ]


@require_POST
def verify(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Let the signatures of a file be verified once more."""
    dokument = read_dokument(request, dokument_id)
    wanted = request.POST.get("datei", "")
    fassungen = files_of(request.actor, dokument)
    dateien = [one for fassung in fassungen for one in fassung.dateien.all()]
    datei = next((one for one in dateien if str(one.pk) == wanted), None)
    if datei is None:
        raise Http404
    with telling(request, DONE):
        actions.order_pruefung(request.actor, dokument, datei=datei)
    return redirect("signaturen:dokument", dokument_id=dokument.pk)


def _read(request: HttpRequest, key: UUID) -> Signaturpruefung:
    row = queries.get_pruefung(request.actor, key)
    note_read(request.actor, row.dokument)
    return row


@require_safe
def show_pruefung(request: HttpRequest, pruefung_id: UUID) -> HttpResponse:
    """Show the report of one verification."""
    row = _read(request, pruefung_id)
    place = reverse("signaturen:dokument", args=[row.dokument_id])
    context = {
        "row": row,
        "steps": [*steps_of(row.dokument), ("Signaturen", place)],
        "chip": chip(row.urteil),
        "facts": [
            ("Datei", row.datei.file_name),
            ("Fassung", row.datei.fassung.nummer),
            ("Format", row.get_format_display()),
            ("Geprüft mit", row.tool),
        ],
        "signatures": [signature_of(number, one) for number, one in enumerate(row.signaturen, 1)],
    }
    return render_page(request, "signaturen/pruefung.html", context)


@require_safe
def download(request: HttpRequest, pruefung_id: UUID) -> HttpResponse:
    """Send the report for other programs (JSON)."""
    row = _read(request, pruefung_id)
    told = {
        "datei": row.datei.file_name,
        "sha256": row.sha256,
        "format": row.format,
        "urteil": row.urteil,
        "grund": row.grund,
        "geprueft_at": row.created_at.isoformat(),
        "geprueft_mit": row.tool,
        "vertrauensanker": row.anker,
        "signaturen": row.signaturen,
    }
    body = json.dumps(told, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    name = f"Prüfbericht {row.datei.file_name}.json"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
