"""The rows of a filed Dokument and its Fassungen; the actions around them ask the rights."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.utils import timezone

from verbundakte.akten import rules
from verbundakte.akten.actions.felder import typ_for, write_werte
from verbundakte.akten.actions.nummer import dokument_number
from verbundakte.akten.felder import sorted_felder
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Dokumenttyp, Fassung, Vorgang
from verbundakte.akten.samples.typen import FALLBACK
from verbundakte.core import audit, jobs
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch


@dataclass(frozen=True)
class Arrived:
    """A file whose bytes already lie in the store, with what its owner's system told of it.

    `is_awaited`: somebody sits before the page that shows what becomes of it.
    """

    stored: Stored
    name: str
    path: str = ""
    modified_at: datetime | None = None
    is_awaited: bool = False


def take_place(vorgang: Vorgang) -> tuple[int, int]:
    """Return the next number in a Vorgang and the zone it has now; its row stays locked."""
    rows = Vorgang.objects.filter(pk=vorgang.pk)
    rows.update(last_position=F("last_position") + 1)
    return rows.values_list("last_position", "zone_id").get()


def place_in(vorgang: Vorgang) -> dict:
    """Return the fields that a Dokument filed in a Vorgang takes from it, with its next number."""
    position, zone = take_place(vorgang)
    return {
        "akte_id": vorgang.akte_id,
        "vorgang": vorgang,
        "position": position,
        "federfuehrung_id": vorgang.federfuehrung_id,
        "zone_id": zone,
        "spur": vorgang.spur,
    }


def place_below(dokument: Dokument) -> dict:
    """Return the fields that an Anlage takes from its Dokument, with its number."""
    last = dokument.anlagen.aggregate(last=Max("position"))["last"] or 0
    return {
        "parent": dokument,
        "akte_id": dokument.akte_id,
        "vorgang": dokument.vorgang,
        "position": last + 1,
        "federfuehrung_id": dokument.federfuehrung_id,
        "zone_id": settled_zone(dokument),
        "spur": dokument.spur,
    }


def file_fassung(
    dokument: Dokument, arrived: Arrived, *, actor, at: datetime, remark: str = ""
) -> Fassung:
    """Write the next Fassung with its file and start the processing."""
    blob, modified_at = register(arrived.stored), arrived.modified_at
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
        properties={"modified_at": modified_at.isoformat()} if modified_at else {},
    )
    audit.note_change("Datei", None, datei.file_name)
    audit.note_change("SHA-256", None, arrived.stored.sha256)
    told = {"label": datei.file_name[:200], "priority": jobs.AWAITED if arrived.is_awaited else 0}
    jobs.start(actor, JobKind.INGEST, subject=dokument, datei=datei.pk, **told)
    return fassung


def file_new(values: dict, arrived: Arrived, *, actor, at: datetime) -> Dokument:
    """Write a new Dokument with Fassung 1. `values`: its place, zone and further fields.

    In a Vorgang it gets a number, where the town gives Dokumente one; an Entwurf gets it later,
    an Anlage goes by the number of its Dokument.
    The type is named by its Kürzel, values of its own fields stand in `felder`.
    Raises TypUnknown, PflichtMissing.
    """
    typ = typ_for(Dokumenttyp, values.pop("dokumenttyp", FALLBACK), at)
    felder = values.pop("felder", None)
    betreff = values.pop("betreff", "") or rules.betreff_from_name(arrived.name)
    has_no_number = values.get("is_entwurf") or values.get("parent")
    vorgang = None if has_no_number else values.get("vorgang")
    dokument = Dokument.objects.create(
        kennzeichen=dokument_number(vorgang, timezone.localdate(at)) if vorgang else "",
        dokumenttyp=typ,
        betreff=betreff,
        betreff_folded=fold(betreff),
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **values,
    )
    audit.note_change("Betreff", None, betreff)
    if felder is not None:
        write_werte(dokument, sorted_felder(typ.felder), felder)
    file_fassung(dokument, arrived, actor=actor, at=at)
    touch(dokument)
    return dokument
