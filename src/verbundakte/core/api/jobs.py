"""Long work one started, for programs."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from verbundakte.core.api.answers import limited, narrowed, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import Fields
from verbundakte.core.jobs.reading import jobs_of, may_tell
from verbundakte.core.models import Job

router = Router(tags=["Aufträge"], auth=TokenAuth("auftraege"))
TOLD = ("kind", "label", "done", "total", "error", "created_at", "started_at", "finished_at")


class AuftragOut(Schema):
    """A job."""

    id: UUID
    kind: str
    label: str
    zustand: str = Field(description="wartet, laeuft, fertig oder gescheitert.")
    done: int
    total: int
    error: str
    subject: UUID | None = Field(description="id des Gegenstands, um den es geht.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class PostenOut(Schema):
    """Something that did not work."""

    item: str
    error: str


class AuftragDetail(AuftragOut):
    """A job with what did not work."""

    item_errors: list[PostenOut]


class AuftragPage(Schema):
    """A page of jobs, newest first."""

    items: list[AuftragOut]
    after: str


def _zustand(job: Job) -> str:
    if job.finished_at:
        return "gescheitert" if job.error else "fertig"
    return "laeuft" if job.started_at else "wartet"


def _told(job: Job) -> dict:
    values = {name: getattr(job, name) for name in TOLD}
    subject = None if job.is_hidden else job.subject_id
    return {"id": job.pk, "zustand": _zustand(job), "subject": subject, **values}


@router.get("auftraege", response=AuftragPage, summary="Eigene Aufträge, neueste zuerst")
def list_auftraege(
    request: HttpRequest, after: UUID | None = None, limit: int = 50, fields: Fields = ""
):
    """Return the jobs the person started."""
    rows = jobs_of(request.actor).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: limited(limit) + 1])
    shown = may_tell(request.actor, found[: limited(limit)])
    more = str(shown[-1].pk) if len(found) > len(shown) else ""
    items = narrowed([_told(job) for job in shown], fields, AuftragOut.model_fields)
    return ready({"items": items, "after": more})


@router.get("auftraege/{auftrag_id}", response=AuftragDetail, summary="Ein Auftrag")
def get_auftrag(request: HttpRequest, auftrag_id: UUID):
    """Return one of the person's jobs with what did not work."""
    job = jobs_of(request.actor).filter(pk=auftrag_id).first()
    if job is None:
        raise Http404
    [job] = may_tell(request.actor, [job])
    return ready(_told(job) | {"item_errors": job.item_errors})
