"""Bringing one Akte back from a backup: as it was, or beside the present one under new numbers."""

from datetime import datetime

from django.db import IntegrityError, connection

from verbundakte.akten.actions.zonen import above, apply, moves_below, zone_of
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Aktenplaneinheit, Altverlauf, Dokument, Verweis, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.wiederherstellung import AKTE, DOKUMENT, SUBJECTS, VORGANG, Stand
from verbundakte.core import audit
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.blobs.register import register
from verbundakte.core.ids import uuid7
from verbundakte.core.models import AuditEvent
from verbundakte.core.paket.excerpt import Rows, missing_here, rows_here
from verbundakte.core.paket.importing import insert
from verbundakte.core.paket.tables import references, table_named
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch_ids

BESIDE = "wiederhergestellt"
LONGEST = 120
MODELS = {AKTE: Akte, VORGANG: Vorgang, DOKUMENT: Dokument}
NUMBERS = {AKTE: "aktenzeichen", VORGANG: "aktenzeichen", DOKUMENT: "kennzeichen"}
# What the present object decides for its copy, too: nobody gets in by way of a backup.
DECISIONS = ("akten_zugriffsregel", "akten_ausschluss", "akten_einschraenkung")
# What there can be only once: the paper, old numbers, whose Personalakte it is.
ONLY_ONCE = ("akten_frueherenummer", "akten_papierteil", "akten_verwahrstueck")
BATCH = 500


class NeedsMore(Refusal):
    message = (
        "Die Akte verweist auf Angaben, die es hier nicht mehr gibt (Einheit, Person, Kontakt oder"
        " Art). Spielen Sie die Kommune als ganze auf einem leeren Datenordner zurück."
    )


class IsPersonalakte(Refusal):
    message = (
        "Von dieser Personalakte gibt es hier noch etwas, und zwei darf es von einer Person nicht"
        " geben. Spielen Sie die Kommune als ganze auf einem leeren Datenordner zurück."
    )


class DoesNotFit(Refusal):
    message = (
        "Die Akte aus der Sicherung passt nicht zu dem, was hier liegt; es wurde nichts geändert."
    )


@action(Permission.AKTE_CREATE, Event.AKTE_WIEDERHERGESTELLT, about="result", locks=False)
def restore_akte(actor, planeinheit: Aktenplaneinheit, *, stand: Stand, at: datetime) -> Akte:
    """Bring an Akte back with all that belongs to it; return it.

    Where anything of it is here still, it comes beside under new numbers, and nothing is overwritten.
    Rights come from the place and the decisions of now, where the object is here, else from those of
    the backup. Raises NeedsMore, IsPersonalakte, DoesNotFit.
    """
    rows, is_beside = {table: dict(found) for table, found in stand.rows.items()}, _is_here(stand)
    if is_beside:
        if rows["akten_personalakte"]:
            raise IsPersonalakte
        rows |= {table: {} for table in ONLY_ONCE}
        _decide_as_now(rows)
    if missing_here(rows):
        raise NeedsMore
    fresh = {key: str(uuid7()) for found in rows.values() for key in found} if is_beside else {}
    blobs = {key: str(register(stored).pk) for key, stored in stand.files.items()}
    suffix, zone = _free_suffix(rows) if is_beside else "", settled_zone(planeinheit)
    try:
        for table, found in rows.items():
            made = [_made(table, row, fresh, blobs) for row in found.values()]
            _insert(table, made, suffix, zone)
        _bring_along(stand, fresh)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise DoesNotFit from error
    akte = Akte.objects.get(pk=fresh.get(stand.root, stand.root))
    _settle(akte, [fresh.get(key, key) for key in stand.ids(*SUBJECTS)])
    for table, model in MODELS.items():
        touch_ids(model._meta.model_name, [fresh.get(key, key) for key in rows[table]])
    audit.note_change("Stand", None, stand.label)
    audit.note_change("Dokumente", None, len(rows[DOKUMENT]))
    audit.note_change("Gelöscht geblieben", None, stand.left_out or None)
    return akte


