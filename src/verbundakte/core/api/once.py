"""Idempotency keys: a creation that is sent twice happens once and is answered in the same way."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import IdempotencyKey

KEPT = timedelta(days=1)
HEADER = "Idempotency-Key"
MAX_LENGTH = 200
CHUNK = 256 * 1024


class KeyTooLong(Refusal):
    message = f"Der Idempotency-Key hat höchstens {MAX_LENGTH} Zeichen."


class KeyUsed(Refusal):
    message = (
        "Mit diesem Idempotency-Key wurde schon etwas anderes gesendet. Nehmen Sie einen neuen."
    )


def _digest(request: HttpRequest) -> str:
    """Return what tells one request from another: address and content, files by their bytes."""
    parts = [request.method, request.get_full_path(), request.content_type]
    if request.content_type == "multipart/form-data":
        parts += [f"{name}={value}" for name, value in sorted(request.POST.items())]
        for name, file in sorted(request.FILES.items()):
            inner = hashlib.sha256()
            for chunk in file.chunks(CHUNK):
                inner.update(chunk)
            file.seek(0)
            parts.append(f"{name}={file.name}={inner.hexdigest()}")
    else:
        parts.append(hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _again(request: HttpRequest, digest: str, key: str, reads: Callable | None) -> HttpResponse:
    """Return the stored answer, to whoever may still see what was made then."""
    row = IdempotencyKey.objects.get(actor_id=str(request.actor.id), key=key)
    if row.digest != digest:
        raise KeyUsed
    if reads is not None:
        reads(request.actor, UUID(json.loads(row.answer)["id"]))
    response = HttpResponse(row.answer, status=row.status, content_type="application/json")
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def once(reads: Callable | None = None):
    """Let an operation that creates something happen once for each Idempotency-Key of an actor.

    The operation returns a ready HttpResponse. `reads(actor, id)` raises Http404 for whoever may not
    see any more what was made. A refusal is not kept: the same key may try again.
    Raises KeyTooLong, KeyUsed.
    """

    def decorate(operation):
        @wraps(operation)
        def perform(request: HttpRequest, *args, **kwargs):
            key = request.headers.get(HEADER, "").strip()
            if not key:
                return operation(request, *args, **kwargs)
            if len(key) > MAX_LENGTH:
                raise KeyTooLong
            digest, mark = _digest(request), {"actor_id": str(request.actor.id), "key": key}
            try:
                with transaction.atomic():
                    row = IdempotencyKey.objects.create(**mark, digest=digest, created_at=now())
            except IntegrityError:
                return _again(request, digest, key, reads)
            return _kept(row, operation, request, *args, **kwargs)

        perform.is_once = True
        return perform

    return decorate


def _kept(row: IdempotencyKey, operation, request, *args, **kwargs) -> HttpResponse:
    """Perform the operation and keep its answer; without one the key is free again."""
    try:
        with transaction.atomic():
            response = operation(request, *args, **kwargs)
    except Exception:
        row.delete()
        raise
    if response.status_code >= 300:
        row.delete()
        return response
    row.status, row.answer = response.status_code, response.content.decode()
    row.headers = {name: response[name] for name in ("ETag", "Location") if name in response}
    row.save(update_fields=["status", "answer", "headers"])
    return response
