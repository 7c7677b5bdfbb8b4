"""Messages of authorities and applications out of a watched folder: each becomes one Eingang, once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.arrival import NotTaken, hold_file, receive_file
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import virus
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang import actions, rules
from verbundakte.posteingang.actions.nachricht import Nachweis, Sendung, record_message
from verbundakte.posteingang.actions.quarantaene import Verdaechtig
from verbundakte.posteingang.behoerdenpost import lesen, ordner
from verbundakte.posteingang.behoerdenpost.kinds import NachrichtJob
from verbundakte.posteingang.behoerdenpost.ordner import TooMuch
from verbundakte.posteingang.behoerdenpost.teile import Sortiert, Teil, sort_out
from verbundakte.posteingang.models import Eingangskanal, Weg
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan import ordner as dateien
from verbundakte.posteingang.scan.ordner import Gesehen, NotWhole, OrdnerProblem
from verbundakte.posteingang.scan.wurzel import folder_of, root
from verbundakte.posteingang.scan_jobs import opened_files, scanned_at

MAY_TAKE = (
    Permission.EINGANG_RECORD,
    AktenPermission.DOKUMENT_CREATE,
    AktenPermission.DOKUMENT_EDIT,
)
PATIENCE = timedelta(minutes=10)
"""So long a message may name files that are not there yet; then it arrives without them."""
CLASSIFIED = "Die Nachricht ist als Verschlusssache eingestuft. Solche nimmt Verbundakte nicht an."


@job(NachrichtJob.TAKE, "Nachrichten übernehmen", permissions=MAY_TAKE)
def take_messages(actor, progress, *, kanal: str, files: list[list]) -> dict:
    """Take the messages [name, size, changed] that have stopped growing, and put them away."""
    with transaction.atomic():
        row = Eingangskanal.objects.filter(pk=UUID(kanal), is_active=True).first()
        place = folder_of(row) if row else []
    if row is None:
        raise JobFailed("Den Eingangskanal gibt es nicht mehr.")
    seen = opened_files(files)
    progress.begin(len(seen))
    try:
        with dateien.opened(root(), place) as folder:
            for one in seen:
                progress.step(
                    error=_take(actor, row, (folder, "/".join(place[1:])), one),
                    item=one.shown_name,
                )
    except (OrdnerProblem, store.StoreFull, store.StoreAway) as problem:
        actions.note_failing(row, problem.message, at=now())
        raise JobFailed(problem.message) from problem
    actions.note_working(row, at=now())
    return {}


def _take(actor, kanal: Eingangskanal, place: tuple[int, str], seen: Gesehen) -> str:
    """Take one message; return why not, in German, "" when it was taken or still grows."""
    folder, shown = place
    teile: list[Teil] = []
    try:
        teile = _copied(folder, seen)
        problem = _record(actor, kanal, seen, teile)
        ordner.put_away(folder, seen, dateien.REFUSED if problem else dateien.DONE, shown)
        return problem
    except NotWhole:
        return ""
    except TooMuch as too_much:
        ordner.put_away(folder, seen, dateien.REFUSED, shown)
        return too_much.message
    except OSError as error:
        raise store.reason_of(error) from error
    finally:
        ordner.drop(teile)


def _copied(folder: int, seen: Gesehen) -> list[Teil]:
    """Return the files of a message in the spool; a ZIP that cannot be opened is one file."""
    if not ordner.is_zip(seen):
        return ordner.copy_message(folder, seen, store.spool_path)
    path = store.spool_path()
    with dateien.whole(folder, seen) as source, open(path, "xb") as target:
        while chunk := source.read(dateien.CHUNK):
            target.write(chunk)
    whole = Teil(seen.shown_name, path)
    try:
        unpacked, problems = converters().unpack(current_tenant(), path, seen.shown_name)
    except ConversionFailed:
        return [whole]
    if problems:  # locked or too deep in parts: nothing may get lost
        return [whole]
    teile = []
    for one in unpacked:
        teile.append(Teil(one.name, store.spool_path()))
        teile[-1].path.write_bytes(one.data)
    ordner.drop([whole])
    return teile


def _record(actor, kanal: Eingangskanal, seen: Gesehen, teile: list[Teil]) -> str:
    """Store and record a message, once. Returns why it was refused, or ""."""
    at = now()
    sortiert = sort_out(teile)
    gelesen = lesen.read(sortiert, at)
    if gelesen.is_verschlusssache:
        return CLASSIFIED
    if gelesen.fehlt and at - _changed(seen) < PATIENCE:
        raise NotWhole
    sendung = _stored(sortiert, gelesen)
    told = {
        "eingegangen_at": min(scanned_at(seen), at),
        "betreff": f"Nachricht {seen.shown_name}",
        "weg": Weg.ELEKTRONISCH,
        "fremde_kennung": seen.shown_name,
        "dateiname": seen.shown_name[:255],
    } | gelesen.told
    ankunft = actions.Ankunft(kennung=_kennung(sortiert), **told)
    record_message(actor, kanal, ankunft=ankunft, sendung=sendung, at=at)
    return ""


def _changed(seen: Gesehen) -> datetime:
    return datetime.fromtimestamp(seen.changed_ns / 1e9, now().tzinfo)


def _kennung(sortiert: Sortiert) -> str:
    """Return what makes a message known again: its files and what it says, not its protocol, which
    each receiving product writes anew."""
    files = [*sortiert.inhalt, *([sortiert.nachricht] if sortiert.nachricht else [])]
    digests = sorted(store.digest_file(one.path).sha256 for one in files or sortiert.nachweise)
    return rules.kennung("nachricht", *digests)


def _stored(sortiert: Sortiert, gelesen: lesen.Gelesen) -> Sendung:
    """Bring all files into the store: clean ones as letter and Anlagen, the others held back."""
    clean: list[Arrived] = []
    held: list[Verdaechtig] = []
    proofs: list[Nachweis] = []
    teile = gelesen.inhalt or ([sortiert.nachricht] if sortiert.nachricht else sortiert.nachweise)
    for teil in teile:
        try:
            clean.append(Arrived(receive_file(teil.name, teil.path), teil.name))
        except virus.VirusFound as found:
            held.append(Verdaechtig(teil.name, hold_file(teil.name, teil.path), found.name))
        except NotTaken as refusal:
            proofs.append(Nachweis("abgewiesen", f"{teil.name}: {refusal.message}"[:300]))
        except virus.ScannerAway as away:
            raise OrdnerProblem(away.message) from away
    for nachweis, teil in gelesen.nachweise:
        proofs.append(_with_file(nachweis, teil) if teil else nachweis)
    return Sendung(clean[0] if clean else None, clean[1:], proofs, held)


def _with_file(nachweis: Nachweis, teil: Teil) -> Nachweis:
    """Return a proof with the bytes of its protocol, unless those are refused or harmful."""
    try:
        stored = receive_file(teil.name, teil.path)
    except (NotTaken, virus.VirusFound) as refusal:
        return Nachweis(nachweis.art, f"{nachweis.ergebnis} {refusal.message}", nachweis.angaben)
    except virus.ScannerAway as away:
        raise OrdnerProblem(away.message) from away
    return Nachweis(
        nachweis.art, nachweis.ergebnis, nachweis.angaben | {"datei": teil.name}, stored
    )
