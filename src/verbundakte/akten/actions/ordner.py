"""Take a folder of a share over: what is to come, where it goes, each file when it arrives.

Until it is started nothing of the town has changed, so the proposal is not part of its log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.text import Truncator

from verbundakte.akten import ordner, rules
from verbundakte.akten.actions.dokument import register_dokument
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.vorgang import AkteClosed, VorgangClosed, create_vorgang, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import (
    Akte,
    Dokument,
    Ordnerdatei,
    Ordneruebernahme,
    Ordnerziel,
    Vorgang,
    Zielart,
)
from verbundakte.akten.ordner import Found, Listed
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.organisation.models import Person

MOST_FILES, MOST_FOLDERS = 5_000, 200
SWITCHED_OFF = "Der Ordner wird nicht übernommen."


class NothingListed(Refusal):
    """An empty folder."""

    message = "In diesem Ordner liegt keine Datei. Wählen Sie einen anderen."


class TooMuchListed(Refusal):
    """More than fits on one page."""

    message = (
        "Auf einmal gehen bis zu 5.000 Dateien in bis zu 200 Ordnern der beiden oberen Ebenen."
        " Übernehmen Sie den Ordner in Teilen."
    )


class AlreadyStarted(Refusal):
    """Starting twice."""

    message = "Die Übernahme läuft schon. Laden Sie die Seite neu."


class NothingChosen(Refusal):
    """All folders are switched off."""

    message = "Es ist kein Ordner ausgewählt. Wählen Sie für mindestens einen ein Ziel."


class NotAwaited(Refusal):
    """A file that is not part of the take-over, is there already or was left out."""

    message = "Diese Datei wird nicht erwartet: Sie ist schon übernommen oder ausgelassen."


class LiesThere(Refusal):
    """The same bytes lie in the Vorgang."""

    def __init__(self, dokument: Dokument):
        super().__init__(f"Liegt schon im Vorgang: „{Truncator(dokument.betreff).chars(200)}“.")


class AlreadyTakenBack(Refusal):
    """Taking back twice, or before anything came."""

    message = "Diese Übernahme wird schon zurückgenommen, oder es ist noch nichts übernommen."


@dataclass(frozen=True)
class Target:
    """What the person decided for one folder."""

    ziel: Ordnerziel
    art: str
    betreff: str
    akte: Akte | None = None
    vorgang: Vorgang | None = None


def list_ordner(
    actor,
    person: Person,
    *,
    akte: Akte | None,
    files: list[Listed],
    found: dict[str, Found],
    at: datetime,
) -> Ordneruebernahme:
    """Write down what lies in a folder and where it might go. `found`: see `ordner.propose`.

    Raises PermissionDenied, NothingListed, TooMuchListed.
    """
    if person.pk != actor.person_id or not actor.may(Permission.DOKUMENT_CREATE, person):
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    folders = ordner.folders_of(file.path for file in files)
    if not files:
        raise NothingListed
    if len(files) > MOST_FILES or len(folders) > MOST_FOLDERS:
        raise TooMuchListed
    tops = [path or ordner.NO_FOLDER for path in folders if "/" not in path]
    row = Ordneruebernahme.objects.create(
        person=person, akte=akte, name=", ".join(tops)[:300], created_at=at
    )
    ziele: dict[str, Ordnerziel] = {}
    for position, one in zip(count(1), ordner.propose(folders, found)):
        above, _, below = one.path.rpartition("/")
        ziele[one.path] = Ordnerziel(
            uebernahme=row,
            parent=ziele[above] if below and above else None,
            position=position,
            path=one.path,
            art=one.art,
            betreff=one.betreff,
            akte_id=one.akte,
            vorgang_id=one.vorgang,
        )
    Ordnerziel.objects.bulk_create(ziele.values())
    Ordnerdatei.objects.bulk_create(_dateien(row, ziele, files), batch_size=1000)
    return row


def _dateien(
    row: Ordneruebernahme, ziele: dict[str, Ordnerziel], files: list[Listed]
) -> Iterable[Ordnerdatei]:
    twins = ordner.twins(files)
    for place, file in enumerate(files):
        reason = ordner.reason_left_out(file.path, file.size, settings.UPLOAD_MAX_BYTES)
        yield Ordnerdatei(
            uebernahme=row,
            ziel=ziele[ordner.folder_of(file.path)],
            position=place + 1,
            path=rules.shown_path(file.path) or "ohne Namen",
            size=file.size,
            modified_at=file.modified_at,
            is_twin=place in twins,
            left_out=reason[:400],
        )


@action(Permission.DOKUMENT_CREATE, Event.ORDNER_STARTED)
def start_ordneruebernahme(
    actor, uebernahme: Ordneruebernahme, *, targets: list[Target], at: datetime
) -> Ordneruebernahme:
    """Settle where each folder goes; from here on its files may arrive.

    Raises PermissionDenied, AlreadyStarted, NothingChosen, AkteClosed, VorgangClosed.
    """
    if uebernahme.person_id != actor.person_id:
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    if uebernahme.started_at is not None:
        raise AlreadyStarted
    for target in targets:
        _check_target(actor, target.art, target.akte, target.vorgang)
        row = target.ziel
        row.art, row.betreff = target.art, target.betreff
        row.akte, row.vorgang = target.akte, target.vorgang
    Ordnerziel.objects.bulk_update(
        [target.ziel for target in targets], ["art", "betreff", "akte", "vorgang"]
    )
    rows = uebernahme.ziele.select_related("parent")
    off = [row.pk for row in rows if _place(row).art == Zielart.AUS]
    waiting = uebernahme.dateien.filter(left_out="")
    waiting.filter(ziel__in=off).update(left_out=SWITCHED_OFF)
    number = waiting.count()
    if not number:
        raise NothingChosen
    uebernahme.started_at = at
    uebernahme.save(update_fields=["started_at"])
    audit.note_change("Ordner", None, uebernahme.name)
    audit.note_change("Dateien", None, number)
    return uebernahme


def _place(ziel: Ordnerziel) -> Ordnerziel:
    """Return the folder whose target holds for this one."""
    return ziel.parent if ziel.parent and ziel.art == Zielart.OBEN else ziel


def _check_target(actor, art: str, akte: Akte | None, vorgang: Vorgang | None) -> None:
    if art == Zielart.VORHANDEN or (art == Zielart.NEU and vorgang is not None):
        if not actor.may(Permission.DOKUMENT_CREATE, vorgang):
            raise PermissionDenied(Permission.DOKUMENT_CREATE)
        if is_closed(vorgang):
            raise VorgangClosed
    elif art == Zielart.NEU:
        if not actor.may(Permission.VORGANG_CREATE, akte):
            raise PermissionDenied(Permission.VORGANG_CREATE)
        if is_closed(akte):
            raise AkteClosed


def awaited(actor, uebernahme: Ordneruebernahme, path: str) -> tuple[Ordnerdatei, Ordnerziel]:
    """Return the file that is to come and the folder whose target holds; the right is asked now.

    Raises NotAwaited, PermissionDenied, AkteClosed, VorgangClosed.
    """
    files = uebernahme.dateien.filter(path=path, dokument=None, left_out="")
    datei = files.select_related("ziel__parent").order_by("position").first()
    if uebernahme.started_at is None or uebernahme.undo_ordered_at or datei is None:
        raise NotAwaited
    ziel = _place(datei.ziel)
    _check_target(actor, ziel.art, ziel.akte, ziel.vorgang)
    return datei, ziel


def file_ordnerdatei(
    actor, uebernahme: Ordneruebernahme, *, arrived: Arrived, at: datetime
) -> Dokument:
    """File one file where its folder goes; the first one makes the new Vorgang.

    Raises what `awaited`, `create_vorgang` and `register_dokument` raise.
    """
    uebernahme = Ordneruebernahme.objects.select_for_update(no_key=True).get(pk=uebernahme.pk)
    datei, ziel = awaited(actor, uebernahme, arrived.path)
    if ziel.vorgang is None:
        ziel.vorgang = create_vorgang(actor, ziel.akte, betreff=ziel.betreff, at=at)
        ziel.is_new = True
        ziel.save(update_fields=["vorgang", "is_new"])
    arrived = Arrived(arrived.stored, arrived.name, arrived.path, datei.modified_at)
    datei.dokument = register_dokument(actor, ziel.vorgang, arrived=arrived, at=at)
    datei.save(update_fields=["dokument"])
    return datei.dokument


def note_left_out(actor, uebernahme: Ordneruebernahme, path: str, reason: str) -> None:
    """Write down why a file that arrived was not filed."""
    rows = uebernahme.dateien.filter(path=path, dokument=None, left_out="")
    first = rows.order_by("position").values("pk")[:1]
    uebernahme.dateien.filter(pk__in=first).update(left_out=reason[:400])


@action(Permission.DOKUMENT_CREATE, Event.ORDNER_UNDONE)
def undo_ordneruebernahme(actor, uebernahme: Ordneruebernahme, *, at: datetime) -> None:
    """Order that a take-over is taken back. Raises PermissionDenied, AlreadyTakenBack."""
    if uebernahme.person_id != actor.person_id:
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    if uebernahme.undo_ordered_at or not uebernahme.dateien.exclude(dokument=None).exists():
        raise AlreadyTakenBack
    uebernahme.undo_ordered_at = at
    uebernahme.save(update_fields=["undo_ordered_at"])
    audit.note_change("Ordner", None, uebernahme.name)
    label = f"Zurücknehmen: {uebernahme.name}"[:200]
    jobs.start(
        actor, JobKind.ORDNER_UNDO, subject=uebernahme, label=label, uebernahme=uebernahme.pk
    )


def note_taken_back(datei: Ordnerdatei, refused: str, *, at: datetime) -> None:
    """Write down what became of one file when its take-over was taken back."""
    datei.undo_refused = refused[:400]
    datei.undone_at = None if refused else at
    datei.save(update_fields=["undo_refused", "undone_at"])
