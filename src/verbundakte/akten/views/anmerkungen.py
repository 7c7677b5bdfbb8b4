"""How remarks look: in the inspector of an object, and beside the pages of a file."""

import json
from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from verbundakte.akten import queries
from verbundakte.akten.models import Akte, Anmerkung, Datei, Dokument, Fassung, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.akten.work_forms import AnmerkungForm, MerkzettelForm

PART = "Va-Part"
PANEL = "anmerkungen"
TEMPLATE = "akten/_anmerkungen.html"


def is_wanted(request: HttpRequest) -> bool:
    """Tell whether the viewer asks for the remarks beside the pages alone."""
    return request.headers.get(PART) == PANEL


def notes_of(
    request: HttpRequest, subject: Akte | Vorgang | Dokument, *, fassung: Fassung | None = None
) -> dict:
    """Return the context of `_notizen.html`: remarks, one's own slip, and the forms.

    With the `fassung` that is shown, a remark may be written on a page of it.
    """
    actor = request.actor
    rows = queries.anmerkungen_of(actor, subject)
    datei = next(iter(fassung.dateien.all()), None) if fassung else None
    has_pages = datei is not None and bool(datei.pages)
    form = AnmerkungForm(auto_id="anmerkung_%s", initial={"datei": datei.pk} if has_pages else {})
    form.fields["text"].required = True  # here nothing can be marked instead
    slip = MerkzettelForm(
        initial={"text": queries.merkzettel_of(actor, subject)}, auto_id="zettel_%s"
    )
    return {
        "anmerkungen": _threads(request, rows),
        "form": form,
        "has_pages": has_pages,
        "slip_form": slip,
        "may": actor.may(Permission.ANMERKUNG_CREATE, subject),
        "kind": subject._meta.model_name,
        "key": subject.pk,
        "table": reverse("akten:dokument-anmerkungen", args=[subject.pk])
        if isinstance(subject, Dokument) and rows and Permission.AUSGABE_READ in actor.permissions
        else "",
    }


def _threads(request: HttpRequest, rows: list[Anmerkung]) -> list[dict]:
    """Return remarks in their order, each with its answers."""
    names = queries.person_names(
        {str(who) for row in rows for who in (row.created_by, row.settled_by) if who}
    )
    shown = {row.pk: _shown(request, row, names) for row in rows}
    for row in rows:
        if row.answer_to_id in shown:
            shown[row.answer_to_id]["answers"].append(shown[row.pk])
    return [shown[row.pk] for row in rows if row.answer_to_id not in shown]


def _shown(request: HttpRequest, row: Anmerkung, names: dict) -> dict:
    def at(name: str) -> str:
        return reverse(f"akten:anmerkung-{name}", args=[row.pk])

    own = row.created_by == request.actor.person_id
    return {
        "key": row.pk,
        "text": row.text,
        "quote": row.quote,
        "page": row.page,
        "areas": json.dumps(row.areas),
        "kind": "erledigt" if row.settled_at else "kommentar" if row.text else "markierung",
        "fassung": row.datei.fassung.nummer if row.datei else None,
        "who": names.get(str(row.created_by), "Jemand"),
        "at": row.created_at,
        "is_changed": row.changed_at is not None,
        "settled_at": row.settled_at,
        "settled_by": names.get(str(row.settled_by), "Jemand") if row.settled_at else "",
        "is_answer": row.answer_to_id is not None,
        "answers": [],
        "change": at("aenderung") if own else "",
        "take_back": at("ruecknahme") if own else "",
        "settle": at("oeffnung" if row.settled_at else "erledigung"),
    }


def on_pages(request: HttpRequest, dokument: Dokument, datei: Datei) -> dict:
    """Return the context of the remarks beside the pages of a file, and how many stand at others."""
    rows = queries.anmerkungen_of(request.actor, dokument)
    here = [row for row in rows if row.datei_id == datei.pk]
    here.sort(key=lambda row: (row.page, row.areas[0][1] if row.areas else 0, row.created_at))
    elsewhere = Counter(
        row.datei.fassung.nummer for row in rows if row.datei and row.datei_id != datei.pk
    )
    may_write = request.actor.may(Permission.ANMERKUNG_CREATE, dokument)
    return {
        "template": TEMPLATE,
        "remarks": _threads(request, here),
        "others": [
            {"nummer": nummer, "count": count, "url": f"{address_of(dokument)}?fassung={nummer}"}
            for nummer, count in sorted(elsewhere.items())
        ],
        "may": may_write and not dokument.erased_at,
        "dokument": dokument.pk,
        "datei": datei.pk,
        "form": AnmerkungForm(auto_id="stelle_%s", initial={"datei": datei.pk}),
    }


def panel(request: HttpRequest, dokument: Dokument) -> HttpResponse:
    """Return the remarks beside the pages of the file a form names, with what was done."""
    key = read_uuid(request.POST.get("datei", ""))
    datei = queries.get_datei(request.actor, key) if key else None
    notes = on_pages(request, dokument, datei) if datei is not None else {}
    return render(request, "akten/_anmerkungen_antwort.html", {"notes": notes})
