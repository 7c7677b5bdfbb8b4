"""What can be done with a Dokument: file it, add a Fassung, change its fields."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F

from verbundakte.akten import rules
from verbundakte.akten.actions.aktenplan import zone_of_einheit
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Fassung, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.rules import standard_rolle_key


class AlreadyAssigned(Refusal):
    """Two people filed the same Dokument."""

    message = "Das Dokument liegt inzwischen schon in einem Vorgang. Laden Sie die Seite neu."


class NotYourEinheit(Refusal):
    """Unassigned Dokumente are filed in one's own units."""

    message = (
        "In dieser Einheit haben Sie keine Stelle. Legen Sie das Dokument in Ihrer eigenen ab."
    )


@dataclass(frozen=True)
class Arrived:
    """A file whose bytes already lie in the store, with the name and path its owner gave it."""

    stored: Stored
    name: str
    path: str = ""


def _next_position(vorgang: Vorgang) -> int:
    rows = Vorgang.objects.filter(pk=vorgang.pk)
    rows.update(last_position=F("last_position") + 1)
    return rows.values_list("last_position", flat=True).get()


def _add_fassung(actor, dokument: Dokument, arrived: Arrived, at: datetime, remark: str = ""):
    blob = register(arrived.stored)
    number = dokument.fassungen.count() + 1
    by = getattr(actor, "person_id", None)
    fassung = Fassung.objects.create(
        dokument=dokument,
        nummer=number,
        bemerkung=remark[:300],
        spur=dokument.spur,
        created_at=at,
        created_by=by,
    )
    datei = Datei.objects.create(
        fassung=fassung,
        blob=blob,
        file_name=rules.shown_name(arrived.name),
        source_path=rules.shown_path(arrived.path),
        size=arrived.stored.size,
    )
    audit.note_change("Datei", None, datei.file_name)
    audit.note_change("SHA-256", None, arrived.stored.sha256)
    jobs.start(actor, JobKind.INGEST, subject=dokument, label=datei.file_name[:200], datei=datei.pk)
    return fassung


@action(Permission.DOKUMENT_CREATE, Event.DOKUMENT_REGISTERED, about="result", locks=False)
def register_dokument(
    actor, vorgang: Vorgang, *, arrived: Arrived, at: datetime, **more
) -> Dokument:
    """File bytes that lie in the store as a new Dokument with Fassung 1; processing is started.

    `more`: further fields of the Dokument (betreff, dokumenttyp, dates, absender, spur ...).
    Raises VorgangClosed.
    """
    if is_closed(vorgang):
        raise VorgangClosed
    betreff = more.pop("betreff", "") or rules.betreff_from_name(arrived.name)
    dokument = Dokument.objects.create(
        akte_id=vorgang.akte_id,
        vorgang=vorgang,
        position=_next_position(vorgang),
        betreff=betreff,
        betreff_folded=fold(betreff),
        federfuehrung_id=vorgang.federfuehrung_id,
        zone_id=vorgang.zone_id,
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **{"spur": vorgang.spur, **more},
    )
    audit.note_change("Betreff", None, betreff)
    _add_fassung(actor, dokument, arrived, at)
    touch(dokument)
    return dokument


@action(Permission.DOKUMENT_CREATE, Event.DOKUMENT_REGISTERED, about="result", locks=False)
def register_unassigned(
    actor, einheit: Organisationseinheit, *, arrived: Arrived, at: datetime, **more
) -> Dokument:
    """File bytes as a Dokument without Vorgang ("Nicht zugeordnet"), seen by unit and Registratur.

    `more` as in `register_dokument`. Raises NotYourEinheit.
    """
    if actor.kind == "person" and einheit.pk not in actor.einheiten:
        raise NotYourEinheit
    betreff = more.pop("betreff", "") or rules.betreff_from_name(arrived.name)
    dokument = Dokument.objects.create(
        betreff=betreff,
        betreff_folded=fold(betreff),
        federfuehrung=einheit,
        zone=zone_of_einheit(einheit, standard_rolle_key("registratur")),
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **more,
    )
    audit.note_change("Betreff", None, betreff)
    audit.note_change("Nicht zugeordnet", None, einheit)
    _add_fassung(actor, dokument, arrived, at)
    touch(dokument)
    return dokument


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_ASSIGNED)
def assign_dokument(actor, dokument: Dokument, *, vorgang: Vorgang) -> Dokument:
    """Lay an unassigned Dokument into a Vorgang; it takes over the access of the Vorgang.

    Raises PermissionDenied (nothing may be filed there), AlreadyAssigned, VorgangClosed.
    """
    if not actor.may(Permission.DOKUMENT_CREATE, vorgang):
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    if dokument.vorgang_id is not None:
        raise AlreadyAssigned
    if is_closed(vorgang):
        raise VorgangClosed
    dokument.akte_id, dokument.vorgang = vorgang.akte_id, vorgang
    dokument.position = _next_position(vorgang)
    dokument.zone_id, dokument.federfuehrung_id = vorgang.zone_id, vorgang.federfuehrung_id
    dokument.revision += 1
    dokument.save()
    audit.note_change("Vorgang", None, vorgang.aktenzeichen)
    touch(dokument)
    return dokument


@action(Permission.DOKUMENT_EDIT, Event.FASSUNG_ADDED)
def add_fassung(
    actor, dokument: Dokument, *, arrived: Arrived, at: datetime, remark: str = ""
) -> Fassung:
    """Add a new Fassung; the older ones stay unchanged. Raises VorgangClosed."""
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    fassung = _add_fassung(actor, dokument, arrived, at, remark)
    dokument.revision += 1
    dokument.save(update_fields=["revision"])
    audit.note_change("Fassung", fassung.nummer - 1, fassung.nummer)
    touch(dokument)
    return fassung


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_CHANGED)
def change_dokument(actor, dokument: Dokument, *, seen_revision: int, values: dict) -> Dokument:
    """Change fields of a Dokument. Raises core.actions.Changed when somebody was faster."""
    check_unchanged(dokument, seen_revision)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    folded = {"betreff_folded": fold(values.get("betreff", dokument.betreff))}
    if assign(dokument, values | folded):
        touch(dokument)
    return dokument
