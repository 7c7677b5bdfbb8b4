"""A letter is begun, changed, finished, and taken up again. Its PDF lies in the store before."""

from datetime import datetime

from verbundakte.akten.actions import Arrived, add_fassung, change_dokument, register_dokument
from verbundakte.akten.models import Dokument, Fassung, Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, check_unchanged
from verbundakte.geschaeftsgang.actions import declare_redaktionell
from verbundakte.geschaeftsgang.models import Hinfall, HinfallArt
from verbundakte.schriftverkehr.actions.exemplar import drop_exemplare, keep_exemplare
from verbundakte.schriftverkehr.actions.versandstand import refuse_dispatched
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.herstellen import Fertig
from verbundakte.schriftverkehr.models import (
    Beilage,
    Empfaenger,
    Exemplar,
    Reinschrift,
    Schreiben,
    Versand,
)
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt, Satz

CHANGED = "Schreiben geändert"
REDAKTIONELL = "Reinschrift des Entwurfs; nur der Vermerk „Entwurf“ ist entfallen."
FINAL = "Reinschrift"


class Frozen(Refusal):
    """The final version stands."""

    message = (
        "Das Schreiben ist fertiggestellt und bleibt, wie es ist. Nehmen Sie zuerst die Reinschrift"
        " zurück."
    )


class NotFinished(Refusal):
    """Something is missing or wrong; the message names it."""


class NotFinal(Refusal):
    """Taking back what does not stand."""

    message = "Das Schreiben ist nicht fertiggestellt."


def standing(schreiben: Schreiben) -> Reinschrift | None:
    """Return the Reinschrift that stands, if there is one."""
    return Reinschrift.objects.filter(schreiben=schreiben, withdrawn_at=None).first()


def _fields(blatt: Blatt, satz: Satz) -> dict:
    """Return what of a letter the lists of Dokumente show."""
    names = ", ".join(one.name for one in blatt.empfaenger)
    return {
        "betreff": satz.verfasst.betreff[:500],
        "datum_des_schreibens": blatt.datum,
        "empfaenger": names[:300],
        "bearbeiter": (blatt.person.name if blatt.person else "")[:200],
    }


def _own(blatt: Blatt, satz: Satz) -> dict:
    return {
        "briefkopf": satz.briefkopf,
        "person": blatt.person,
        "stelle": blatt.stelle,
        "bezug": blatt.bezug,
        "angaben": blatt.angaben,
        "inhalt": blatt.inhalt,
    }


@action(Permission.SCHREIBEN_WRITE, Event.SCHREIBEN_BEGUN, about="result", locks=False)
def begin_schreiben(
    actor, vorgang: Vorgang, *, blatt: Blatt, satz: Satz, arrived: Arrived, at: datetime
) -> Schreiben:
    """File a new letter as Entwurf of a Vorgang, with its Empfaenger. Raises as `register_dokument`."""
    more = {"spur": blatt.bezug.spur} if blatt.bezug and blatt.bezug.spur else {}
    dokument = register_dokument(
        actor,
        vorgang,
        arrived=arrived,
        at=at,
        dokumenttyp=blatt.vorlage.inhalt["dokumenttyp"],
        is_entwurf=True,
        **_fields(blatt, satz),
        **more,
    )
    schreiben = Schreiben.objects.create(
        dokument=dokument,
        vorlage=blatt.vorlage,
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **_own(blatt, satz),
    )
    _keep_empfaenger(schreiben, blatt)
    audit.note_change("Vorlage", None, f"{blatt.vorlage}, Fassung {blatt.vorlage.version}")
    return schreiben


@action(Permission.SCHREIBEN_WRITE, Event.SCHREIBEN_CHANGED)
def change_schreiben(
    actor, schreiben: Schreiben, *, blatt: Blatt, satz: Satz, arrived: Arrived, at: datetime
) -> Schreiben:
    """Keep a changed letter as the next Fassung. `blatt.revision`: what the person saw.

    Raises Changed, Frozen, VorgangClosed, DokumentLocked.
    """
    check_unchanged(schreiben, blatt.revision)
    if standing(schreiben):
        raise Frozen
    add_fassung(actor, schreiben.dokument, arrived=arrived, at=at, remark=CHANGED)
    _change_dokument(actor, schreiben.dokument, _fields(blatt, satz))
    for name, value in _own(blatt, satz).items():
        setattr(schreiben, name, value)
    _count(schreiben)
    _keep_empfaenger(schreiben, blatt)
    return schreiben


def _change_dokument(actor, dokument: Dokument, values: dict) -> None:
    """Change fields of the Dokument as it stands now: a Fassung was added just before."""
    current = Dokument.objects.get(pk=dokument.pk)
    change_dokument(actor, current, seen_revision=current.revision, values=values)


