"""Several things in one request: a result for each, or all or none."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from ninja import Field, Schema

from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import PreconditionFailed, ready
from verbundakte.core.api.problems import told_of

MOST = 100
EACH = (
    f"Höchstens {MOST} auf einmal. Jeder Eintrag gilt für sich und hat sein eigenes Ergebnis; mit"
    " is_whole alle oder keiner. Wer keinen einzigen davon darf, bekommt 404 oder 403."
)
WHOLE = "true: Scheitert ein Eintrag, geschieht nichts (Antwort 422)."
NOT_ALONE = "Ein anderer Eintrag wurde abgelehnt; darum geschah auch hier nichts."
NOT_ALLOWED = (404, 403)
COUNTED = {201: "created", 200: "changed"}
TOLD = (Refusal, Http404, PermissionDenied, PreconditionFailed)


class ErgebnisOut(Schema):
    """What became of one item of a Stapel."""

    index: int
    status: int = Field(
        description="201 angelegt, 200 geändert; sonst der Fehler, 424 wegen eines anderen."
    )
    id: UUID | None
    detail: str = Field(description="Der Grund, wenn nichts geschah; sonst leer.")


class StapelOut(Schema):
    """What became of each item, in the order sent."""

    items: list[ErgebnisOut]
    created: int


class AenderungenOut(Schema):
    """What became of each change, in the order sent."""

    items: list[ErgebnisOut]
    changed: int = Field(description="So viele wurden geändert.")


class _Undo(Exception):
    """One was refused and all shall be undone."""


def _one(index: int, given, do: Callable[..., UUID], made: int) -> tuple[dict, Exception | None]:
    try:
        with transaction.atomic():
            return {"index": index, "status": made, "id": do(given), "detail": ""}, None
    except TOLD as error:
        status, detail = told_of(error)
        return {"index": index, "status": status, "id": None, "detail": detail}, error


def each(
    items: Sequence, do: Callable[..., UUID], *, is_whole: bool, made: int = 201
) -> HttpResponse:
    """Do something with each item in a transaction of its own; return {items, created}, or with
    `made` 200 {items, changed}.

    `do(item)` returns the id of what it made or changed. `is_whole`: when one is refused, nothing is
    done (422; the others tell 424). Where the actor may do none of it, the first one's Http404 or
    PermissionDenied is raised, as for a single one.
    """
    results: list[dict] = []
    try:
        with transaction.atomic():
            found = [_one(index, given, do, made) for index, given in enumerate(items)]
            results = [result for result, _ in found]
            if all(one["status"] in NOT_ALLOWED for one in results) and found[0][1]:
                raise found[0][1]
            if is_whole and any(one["status"] != made for one in results):
                raise _Undo
    except _Undo:
        for one in results:
            if one["status"] == made:
                one |= {"status": 424, "id": None, "detail": NOT_ALONE}
        return ready({"items": results, COUNTED[made]: 0}, 422)
    count = sum(one["status"] == made for one in results)
    return ready({"items": results, COUNTED[made]: count})
