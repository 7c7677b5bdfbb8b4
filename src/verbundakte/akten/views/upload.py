"""/uploads/... : files in parts, going on after a lost connection; and plain forms without a script.

Bytes travel outside of any transaction; filing is one short transaction at the end.
"""

import json
import re
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, queries, rules
from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions import upload as steps
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.models import Dokument, Ordneruebernahme
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.api.problems import problem
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.models import Upload
from verbundakte.core.ui.formats import number
from verbundakte.core.ui.messages import say, warn

CONTENT_RANGE = re.compile(r"^bytes (\d+)-(\d+)/(\d+)$")
READ_TARGET = {
    "vorgang": queries.get_vorgang,
    "dokument": queries.get_dokument,
    "person": queries.get_own_person,
    "ordneruebernahme": queries.get_ordneruebernahme,
}
MALFORMED = "Die Anfrage ist fehlerhaft. Laden Sie die Seite neu."


def refused(error: Exception) -> JsonResponse:
    """Return the answer for what ends an upload."""
    if isinstance(error, store.StoreFull):
        return problem(507, error.message)
    if isinstance(error, store.StoreAway | store.BytesMissing):
        answer = problem(503, error.message)
        answer["Retry-After"] = "3"
        return answer
    return problem(422, error.message)


ENDS = (Refusal, store.StoreFull, store.StoreAway)


def _target(actor, target: object) -> steps.Target:
    """Return what a target means: "vorgang:<id>" or {"kind": "vorgang", "id": "<id>"}; else 404."""
    if isinstance(target, dict):
        kind, key = target.get("kind", ""), target.get("id", "")
    else:
        kind, _, key = str(target).partition(":")
    found, read = read_uuid(str(key)), READ_TARGET.get(str(kind))
    if found is None or read is None:
        raise Http404
    return read(actor, found)


