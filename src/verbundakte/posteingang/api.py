"""Eingänge for programs: list, read, record, pass on, file."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from verbundakte.akten import queries as akten
from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.core.api.answers import check_match, etag, limited, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import After, Limit, Moment
from verbundakte.core.api.once import once
from verbundakte.core.clock import now
from verbundakte.core.ids import uuid7
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import Ankunft, Ziel
from verbundakte.posteingang.models import Eingang, KanalArt, ZuleitungArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.rules import kennung as kennung_of

router = Router(tags=["Posteingang"], auth=TokenAuth("eingaenge"))
ONE = "eingaenge/{eingang_id}"
ID = "019ac4a2-7c00-7000-8000-000000000001"
AT = "2026-11-02T09:30:00Z"


class EingangOut(Schema):
    """An Eingang as it stands."""

    id: UUID = Field(description="Kennung des Eingangs.", examples=[ID])
    revision: int = Field(description="Stand; steht auch im ETag.", examples=[3])
    nummer: str = Field(description="Nummer im Posteingangsbuch.", examples=["2026/00417"])
    eingegangen_at: datetime = Field(
        description="Wann es rechtlich eingegangen ist.", examples=[AT]
    )
    erfasst_at: datetime = Field(description="Wann es erfasst wurde.", examples=[AT])
    kanal: str = Field(description="Art des Eingangskanals.", examples=["email"])
    absender: str = Field(description="Von wem es kommt.", examples=["Paula Zaun"])
    betreff: str = Field(description="Worum es geht.", examples=["Einwendung Carport"])
    einheit: UUID = Field(description="Einheit, bei der es liegt.", examples=[ID])
    person: UUID | None = Field(description="Person, bei der es liegt.", examples=[ID])
    stand: str = Field(
        description="offen, zugeleitet, angenommen, zurueckgegeben, abgelegt oder aufgegangen.",
        examples=["offen"],
    )
    verschluss: str = Field(description="Wer es allein öffnen darf.", examples=["offen"])
    dokument: UUID | None = Field(
        description="Dokument mit dem Inhalt; leer bei Papier und Verschlossenem.", examples=[ID]
    )
    spur: UUID = Field(description="Kennung des Laufwegs.", examples=[ID])

    @classmethod
    def of(cls, row: Eingang) -> "EingangOut":
        """Return the shown form of a row that was read by `queries`."""
        names = ("revision", "eingegangen_at", "erfasst_at", "absender", "betreff", "verschluss")
        return cls(
            id=row.pk,
            nummer=row.number,
            kanal=row.kanal.art,
            einheit=row.einheit_id,
            person=row.person_id,
            stand=str(row.stand),
            dokument=row.dokument_id,
            spur=row.spur,
            **{name: getattr(row, name) for name in names},
        )


class EingangPage(Schema):
    """A page of Eingänge, the newest first."""

    items: list[EingangOut] = Field(description="Die Eingänge dieser Seite.", examples=[[]])
    after: str = Field(description="Für die nächste Seite; leer am Ende.", examples=[""])


class EingangIn(Schema):
    """What is known of a file that arrived."""

    einheit: UUID = Field(description="Einheit, bei der es eingeht.", examples=[ID])
    absender: str = Field("", max_length=300, description="Von wem es kommt.", examples=["Zaun"])
    betreff: str = Field("", max_length=500, description="Worum es geht.", examples=["Einwendung"])
    kennung: str = Field(
        "",
        max_length=200,
        description="Eigene Kennung: zweimal gesendet, einmal erfasst.",
        examples=["portal-4711"],
    )
    eingegangen_at: Moment | None = Field(
        None, description="Wann es rechtlich einging; ohne Angabe jetzt.", examples=[AT]
    )


class ZuleitungIn(Schema):
    """To whom an Eingang goes."""

    einheit: UUID = Field(description="Einheit, an die es geht.", examples=[ID])
    person: UUID | None = Field(None, description="Person, an die es geht.", examples=[ID])
    grund: str = Field("", max_length=500, description="Warum.", examples=["Ihre Zuständigkeit"])


class EingangsablageIn(Schema):
    """Into which Vorgang an Eingang goes."""

    vorgang: UUID = Field(description="Vorgang, in den es abgelegt wird.", examples=[ID])


def _told(actor, key: UUID, *, status: int = 200):
    row = queries.get_eingang(actor, key)
    if row.dokument_id:
        akten.note_read(actor, row.dokument)
    return ready(EingangOut.of(row).model_dump(), status, ETag=etag(row))


@router.get("eingaenge", response=EingangPage, summary="Eingänge, neueste zuerst")
def list_eingaenge(request: HttpRequest, after: After = "", limit: Limit = 50):
    """Return the Eingänge the person may see."""
    page = queries.buch(request.actor, after=after, limit=limited(limit))
    return EingangPage(items=[EingangOut.of(row) for row in page], after=page.after)


@router.get(ONE, response=EingangOut, summary="Ein Eingang")
def get_eingang(request: HttpRequest, eingang_id: UUID):
    """Return an Eingang."""
    return _told(request.actor, eingang_id)


@router.post("eingaenge", response={201: EingangOut}, summary="Datei als Eingang erfassen")
@once(queries.get_eingang)
def create_eingang(request: HttpRequest, file: File[UploadedFile], given: Query[EingangIn]):
    """Record a file as an Eingang; with an own `kennung` it is recorded once."""
    actor, at = request.actor, now()
    queries.require(actor, Permission.EINGANG_RECORD)
    unit = _unit(actor, given.einheit)
    stored = receive_chunks(file.name, file.chunks())
    ankunft = Ankunft(
        kennung=kennung_of("schnittstelle", str(actor.id), given.kennung or str(uuid7())),
        eingegangen_at=min(given.eingegangen_at or at, at),
        absender=given.absender,
        betreff=given.betreff,
        dateiname=file.name,
        fremde_kennung=given.kennung,
    )
    kanal = actions.kanal_for(KanalArt.SCHNITTSTELLE, unit, at)
    row = actions.record_eingang(
        actor, kanal, ankunft=ankunft, arrived=Arrived(stored, file.name), at=at
    )
    return _made(row) if row.erfasst_at == at else _told(actor, row.pk, status=201)


def _made(row: Eingang):
    """Tell what was recorded just now; the zone may be so new that the actor does not hold it yet."""
    row.last_art, row.accepted_at, row.is_filed = ZuleitungArt.ERFASST, None, False
    return ready(EingangOut.of(row).model_dump(), 201, ETag=etag(row))


def _unit(actor, key: UUID) -> Organisationseinheit:
    """Return a unit the actor records for: her own, or any for whoever leads the post room; else 404."""
    if key not in actor.einheiten and Permission.POSTSTELLE_LEAD not in actor.permissions:
        raise Http404
    return organisation.get_einheit(actor, key)


@router.post(f"{ONE}/zuleitungen", response={204: None}, summary="Eingang zuleiten")
def create_zuleitung(request: HttpRequest, eingang_id: UUID, given: ZuleitungIn):
    """Give an Eingang to a unit or a person. Needs If-Match."""
    actor = request.actor
    row = queries.get_eingang(actor, eingang_id)
    check_match(request, row)
    person = organisation.get_person(actor, given.person) if given.person else None
    ziel = Ziel(organisation.get_einheit(actor, given.einheit), person)
    actions.assign_eingang(actor, row, ziel=ziel, grund=given.grund, at=now())
    return 204, None


@router.post(
    f"{ONE}/ablagen", response={201: EingangOut}, summary="Eingang in einen Vorgang ablegen"
)
@once(queries.get_eingang)
def create_ablage(request: HttpRequest, eingang_id: UUID, given: EingangsablageIn):
    """File an Eingang into a Vorgang. Needs If-Match."""
    actor = request.actor
    row = queries.get_eingang(actor, eingang_id)
    check_match(request, row)
    vorgang = akten.get_vorgang(actor, given.vorgang)
    actions.file_eingang(actor, row, vorgang=vorgang, at=now())
    return _told(actor, eingang_id, status=201)
