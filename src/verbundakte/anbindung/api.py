"""/abonnements for programs: being told, and seeing how that went. Only of what one set up oneself."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from verbundakte.anbindung import actions, queries
from verbundakte.anbindung.models import Abonnement, Anlass, Meldung
from verbundakte.core.api.answers import narrowed, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import Fields, Moment
from verbundakte.core.clock import now

router = Router(tags=["Meldungen"], auth=TokenAuth("meldungen"))
ONE = "abonnements/{abonnement_id}"
AT = "2026-11-28T11:10:27Z"


class AbonnementIn(Schema):
    """Who is told what, and where."""

    bezeichnung: str = Field(
        min_length=1, max_length=100, description="Name des Systems.", examples=["Gewerberegister"]
    )
    url: str = Field(
        max_length=500,
        description="Dorthin wird gemeldet (https).",
        examples=["https://gewerbe.example.org/meldungen"],
    )
    anlaesse: list[Anlass] = Field(
        min_length=1, description="Wovon gemeldet wird.", examples=[[Anlass.DOKUMENT_REGISTERED]]
    )


class AbonnementOut(AbonnementIn):
    """An Abonnement and how its delivery goes."""

    id: UUID = Field(description="Kennung.", examples=["019ac4a2-7c00-7000-8000-000000000001"])
    is_paused: bool = Field(description="Ruht, weil lange nichts angenommen wurde.")
    failing_since: datetime | None = Field(description="Seit wann nichts angenommen wird.")
    next_try_at: datetime | None = Field(description="Wann wieder versucht wird.")
    created_at: datetime = Field(description="Wann es eingerichtet wurde.")

    @classmethod
    def of(cls, row: Abonnement) -> "AbonnementOut":
        """Return the shown form of a row."""
        known = [one for one in row.anlaesse if one in Anlass.values]
        return cls(**_told(row), anlaesse=known)


class GeheimnisOut(Schema):
    """A secret, told once."""

    id: UUID = Field(description="Kennung des Abonnements.")
    secret: str = Field(
        description="Damit sind Meldungen unterschrieben (Standard Webhooks); nur jetzt zu sehen.",
        examples=["whsec_…"],
    )


class MeldungOut(Schema):
    """A message and what became of it."""

    id: UUID = Field(description="Kennung der Meldung an dieses Abonnement.")
    ereignis: UUID = Field(description="webhook-id und id des CloudEvents.")
    anlass: str = Field(description="Was geschah.", examples=[Anlass.DOKUMENT_REGISTERED])
    at: datetime = Field(description="Wann es geschah.")
    tries: int = Field(description="Wie oft gesendet wurde.")
    status: int | None = Field(description="Letzte Antwort der Gegenstelle.")
    note: str = Field(description="Was dazu zu sagen ist.")
    delivered_at: datetime | None = Field(description="Wann sie angenommen wurde.")
    dropped_at: datetime | None = Field(description="Seit wann sie nicht (mehr) gesendet wird.")

    @classmethod
    def of(cls, row: Meldung) -> "MeldungOut":
        """Return the shown form of a row."""
        names = set(cls.model_fields) - {"id", "ereignis"}
        values = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, ereignis=row.event_id, **values)


class MeldungPage(Schema):
    """A page of messages, what happened last first."""

    items: list[MeldungOut] = Field(description="Die Meldungen dieser Seite.")
    after: str = Field(description="Für die nächste Seite; leer am Ende.")


class WiederholungIn(Schema):
    """From when to when what happened is told again."""

    von: Moment = Field(description="Ab wann.", examples=[AT])
    bis: Moment = Field(description="Bis vor wann.", examples=[AT])


class WiederholungOut(Schema):
    """How much is told again."""

    anzahl: int = Field(description="So viele Meldungen werden gesendet.", examples=[12])


def _told(row: Abonnement) -> dict:
    names = ("bezeichnung", "url", "failing_since", "next_try_at", "created_at")
    values = {name: getattr(row, name) for name in names}
    return {"id": row.pk, "is_paused": row.paused_at is not None, **values}


@router.get("abonnements", response=list[AbonnementOut], summary="Eigene Abonnements")
def list_abonnements(request: HttpRequest, fields: Fields = ""):
    """Return what one is told."""
    rows = [AbonnementOut.of(row) for row in queries.own_abonnements(request.actor)]
    return ready(narrowed([dict(row) for row in rows], fields, AbonnementOut.model_fields))


@router.post("abonnements", response={201: GeheimnisOut}, summary="Meldungen abonnieren")
def create_abonnement(request: HttpRequest, given: AbonnementIn):
    """Be told from now on, of what one may see oneself; the answer holds the secret, once."""
    actor = request.actor
    values = {**given.dict(), "person_id": actor.person_id}
    town = queries.open_town(actor)
    row = actions.create_abonnement(actor, town, values=values, at=now())
    return Status(201, GeheimnisOut(id=row.pk, secret=row.secret_shown))


@router.get(ONE, response=AbonnementOut, summary="Ein Abonnement")
def get_abonnement(request: HttpRequest, abonnement_id: UUID):
    """Return one of one's own Abonnements."""
    return AbonnementOut.of(queries.get_own_abonnement(request.actor, abonnement_id))


@router.delete(ONE, response={204: None}, summary="Abonnement beenden")
def end_abonnement(request: HttpRequest, abonnement_id: UUID):
    """Be told nothing more."""
    row = queries.get_own_abonnement(request.actor, abonnement_id)
    actions.end_abonnement(request.actor, row, at=now())
    return HttpResponse(status=204)


@router.post(
    f"{ONE}/geheimnis", response={201: GeheimnisOut}, summary="Geheimnis eines Abonnements erneuern"
)
def renew_secret(request: HttpRequest, abonnement_id: UUID):
    """Return a new secret, once; for two days the former one signs, too."""
    row = queries.get_own_abonnement(request.actor, abonnement_id)
    made = actions.renew_secret(request.actor, row, at=now())
    return Status(201, GeheimnisOut(id=row.pk, secret=made))


@router.get(f"{ONE}/meldungen", response=MeldungPage, summary="Wie Meldungen zugestellt wurden")
def list_meldungen(
    request: HttpRequest,
    abonnement_id: UUID,
    after: str = "",
    limit: int = 50,
    fields: Fields = "",
):
    """Return the messages of an Abonnement."""
    row = queries.get_own_abonnement(request.actor, abonnement_id)
    limit = max(1, min(limit, queries.MOST))
    found, more = queries.meldungen(request.actor, row, after=after, limit=limit)
    items = [dict(MeldungOut.of(one)) for one in found]
    return ready({"items": narrowed(items, fields, MeldungOut.model_fields), "after": more})


@router.post(
    f"{ONE}/wiederholungen", response={201: WiederholungOut}, summary="Noch einmal senden lassen"
)
def create_wiederholung(request: HttpRequest, abonnement_id: UUID, given: WiederholungIn):
    """Be told again what happened in a span of time, also before one was told at all."""
    row = queries.get_own_abonnement(request.actor, abonnement_id)
    count = actions.repeat_period(request.actor, row, from_at=given.von, to_at=given.bis)
    return Status(201, WiederholungOut(anzahl=count))
