"""Begin an Akte or a Vorgang from a template: everything at once, or nothing."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from verbundakte.akten import queries
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
    VorgangSpec,
    VorgangsvorlageSpec,
    Zugriffsvorgabe,
)
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.bausteine import Spec

MOST_OF_A_BETREFF = 500


class ZugriffNotAllowed(Refusal):
    """The template sets access, and whoever begins from it may not."""

    message = (
        "Die Vorlage legt fest, wer es sehen darf. Den Zugriff dürfen Sie hier nicht ändern. Legen"
        " Sie es ohne Vorlage an, oder fragen Sie die Leitung."
    )


Begun = AktenvorlageSpec | VorgangsvorlageSpec


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


def _own_felder(actor, spec: VorgangSpec | VorgangsvorlageSpec, at: datetime) -> dict:
    """Return type and own fields for `create_vorgang`; nobody was asked, so some may be missing."""
    found = queries.vorbelegung_of(actor, spec, on=localdate(at))
    if found.typ is None:
        return {}
    werte = {**queries.vorgaben_of(found.typ), **found.werte}
    return {"vorgangstyp": found.typ, "felder": werte, "is_complete": False}


def _check_zugriff(actor, above: Aktenplaneinheit | Akte, spec: Begun) -> None:
    """Refuse before anything is written. Raises ZugriffNotAllowed."""
    is_set = spec.zugriff is not Zugriffsvorgabe.PLAN
    if is_set and not actor.may(Permission.ZUGRIFF_EDIT, above):
        raise ZugriffNotAllowed


def _set_zugriff(actor, subject: Akte | Vorgang, spec: Begun, at: datetime) -> None:
    if spec.zugriff is Zugriffsvorgabe.PLAN:
        return
    named = queries.genannte_of(actor, spec, on=localdate(at)).persons
    if spec.zugriff is Zugriffsvorgabe.NUR:
        persons = [actor.person_id, *(key for key in named if key != actor.person_id)]
        change_zugriff(actor, subject, choice=Choice.NUR, persons=persons)
    elif named:
        change_zugriff(actor, subject, choice=Choice.PLUS, persons=named)


@action(Permission.AKTE_CREATE, Event.AKTE_BEGUN, about="result", locks=False)
def begin_akte(
    actor, planeinheit: Aktenplaneinheit, *, vorlage: Schriftgutvorlage, at: datetime, **values
) -> Akte:
    """Create an Akte with the Vorgänge of a template; `values` as for `create_akte`.

    What no longer fits is left out (`queries.left_out_of` names it). Raises ZugriffNotAllowed,
    and what `create_akte`, `create_vorgang` and the change of access raise.
    """
    spec = AktenvorlageSpec.read(vorlage.inhalt)
    _check_zugriff(actor, planeinheit, spec)
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
            **_own_felder(actor, row, at),
        )
        _add_teilvorgaenge(actor, vorgang, _titles(row.teilvorgaenge), at)
    _set_zugriff(actor, akte, spec, at)
    return akte


@action(Permission.VORGANG_CREATE, Event.VORGANG_BEGUN, about="result", locks=False)
def begin_vorgang(
    actor, akte: Akte, *, vorlage: Schriftgutvorlage, at: datetime, **values
) -> Vorgang:
    """Create a Vorgang as a template says; `values` as for `create_vorgang`.

    A type and own fields in `values` go before those of the template.
    Raises ZugriffNotAllowed, and what `create_vorgang` and the change of access raise.
    """
    spec = VorgangsvorlageSpec.read(vorlage.inhalt)
    _check_zugriff(actor, akte, spec)
    _note(vorlage)
    if "vorgangstyp" not in values:
        values |= _own_felder(actor, spec, at)
    vorgang = create_vorgang(actor, akte, at=at, erwartet=_titles(spec.dokumente), **values)
    _add_teilvorgaenge(actor, vorgang, _titles(spec.teilvorgaenge), at)
    _set_zugriff(actor, vorgang, spec, at)
    return vorgang
