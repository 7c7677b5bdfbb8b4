"""What arrived becomes an Eingang: once, with a number, a Spur, its Dokument and a first place."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from verbundakte.akten.actions import Arrived, register_received
from verbundakte.akten.actions.nummer import take_number
from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Zone
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.actions.kreis import circle, zone_of_content
from verbundakte.posteingang.actions.medienbruch import note_paper
from verbundakte.posteingang.ankunft import Ankunft
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import (
    Eingang,
    Eingangskanal,
    Eingangsreferenz,
    KanalArt,
    Verschluss,
    Zuleitung,
    ZuleitungArt,
)
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.rules import digest_of, shown_number

ON_PAPER = {KanalArt.SCAN, KanalArt.PAPIER}


class SealedWithContent(Refusal):
    """A Wahlbrief is not opened, so it has no file."""

    message = "Wahlbriefe bleiben verschlossen. Tragen Sie sie ohne Datei ein."


def record_eingang(
    actor, kanal: Eingangskanal, *, ankunft: Ankunft, arrived: Arrived | None, at: datetime
) -> Eingang:
    """Return the Eingang of an arrival: a new one, or the one there when its `kennung` is known.

    A known one gets an Eingangsreferenz when it came on another way. Without `arrived` (sealed post,
    paper that is not scanned) it has no Dokument. Safe to be called twice and side by side.
    Raises SealedWithContent, kreis.PersonMissing, akten's TypUnknown.
    """
    with transaction.atomic():
        _wait_for(ankunft.kennung)
        known = Eingang.objects.filter(kennung=ankunft.kennung).first()
        if known is None:
            return _record_new(actor, kanal, ankunft=ankunft, arrived=arrived, at=at)
        if not _has_come(known, kanal, ankunft.fremde_kennung):
            note_referenz(actor, known, kanal=kanal, ankunft=ankunft, at=at)
        return known


def _wait_for(kennung: str) -> None:
    """Let nobody else record the same arrival until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [kennung, current_tenant()]
        )


def _has_come(eingang: Eingang, kanal: Eingangskanal, fremde_kennung: str) -> bool:
    return eingang.referenzen.filter(kanal=kanal, fremde_kennung=fremde_kennung[:300]).exists()


@action(Permission.EINGANG_RECORD, Event.EINGANG_ARRIVED_AGAIN)
def note_referenz(
    actor, eingang: Eingang, *, kanal: Eingangskanal, ankunft: Ankunft, at: datetime
) -> Eingangsreferenz:
    """Note that an Eingang came on one more way."""
    audit.note_change("Eingangskanal", None, kanal.bezeichnung)
    return _refer(eingang, kanal, ankunft, at)


def _refer(eingang: Eingang, kanal: Eingangskanal, ankunft: Ankunft, at: datetime):
    return Eingangsreferenz.objects.create(
        eingang=eingang, kanal=kanal, fremde_kennung=ankunft.fremde_kennung[:300], at=at
    )


@action(Permission.EINGANG_RECORD, Event.EINGANG_RECORDED, about="result", locks=False)
def _record_new(
    actor, kanal: Eingangskanal, *, ankunft: Ankunft, arrived: Arrived | None, at: datetime
) -> Eingang:
    if arrived is not None and ankunft.verschluss == Verschluss.WAHL:
        raise SealedWithContent
    einheit, person = _place(kanal, ankunft)
    zone = circle(ankunft.verschluss, einheit, person)
    spur = ankunft.spur or uuid7()
    dokument = None
    if arrived is not None:
        dokument = _register(actor, einheit, zone, ankunft, (arrived, spur, at))
    jahr = timezone.localdate(at).year
    eingang = Eingang.objects.create(
        jahr=jahr,
        nummer=take_number(f"posteingang:{jahr}"),
        kanal=kanal,
        erfasst_at=at,
        erfasst_by=getattr(actor, "person_id", None),
        dokument=dokument,
        einheit=einheit,
        person=person,
        zone=zone,
        spur=spur,
        **_told(ankunft, dokument),
    )
    Zuleitung.objects.create(
        eingang=eingang,
        einheit=einheit,
        person=person,
        art=ZuleitungArt.ERFASST,
        at=at,
        by=eingang.erfasst_by,
    )
    _refer(eingang, kanal, ankunft, at)
    if kanal.art in ON_PAPER:
        note_paper(actor, eingang, at)
    audit.note_change("Nummer", None, shown_number(jahr, eingang.nummer))
    audit.note_change("Eingegangen", None, ankunft.eingegangen_at)
    audit.note_change("Geht an", None, person.name if person else einheit)
    return eingang


def give_content(actor, eingang: Eingang, *, arrived: Arrived, at: datetime) -> Dokument:
    """Give an Eingang the Dokument it could not have before. For actions that asked the right."""
    told = Ankunft(
        kennung=eingang.kennung,
        eingegangen_at=eingang.eingegangen_at,
        absender=eingang.absender,
        betreff=eingang.betreff,
        oeffnen_ab=None if eingang.geoeffnet_at else eingang.oeffnen_ab,
    )
    filed = (arrived, eingang.spur, at)
    eingang.dokument = _register(actor, eingang.einheit, eingang.zone, told, filed)
    eingang.revision += 1
    eingang.save(update_fields=["dokument", "revision"])
    return eingang.dokument


def _place(kanal: Eingangskanal, ankunft: Ankunft) -> tuple[Organisationseinheit, Person | None]:
    einheit = Organisationseinheit.objects.get(pk=ankunft.einheit or kanal.einheit_id)
    person = Person.objects.get(pk=ankunft.person) if ankunft.person else None
    return einheit, person


def _told(ankunft: Ankunft, dokument: Dokument | None) -> dict:
    """Return the fields that say what the Kanal told."""
    message_id = ankunft.message_id or str(ankunft.angaben.get("message_id", ""))
    return {
        "kennung": ankunft.kennung,
        "nachricht": digest_of(message_id) if message_id else "",
        "eingegangen_at": ankunft.eingegangen_at,
        "absender": ankunft.absender[:300],
        "kontakt_id": ankunft.kontakt,
        "betreff": (ankunft.betreff or (dokument.betreff if dokument else ""))[:500],
        "verschluss": ankunft.verschluss,
        "oeffnen_ab": ankunft.oeffnen_ab,
        "weg": ankunft.weg,
        "standort": ankunft.standort[:200],
        "behaelter": ankunft.behaelter[:100],
        "seiten": ankunft.seiten,
        "angaben": ankunft.angaben,
    }


def _register(actor, einheit, zone: Zone, ankunft: Ankunft, filed: tuple) -> Dokument:
    """File the content as a Dokument without Vorgang that is seen by whoever sees the Eingang."""
    arrived, spur, at = filed
    more = {"dokumenttyp": ankunft.dokumenttyp} if ankunft.dokumenttyp else {}
    return register_received(
        actor,
        einheit,
        arrived=arrived,
        at=at,
        zone=zone_of_content(zone, ankunft.oeffnen_ab),
        spur=spur,
        betreff=ankunft.betreff[:500],
        absender=ankunft.absender[:300],
        fremdes_geschaeftszeichen=ankunft.fremdes_geschaeftszeichen[:120],
        datum_des_schreibens=ankunft.datum_des_schreibens,
        posteingangsdatum=timezone.localdate(ankunft.eingegangen_at),
        **more,
    )
