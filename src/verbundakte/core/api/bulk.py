"""Several things in one request: a result for each, or all or none."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.http import HttpResponse

from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import ready

NOT_ALONE = "Ein anderer Eintrag wurde abgelehnt; darum wurde keiner angelegt."


class _Undo(Exception):
    """One was refused and all shall be undone."""


def _one(index: int, given, create: Callable) -> dict:
    try:
        with transaction.atomic():
            row = create(given)
    except Refusal as refusal:
        return {"index": index, "status": 422, "id": None, "detail": refusal.message}
    return {"index": index, "status": 201, "id": row.pk, "detail": ""}


def each(items: Sequence, create: Callable, *, is_whole: bool) -> HttpResponse:
    """Create each item in a transaction of its own and return {items, created}.

    `is_whole`: when one is refused, none is created (422; the others tell 424).
    """
    results: list[dict] = []
    try:
        with transaction.atomic():
            results = [_one(index, given, create) for index, given in enumerate(items)]
            if is_whole and any(one["status"] != 201 for one in results):
                raise _Undo
    except _Undo:
        for one in results:
            if one["status"] == 201:
                one |= {"status": 424, "id": None, "detail": NOT_ALONE}
        return ready({"items": results, "created": 0}, 422)
    created = sum(one["status"] == 201 for one in results)
    return ready({"items": results, "created": created})
