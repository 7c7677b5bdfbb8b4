"""What WebDAV shows as folders and files: Dokumente, and a person's own folder beside them."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from wsgidav.dav_error import HTTP_FORBIDDEN, HTTP_LOCKED, DAVError
from wsgidav.dav_provider import DAVCollection, DAVNonCollection
from wsgidav.xml_tools import etree, string_to_xml

from verbundakte.akten import queries
from verbundakte.akten.actions import Arrived, ablagedatei, arbeitsstand
from verbundakte.akten.actions.ablagedatei import Ort
from verbundakte.akten.models import Ablagedatei
from verbundakte.akten.queries import programm
from verbundakte.akten.queries.programm import Arbeitsdatei
from verbundakte.core.blobs import store
from verbundakte.core.blobs.store import Stored
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.dav.call import current, refusing
from verbundakte.dav.locks import place_of
from verbundakte.dav.names import is_litter, parts_of, to_name

ABLAGE = "Ablage"
STAYS = "Hier wird nur bearbeitet. Neues, Verschobenes und Gelöschtes gehört auf die Seite des Vorgangs."
WINDOWS = "{urn:schemas-microsoft-com:}"
STORED_NOTHING = Stored("", 0)


def ort_of(path: str) -> Ort:
    """Return where a path lies in a person's own folders."""
    parts = parts_of(path)
    return Ort("/" + "/".join(parts[:-1]), to_name(parts[-1]))


def own_place(path: str) -> str:
    """Return where locks of a person's own files lie: apart from those of others."""
    return quote(f"/-{current().actor.person_id}{path}")


def is_own(path: str) -> bool:
    """Tell whether a path lies where a program may put and take away what it likes."""
    parts = parts_of(path)
    return len(parts) > 1 and (parts[0] == ABLAGE or is_litter(parts[-1]))


class Sink:
    """Takes what wsgidav copies: the bytes lie in the store already."""

    def write(self, data: bytes) -> None:
        """Nothing comes here."""

    def close(self) -> None:
        """Nothing to close."""


class File(DAVNonCollection):
    """What all files have in common."""

    sha256 = ""
    size = 0

    def get_content_length(self):
        """Return how many bytes."""
        return self.size

    def get_etag(self):
        """Return the digest: it changes when the bytes do, whatever the clock of the client says."""
        return self.sha256 or "leer"

    def support_etag(self):
        """Return that there is one."""
        return True

    def support_ranges(self):
        """Return that a part may be asked for."""
        return bool(self.size)

    def get_content(self):
        """Open the bytes."""
        return store.open_blob(current_tenant(), self.sha256) if self.size else _Nothing()

    def begin_write(self, *, content_type=None):
        """Return where wsgidav may copy nothing to."""
        return Sink()

    def support_recursive_move(self, dest_path):
        """Return that files are moved one by one."""
        return False


class _Nothing:
    """An empty file."""

    def read(self, size: int = -1) -> bytes:
        """Return nothing."""
        return b""

    def close(self) -> None:
        """Nothing to close."""


