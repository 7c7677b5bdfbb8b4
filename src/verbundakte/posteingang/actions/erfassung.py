"""Taking in what somebody holds in her hands: a file, a letter on paper, a parcel that stays shut."""

from datetime import datetime

from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.store import Stored
from verbundakte.core.models import Upload
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.actions.aufnahme import record_eingang
from verbundakte.posteingang.actions.kanal import kanal_for
from verbundakte.posteingang.ankunft import Ankunft
from verbundakte.posteingang.models import Eingang, KanalArt, Weg
from verbundakte.posteingang.rules import kennung


def record_file(
    actor, einheit: Organisationseinheit, *, arrived: Arrived, token: str, at: datetime
) -> Eingang:
    """Record a file somebody chose or dropped; `token` tells one choice from the next.

    Raises as `record_eingang`.
    """
    ankunft = Ankunft(
        kennung=kennung(KanalArt.UPLOAD, token, arrived.stored.sha256, arrived.name),
        eingegangen_at=at,
        dateiname=arrived.name,
        weg=Weg.ELEKTRONISCH,
    )
    kanal = kanal_for(KanalArt.UPLOAD, einheit, at)
    return record_eingang(actor, kanal, ankunft=ankunft, arrived=arrived, at=at)


def record_upload(
    actor, upload: Upload, einheit: Organisationseinheit, *, stored: Stored, at: datetime
) -> Eingang:
    """Record a finished upload; doing it twice records once. Runs in the caller's transaction.

    Raises as `record_eingang`.
    """
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    arrived = Arrived(stored, row.file_name, row.path)
    eingang = record_file(actor, einheit, arrived=arrived, token=str(row.pk), at=at)
    row.completed_at, row.result_id = at, eingang.dokument_id
    row.save(update_fields=["completed_at", "result_id"])
    return eingang


def record_paper(actor, unit: Organisationseinheit, *, token: str, at: datetime, **told) -> Eingang:
    """Record paper that is not scanned, or a parcel that stays shut (Paketeintrag), in a unit.

    `told`: fields of `Ankunft`; `token` makes a form sent twice one entry. Raises as `record_eingang`.
    """
    ankunft = Ankunft(kennung=kennung(KanalArt.PAPIER, token), **told)
    kanal = kanal_for(KanalArt.PAPIER, unit, at)
    return record_eingang(actor, kanal, ankunft=ankunft, arrived=None, at=at)
