"""Begin an Akte or a Vorgang from a template: everything at once, or nothing."""

from datetime import date, datetime
from uuid import UUID

from verbundakte.akten.actions.akte import create_akte
from verbundakte.akten.actions.vorgang import create_vorgang
from verbundakte.akten.actions.zugriff import Choice, change_zugriff
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Aktenplaneinheit, Schriftgutvorlage, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.vorlagen import (
    AktenvorlageSpec,
    PlatzhalterSpec,
    TeilvorgangSpec,
    VorgangsvorlageSpec,
    Zugriffsvorgabe,
)
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.bausteine import Spec

MOST_OF_A_BETREFF = 500


def project_vorlage(kind: str, key: UUID, number: int, spec: Spec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Schriftgutvorlage.objects.create(
        key=key,
        version=number,
        kind=kind,
        bezeichnung=spec.title(),
        inhalt=spec.data(),
        valid_from=valid_from,
    )


def _titles(entries: tuple[PlatzhalterSpec | TeilvorgangSpec, ...]) -> list[str]:
    return [row.bezeichnung for row in sorted(entries, key=lambda row: row.position)]


def _note(vorlage: Schriftgutvorlage) -> None:
    audit.note_change("Vorlage", None, f"{vorlage.bezeichnung}, Fassung {vorlage.version}")


def _add_teilvorgaenge(actor, vorgang: Vorgang, titles: list[str], at: datetime) -> None:
    for betreff in titles:
        create_vorgang(
            actor,
            vorgang.akte,
            betreff=betreff,
            at=at,
            parent=vorgang,
            sachbearbeitung_id=vorgang.sachbearbeitung_id,
        )


@action(Permission.AKTE_CREATE, Event.AKTE_BEGUN, about="result", locks=False)
def begin_akte(
    actor, planeinheit: Aktenplaneinheit, *, vorlage: Schriftgutvorlage, at: datetime, **values
) -> Akte:
    """Create an Akte with the Vorgänge of a template; `values` as for `create_akte`.

    Raises what `create_akte`, `create_vorgang` and the change of access raise.
    """
    spec = AktenvorlageSpec.read(vorlage.inhalt)
    _note(vorlage)
    akte = create_akte(actor, planeinheit, at=at, **values)
    for row in sorted(spec.vorgaenge, key=lambda row: row.position):
        betreff = f"{row.bezeichnung} {akte.betreff}" if row.is_extended else row.bezeichnung
        vorgang = create_vorgang(
            actor,
            akte,
            betreff=betreff[:MOST_OF_A_BETREFF],
            at=at,
            bemerkung=row.bemerkung,
            erwartet=_titles(row.dokumente),
        )
        _add_teilvorgaenge(actor, vorgang, _titles(row.teilvorgaenge), at)
    if spec.zugriff is Zugriffsvorgabe.NUR:
        change_zugriff(actor, akte, choice=Choice.NUR, persons=[actor.person_id])
    return akte


@action(Permission.VORGANG_CREATE, Event.VORGANG_BEGUN, about="result", locks=False)
def begin_vorgang(
    actor, akte: Akte, *, vorlage: Schriftgutvorlage, at: datetime, **values
) -> Vorgang:
    """Create a Vorgang as a template says; `values` as for `create_vorgang`.

    Raises what `create_vorgang` and the change of access raise.
    """
    spec = VorgangsvorlageSpec.read(vorlage.inhalt)
    _note(vorlage)
    vorgang = create_vorgang(actor, akte, at=at, erwartet=_titles(spec.dokumente), **values)
    _add_teilvorgaenge(actor, vorgang, _titles(spec.teilvorgaenge), at)
    if spec.zugriff is Zugriffsvorgabe.NUR:
        change_zugriff(actor, vorgang, choice=Choice.NUR, persons=[actor.person_id])
    return vorgang