@require_POST
@transaction.non_atomic_requests
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload; 201 with the addresses of its parts."""
    try:
        asked = json.loads(request.body)
        name, size, path = str(asked["name"]), int(asked["size"]), str(asked.get("path", ""))
        target = asked["target"]
    except (ValueError, KeyError, TypeError):
        return problem(400, MALFORMED)
    if size < 0:
        return problem(400, MALFORMED)
    try:
        with transaction.atomic():
            subject = _target(request.actor, target)
            row = steps.begin_upload(request.actor, subject, name=name, size=size, path=path)
    except ENDS as error:
        return refused(error)
    answer = {
        "id": str(row.pk),
        "part_url": reverse("akten:upload-teile", args=[row.pk]),
        "complete_url": reverse("akten:upload-abschluss", args=[row.pk]),
        "part_bytes": settings.UPLOAD_PART_BYTES,
        "received": 0,
    }
    return JsonResponse(answer, status=201)


def _own_upload(request: HttpRequest, upload_id: UUID) -> Upload:
    with transaction.atomic():
        return queries.get_upload(request.actor, upload_id)


@require_http_methods(["DELETE"])
@transaction.non_atomic_requests
def one_upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Give an upload up."""
    with transaction.atomic():
        steps.drop_upload(queries.get_upload(request.actor, upload_id))
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "PUT"])
@transaction.non_atomic_requests
def parts(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take the next part (PUT), or tell how many bytes are there."""
    row = _own_upload(request, upload_id)
    if request.method != "PUT":
        return _received(row.received)
    found = CONTENT_RANGE.match(request.headers.get("Content-Range", ""))
    if found is None:
        return problem(400, MALFORMED)
    start, last, total = (int(part) for part in found.groups())
    if total != row.size or last < start:
        return problem(400, MALFORMED)
    try:
        steps.check_room(last + 1 - start)
        part = steps.Part(start, last + 1 - start, request)
        return _received(steps.append_part(row, part))
    except steps.WrongOffset as wrong:
        detail = "Die Übertragung geht an anderer Stelle weiter."
        return problem(409, detail, received=wrong.received)
    except ENDS as error:
        return refused(error)


def _received(count: int) -> HttpResponse:
    response = JsonResponse({"received": count})
    response["Upload-Offset"] = str(count)
    return response


@require_POST
@transaction.non_atomic_requests
def complete(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """File the upload. A file that lies there already is filed too, with a hint."""
    row = _own_upload(request, upload_id)
    if row.result_id is not None:
        with transaction.atomic():
            return _filed(queries.get_dokument(request.actor, row.result_id), None)
    try:
        stored = steps.store_spooled(row)
        with transaction.atomic():
            target = _target(request.actor, {"kind": row.target_kind, "id": row.target_id})
            twin = _duplicate(request.actor, target, row, stored.sha256)
            if twin and isinstance(target, Ordneruebernahme):
                raise actions.LiesThere(twin)
            dokument = steps.file_upload(request.actor, row, target, stored=stored, at=now())
    except ENDS as error:
        if isinstance(error, Refusal):
            with transaction.atomic():
                steps.give_up(request.actor, row, error)
        return refused(error)
    steps.drop_spool(row)
    return _filed(dokument, twin)


def _duplicate(actor, target, row: Upload, sha256: str) -> Dokument | None:
    vorgang = steps.vorgang_of(actor, target, row.path)
    return queries.find_duplicate(actor, vorgang, sha256) if vorgang else None


def _filed(dokument: Dokument, twin: Dokument | None) -> JsonResponse:
    answer = {
        "result": "duplicate" if twin else "registered",
        "id": str(dokument.pk),
        "title": dokument.betreff,
        "url": address_of(dokument),
        "message": f"Diese Datei liegt schon hier: „{twin.betreff}“." if twin else "",
    }
    return JsonResponse(answer, status=201)


@require_POST
@transaction.non_atomic_requests
def add_dokumente(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """File the files of a plain form as Dokumente of a Vorgang."""
    with transaction.atomic():
        vorgang = queries.get_vorgang(request.actor, vorgang_id)
    filed = _file_all(
        request,
        lambda arrived: actions.register_dokument(
            request.actor, vorgang, arrived=arrived, at=now()
        ),
    )
    place = reverse("akten:vorgang", args=[vorgang.pk])
    return redirect(f"{place}?dokument={filed[-1].pk}" if filed else place)


@require_POST
@transaction.non_atomic_requests
def add_entwuerfe(request: HttpRequest) -> HttpResponse:
    """File the files of a plain form as one's own drafts."""
    with transaction.atomic():
        person = queries.get_own_person(request.actor, request.actor.person_id)
    _file_all(
        request,
        lambda arrived: actions.begin_entwurf(request.actor, person, arrived=arrived, at=now()),
    )
    return redirect("akten:entwuerfe")


def _file_all(request: HttpRequest, file_one: Callable[[Arrived], Dokument]) -> list[Dokument]:
    """File each file of a plain form on its own and tell what became of them."""
    filed, refused = [], []
    for file in request.FILES.getlist("dateien"):
        if rules.is_ignored(file.name):
            continue
        try:
            arrived = arrived_of(file)
            with transaction.atomic():
                filed.append(file_one(arrived))
        except ENDS as error:
            refused.append(f"{rules.shown_name(file.name)}: {error.message}")
    _tell(request, len(filed), refused)
    return filed


@require_POST
@transaction.non_atomic_requests
def add_fassung(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """File the file of a plain form as a new Fassung of a Dokument."""
    with transaction.atomic():
        dokument = queries.get_dokument(request.actor, dokument_id)
    file = next(iter(request.FILES.getlist("dateien")), None)
    if file is None:
        warn(request, "Es war keine Datei ausgewählt.")
        return redirect("akten:dokument", dokument_id=dokument.pk)
    remark = request.POST.get("bemerkung", "")
    try:
        arrived = arrived_of(file)
        with transaction.atomic():
            fassung = actions.add_fassung(
                request.actor, dokument, arrived=arrived, at=now(), remark=remark
            )
        say(request, f"Fassung {fassung.nummer} abgelegt.")
    except ENDS as error:
        warn(request, error.message)
    return redirect("akten:dokument", dokument_id=dokument.pk)


def arrived_of(file) -> Arrived:
    """Bring a file of a plain form into the store. Raises as `receive_chunks`, StoreFull."""
    steps.check_room(file.size)
    return Arrived(receive_chunks(file.name, file.chunks()), file.name, is_awaited=True)


def _tell(request: HttpRequest, count: int, refused: list[str]) -> None:
    if count:
        say(
            request,
            "1 Dokument abgelegt." if count == 1 else f"{number(count)} Dokumente abgelegt.",
        )
    if refused:
        warn(request, "Nicht angenommen: " + " ".join(refused[:5]))
    if not count and not refused:
        warn(request, "Es war keine Datei ausgewählt.")
