"""From typed lines or a Vorlage to the lines of a Verfügung; how released Bausteine become rows."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine.actions import install_baustein
from verbundakte.core.bausteine.kinds import STANDARD
from verbundakte.geschaeftsgang.actions.adressat import Ziel
from verbundakte.geschaeftsgang.actions.verfuegung import Rahmen, Zeile
from verbundakte.geschaeftsgang.bausteine import (
    VERFUEGUNGSVORLAGE,
    An,
    VerfuegungsvorlageSpec,
    VieraugenregelSpec,
)
from verbundakte.geschaeftsgang.models import (
    Reihenfolge,
    SchrittArt,
    Verfuegungsvorlage,
    Vieraugenregel,
)
from verbundakte.geschaeftsgang.samples import standard_vorlagen
from verbundakte.geschaeftsgang.zeilen import Gelesen
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle


class LineUnclear(Refusal):
    """A typed line that cannot be taken as it is; the first problem is the message."""

    def __init__(self, gelesen: Sequence[Gelesen]):
        self.problems = [one.problem for one in gelesen if one.problem]
        super().__init__(self.problems[0])


def lines_from(gelesen: Sequence[Gelesen]) -> list[Zeile]:
    """Return typed lines as lines of a Verfügung. Raises LineUnclear."""
    if any(one.problem for one in gelesen):
        raise LineUnclear(gelesen)
    found = []
    for one in gelesen:
        ziel = Ziel(rolle=one.rolle, aussen=one.aussen)
        if one.ziel is not None:
            model = {"person": Person, "stelle": Stelle, "einheit": Organisationseinheit}
            row = model[one.ziel.kind].objects.get(pk=one.ziel.id)
            ziel = Ziel(**{one.ziel.kind: row})
        found.append(
            Zeile(
                SchrittArt(one.art),
                ziel,
                one.stufe,
                text=one.text,
                frist_on=one.frist_on,
                is_eilig=one.is_eilig,
            )
        )
    return found


def lines_of(vorlage: Verfuegungsvorlage) -> list[Zeile]:
    """Return the lines of a Vorlage; its roles are kept and become somebody when a step begins."""
    units = {row.pk: row for row in Organisationseinheit.objects.filter(
        pk__in=[row["einheit"] for row in vorlage.schritte if row.get("einheit")]
    )}  # fmt: skip
    found, stufe = [], 0
    for row in vorlage.schritte:
        stufe += 0 if row["ist_parallel"] and stufe else 1
        if row["an"] == An.EINHEIT:
            ziel = Ziel(einheit=units.get(UUID(row["einheit"])))
        elif row["an"] == An.AUSSEN:
            ziel = Ziel(aussen=row["aussen"])
        else:
            ziel = Ziel(rolle=row["an"])
        days = row["frist_tage"] or None
        found.append(Zeile(SchrittArt(row["art"]), ziel, stufe, text=row["text"], frist_tage=days))
    return found


def frame_of(vorlage: Verfuegungsvorlage, dokument=None) -> Rahmen:
    """Return what a Verfügung after a Vorlage is about; it keeps this version for good."""
    return Rahmen(dokument, vorlage.bezeichnung, Reihenfolge(vorlage.reihenfolge), vorlage)


def project_vorlage(key: UUID, number: int, spec: VerfuegungsvorlageSpec, valid_from: date) -> None:
    """Make the row of a released route (called by its release)."""
    lines = sorted(spec.zeilen, key=lambda line: (line.reihenfolge, str(line.id)))
    Verfuegungsvorlage.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        beschreibung=spec.beschreibung,
        dokumenttypen=list(spec.dokumenttypen),
        einheit_id=spec.einheit.key if spec.einheit else None,
        reihenfolge=Reihenfolge(spec.folge.value),
        schritte=[
            {
                "art": line.art.value,
                "an": line.an.value,
                "einheit": str(line.einheit.key) if line.einheit else "",
                "aussen": line.aussen,
                "text": line.text,
                "frist_tage": line.frist_tage,
                "ist_parallel": line.ist_parallel,
            }
            for line in lines
        ],
        valid_from=valid_from,
    )


def project_regel(key: UUID, number: int, spec: VieraugenregelSpec, valid_from: date) -> None:
    """Make the row of a released Vier-Augen-Regel (called by its release)."""
    Vieraugenregel.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        dokumenttypen=list(spec.dokumenttypen),
        gegen=spec.gegen.value,
        rechtsgrundlage=spec.rechtsgrundlage,
        valid_from=valid_from,
    )


def furnish_vorlagen(actor, *, on: date) -> None:
    """Give a new town the usual routes as delivered."""
    for key, data in standard_vorlagen().items():
        install_baustein(actor, VERFUEGUNGSVORLAGE, key=key, data=data, on=on, origin=STANDARD)