class DokumentFile(File):
    """The file of a Dokument as the person goes on with it."""

    def __init__(self, path: str, environ: dict, found: Arbeitsdatei):
        super().__init__(path, environ)
        self.found = found

    @property
    def sha256(self) -> str:
        """Return the digest of the bytes."""
        return self.found.sha256

    @property
    def size(self) -> int:
        """Return how many bytes."""
        return self.found.size

    def get_ref_url(self):
        """Return the one place of the Dokument, by whatever address it was opened."""
        return place_of(self.found.dokument.pk)

    def get_last_modified(self):
        """Return when the bytes came here."""
        return self.found.changed_at.timestamp()

    def get_creation_date(self):
        """Return when the Dokument was filed."""
        return self.found.dokument.created_at.timestamp()

    def get_content(self):
        """Open the bytes; who takes them out of a Geheimnisklasse is noted."""
        queries.note_read(current().actor, self.found.dokument, art=LeseArt.AUSGABE)
        return super().get_content()

    def end_write(self, *, with_errors):
        """Keep what was sent: a draft while a program holds the Dokument, else a Fassung."""
        if not with_errors:
            self.take(current().stored or STORED_NOTHING)

    def take(self, stored: Stored) -> None:
        """Write bytes that lie in the store into the Dokument."""
        call, dokument = current(), self.found.dokument
        if not stored.size:
            return  # some programs empty a file before they write it; that is no state of it
        arrived = Arrived(stored, self.found.name)
        held = programm.programmsperren(call.actor, sperre__dokument=dokument)
        with refusing():
            if any(row.place != self.get_ref_url() for row in held):
                raise DAVError(HTTP_LOCKED, arbeitsstand.ProgramBusy.message)
            save = arbeitsstand.save_stand if held else arbeitsstand.save_fassung
            save(call.actor, dokument, arrived=arrived, at=call.at)
        self.found = replace(self.found, sha256=stored.sha256, size=stored.size)

    def set_property_value(self, name, value, *, dry_run=False):
        """Let Windows note what it likes about a file it has copied; nothing of it is kept."""
        if not name.startswith(WINDOWS):
            raise DAVError(HTTP_FORBIDDEN, STAYS)

    def handle_delete(self):
        """Refuse: Dokumente are deleted by two people on their page."""
        raise DAVError(HTTP_FORBIDDEN, STAYS)

    delete = handle_delete

    def handle_move(self, dest_path):
        """Refuse: a Dokument stays in its Vorgang."""
        raise DAVError(HTTP_FORBIDDEN, STAYS)

    def copy_move_single(self, dest_path, *, is_move):
        """Copy the bytes into the person's own folder."""
        if is_move or not is_own(dest_path):
            raise DAVError(HTTP_FORBIDDEN, STAYS)
        call = current()
        queries.note_read(call.actor, self.found.dokument, art=LeseArt.AUSGABE)
        put(dest_path, Stored(self.sha256, self.size))


class Folder(DAVCollection):
    """A folder of the house; what is in it comes from a query."""

    def __init__(self, path: str, environ: dict, members: Callable[[], dict]):
        super().__init__(path, environ)
        self._members = members

    def get_member_list(self):
        """Return what is in it, with what the person's program put beside it."""
        own = programm.ablage_in(current().actor, self.path.rstrip("/"))
        return [*self._members().values(), *(own_resource(row, self.environ) for row in own)]

    def get_member_names(self):
        """Return the names of what is in it."""
        return [member.name for member in self.get_member_list()]

    def prevent_locking(self):
        """Return that folders of the house are not locked."""
        return True

    def create_empty_resource(self, name):
        """Take what a program puts beside its work for a while; nothing else."""
        path = f"{self.path.rstrip('/')}/{name}"
        if not is_own(path):
            raise DAVError(HTTP_FORBIDDEN, STAYS)
        return own_resource(put(path, None), self.environ)

    def handle_delete(self):
        """Refuse."""
        raise DAVError(HTTP_FORBIDDEN, STAYS)

    delete = handle_delete

    def handle_move(self, dest_path):
        """Refuse."""
        raise DAVError(HTTP_FORBIDDEN, STAYS)

    def handle_copy(self, dest_path, *, depth_infinity):
        """Refuse: Dokumente are copied one by one."""
        raise DAVError(HTTP_FORBIDDEN, STAYS)


def put(path: str, stored: Stored | None) -> Ablagedatei:
    """Write a file into the person's own folders."""
    call = current()
    with refusing():
        return ablagedatei.put_ablage(call.actor, ort_of(path), stored=stored, at=call.at)


def own_resource(row: Ablagedatei, environ: dict):
    """Return what a row of the person's own folders is."""
    path = f"{row.parent.rstrip('/')}/{row.name}"
    return OwnFolder(path, environ, row) if row.is_ordner else OwnFile(path, environ, row)


class Own:
    """What files and folders of a person's own have in common."""

    def get_ref_url(self):
        """Return where its locks lie."""
        return own_place(self.path)

    def get_creation_date(self):
        """Return when it came."""
        return self.row.created_at.timestamp()

    def get_last_modified(self):
        """Return when it was written last."""
        return self.row.changed_at.timestamp()

    def get_property_names(self, *, is_allprop):
        """Return what can be asked about it, with what programs noted."""
        return [*super().get_property_names(is_allprop=is_allprop), *self._noted()]

    def _noted(self) -> dict:
        return self.row.eigenschaften if self.row else {}

    def get_property_value(self, name):
        """Return what a program noted, else what there is to know."""
        noted = self._noted().get(name)
        return string_to_xml(noted) if noted else super().get_property_value(name)

    def set_property_value(self, name, value, *, dry_run=False):
        """Keep what a program notes about it."""
        if name.startswith("{DAV:}") or self.row is None:
            raise DAVError(HTTP_FORBIDDEN)
        text = None if value is None else etree.tostring(value, encoding="unicode")
        if not dry_run:
            with refusing():
                ablagedatei.note_eigenschaften(current().actor, self.row, {name: text})

    def _copy_notes(self, row: Ablagedatei) -> None:
        if self._noted():
            ablagedatei.note_eigenschaften(current().actor, row, self._noted())

    def delete(self):
        """Delete it with its locks."""
        self.provider.lock_manager.remove_all_locks_from_url(self.get_ref_url(), recursive=True)
        ablagedatei.drop_ablage(current().actor, self.row)


