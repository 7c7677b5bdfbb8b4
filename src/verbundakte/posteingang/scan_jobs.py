"""Long work on scans: take files out of a watched folder, divide a batch. Safe to run twice."""

import shutil
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.arrival import NotTaken, hold_file, receive_file
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import audit, virus
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed, Unsupported
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import Verdaechtig
from verbundakte.posteingang.actions.stapel import HELD, Ankommend, Herkunft
from verbundakte.posteingang.models import Eingangskanal, Scanstapel, Trennblatt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan import ordner, seiten
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.posteingang.scan.ordner import Gesehen, NotWhole, OrdnerProblem
from verbundakte.posteingang.scan.trennung import Blatt, BlattArt, Teil, split
from verbundakte.posteingang.scan.wurzel import folder_of, root

MAY_TAKE = (Permission.SCAN_WORK, Permission.EINGANG_RECORD)
MAY_DIVIDE = (
    Permission.SCAN_WORK,
    Permission.EINGANG_RECORD,
    Permission.EINGANG_FILE,
    AktenPermission.DOKUMENT_CREATE,
    AktenPermission.DOKUMENT_EDIT,
)
BELIEVED = timedelta(days=7)  # a scanner's clock that is further off is wrong
SCANNED = ("pdf", "image")


@job(ScanJob.TAKE, "Ordner leeren", permissions=MAY_TAKE)
def take_files(actor, progress, *, kanal: str, files: list[list]) -> dict:
    """Take the files [name, size, changed] that have stopped growing: bytes, record, put away."""
    with transaction.atomic():
        row = Eingangskanal.objects.filter(pk=UUID(kanal), is_active=True).first()
        place = folder_of(row) if row else []
    if row is None:
        raise JobFailed("Den Eingangskanal gibt es nicht mehr.")
    seen = opened_files(files)
    progress.begin(len(seen))
    try:
        with ordner.opened(root(), place) as folder:
            shown = "/".join(place[1:])
            for one in seen:
                progress.step(error=_take(actor, row, (folder, shown), one), item=one.shown_name)
    except (OrdnerProblem, store.StoreFull, store.StoreAway) as problem:
        actions.note_failing(row, problem.message, at=now())
        raise JobFailed(problem.message) from problem
    actions.note_working(row, at=now())
    return {}


def opened_files(files: list[list]) -> list[Gesehen]:
    """Return files as a job's row names them (wecken) as they were seen."""
    return [
        Gesehen(bytes.fromhex(name).decode("utf-8", "surrogateescape"), *more)
        for name, *more in files
    ]


def _take(actor, kanal: Eingangskanal, place: tuple[int, str], seen: Gesehen) -> str:
    """Take one file; return why not, in German, "" when it was taken or still grows."""
    folder, shown = place
    spooled = store.spool_path()
    try:
        with ordner.whole(folder, seen) as source, open(spooled, "xb") as target:
            shutil.copyfileobj(source, target, ordner.CHUNK)
        into, problem = _record(actor, kanal, seen, spooled)
        ordner.put_away(folder, seen, into, shown)
        return problem
    except NotWhole:
        return ""
    except OrdnerProblem as problem:
        if seen.shown_name not in problem.message:
            raise
        return problem.message
    except OSError as error:
        raise store.reason_of(error) from error
    finally:
        spooled.unlink(missing_ok=True)


def _record(actor, kanal: Eingangskanal, seen: Gesehen, spooled) -> tuple[str, str]:
    """Store and record a file, once. Returns into which folder it goes, and what there is to tell."""
    digest = store.digest_file(spooled).sha256
    herkunft = Herkunft(seen.identity(f"{kanal.pk} {digest}"), seen.shown_name, scanned_at(seen))
    with transaction.atomic():
        known = actions.known_stapel(herkunft.kennung)
    if known is None:
        known = _recorded(actor, kanal, herkunft, spooled)
    if HELD in known.befunde:
        return ordner.HELD, known.problem
    if known.blob_id is None and known.read_at is None:
        return ordner.REFUSED, known.problem
    return ordner.DONE, ""


def _recorded(actor, kanal: Eingangskanal, herkunft: Herkunft, spooled) -> Scanstapel:
    problem, stored = "", None
    try:
        stored = receive_file(herkunft.name, spooled)
    except virus.VirusFound as found:
        held = _held(actor, kanal, herkunft, (spooled, found))
        if held is not None:
            return held
        problem = found.message
    except NotTaken as refusal:
        problem = refusal.message
    except virus.ScannerAway as away:
        raise OrdnerProblem(away.message) from away
    told = {"herkunft": herkunft, "stored": stored, "at": now(), "problem": problem[:400]}
    return actions.record_stapel(actor, kanal, **told)


