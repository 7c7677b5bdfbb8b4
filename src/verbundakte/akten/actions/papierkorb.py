"""The trash for drafts and what came with a folder, and taking registered Dokumente out for good."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from verbundakte.akten.actions.anlagen import check_not_inside
from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.own import drop_merkzettel
from verbundakte.akten.actions.sperre import check_not_held, check_not_locked
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.hooks import dokument_erasing
from verbundakte.akten.models import (
    Anlagenquelle,
    Anmerkung,
    Aussonderungsart,
    Datei,
    Dokument,
    EinsichtDokument,
    Favorit,
    Feldwert,
    Loeschung,
    Ordnerdatei,
    PdfaUrteil,
    Rendition,
    Seitentext,
    Verweis,
    Vorgang,
    ZuletztGeoeffnet,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.rules import PAPIERKORB_DAYS
from verbundakte.core import audit, loeschliste
from verbundakte.core.actions import Refusal, action
from verbundakte.core.blobs.register import remove_unnamed
from verbundakte.core.hooks import blob_deleting
from verbundakte.core.models import AuditDetail, AuditEvent, Blob, Job, Upload
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch
from verbundakte.core.tenancy.context import current_tenant

JUST_NOW = timedelta(hours=1)
ERASED = "Gelöschtes Dokument"
EMPTIED = (
    "absender", "empfaenger", "bezug", "bearbeiter", "bemerkung", "fremdes_geschaeftszeichen",
)  # fmt: skip


class NotAnEntwurf(Refusal):
    """Registered Dokumente do not go to the trash."""

    message = (
        "Nur Entwürfe kommen in den Papierkorb. Ein abgelegtes Dokument löschen zwei Personen auf"
        " Antrag („Löschung beantragen“)."
    )


class NotInPapierkorb(Refusal):
    """Restored or emptied in between."""

    message = "Das Dokument liegt nicht mehr im Papierkorb. Laden Sie die Seite neu."


class NotYours(Refusal):
    """Only what came with an own take-over is taken back."""

    message = "Das ist nicht mit einer Übernahme von Ihnen gekommen."


class TooLate(Refusal):
    """What lies in a file for long leaves it by two persons only."""

    message = (
        "Das Dokument liegt länger als 30 Tage in der Akte. Löschen geht nur noch auf Antrag"
        " („Löschung beantragen“)."
    )


class WorkedOn(Refusal):
    """Somebody else changed it."""

    message = "Damit hat inzwischen jemand anderes gearbeitet. Es bleibt."


class WasShown(Refusal):
    """Whoever was given to see it may come back to it."""

    message = "Das Dokument stand in einer Akteneinsicht. Es bleibt."


class NotEmpty(Refusal):
    """The Vorgang holds something."""

    message = "In dem Vorgang liegt noch etwas. Er bleibt."


class IsEntwurf(Refusal):
    """A draft needs no request."""

    message = "Das ist ein Entwurf. Legen Sie ihn in den Papierkorb."


class AlreadyRequested(Refusal):
    """Asking twice."""

    message = "Für dieses Dokument ist die Löschung schon beantragt oder vollzogen."


class ArchiveNotOffered(Refusal):
    """The archive comes first."""

    message = (
        "Diese Akte ist nicht zur Vernichtung bestimmt. Bieten Sie das Dokument zuerst dem Archiv"
        " an, und nennen Sie den Tag."
    )


class SamePerson(Refusal):
    """Two persons are needed."""

    message = "Bestätigen muss eine andere Person als die, die den Antrag gestellt hat."


class NotRequested(Refusal):
    """Confirmed or declined in between."""

    message = "Dieser Antrag ist schon erledigt. Laden Sie die Seite neu."


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_TRASHED)
def trash_dokument(actor, dokument: Dokument, *, at: datetime) -> Dokument:
    """Put a draft with its Anlagen into the trash; within 30 days it can be restored.

    Raises NotAnEntwurf, VorgangClosed, DokumentLocked, NotInPapierkorb (is there already).
    """
    if not dokument.is_entwurf:
        raise NotAnEntwurf
    return _trash(actor, dokument, at)


def _trash(actor, dokument: Dokument, at: datetime) -> Dokument:
    if dokument.trashed_at is not None:
        raise NotInPapierkorb("Das Dokument liegt schon im Papierkorb.")
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    rows = Dokument.objects.filter(Q(pk=dokument.pk) | Q(parent=dokument), trashed_at=None)
    keys = list(rows.values_list("pk", flat=True))
    rows = Dokument.objects.filter(pk__in=keys)
    rows.update(trashed_at=at, trashed_by=actor.person_id)
    drop_merkzettel(rows.values_list("pk", flat=True))
    touch(*rows)
    return dokument


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_TAKEN_BACK)
def take_back_dokument(actor, dokument: Dokument, *, at: datetime) -> Dokument:
    """Put a Dokument that came with a folder into the trash, while nobody else worked on it.

    The rule and its reason: docs/adr/0021. Raises NotYours, TooLate, WorkedOn, WasShown, Held,
    VorgangClosed, DokumentLocked, NotInPapierkorb.
    """
    if not dokument.ordnerdateien.filter(uebernahme__person=actor.person_id).exists():
        raise NotYours
    if at - dokument.created_at > timedelta(days=PAPIERKORB_DAYS):
        raise TooLate
    check_only_own_work(dokument, actor)
    check_not_held(dokument)
    return _trash(actor, dokument, at)


@action(Permission.VORGANG_EDIT, Event.VORGANG_TAKEN_BACK)
def take_back_vorgang(actor, vorgang: Vorgang, *, at: datetime) -> Vorgang:
    """Take a Vorgang back that was made for a folder or just now, and holds nothing; its number stays
    used.

    It comes back with the first Dokument that is restored. Raises NotYours, NotEmpty, WorkedOn.
    """
    made_for = vorgang.ordnerziele.filter(is_new=True, uebernahme__person=actor.person_id)
    is_new = vorgang.created_by == actor.person_id and at - vorgang.created_at < JUST_NOW
    if not is_new and not made_for.exists():
        raise NotYours
    inside = Dokument.objects.filter(vorgang=vorgang, trashed_at=None)
    if vorgang.trashed_at or inside.exists() or vorgang.teilvorgaenge.exists():
        raise NotEmpty
    check_only_own_work(vorgang, actor)
    vorgang.trashed_at = at
    vorgang.save(update_fields=["trashed_at"])
    drop_merkzettel([vorgang.pk])
    touch(vorgang)
    return vorgang


def check_only_own_work(subject: Dokument | Vorgang, actor) -> None:
    """Refuse when another person has changed an object or its Anlagen; reading is no work."""
    keys = [subject.pk]
    if isinstance(subject, Dokument):
        keys += Dokument.objects.filter(parent=subject).values_list("pk", flat=True)
    others = AuditEvent.objects.filter(subject_id__in=keys, actor_kind="person")
    if others.exclude(actor_id=actor.id).exclude(name=Event.DATEI_READ).exists():
        raise WorkedOn
    if EinsichtDokument.objects.filter(dokument__in=keys).exists():
        raise WasShown
    pointed = Verweis.objects.filter(to_id__in=keys)
    if pointed.exclude(created_by=getattr(actor, "person_id", None)).exists():
        raise WorkedOn


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_RESTORED)
def restore_dokument(actor, dokument: Dokument) -> Dokument:
    """Take a Dokument out of the trash again, with its Vorgang if that went too.

    Raises NotInPapierkorb, VorgangClosed.
    """
    if dokument.trashed_at is None or dokument.erased_at is not None:
        raise NotInPapierkorb
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    together = Q(pk=dokument.pk) | Q(parent=dokument, trashed_at=dokument.trashed_at)
    rows = list(Dokument.objects.filter(together))
    Dokument.objects.filter(pk__in=[row.pk for row in rows]).update(
        trashed_at=None, trashed_by=None
    )
    touch(*rows)
    if dokument.vorgang_id and dokument.vorgang.trashed_at:
        dokument.vorgang.trashed_at = None
        dokument.vorgang.save(update_fields=["trashed_at"])
        touch(dokument.vorgang)
    return dokument


@action(Permission.DOKUMENT_PROCESS, Event.DOKUMENT_PURGED)
def purge_dokument(actor, dokument: Dokument, *, at: datetime) -> None:
    """Empty one trashed draft for good. Raises NotInPapierkorb, Held."""
    if dokument.trashed_at is None or dokument.erased_at is not None:
        raise NotInPapierkorb
    erase(dokument, actor=actor, at=at)


@action(Permission.LOESCHUNG_REQUEST, Event.LOESCHUNG_REQUESTED)
def request_loeschung(
    actor,
    dokument: Dokument,
    *,
    art: str,
    rechtsgrundlage: str,
    offered_on: date | None,
    at: datetime,
) -> Loeschung:
    """Ask for the deletion of a registered Dokument.

    Raises IsEntwurf, AlreadyRequested, ArchiveNotOffered (unless the Akte is to be destroyed), Held,
    LiesInside.
    """
    check_not_inside(dokument)
    if dokument.is_entwurf:
        raise IsEntwurf
    if dokument.loeschungen.filter(declined_at=None).exists():
        raise AlreadyRequested
    check_not_held(dokument)
    check_not_restricted(actor, dokument)
    kept = dokument.akte and dokument.akte.aussonderungsart != Aussonderungsart.VERNICHTEN
    if kept and offered_on is None:
        raise ArchiveNotOffered
    audit.note_change("Rechtsgrundlage", None, rechtsgrundlage)
    return Loeschung.objects.create(
        dokument=dokument,
        art=art,
        rechtsgrundlage=rechtsgrundlage,
        archive_offered_on=offered_on,
        requested_at=at,
        requested_by=actor.person_id,
    )


def _open_request(dokument: Dokument) -> Loeschung:
    row = dokument.loeschungen.filter(declined_at=None, confirmed_at=None).first()
    if row is None:
        raise NotRequested
    return row


@action(Permission.LOESCHUNG_CONFIRM, Event.LOESCHUNG_CONFIRMED)
def confirm_loeschung(actor, dokument: Dokument, *, at: datetime) -> Loeschung:
    """Delete a registered Dokument; file, text, preview, index and readable history go.

    Raises NotRequested, SamePerson, Held.
    """
    row = _open_request(dokument)
    if row.requested_by == actor.person_id:
        raise SamePerson
    check_not_restricted(actor, dokument)
    row.digests = erase(dokument, actor=actor, at=at)
    row.files = len(row.digests)
    row.confirmed_at, row.confirmed_by = at, actor.person_id
    row.save()
    audit.note_change("Rechtsgrundlage", None, row.rechtsgrundlage)
    audit.note_change("Gelöschte Dateien", None, row.files)
    return row


@action(Permission.LOESCHUNG_CONFIRM, Event.LOESCHUNG_DECLINED)
def decline_loeschung(actor, dokument: Dokument, *, at: datetime) -> Loeschung:
    """End a request without deletion (also one's own). Raises NotRequested."""
    row = _open_request(dokument)
    row.declined_at, row.declined_by = at, actor.person_id
    row.save(update_fields=["declined_at", "declined_by"])
    return row


def erase(dokument: Dokument, *, actor, at: datetime) -> list[str]:
    """Remove all content of a Dokument and its Anlagen; return the digests of the files.

    What is left: number, place, who deleted when. Rooms above remove theirs or refuse by the hook
    `dokument_erasing`. Raises Held.
    """
    digests: list[str] = []
    for row in Dokument.objects.filter(Q(pk=dokument.pk) | Q(parent=dokument)):
        check_not_held(row)
        dokument_erasing.run(actor, row)
        _erase_notes(row)
        digests += _erase_files(actor, row)
        _erase_log(row)
        values = dict.fromkeys(EMPTIED, "")
        Dokument.objects.filter(pk=row.pk).update(
            betreff=ERASED, betreff_folded=fold(ERASED), erased_at=at, **values
        )
        touch(row)
        _note_erased(row, at)
    dokument.refresh_from_db()
    return digests


def _note_erased(dokument: Dokument, at: datetime) -> None:
    """Put it on the list that is applied again when a backup is restored."""
    entry = loeschliste.entry(loeschliste.DOKUMENT, dokument.pk, current_tenant(), at)
    transaction.on_commit(lambda: loeschliste.note(entry))


def _erase_files(actor, dokument: Dokument) -> list[str]:
    dateien = Datei.objects.filter(fassung__dokument=dokument)
    renditions = Rendition.objects.filter(datei__in=dateien)
    originals = list(dateien.values_list("blob__sha256", flat=True))
    blobs = Blob.objects.filter(
        Q(pk__in=dateien.values("blob")) | Q(pk__in=renditions.exclude(blob=None).values("blob"))
    )
    blobs = list(blobs)
    Seitentext.objects.filter(datei__in=dateien).delete()
    Rendition.objects.filter(datei__in=dateien).delete()
    Anlagenquelle.objects.filter(datei__in=dateien).delete()
    PdfaUrteil.objects.filter(datei__in=dateien).delete()
    Datei.objects.filter(fassung__dokument=dokument).delete()
    dokument.fassungen.update(bemerkung="")
    for blob in blobs:
        drop_blob(blob, actor)
    return originals


def drop_blob(blob: Blob, actor) -> None:
    """Delete bytes that nothing names any more, after the transaction. The hook may refuse."""
    named = (
        relation.related_model.objects.filter(**{relation.field.name: blob}).exists()
        for relation in Blob._meta.related_objects
    )
    if any(named):
        return
    blob_deleting.run(actor, blob)
    tenant, digest = current_tenant(), blob.sha256
    Blob.objects.filter(pk=blob.pk).delete()
    transaction.on_commit(lambda: remove_unnamed(tenant, digest))


def _erase_notes(dokument: Dokument) -> None:
    Anmerkung.objects.filter(dokument=dokument).delete()
    Feldwert.objects.filter(dokument=dokument).delete()
    drop_merkzettel([dokument.pk])
    Favorit.objects.filter(object_id=dokument.pk).delete()
    ZuletztGeoeffnet.objects.filter(object_id=dokument.pk).delete()
    Upload.objects.filter(result_id=dokument.pk).delete()
    Ordnerdatei.objects.filter(dokument=dokument).update(path=ERASED)
    Job.objects.filter(subject_id=dokument.pk).delete()


def _erase_log(dokument: Dokument) -> None:
    """Take the readable part out of the history, also where a Vorgang tells of the Dokument."""
    for event in AuditEvent.objects.filter(subject_id=dokument.pk):
        audit.erase_details(event)
    places = [dokument.vorgang_id, *dokument.fruehere_nummern.values_list("place_id", flat=True)]
    named = AuditDetail.objects.filter(
        Q(old__endswith=dokument.betreff) | Q(new__endswith=dokument.betreff),
        event__subject_id__in=[place for place in places if place],
        name="Dokument",
    )
    audit.erase(named)
