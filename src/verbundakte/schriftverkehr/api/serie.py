"""Serial letters for programs: order one from lines or from all who take part, see how it goes on."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Router, Schema

from verbundakte.akten import queries as akten
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.core.actions import Refusal
from verbundakte.core.api.answers import ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import Day, YesNo
from verbundakte.core.api.once import once
from verbundakte.core.clock import now, today
from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.actions import Auftrag
from verbundakte.schriftverkehr.api.schemas import AT, ID
from verbundakte.schriftverkehr.api.schreiben import check_angaben, signer_of
from verbundakte.schriftverkehr.dateifelder import columns_of
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.liste import MOST, Unreadable, rows_of
from verbundakte.schriftverkehr.models import Briefserie
from verbundakte.schriftverkehr.queries.dateivorlage import dateivorlage_named
from verbundakte.schriftverkehr.verfassen import begin_angaben, felder_of

router = Router(tags=["Serienbriefe"], auth=TokenAuth("briefe"))
SOURCE = "Schnittstelle"
LINE = {"Name": "Beispiel", "Straße": "Lindenweg 4", "PLZ": "12345", "Ort": "Musterstadt"}


class ZeilenUnreadable(Refusal):
    """A line names what the Vorlage does not know, or lacks what an address needs."""


class OneVorlage(Refusal):
    """Which of the two kinds of templates is meant?"""

    message = "Nennen Sie genau eine: `vorlage` (Briefvorlage) oder `dateivorlage` (Writer, Word)."


class BriefserieIn(Schema):
    """The same letter to many."""

    vorlage: str = Field(
        "", max_length=40, description="Kürzel der Briefvorlage; leer bei einer `dateivorlage`.",
        examples=["nachforderung"],
    )  # fmt: skip
    dateivorlage: str = Field(
        "", max_length=120, description="Statt der Briefvorlage: Bezeichnung einer Vorlage von Writer"
        " oder Word. Die Spalten, die sie mit `liste.` nennt, stehen in den Zeilen.", examples=[""],
    )  # fmt: skip
    betreff: str = Field(
        "", max_length=300, description="Betreff der Schreiben aus einer `dateivorlage`; leer: ihre"
        " Bezeichnung. Den einer Briefvorlage nennt sie selbst.", examples=[""],
    )  # fmt: skip
    zeilen: list[dict[str, str]] = Field(
        [], max_length=MOST, description="An wen: je Zeile die Spalten der CSV-Liste, dazu die Felder der"
        " Vorlage, die je Brief anders sind.", examples=[[LINE]],
    )  # fmt: skip
    alle_beteiligten: YesNo = Field(
        False, description="Statt der Zeilen: an alle Beteiligten des Vorgangs.", examples=[False]
    )
    angaben: dict[str, str] = Field(
        {}, description="Antworten auf die Felder, die für alle gelten.",
        examples=[{"frist": "19.12.2026"}],
    )  # fmt: skip
    datum: Day | None = Field(None, description="Datum der Briefe; leer: heute.",
                              examples=["2026-11-02"])  # fmt: skip
    person: UUID | None = Field(
        None, description="Wer unterzeichnet; leer: die Person des Zugangs, wenn sie eine ist.",
        examples=[ID],
    )  # fmt: skip


class SerienproblemOut(Schema):
    """Why somebody got no letter."""

    zeile: int = Field(description="Platz in der Serie, ab 1.", examples=[17])
    grund: str = Field(description="Ein Satz.", examples=["Es fehlt: Frist bis."])


class BriefserieOut(Schema):
    """How a series goes on."""

    id: UUID = Field(description="Kennung der Serie.", examples=[ID])
    vorgang: UUID = Field(description="Vorgang, in dem die Briefe liegen.", examples=[ID])
    vorlage: str = Field(description="Kürzel der Briefvorlage, oder leer.",
                         examples=["nachforderung"])  # fmt: skip
    dateivorlage: str = Field(description="Bezeichnung der Vorlage von Writer oder Word, oder leer.",
                              examples=[""])  # fmt: skip
    datum: date | None = Field(description="Datum der Briefe.", examples=["2026-11-02"])
    created_at: datetime = Field(description="Wann sie bestellt wurde.", examples=[AT])
    gesamt: int = Field(description="An wie viele.", examples=[5000])
    geschrieben: int = Field(description="So viele Briefe liegen im Vorgang.", examples=[4998])
    fertig: int = Field(description="So viele davon sind Reinschrift.", examples=[0])
    wartend: int = Field(description="So viele sind noch zu schreiben.", examples=[0])
    is_angehalten: bool = Field(description="Ob sie angehalten ist.", examples=[False])
    probleme: list[SerienproblemOut] = Field(
        description="Wer keinen Brief erhielt, höchstens hundert.", examples=[[]]
    )


def _told(actor, row: Briefserie, *, status: int = 200):
    stand = queries.stand_of(actor, row)
    shown = BriefserieOut(
        id=row.pk,
        vorgang=row.vorgang_id,
        vorlage=row.vorlage.kuerzel if row.vorlage else "",
        dateivorlage=row.dateivorlage.bezeichnung if row.dateivorlage else "",
        datum=row.datum,
        created_at=row.created_at,
        gesamt=row.total,
        geschrieben=stand["written"],
        fertig=stand["final"],
        wartend=stand["waiting"],
        is_angehalten=row.stopped_at is not None,
        probleme=[
            SerienproblemOut(zeile=one.position, grund=one.problem) for one in stand["problems"]
        ],
    )
    return ready(shown.dict(), status)


def _zeilen(given: BriefserieIn, felder: list[Brieffeld]) -> list[dict[str, str]]:
    try:
        return rows_of(given.zeilen, felder)
    except Unreadable as error:
        raise ZeilenUnreadable(str(error)) from error


def _of_brief(actor, given: BriefserieIn, on: date) -> Auftrag:
    vorlage = queries.get_vorlage(actor, given.vorlage, on=on)
    felder = felder_of(vorlage.inhalt)
    check_angaben(given.angaben, felder)
    angaben = begin_angaben(vorlage.inhalt, on) | given.angaben
    zeilen = _zeilen(given, felder)
    return Auftrag(
        vorlage, vorlage.bezeichnung, on, quelle=SOURCE, angaben=angaben, zeilen=zeilen
    )


def _of_datei(actor, given: BriefserieIn) -> Auftrag:
    vorlage = dateivorlage_named(actor, given.dateivorlage)
    felder = columns_of(vorlage.spalten)
    check_angaben(given.angaben, felder)
    betreff = given.betreff or vorlage.bezeichnung
    zeilen = _zeilen(given, felder)
    return Auftrag(
        None, betreff, today(), quelle=SOURCE, angaben=given.angaben, zeilen=zeilen, dateivorlage=vorlage
    )  # fmt: skip


@router.post(
    "vorgaenge/{vorgang_id}/briefserien",
    response={201: BriefserieOut},
    summary="Serienbriefe bestellen",
)
@once(queries.get_serie)
def create_briefserie(request: HttpRequest, vorgang_id: UUID, given: BriefserieIn):
    """Order a series; its letters are written as Entwürfe in the background, each once."""
    actor, at = request.actor, now()
    on = localdate(at)
    vorgang = akten.get_vorgang(actor, vorgang_id)
    if bool(given.vorlage) == bool(given.dateivorlage):
        raise OneVorlage
    signer = signer_of(actor, vorgang, given.person, on)
    auftrag = _of_datei(actor, given) if given.dateivorlage else _of_brief(actor, given, on)
    auftrag.datum, auftrag.besetzung_id = given.datum or on, signer.pk if signer else None
    if given.alle_beteiligten:
        rows = kontakte.beteiligte_of(actor, vorgang)
        auftrag.kontakte = list({row.kontakt_id: row.kontakt for row in rows}.values())
    row = actions.begin_serie(actor, vorgang, auftrag=auftrag, at=at)
    return _told(actor, row, status=201)


@router.get("briefserien/{serie_id}", response=BriefserieOut, summary="Stand einer Briefserie")
def get_briefserie(request: HttpRequest, serie_id: UUID):
    """Return how a series goes on."""
    return _told(request.actor, queries.get_serie(request.actor, serie_id))