class OwnFile(Own, File):
    """A file of a person's own."""

    def __init__(self, path: str, environ: dict, row: Ablagedatei):
        super().__init__(path, environ)
        self.row = row

    @property
    def sha256(self) -> str:
        """Return the digest of the bytes."""
        return self.row.blob.sha256 if self.row.blob else ""

    @property
    def size(self) -> int:
        """Return how many bytes."""
        return self.row.size

    def end_write(self, *, with_errors):
        """Keep what was sent."""
        if not with_errors:
            self.row = put(self.path, current().stored)

    def _into_dokument(self, dest_path) -> bool:
        """Let a program save by putting its file over a Dokument; tell whether it was that."""
        target = self.provider.get_resource_inst(dest_path, self.environ)
        if not isinstance(target, DokumentFile):
            return False
        target.take(Stored(self.sha256, self.size))
        return True

    def handle_copy(self, dest_path, *, depth_infinity):
        """Write it into a Dokument, if that lies there."""
        return self._into_dokument(dest_path)

    def handle_move(self, dest_path):
        """Write it into a Dokument, if that lies there, and take it away here."""
        is_done = self._into_dokument(dest_path)
        if is_done:
            self.delete()
        return is_done

    def copy_move_single(self, dest_path, *, is_move):
        """Copy it to another of the person's own folders."""
        if not is_own(dest_path):
            raise DAVError(HTTP_FORBIDDEN, STAYS)
        stored = Stored(self.sha256, self.size) if self.size else None
        self._copy_notes(put(dest_path, stored))


class OwnFolder(Own, DAVCollection):
    """A folder of a person's own; `row` None: the one in which all others lie."""

    def __init__(self, path: str, environ: dict, row: Ablagedatei | None):
        super().__init__(path, environ)
        self.row = row

    def get_creation_date(self):
        """Return when it came."""
        return super().get_creation_date() if self.row else None

    def get_last_modified(self):
        """Return when it was made."""
        return super().get_last_modified() if self.row else None

    def get_member_list(self):
        """Return what is in it."""
        rows = programm.ablage_in(current().actor, self.path.rstrip("/"))
        return [own_resource(row, self.environ) for row in rows]

    def get_member_names(self):
        """Return the names of what is in it."""
        return [member.name for member in self.get_member_list()]

    def create_empty_resource(self, name):
        """Make an empty file."""
        return own_resource(put(f"{self.path.rstrip('/')}/{name}", None), self.environ)

    def create_collection(self, name):
        """Make a folder."""
        self._make(f"{self.path.rstrip('/')}/{name}")

    def _make(self, path: str) -> Ablagedatei:
        call = current()
        with refusing():
            return ablagedatei.make_ordner(call.actor, ort_of(path), at=call.at)

    def handle_delete(self):
        """Refuse for the folder that is always there."""
        if self.row is None:
            raise DAVError(HTTP_FORBIDDEN, STAYS)
        return False

    def handle_move(self, dest_path):
        """Refuse for the folder that is always there."""
        return self.handle_delete()

    def handle_copy(self, dest_path, *, depth_infinity):
        """Copy the folder alone, where that was asked for."""
        if depth_infinity:
            return False
        self.copy_move_single(dest_path, is_move=False)
        return True

    def copy_move_single(self, dest_path, *, is_move):
        """Make the same folder there; what is in it comes one by one."""
        if not is_own(dest_path):
            raise DAVError(HTTP_FORBIDDEN, STAYS)
        if self.provider.get_resource_inst(dest_path, self.environ) is None:
            self._copy_notes(self._make(dest_path))
