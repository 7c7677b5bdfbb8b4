"""/posteingang/neu/, /dateien/, /uploads/ : what somebody brings in by hand."""

import json
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions import upload as steps
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.pages import REFUSED, refused
from verbundakte.akten.queries import get_upload, leading_units
from verbundakte.akten.rules import is_ignored, shown_name
from verbundakte.core.api.problems import problem
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say, warn
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions import record_file, record_paper, record_upload
from verbundakte.posteingang.forms import PapierForm
from verbundakte.posteingang.models import Weg
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.views.anzeige import title_of

MALFORMED = "Die Anfrage ist fehlerhaft. Laden Sie die Seite neu."
TEXT = (
    "Für Post, die nicht gescannt wird, und für Verschlossenes. Es bekommt eine Nummer, kein Bild."
)


def _unit(actor) -> Organisationseinheit:
    """Return the unit whose post somebody takes in: her own first one."""
    queries.require(actor, Permission.EINGANG_RECORD)
    units = leading_units(actor)
    if not units:
        raise Http404
    return units[0]


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Ask for what is known of paper or a parcel, then record it."""
    actor = request.actor
    unit = _unit(actor)
    ziele = queries.ziele(actor)
    form = PapierForm(request.POST or None, at=now(), ziele=ziele)
    back = reverse("posteingang:eingaenge")
    page = FormPage(
        title="Papierpost erfassen",
        label="Erfassen",
        back=back,
        steps=(("Posteingang", back),),
        done="",
        text=TEXT,
        context={"ziele": ziele},
        template="posteingang/erfassung.html",
    )

    def perform(data: dict) -> str:
        eingang = record_paper(actor, unit, token=data["token"], at=now(), **form.told())
        say(request, f"Eingang {eingang.number} erfasst: {title_of(eingang)}.")
        if data["weg"] == Weg.SCHALTER:
            return reverse("posteingang:eingang", args=[eingang.pk])
        return request.path

    return run_form(request, form, page, perform)


@require_POST
@transaction.non_atomic_requests
def add_dateien(request: HttpRequest) -> HttpResponse:
    """Record the files of a plain form, each on its own, and tell what became of them."""
    with transaction.atomic():
        unit = _unit(request.actor)
    recorded, problems, token = 0, [], uuid4().hex
    for file in request.FILES.getlist("dateien"):
        if is_ignored(file.name):
            continue
        try:
            steps.check_room(file.size)
            arrived = Arrived(receive_chunks(file.name, file.chunks()), file.name)
            with transaction.atomic():
                record_file(request.actor, unit, arrived=arrived, token=token, at=now())
            recorded += 1
        except REFUSED as error:
            problems.append(f"{shown_name(file.name)}: {error.message}")
    if recorded:
        say(request, f"{counted(recorded, 'Eingang', 'Eingänge')} erfasst.")
    if problems:
        warn(request, "Nicht angenommen: " + " ".join(problems[:5]))
    if not recorded and not problems:
        warn(request, "Es war keine Datei ausgewählt.")
    return redirect("posteingang:eingaenge")


@require_POST
@transaction.non_atomic_requests
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload into the post room; 201 with the addresses of its parts."""
    try:
        asked = json.loads(request.body)
        name, size = str(asked["name"]), int(asked["size"])
    except (ValueError, KeyError, TypeError):
        return problem(400, MALFORMED)
    if size < 0:
        return problem(400, MALFORMED)
    try:
        with transaction.atomic():
            _unit(request.actor)
            row = steps.begin_loose_upload(request.actor, name=name, size=size)
    except REFUSED as error:
        return refused(error)
    answer = {
        "id": str(row.pk),
        "part_url": reverse("akten:upload-teile", args=[row.pk]),
        "complete_url": reverse("posteingang:upload-abschluss", args=[row.pk]),
        "part_bytes": settings.UPLOAD_PART_BYTES,
        "received": 0,
    }
    return JsonResponse(answer, status=201)


@require_POST
@transaction.non_atomic_requests
def complete(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Record a finished upload as an Eingang."""
    actor = request.actor
    with transaction.atomic():
        unit = _unit(actor)
        row = get_upload(actor, upload_id)
    try:
        stored = steps.store_spooled(row)
        with transaction.atomic():
            eingang = record_upload(actor, row, unit, stored=stored, at=now())
            twins = queries.twins_among(actor, queries.files_of_rows(actor, [eingang]))
    except REFUSED as error:
        steps.drop_spool(row)
        return refused(error)
    steps.drop_spool(row)
    known = twins.get(eingang.pk)
    answer = {
        "result": "registered",
        "id": str(eingang.pk),
        "title": title_of(eingang),
        "url": reverse("posteingang:eingang", args=[eingang.pk]),
        "message": f"Diese Datei ist schon eingegangen: {known[0].number}." if known else "",
    }
    return JsonResponse(answer, status=201)
