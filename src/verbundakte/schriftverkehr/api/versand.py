"""What leaves the house, for programs: hand a Dokument in, the Postausgangsbuch, the day of dispatch."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from verbundakte.akten import queries as akten
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.core.api.answers import check_match, etag, limited, ready
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import After, Day, Limit, YesNo
from verbundakte.core.api.once import once
from verbundakte.core.clock import now, today
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.versand import Versandauftrag
from verbundakte.schriftverkehr.api.schemas import AT, ID, PLACE, SHA, AufWeg, Erhaelt, Zugestellt
from verbundakte.schriftverkehr.models import Empfaengerart, Versand, Weg, Zustellart
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.queries import empfaenger_from
from verbundakte.schriftverkehr.queries.adressaten import Adressat
from verbundakte.schriftverkehr.versandwege import Ziel

router = Router(tags=["Postausgang"], auth=TokenAuth("postausgang"))
ONE = "sendungen/{versand_id}"


class VersandstueckOut(Schema):
    """What lies in an envelope."""

    bezeichnung: str = Field(description="Was es ist.", examples=["Bescheid"])
    dokument: UUID | None = Field(description="Dokument; leer bei Papier.", examples=[ID])
    sha256: str = Field(description="SHA-256 der Datei, die hinausging.", examples=[SHA])


class VersandOut(Schema):
    """A line of the Postausgangsbuch."""

    id: UUID = Field(description="Kennung der Sendung.", examples=[ID])
    revision: int = Field(description="Stand; steht auch im ETag.", examples=[1])
    nummer: str = Field(description="Nummer im Postausgangsbuch.", examples=["2026/00417"])
    dokument: UUID = Field(description="Dokument, das hinausgeht.", examples=[ID])
    vorgang: UUID = Field(description="Vorgang, in dem es liegt.", examples=[ID])
    betreff: str = Field(description="Worum es geht.", examples=["Ihr Antrag"])
    name: str = Field(description="Empfänger.", examples=["Erika Beispiel"])
    anschrift: str = Field(description="Anschrift, wie versandt.", examples=[PLACE])
    adresse: str = Field(description="Elektronische Adresse.", examples=["erika@beispiel.de"])
    art: str = Field(description="Als was sie es erhält.", examples=["original"])
    weg: str = Field(description="Auf welchem Weg.", examples=["post"])
    zustellart: str = Field(description="Förmliche Zustellung.", examples=["pzu"])
    stand: str = Field(
        description="wartet, im_druck, versandt, zugestellt, zurueck oder zurueckgezogen.",
        examples=["wartet"],
    )
    created_at: datetime = Field(description="Wann es in den Postausgang kam.", examples=[AT])
    versandt_on: date | None = Field(description="Tag der Aufgabe.", examples=["2026-11-02"])
    stuecke: list[VersandstueckOut] = Field(
        [], description="Was im Umschlag liegt; in Listen leer.", examples=[[]]
    )

    @classmethod
    def of(cls, row: Versand, stuecke: list | None = None) -> "VersandOut":
        """Return the shown form of a row that was read by `queries`."""
        names = ("revision", "betreff", "name", "anschrift", "adresse", "art", "weg", "zustellart",
                 "created_at", "versandt_on")  # fmt: skip
        return cls(
            id=row.pk,
            nummer=row.number,
            dokument=row.dokument_id,
            vorgang=row.vorgang_id,
            stand=row.stand.value,
            stuecke=[
                VersandstueckOut(
                    bezeichnung=one.bezeichnung,
                    dokument=one.datei.fassung.dokument_id if one.datei else None,
                    sha256=one.sha256,
                )
                for one in stuecke or ()
            ],
            **{name: getattr(row, name) for name in names},
        )


class VersandPage(Schema):
    """A page of the Postausgangsbuch, the newest first."""

    items: list[VersandOut] = Field(description="Die Sendungen dieser Seite.", examples=[[]])
    after: str = Field(description="Für die nächste Seite; leer am Ende.", examples=[""])


class VersandIn(Schema):
    """To whom a Dokument goes: an Empfänger of its Schreiben, a Kontakt, or name and address."""

    empfaenger: UUID | None = Field(None, description="Empfänger des Schreibens.", examples=[ID])
    kontakt: UUID | None = Field(None, description="Kontakt der Kommune.", examples=[ID])
    name: str = Field("", max_length=300, description="Name.", examples=["Erika Beispiel"])
    anschrift: str = Field("", max_length=1000, description="Zeilen der Anschrift.",
                           examples=[PLACE])  # fmt: skip
    adresse: str = Field("", max_length=254, description="E-Mail oder Faxnummer.",
                         examples=["erika@beispiel.de"])  # fmt: skip
    weg: AufWeg | None = Field(None, description="Leer: wie beim Empfänger, sonst Post.",
                               examples=["post"])  # fmt: skip
    art: Erhaelt | None = Field(None, description="Leer: wie beim Empfänger, sonst Original.",
                                examples=["original"])  # fmt: skip
    zustellart: Zugestellt = Field("", description="Förmliche Zustellung.", examples=["pzu"])
    beilagen: list[UUID] = Field([], max_length=50, description="Weitere Dokumente des Vorgangs.",
                                 examples=[[ID]])  # fmt: skip
    papier: list[str] = Field([], max_length=50, description="Was von Hand beigelegt wird.",
                              examples=[["Lageplan"]])  # fmt: skip
    text: str = Field("", max_length=10_000, description="Text der E-Mail.", examples=["Guten Tag"])
    is_sperre_bestaetigt: YesNo = Field(
        False, description="Trotz Auskunftssperre an diese Anschrift.", examples=[False]
    )


class PostaufgabeIn(Schema):
    """On which day something was given to the post."""

    on: Day = Field(description="Tag der Aufgabe zur Post.", examples=["2026-11-02"])


def _told(actor, key: UUID, *, status: int = 200):
    row = queries.get_versand(actor, key)
    akten.note_read(actor, row.dokument)
    shown = VersandOut.of(row, queries.stuecke_of(actor, row))
    return ready(shown.dict(), status, ETag=etag(row))


@router.get("sendungen", response=VersandPage, summary="Postausgangsbuch, neueste zuerst")
def list_sendungen(request: HttpRequest, after: After = "", limit: Limit = 50):
    """Return the lines of the Postausgangsbuch the person may see."""
    page = queries.newest(request.actor, after=after, limit=limited(limit))
    return VersandPage(items=[VersandOut.of(row) for row in page], after=page.after)


@router.get(ONE, response=VersandOut, summary="Eine Sendung")
def get_sendung(request: HttpRequest, versand_id: UUID):
    """Return what went to whom, with the files in the envelope."""
    return _told(request.actor, versand_id)


@router.post(
    "dokumente/{dokument_id}/sendungen",
    response={201: VersandOut},
    summary="Dokument in den Postausgang geben",
)
@once(queries.get_versand)
def create_sendung(request: HttpRequest, dokument_id: UUID, given: VersandIn):
    """Hand a finished Dokument to the Postausgang for one recipient; an e-mail goes at once."""
    actor, at = request.actor, now()
    dokument = akten.get_dokument(actor, dokument_id)
    one = _adressat(actor, dokument, given)
    offered = {row.pk: row for row in queries.beilagen_for(actor, dokument)}
    if any(key not in offered for key in given.beilagen):
        raise Http404
    more = tuple(offered[key] for key in given.beilagen if offered[key] not in one.beilagen)
    auftrag = Versandauftrag(
        ziel=one.ziel,
        weg=Weg(given.weg or one.weg),
        art=Empfaengerart(given.art or one.art),
        zustellart=Zustellart(given.zustellart or one.zustellart),
        kontakt=one.kontakt,
        empfaenger=one.empfaenger,
        beilagen=(*one.beilagen, *more),
        papier=(*one.papier, *given.papier),
        text=given.text,
        is_sperre_bestaetigt=given.is_sperre_bestaetigt,
    )
    row = actions.create_versand(actor, dokument, auftrag=auftrag, at=at)
    return _told(actor, row.pk, status=201)


def _adressat(actor, dokument, given: VersandIn) -> Adressat:
    """Return to whom it goes; 404 for whom the actor does not see."""
    if given.empfaenger:
        key = f"empfaenger:{given.empfaenger}"
        found = queries.adressaten_of(actor, dokument, on=today())
        one = next((row for row in found if row.key == key), None)
        if one is None:
            raise Http404
        return one
    if given.kontakt:
        kontakt = kontakte.get_kontakt(actor, given.kontakt)
        told = empfaenger_from(actor, kontakt, on=today())
        ziel = Ziel(told.name, given.anschrift or told.anschrift, given.adresse or told.adresse)
        return Adressat("", ziel, kontakt=kontakt)
    return Adressat("", Ziel(given.name.strip(), given.anschrift, given.adresse.strip()))


@router.post(
    f"{ONE}/postaufgaben", response={201: VersandOut}, summary="Aufgabe zur Post vermerken"
)
@once(queries.get_versand)
def create_postaufgabe(request: HttpRequest, versand_id: UUID, given: PostaufgabeIn):
    """Note on which day something was given to the post. Needs If-Match."""
    actor = request.actor
    row = queries.get_versand(actor, versand_id)
    check_match(request, row)
    actions.dispatch_versand(actor, row, on=given.on, at=now())
    return _told(actor, versand_id, status=201)