def _is_here(stand: Stand) -> bool:
    """Tell whether an object or a number of the Akte is in use here."""
    if any(rows_here(table, "id", found) for table, found in stand.rows.items()):
        return True
    return any(_taken(table, {row[NUMBERS[table]] for row in stand.rows[table].values()})
               for table in MODELS)  # fmt: skip


def _taken(table: str, numbers: set[str]) -> bool:
    return MODELS[table].objects.filter(**{f"{NUMBERS[table]}__in": numbers - {""}}).exists()


def _free_suffix(rows: Rows) -> str:
    number = 1
    while True:
        suffix = f" {BESIDE}" if number == 1 else f" {BESIDE} {number}"
        if not any(
            _taken(table, {_marked(row[NUMBERS[table]], suffix) for row in rows[table].values()})
            for table in MODELS
        ):
            return suffix
        number += 1


def _marked(number: str, suffix: str) -> str:
    return number and number[: LONGEST - len(suffix)] + suffix


def _decide_as_now(rows: Rows) -> None:
    for table in DECISIONS:
        into = {column: to for column, to in references(table).items() if to in MODELS}
        here = {column: rows_here(to, "id", rows[to]).keys() for column, to in into.items()}
        kept = {
            key: row
            for key, row in rows[table].items()
            if not any(row[column] in here[column] for column in into)
        }
        for column in into:
            kept |= rows_here(table, column, here[column])
        rows[table] = kept


def _made(table: str, row: dict, fresh: dict[str, str], blobs: dict[str, str]) -> dict:
    """Return a row as it comes in: with new ids where it comes beside, and the bytes of here."""
    row = row | {"id": fresh.get(row["id"], row["id"])}
    for column, target in references(table).items():
        known = blobs if target == "core_blob" else fresh
        row[column] = known.get(row[column], row[column])
    return row


def _insert(table: str, rows: list[dict], suffix: str, zone: int) -> None:
    number = NUMBERS.get(table, "")
    for row in rows if number else ():
        row |= {"zone_id": zone, number: _marked(row[number], suffix)}
        if f"{number}_folded" in row:
            row[f"{number}_folded"] = fold(row[number])
    for begin in range(0, len(rows), BATCH):
        insert(table_named(table), rows[begin : begin + BATCH], {})


def _bring_along(stand: Stand, fresh: dict[str, str]) -> None:
    """Add history and Verweise; a history that is in the log here still is not told twice."""
    events = {(key, entry.at) for key, entry in stand.verlauf}
    known = set() if fresh else _logged(events)
    Altverlauf.objects.bulk_create(
        [
            Altverlauf(object_id=fresh.get(key, key), source=stand.label, **vars(entry))
            for key, entry in stand.verlauf
            if (key, entry.at) not in known
        ],
        batch_size=BATCH,
    )
    ends = {row[end] for row in stand.verweise for end in ("from_id", "to_id")}
    here = {key for table in SUBJECTS for key in rows_here(table, "id", ends)}
    Verweis.objects.bulk_create(
        [
            Verweis(**row | {"id": uuid7()} | {end: fresh.get(row[end], row[end]) for end in
                    ("from_id", "to_id")})
            for row in stand.verweise
            if {row["from_id"], row["to_id"]} <= here | fresh.keys()
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _logged(events: set[tuple[str, datetime]]) -> set[tuple[str, datetime]]:
    rows = AuditEvent.objects.filter(subject_id__in={key for key, _ in events})
    return {(str(key), at) for key, at in rows.values_list("subject_id", "at")}


def _settle(akte: Akte, keys: list[str]) -> None:
    """Give the Akte and all below the zones their place and their decisions demand."""
    zone = zone_of(akte, settled_zone(above(akte)))
    for model in MODELS.values():
        model.objects.filter(pk__in=keys).update(zone_id=zone)
    akte.zone_id = zone
    for move in moves_below(akte):
        apply(move)
