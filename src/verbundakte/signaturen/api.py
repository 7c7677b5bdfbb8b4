"""What the signatures of a Dokument are worth, for programs."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from verbundakte.akten.queries import get_dokument, note_read
from verbundakte.core.api.auth import TokenAuth
from verbundakte.signaturen import queries
from verbundakte.signaturen.form import Schritt
from verbundakte.signaturen.models import Signaturkonzept, Signaturpruefung

router = Router(tags=["Dokumente"], auth=TokenAuth("dokumente"))
ID = "019ac4a2-7c00-7000-8000-000000000001"
AT = "2026-11-02T09:30:00Z"


class SignaturbefundOut(Schema):
    """One signature of a file."""

    urteil: str = Field(description="gueltig, ungueltig oder nicht_pruefbar.", examples=["gueltig"])
    gruende: list[str] = Field(description="Warum nicht gültig, in Sätzen.", examples=[[]])
    hinweise: list[str] = Field(description="Was sonst zu wissen ist.", examples=[[]])
    unterzeichner: str = Field(description="Auf wen das Zertifikat lautet.", examples=["E. Muster"])
    aussteller: str = Field(description="Wer es ausgestellt hat.", examples=["Vertrauensdienst"])
    form: str = Field(
        description="Art der Signatur, zum Beispiel qualifizierte_signatur.",
        examples=["fortgeschrittene_signatur"],
    )
    stufe: str = Field(description="B-B, B-T, B-LT oder B-LTA.", examples=["B-T"])
    signiert_at: str = Field(description="Zeitpunkt nach eigener Angabe; oft leer.", examples=[AT])
    belegt_at: str = Field(description="Durch Zeitstempel belegt; sonst leer.", examples=[AT])


class SignaturpruefungOut(Schema):
    """One verification of a file, as it was found then."""

    id: UUID = Field(description="Kennung der Prüfung.", examples=[ID])
    datei: UUID = Field(description="id der Datei.", examples=[ID])
    sha256: str = Field(description="SHA-256 der geprüften Datei.", examples=["0" * 64])
    urteil: str = Field(
        description="Das schlechteste Urteil aller Signaturen.", examples=["gueltig"]
    )
    grund: str = Field(description="Warum sich nichts prüfen ließ; sonst leer.", examples=[""])
    format: str = Field(description="pades, cades, xades, asic_s oder asic_e.", examples=["pades"])
    geprueft_at: datetime = Field(description="Wann geprüft wurde.", examples=[AT])
    signaturen: list[SignaturbefundOut] = Field(description="Die Signaturen.", examples=[[]])

    @classmethod
    def of(cls, row: Signaturpruefung) -> "SignaturpruefungOut":
        """Return the shown form of a row that was read by `queries`."""
        names = tuple(SignaturbefundOut.model_fields)
        return cls(
            id=row.pk,
            datei=row.datei_id,
            sha256=row.sha256,
            urteil=row.urteil,
            grund=row.grund,
            format=row.format,
            geprueft_at=row.created_at,
            signaturen=[{name: one[name] for name in names} for one in row.signaturen],
        )


class SignaturvorgabeOut(Schema):
    """Which form the Dokument needs, and by which rule."""

    form: str = Field(description="Die verlangte Form.", examples=["fortgeschrittenes_siegel"])
    regel: str = Field(description="Die Vorschrift.", examples=["§ 37 Abs. 3 VwVfG"])
    schritt: str = Field(description="versand oder schlusszeichnung.", examples=["versand"])
    anzahl: int = Field(description="Wie viele unterschreiben.", examples=[1])

    @classmethod
    def of(cls, row: Signaturkonzept) -> "SignaturvorgabeOut":
        """Return the shown form of a rule."""
        return cls(form=row.form, regel=row.regel, schritt=row.schritt, anzahl=row.anzahl)


class SignaturenOut(Schema):
    """What is known about the signatures of a Dokument."""

    vorgaben: list[SignaturvorgabeOut] = Field(description="Verlangte Formen.", examples=[[]])
    pruefungen: list[SignaturpruefungOut] = Field(
        description="Alle Prüfungen, die neueste zuerst.", examples=[[]]
    )


@router.get(
    "dokumente/{dokument_id}/signaturen",
    response=SignaturenOut,
    summary="Signaturen und ihre Prüfung",
)
def get_signaturen(request: HttpRequest, dokument_id: UUID):
    """Return which form a Dokument needs and what its signatures are worth."""
    dokument = get_dokument(request.actor, dokument_id)
    note_read(request.actor, dokument)
    vorgaben = queries.vorgaben_for(request.actor, dokument, schritt=Schritt.VERSAND)
    rows = queries.pruefungen_of(request.actor, dokument)
    return SignaturenOut(
        vorgaben=[SignaturvorgabeOut.of(row) for row in vorgaben],
        pruefungen=[SignaturpruefungOut.of(row) for row in rows],
    )