def _held(actor, kanal: Eingangskanal, herkunft: Herkunft, found: tuple) -> Scanstapel | None:
    """Hold a file with a virus back; None for what is not even kept (a program)."""
    spooled, virus_found = found
    try:
        stored = hold_file(herkunft.name, spooled)
    except NotTaken:
        return None
    held = Verdaechtig(herkunft.name, stored, virus_found.name)
    return actions.hold_stapel(actor, kanal, herkunft=herkunft, verdaechtig=held, at=now())


def scanned_at(seen: Gesehen) -> datetime:
    """Return when a file was written, or now where that cannot be."""
    told, current = datetime.fromtimestamp(seen.changed_ns / 1e9, UTC), now()
    return told if current - BELIEVED <= told <= current else current


@job(ScanJob.DIVIDE, "Scanstapel teilen", queue="convert", attempts=2, permissions=MAY_DIVIDE)
def divide_stapel(actor, progress, *, stapel: str) -> dict:
    """Look at the pages of a batch and make arrivals of it; what cannot be read arrives whole."""
    with transaction.atomic():
        row = Scanstapel.objects.select_related("blob").filter(pk=UUID(stapel)).first()
        town = audit.tenant_uuid(current_tenant())
    if row is None or row.blob is None:
        raise JobFailed("Den Scan gibt es nicht mehr.")
    progress.begin(1)
    if row.read_at is None:
        befunde, arrivals, problem = _divided(row, town)
        told = {"befunde": befunde, "arrivals": arrivals, "problem": problem, "at": now()}
        actions.file_stapel(actor, row, **told)
    progress.step(error=row.problem, item=row.file_name if row.problem else "")
    return {}


def _divided(row: Scanstapel, town: UUID) -> tuple[dict, list[Ankommend], str]:
    path = store.path_of(current_tenant(), row.blob.sha256)
    if not path.exists():
        raise JobFailed(store.BytesMissing.message)
    whole = Arrived(store.Stored(row.blob.sha256, row.blob.size), row.file_name)
    try:
        kind = converters().identify(current_tenant(), path, row.file_name).kind
        if kind not in SCANNED:
            return {}, [Ankommend(Teil(), whole)], ""
        befund = seiten.look(path)
        sheets = _sheets(befund.sheets(town))
        teile = split(seiten.laid(befund, sheets))
        told = _told(befund, teile)
        if not teile:
            return told, [], "Im Stapel liegen nur leere Seiten und Trennblätter."
        if seiten.is_whole(teile, len(befund.leer)):
            return told, [Ankommend(teile[0], whole)], ""
        return told, _cut(row, path, kind == "image", teile), ""
    except Unsupported:
        return {}, [Ankommend(Teil(), whole)], ""
    except ConversionFailed as failure:
        return {}, [Ankommend(Teil(), whole)], failure.message[:400]


def _sheets(keys: dict[int, UUID]) -> dict[int, Blatt]:
    """Return the sheets of this town that exist, by page."""
    with transaction.atomic():
        rows = Trennblatt.objects.in_bulk(set(keys.values()))
    return {
        page: Blatt(BlattArt(row.art), row.pk, row.einheit_id or row.vorgang_id)
        for page, key in keys.items()
        if (row := rows.get(key))
    }


def _told(befund: seiten.Befund, teile: list[Teil]) -> dict:
    return {
        "seiten": len(befund.leer),
        "leer": sorted(page for teil in teile for page in teil.leer),
        "blaetter": sorted(page for teil in teile for page in teil.blaetter),
        "has_symbols": befund.has_symbols,
    }


def _cut(row: Scanstapel, path, is_picture: bool, teile: list[Teil]) -> list[Ankommend]:
    wanted = [pages for teil in teile for pages in (teil.seiten, *teil.anlagen)]
    made = iter(seiten.cut(path, is_picture, wanted))
    found, number = [], 0
    for teil in teile:
        files = []
        for _ in (teil.seiten, *teil.anlagen):
            number += 1
            stored = store.put_bytes(current_tenant(), next(made))
            files.append(Arrived(stored, seiten.name_of(row.file_name, number)))
        found.append(Ankommend(teil, files[0], tuple(files[1:])))
    return found
