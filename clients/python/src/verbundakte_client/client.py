"""The client: what a Fachverfahren does with Akten, Vorgänge and Dokumente."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

from verbundakte_client import uploads
from verbundakte_client.errors import NotReachable, Refused, VerbundakteError
from verbundakte_client.models import (
    Akte,
    Briefvorlage,
    Datei,
    Dokument,
    Einheit,
    Ergebnis,
    Kontakt,
    Person,
    Planeinheit,
    Schreiben,
    Seite,
    Sendung,
    Treffer,
    Vorgang,
    build,
)
from verbundakte_client.transport import Transport, new_key

T = TypeVar("T")
Key = UUID | str
Seen = Akte | Vorgang | Dokument | Schreiben | Sendung
Felder = Mapping[str, str | bool | float | None]
PAGE = 100
EARLY_SECONDS = 30


class DigestWrong(VerbundakteError):
    """The bytes that arrived are not those the server told of."""


class Verbundakte:
    """A town's files through its API, with the rights of the token.

    `url`: of the installation, e.g. https://akten.example.org. Reading and creating are tried again
    after lost connections; nothing is created twice.
    """

    def __init__(
        self, url: str, token: str, *, context: ssl.SSLContext | None = None, **options: Any
    ):
        self.transport = Transport(url, lambda anew: token, context=context, **options)

    @classmethod
    def with_secret(
        cls, url: str, client_id: str, client_secret: str, *, scope: str = "", **options: Any
    ) -> Verbundakte:
        """Return a client that fetches short tokens by itself (OAuth 2.0 client credentials)."""
        made = cls(url, "", **options)
        made.transport.token = _Tokens(made.transport, client_id, client_secret, scope)
        return made

    def akten(self, **asked: object) -> Iterator[Akte]:
        """Yield the Akten one may read, newest first; `asked` as the API takes it."""
        return self._all(Akte, "akten", asked)

    def akte(self, key: Key) -> Akte:
        """Return an Akte. Raises NotFound."""
        return build(Akte, self.transport.ask("GET", f"akten/{key}").json())

    def vorgaenge(self, akte: Key) -> Iterator[Vorgang]:
        """Yield the Vorgänge of an Akte, newest first."""
        return self._all(Vorgang, f"akten/{akte}/vorgaenge")

    def vorgang(self, key: Key) -> Vorgang:
        """Return a Vorgang. Raises NotFound."""
        return build(Vorgang, self.transport.ask("GET", f"vorgaenge/{key}").json())

    def create_vorgang(
        self, akte: Key, betreff: str, *, felder: Felder | None = None, key: str = "", **more: str
    ) -> Vorgang:
        """Create a Vorgang, once: give `key` when this may be called again for the same matter."""
        given = {"betreff": betreff, "felder": dict(felder or {}), **more}
        headers = {"Idempotency-Key": key or new_key()}
        answer = self.transport.ask("POST", f"akten/{akte}/vorgaenge", given=given, headers=headers)
        return build(Vorgang, answer.json())

    def dokumente(self, vorgang: Key) -> Iterator[Dokument]:
        """Yield the Dokumente of a Vorgang, newest first."""
        return self._all(Dokument, f"vorgaenge/{vorgang}/dokumente")

    def dokument(self, key: Key) -> Dokument:
        """Return a Dokument with its Fassungen. Raises NotFound."""
        return build(Dokument, self.transport.ask("GET", f"dokumente/{key}").json())

    def change_dokument(
        self, dokument: Dokument, *, felder: Felder | None = None, **values: object
    ) -> Dokument:
        """Change a Dokument as it was read; what is not named stays. Raises Changed, Refused."""
        given = dict(values)
        if felder is not None:
            given["felder"] = dict(felder)
        headers = _as_seen(dokument)
        answer = self.transport.ask(
            "PATCH", f"dokumente/{dokument.id}", given=given, headers=headers
        )
        return build(Dokument, answer.json())

    def change_dokumente(
        self, changes: Mapping[Dokument, Mapping[str, object]], *, is_whole: bool = False
    ) -> list[Ergebnis]:
        """Change several Dokumente as they were read, each for itself, or (`is_whole`) all or none."""
        items = [{**one, "id": row.id, "revision": row.revision} for row, one in changes.items()]
        return self._several("PATCH", "dokumente", items, is_whole)

    def close_vorgang(self, vorgang: Vorgang, *, on: date | None = None) -> Vorgang:
        """Close a Vorgang as it was read (z. d. A.). Raises Changed, Refused."""
        given = {"closed_on": on} if on else {}
        return self._verb(Vorgang, vorgang, "vorgaenge", "zda-verfuegung", given)

    def reopen_vorgang(self, vorgang: Vorgang, reason: str) -> Vorgang:
        """Take a closed Vorgang up again. Raises Changed, Refused."""
        return self._verb(Vorgang, vorgang, "vorgaenge", "wiederaufnahme", {"reason": reason})

    def assign_dokument(self, dokument: Dokument, vorgang: Key) -> Dokument:
        """Lay an unassigned Dokument into a Vorgang. Raises Changed, Refused."""
        return self._verb(Dokument, dokument, "dokumente", "zuordnung", {"vorgang": vorgang})

    def briefvorlagen(self) -> list[Briefvorlage]:
        """Return the Vorlagen of letters that hold today."""
        found = self.transport.ask("GET", "briefvorlagen").json()["items"]
        return [build(Briefvorlage, one) for one in found]

    def create_schreiben(
        self, vorgang: Key, vorlage: str, *, key: str = "", **given: object
    ) -> Schreiben:
        """Begin a letter from a Vorlage, once; `given` as the API takes it (empfaenger, angaben,
        is_reinschrift ...). Raises Refused for what is wrong, or lacks to a Reinschrift."""
        headers = {"Idempotency-Key": key or new_key()}
        path, told = f"vorgaenge/{vorgang}/schreiben", {"vorlage": vorlage, **given}
        return build(
            Schreiben, self.transport.ask("POST", path, given=told, headers=headers).json()
        )

    def schreiben(self, key: Key) -> Schreiben:
        """Return a letter with its Empfänger. Raises NotFound."""
        return build(Schreiben, self.transport.ask("GET", f"schreiben/{key}").json())

    def finish_schreiben(self, schreiben: Schreiben, **given: object) -> Schreiben:
        """Make a letter final as it was read. Raises Changed, Refused."""
        return self._verb(Schreiben, schreiben, "schreiben", "reinschriften", given)

    def send_dokument(self, dokument: Key, *, key: str = "", **to: object) -> Sendung:
        """Hand a Dokument to the Postausgang for one recipient, once. Raises Refused."""
        headers = {"Idempotency-Key": key or new_key()}
        path = f"dokumente/{dokument}/sendungen"
        return build(Sendung, self.transport.ask("POST", path, given=to, headers=headers).json())

    def sendungen(self) -> Iterator[Sendung]:
        """Yield the lines of the Postausgangsbuch, newest first."""
        return self._all(Sendung, "sendungen")

    def note_postaufgabe(self, sendung: Sendung, on: date) -> Sendung:
        """Note on which day something was given to the post. Raises Changed, Refused."""
        return self._verb(Sendung, sendung, "sendungen", "postaufgaben", {"on": on})

    def text(self, datei: Datei, *, first: int = 1, last: int | None = None) -> Iterator[Seite]:
        """Yield the text of a file page by page; pages without text are left out."""
        start: int | None = first
        while start is not None and (last is None or start <= last):
            query: dict[str, object] = {"first": start, "last": last}
            told = self.transport.ask("GET", f"dateien/{datei.id}/text", query=query).json()
            yield from (build(Seite, row) for row in told["items"])
            start = told["next"]

    def lesefassung(self, datei: Datei, to: BinaryIO) -> None:
        """Write the PDF of a file. Raises NotFound where there is none (yet), NotReachable."""
        self.transport.stream(f"dateien/{datei.id}/lesefassung", 0, to)

    def kontakte(self, words: str = "") -> Iterator[Kontakt]:
        """Yield the Kontakte one may see, with addresses and numbers, newest first."""
        return self._all(Kontakt, "kontakte", {"q": words, "include": "anschriften,kanaele"})

    def create_kontakte(
        self, given: Iterable[Mapping[str, object]], *, is_whole: bool = False, key: str = ""
    ) -> list[Ergebnis]:
        """Create several Kontakte (einheit, name ...), each for itself, or all or none; once."""
        return self._several("POST", "kontakte/stapel", list(given), is_whole, key or new_key())

    def create_akten(
        self, given: Iterable[Mapping[str, object]], *, is_whole: bool = False, key: str = ""
    ) -> list[Ergebnis]:
        """Create several Akten (planeinheit, betreff ...), as `create_kontakte` does."""
        return self._several("POST", "akten/stapel", list(given), is_whole, key or new_key())

    def aktenplan(self) -> Iterator[Planeinheit]:
        """Yield the units of the plan of today, in its order."""
        return self._all(Planeinheit, "aktenplan")

    def einheiten(self) -> Iterator[Einheit]:
        """Yield the units of the town of today."""
        return self._all(Einheit, "einheiten")

    def personen(self, family_name: str = "") -> Iterator[Person]:
        """Yield who works there, by name; `family_name` is the beginning of it."""
        return self._all(Person, "personen", {"q": family_name})

    def begin_upload(self, file: BinaryIO, name: str) -> str:
        """Send a file in parts and return its address, which `file_upload` takes."""
        size = file.seek(0, 2)
        location = uploads.begin(self.transport, name, size)
        uploads.send(self.transport, location, file)
        return location

    def resume_upload(self, location: str, file: BinaryIO) -> None:
        """Go on with an upload that was broken off, also in another process."""
        uploads.send(self.transport, location, file)

    def file_upload(self, location: str, **target: object) -> Dokument:
        """File a finished upload: `vorgang` (with betreff, dokumenttyp) for a new Dokument, or
        `dokument` (with bemerkung) for its next Fassung. The same upload is filed once."""
        answer = self.transport.patiently(
            lambda: self.transport.ask("POST", f"{location}/ablage", given=target)
        )
        return self.dokument(answer.json()["dokument"])

    def file_dokument(
        self, vorgang: Key, path: Path | str, *, betreff: str = "", dokumenttyp: str = ""
    ) -> Dokument:
        """File a file as a new Dokument of a Vorgang."""
        path = Path(path)
        with path.open("rb") as file:
            location = self.begin_upload(file, path.name)
        return self.file_upload(location, vorgang=vorgang, betreff=betreff, dokumenttyp=dokumenttyp)

    def download(self, datei: Datei, to: Path | str) -> Path:
        """Fetch the original of a file; what is there already is gone on with. Raises DigestWrong."""
        target, part = Path(to), Path(f"{to}.part")
        failures = 0
        with part.open("ab") as file:
            while (have := file.tell()) < datei.size:
                try:
                    self.transport.stream(f"dateien/{datei.id}/original", have, file)
                except NotReachable:
                    failures += 1
                    if failures >= self.transport.tries:
                        raise
                    time.sleep(self.transport.pause * 2**failures)
        with part.open("rb") as done:
            digest = hashlib.file_digest(done, "sha256").hexdigest()
        if digest != datei.sha256:
            part.unlink()
            raise DigestWrong(datei.file_name)
        return part.replace(target)

    def search(self, words: str) -> list[Treffer]:
        """Return what is found, best first."""
        found = self.transport.ask("GET", "search", query={"q": words}).json()
        return [build(Treffer, one) for one in found["hits"]]

    def _verb(self, kind: type[T], row: Seen, place: str, verb: str, given: object) -> T:
        """Do something with an object as it was read, once."""
        headers = {**_as_seen(row), "Idempotency-Key": new_key()}
        path = f"{place}/{row.id}/{verb}"
        return build(kind, self.transport.ask("POST", path, given=given, headers=headers).json())

    def _several(
        self, method: str, path: str, items: list[Any], is_whole: bool, key: str = ""
    ) -> list[Ergebnis]:
        """Send several things at once and return what became of each."""
        headers = {"Idempotency-Key": key} if key else {}
        given = {"items": items, "is_whole": is_whole}
        try:
            found = self.transport.ask(method, path, given=given, headers=headers).json()["items"]
        except Refused as error:
            if not error.items:
                raise
            found = error.items
        return [build(Ergebnis, one) for one in found]

    def _all(
        self, kind: type[T], path: str, asked: Mapping[str, object] | None = None
    ) -> Iterator[T]:
        """Yield all rows of a list, page by page."""
        query: dict[str, object] = {"limit": PAGE, **(asked or {})}
        while True:
            told = self.transport.ask("GET", path, query=query).json()
            rows = told["items"] if isinstance(told, dict) else told
            yield from (build(kind, row) for row in rows)
            after = told["after"] if isinstance(told, dict) else ""
            if not after:
                return
            query["after"] = after


def _as_seen(row: Seen) -> dict[str, str]:
    """Return the header that names the state which is to be changed."""
    return {"If-Match": f'"{row.id}-{row.revision}"'}


class _Tokens:
    """Short tokens, fetched when the last one is about to end."""

    def __init__(self, transport: Transport, client_id: str, client_secret: str, scope: str):
        self.asked = {"client_id": client_id, "client_secret": client_secret, "scope": scope}
        self.own = Transport(
            transport.url, lambda anew: "", context=transport.context, tries=transport.tries
        )
        self.token, self.until = "", 0.0

    def __call__(self, anew: bool) -> str:
        if anew or time.monotonic() >= self.until:
            told = self.own.form("oauth/token", {"grant_type": "client_credentials", **self.asked})
            self.token = str(told["access_token"])
            self.until = time.monotonic() + float(told["expires_in"]) - EARLY_SECONDS
        return self.token
