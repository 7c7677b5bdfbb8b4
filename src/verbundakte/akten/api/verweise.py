"""Verweise and the log of Akten, Vorgänge and Dokumente, for programs."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from verbundakte.akten import queries
from verbundakte.akten.actions import verweis as steps
from verbundakte.akten.api.kontakte import KINDS, Sammlung
from verbundakte.akten.models.verweis import VerweisArt
from verbundakte.akten.queries import verweis as read
from verbundakte.core.api.answers import narrowed, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import After, Fields
from verbundakte.core.api.once import once
from verbundakte.core.clock import now

router = Router(tags=["Verweise"], auth=TokenAuth("akten"))
protokoll = Router(tags=["Protokoll"], auth=TokenAuth("protokoll"))


class VerweisIn(Schema):
    """A new Verweis from an object to another."""

    art: VerweisArt = Field(description="siehe, folgt, betrifft, rechtsbehelf oder schwaerzung.")
    sammlung: Sammlung = Field(description="Wo das Ziel steht: akten, vorgaenge oder dokumente.")
    ziel: UUID = Field(description="id des Ziels.")


class VerweisOut(Schema):
    """A Verweis as it is told from one end."""

    id: UUID
    art: str
    label: str = Field(description="Wie er von hier aus heißt, zum Beispiel „fortgesetzt in“.")
    is_own: bool = Field(description="true: Er geht von hier aus.")
    kind: str
    subject: UUID = Field(description="id des anderen Endes.")
    betreff: str


class AenderungOut(Schema):
    """A changed field of an entry."""

    name: str
    before: str
    after: str


class EintragOut(Schema):
    """One thing somebody did."""

    seq: int | None
    at: datetime
    event: str
    text: str
    who: str
    detail: str
    is_system: bool
    subject: UUID = Field(description="id des Gegenstands, um den es geht.")
    changes: list[AenderungOut]


class ProtokollPage(Schema):
    """A page of the log of an object, newest first."""

    items: list[EintragOut]
    after: str


def _told(row, label: str, subject, is_own: bool) -> dict:
    return {
        "id": row.pk,
        "art": row.art,
        "label": label,
        "is_own": is_own,
        "kind": subject._meta.model_name,
        "subject": subject.pk,
        "betreff": subject.betreff,
    }


@router.get(
    "{sammlung}/{subject_id}/verweise",
    response=list[VerweisOut],
    summary="Verweise von und zu etwas",
)
def list_verweise(request: HttpRequest, sammlung: Sammlung, subject_id: UUID, fields: Fields = ""):
    """Return the Verweise of an object whose other end the person may see."""
    subject = queries.get_subject(request.actor, KINDS[sammlung], subject_id)
    ends = read.verweise_of(request.actor, subject)
    told = [_told(end.verweis, end.label, end.subject, end.is_own) for end in ends]
    return ready(narrowed(told, fields, VerweisOut.model_fields))


def _still_there(actor, key: UUID) -> None:
    row, _ = read.get_verweis(actor, key)
    queries.get_subject(actor, row.to_kind, row.to_id)


@router.post(
    "{sammlung}/{subject_id}/verweise", response={201: VerweisOut}, summary="Verweis setzen"
)
@once(_still_there)
def create_verweis(request: HttpRequest, sammlung: Sammlung, subject_id: UUID, given: VerweisIn):
    """Point from an object to another one the person may see."""
    actor = request.actor
    subject = queries.get_subject(actor, KINDS[sammlung], subject_id)
    to = queries.get_subject(actor, KINDS[given.sammlung], given.ziel)
    row = steps.add_verweis(actor, subject, to=to, art=given.art, at=now())
    return ready(_told(row, row.get_art_display(), to, True), 201)


@router.delete("verweise/{verweis_id}", response={204: None}, summary="Verweis entfernen")
def end_verweis(request: HttpRequest, verweis_id: UUID):
    """Take a Verweis away."""
    row, subject = read.get_verweis(request.actor, verweis_id)
    steps.end_verweis(request.actor, subject, row=row)
    return HttpResponse(status=204)


@protokoll.get(
    "{sammlung}/{subject_id}/protokoll",
    response=ProtokollPage,
    summary="Das Protokoll eines Gegenstands",
)
def list_protokoll(
    request: HttpRequest,
    sammlung: Sammlung,
    subject_id: UUID,
    after: After = "",
    fields: Fields = "",
):
    """Return who did what to an object and directly below it, newest first; never who read it."""
    subject = queries.get_subject(request.actor, KINDS[sammlung], subject_id)
    page = queries.verlauf(request.actor, subject, before=after)
    items = [
        {
            "seq": one.seq,
            "at": one.at,
            "event": one.event,
            "text": one.text,
            "who": one.who,
            "detail": one.detail,
            "is_system": one.is_system,
            "subject": (one.about or subject).pk,
            "changes": [
                {"name": change.label, "before": change.before, "after": change.after}
                for change in one.changes
            ],
        }
        for one in page.entries
    ]
    items = narrowed(items, fields, EintragOut.model_fields)
    return ready({"items": items, "after": page.after})
