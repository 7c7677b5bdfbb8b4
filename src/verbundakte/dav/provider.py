"""The tree that WebDAV shows of a town: In Bearbeitung, Vorgänge, Dokumente, Ablage."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote
from uuid import UUID

from django.http import Http404
from wsgidav.dav_provider import DAVProvider
from wsgidav.request_resolver import RequestResolver
from wsgidav.wsgidav_app import WsgiDAVApp

from verbundakte.akten import queries
from verbundakte.akten.queries import programm
from verbundakte.akten.queries.programm import Arbeitsdatei
from verbundakte.dav.call import current
from verbundakte.dav.locks import DOKUMENTE, SAME, Locks
from verbundakte.dav.names import apart, from_name, is_litter, parts_of, to_name
from verbundakte.dav.resources import (
    ABLAGE,
    DokumentFile,
    Folder,
    OwnFolder,
    own_resource,
)

IN_WORK, VORGAENGE = "In Bearbeitung", "Vorgänge"


def _named(found: Iterable[Arbeitsdatei]) -> dict[str, Arbeitsdatei]:
    found = list(found)
    names = apart((one.name, one.dokument.position) for one in found)
    return dict(zip(names, found, strict=True))


class Tree(DAVProvider):
    """Finds what lies at an address, for the person who calls."""

    def ref_url_to_path(self, ref_url):
        """Return the address of a place where a lock lies."""
        return _own_path(unquote(ref_url))

    def get_resource_inst(self, path: str, environ: dict):
        """Return what lies there, None for nothing and for what the person may not see."""
        parts = parts_of(path)
        if not parts:
            return Folder("/", environ, lambda: self._top(environ))
        if parts[0] == ABLAGE:
            return self._own(parts, environ)
        find = {IN_WORK: self._in_work, VORGAENGE: self._vorgaenge, DOKUMENTE: self._dokumente}
        found = find[parts[0]](parts[1:], environ) if parts[0] in find else None
        is_beside = found is None and len(parts) > 1 and is_litter(parts[-1])
        return self._own(parts, environ) if is_beside else found

    def _top(self, environ: dict) -> dict:
        names = (IN_WORK, VORGAENGE, ABLAGE)
        return {name: self.get_resource_inst(f"/{name}", environ) for name in names}

    def _own(self, parts: list[str], environ: dict):
        if len(parts) == 1:
            return OwnFolder(f"/{ABLAGE}", environ, None)
        parent = "/" + "/".join(parts[:-1])
        row = programm.ablage_at(current().actor, parent, to_name(parts[-1]))
        return own_resource(row, environ) if row else None

    def _files(self, path: str, environ: dict, load) -> dict:
        """Return the files of a folder by their names; read once in a request."""
        known = current().files
        if path not in known:
            known[path] = _named(load())
        return {
            name: DokumentFile(f"{path}/{name}", environ, one) for name, one in known[path].items()
        }

    def _in_work(self, rest: list[str], environ: dict):
        path = f"/{IN_WORK}"

        def files() -> dict:
            return self._files(path, environ, lambda: programm.own_arbeitsdateien(current().actor))

        if not rest:
            return Folder(path, environ, files)
        return files().get(rest[0]) if len(rest) == 1 else None

    def _vorgaenge(self, rest: list[str], environ: dict):
        path = f"/{VORGAENGE}"
        if not rest:
            return Folder(path, environ, lambda: self._at_hand(path, environ))
        number, place = from_name(rest[0]), f"{path}/{rest[0]}"
        known = current().vorgaenge
        if place not in known:
            vorgang = _vorgang(number)
            if vorgang is None:
                return None
            known[place] = vorgang

        def files() -> dict:
            return self._files(
                place,
                environ,
                lambda: programm.arbeitsdateien_in(current().actor, known[place]),
            )

        if len(rest) == 1:
            return Folder(place, environ, files)
        return files().get(rest[1]) if len(rest) == 2 else None

    def _at_hand(self, path: str, environ: dict) -> dict:
        known = current().vorgaenge
        for vorgang in programm.vorgaenge_at_hand(current().actor):
            known.setdefault(f"{path}/{to_name(vorgang.aktenzeichen)}", vorgang)
        return {place: self.get_resource_inst(place, environ) for place in list(known)}

    def _dokumente(self, rest: list[str], environ: dict):
        """Find a file by the id of its Dokument: the address that pages give to programs."""
        path = f"/{DOKUMENTE}"
        if not rest:
            return Folder(path, environ, dict)
        found = _arbeitsdatei(rest[0])
        if found is None or len(rest) > 2:
            return None
        place, name = f"{path}/{rest[0]}", to_name(found.name)

        def file() -> dict:
            return {name: DokumentFile(f"{place}/{name}", environ, found)}

        if len(rest) == 1:
            return Folder(place, environ, file)
        return file()[name] if rest[1] in (name, SAME) else None


def _own_path(place: str) -> str:
    """Return the path of a place: those of a person's own begin with whose they are."""
    first, _, rest = place.lstrip("/").partition("/")
    return f"/{rest}" if first.startswith("-") else place


def _vorgang(number: str):
    try:
        return queries.find_vorgang_by_number(current().actor, number)
    except Http404:
        return None


def _arbeitsdatei(key: str) -> Arbeitsdatei | None:
    try:
        return programm.get_arbeitsdatei(current().actor, UUID(key))
    except (ValueError, Http404):
        return None


@lru_cache(maxsize=500)
def application_of(top: str) -> WsgiDAVApp:
    """Return the WebDAV application at an address; it holds no state of a town but that."""
    tree = Tree()
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": tree},
            "mount_path": top,
            "middleware_stack": [RequestResolver],
            "lock_storage": False,
            "logging": {"enable": False},
            "verbose": 1,
            "suppress_version_info": True,
            "block_size": 256 * 1024,
        }
    )
    app.lock_manager = Locks()
    tree.set_lock_manager(app.lock_manager)
    return app
