"""Which Verfügungsvorlagen fit a Dokument or Vorgang, and the lines they begin with."""

from datetime import date
from uuid import UUID

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.geschaeftsgang.actions import Rollenname, Zeile, Ziel
from verbundakte.geschaeftsgang.models import SIGNED, SchrittArt, Verfuegungsvorlage
from verbundakte.organisation.models import Organisationseinheit

ROLLEN = frozenset(Rollenname.values)


def suggested(
    actor, vorgang: Vorgang, dokument: Dokument | None, *, on: date
) -> list[tuple[Verfuegungsvorlage, str]]:
    """Return the Vorlagen that can be taken here with why, the most fitting first (one query).

    What is for other kinds of Dokument or other units is left out, and without a Dokument what is
    signed.
    """
    kind = dokument.dokumenttyp.kuerzel if dokument else ""
    units = {vorgang.federfuehrung_id, *actor.einheiten}
    found = []
    for row in Verfuegungsvorlage.objects.valid_on(on):
        if row.einheit_id and row.einheit_id not in units:
            continue
        if row.dokumenttypen and kind not in row.dokumenttypen:
            continue
        if dokument is None and any(line["art"] in SIGNED for line in row.schritte):
            continue
        reasons = []
        if row.dokumenttypen and dokument is not None:
            reasons.append(f"für die Art {dokument.dokumenttyp.bezeichnung}")
        if row.einheit_id:
            reasons.append("für Ihre Einheit")
        found.append((-len(reasons), row, ", ".join(reasons)))
    found.sort(key=lambda one: one[0])
    return [(row, why) for _, row, why in found]


def zeilen_of(vorlage: Verfuegungsvorlage) -> list[Zeile]:
    """Return the lines of a Vorlage; its roles become somebody when their turn comes (one query)."""
    keys = [UUID(str(line["einheit"])) for line in vorlage.schritte if line.get("einheit")]
    units = {row.pk: row for row in Organisationseinheit.objects.filter(pk__in=keys)}
    made: list[Zeile] = []
    stufe = 0
    for line in vorlage.schritte:
        stufe += not (line.get("ist_parallel") and made)
        made.append(
            Zeile(
                SchrittArt(line["art"]),
                _ziel(line, units),
                stufe,
                text=line.get("text", ""),
                frist_tage=line.get("frist_tage") or None,
            )
        )
    return made


def _ziel(line: dict, units: dict[UUID, Organisationseinheit]) -> Ziel:
    an = line.get("an", "")
    if an in ROLLEN:
        return Ziel(rolle=an)
    if line.get("einheit"):
        return Ziel(einheit=units.get(UUID(str(line["einheit"]))))
    return Ziel(aussen=line.get("aussen", ""))


def lines_of_vorlage(vorlage: Verfuegungsvorlage) -> str:
    """Return the lines of a Vorlage in a few words: "Mitzeichnung, Schlusszeichnung, z. d. A."."""
    return ", ".join(SchrittArt(line["art"]).label for line in vorlage.schritte)