def _count(schreiben: Schreiben) -> None:
    schreiben.revision += 1
    schreiben.save()


def _keep_empfaenger(schreiben: Schreiben, blatt: Blatt) -> None:
    """Write the Empfaenger by their place, and what is enclosed for each."""
    kept = {row.position: row for row in Empfaenger.objects.filter(schreiben=schreiben)}
    for one in blatt.empfaenger:
        row = kept.pop(one.position, None)
        one.schreiben = schreiben
        if row is not None:
            one.pk, one._state.adding = row.pk, False
        one.save()
        Beilage.objects.filter(empfaenger=one).delete()
        Beilage.objects.bulk_create(
            Beilage(empfaenger=one, position=number, dokument=dokument, papier=papier)
            for number, (dokument, papier) in enumerate(blatt.beilagen.get(one.position, []), 1)
        )
    for row in kept.values():
        Beilage.objects.filter(empfaenger=row).delete()
        Exemplar.objects.filter(empfaenger=row).update(empfaenger=None)
        Versand.objects.filter(empfaenger=row).update(empfaenger=None)
        Empfaenger.objects.filter(pk=row.pk).delete()


@action(Permission.SCHREIBEN_FINISH, Event.REINSCHRIFT_MADE)
def make_reinschrift(
    actor, schreiben: Schreiben, *, satz: Satz, revision: int, fertig: Fertig, at: datetime
) -> Reinschrift:
    """Freeze a letter: its PDF is the last Fassung, bound by its SHA-256; it is no Entwurf any more.

    What the other Empfaenger get lies below it as Anlagen, bound in the same way.
    Raises Changed, Frozen, NotFinished, VorgangClosed, DokumentLocked.
    """
    check_unchanged(schreiben, revision)
    if standing(schreiben):
        raise Frozen
    if satz.hindernisse:
        raise NotFinished(" ".join(satz.hindernisse))
    fassung = _final_fassung(actor, schreiben.dokument, fertig.arrived, at)
    _change_dokument(actor, schreiben.dokument, {"is_entwurf": False})
    _count(schreiben)
    brief = satz.brief
    signed = ", ".join(filter(None, (brief.name, brief.stelle)))
    audit.note_change("Gezeichnet", None, ", ".join(filter(None, (brief.zeichnung, signed))))
    for name in satz.gesperrt:
        audit.note_change("Trotz Auskunftssperre bestätigt", None, name)
    row = Reinschrift.objects.create(
        schreiben=schreiben,
        fassung=fassung,
        sha256=fertig.arrived.stored.sha256,
        zeichnung=brief.zeichnung,
        gezeichnet=signed[:300],
        satz=brief.data(),
        made_at=at,
        made_by=getattr(actor, "person_id", None),
    )
    keep_exemplare(actor, row, fertig.exemplare, at=at)
    return row


def keep_mitzeichnungen(actor, reinschrift: Reinschrift, *, at: datetime) -> None:
    """Let the Mitzeichnungen of an Entwurf count for a Reinschrift that says the same: with
    `declare_redaktionell`, so that all who signed are told and may object."""
    dokument = Dokument.objects.get(pk=reinschrift.schreiben.dokument_id)
    void = Hinfall.objects.filter(
        fassung=reinschrift.fassung,
        art=HinfallArt.FASSUNG,
        lifted_at=None,
        zeichnung__is_schluss=False,
    )
    if void.exists() and actor.may(declare_redaktionell.permission, dokument):
        declare_redaktionell(
            actor, dokument, fassung=reinschrift.fassung, grund=REDAKTIONELL, at=at
        )


def _final_fassung(actor, dokument: Dokument, arrived: Arrived, at: datetime) -> Fassung:
    """Return the Fassung with these bytes: the newest, if it has them, else another one."""
    newest = dokument.fassungen.standing().first()
    if newest and newest.dateien.filter(blob__sha256=arrived.stored.sha256).exists():
        return newest
    return add_fassung(actor, dokument, arrived=arrived, at=at, remark=FINAL)


@action(Permission.SCHREIBEN_FINISH, Event.REINSCHRIFT_WITHDRAWN)
def withdraw_reinschrift(actor, schreiben: Schreiben, *, at: datetime) -> Schreiben:
    """Take the Reinschrift back, so that the letter can be changed. Raises NotFinal, Dispatched."""
    row = standing(schreiben)
    if row is None:
        raise NotFinal
    refuse_dispatched(actor, schreiben.dokument)
    row.withdrawn_at, row.withdrawn_by = at, getattr(actor, "person_id", None)
    row.save()
    drop_exemplare(actor, row, at=at)
    _change_dokument(actor, schreiben.dokument, {"is_entwurf": True})
    _count(schreiben)
    return schreiben
