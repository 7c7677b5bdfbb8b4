"""Clerks at work: they file, keep a list of what was acknowledged, and search it on the other machine."""

import hashlib
import http.client
import json
import random
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import uuid4

WRITERS = 3
PAUSE = 0.15  # seconds between two files of one clerk
SEARCHED = 100
COME_AGAIN = (502, 503, 504)
PATIENCE = 60.0  # seconds; what is not there then counts as lost
FRESH_WITHIN = 2.0  # seconds until another machine finds it, when nothing is being killed


@dataclass
class Filed:
    """An acknowledged Dokument: its id, its file and what that holds."""

    word: str
    dokument: str
    datei: str
    sha256: str
    at: float


@dataclass
class Work:
    """What the clerks did. `filed` is the list that nothing may miss."""

    token: str
    filed: list[Filed] = field(default_factory=list)
    refused: int = 0
    found_after: list[float] = field(default_factory=list)
    is_quiet: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def ask(
        self,
        host: str,
        method: str,
        path: str,
        body: bytes | None = None,
        heads: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Ask the API of a machine; return status and body. Raises OSError."""
        connection = http.client.HTTPConnection(host, timeout=20)
        try:
            sent = {"Authorization": f"Bearer {self.token}"} | (heads or {})
            connection.request(method, f"/api/v1/{path}", body=body, headers=sent)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def vorgaenge(self, host: str) -> list[str]:
        """Return ids of open Vorgänge to file into."""
        found: list[str] = []
        for akte in json.loads(self.ask(host, "GET", "akten?limit=20")[1])["items"]:
            rows = json.loads(self.ask(host, "GET", f"akten/{akte['id']}/vorgaenge")[1])["items"]
            found += [row["id"] for row in rows if not row.get("is_closed")]
        return found

    def write(self, host: str, vorgaenge: list[str], webs: list[str], seed: int) -> None:
        """File one thing after the other until told to end; a failed one is sent again as it was."""
        chance = random.Random(seed)
        number = 0
        while not self.ended.is_set():
            number += 1
            word = f"kz{seed}{number:05d}x"
            text = f"{word} Bescheid über den Anschluss des Grundstücks. {uuid4()}".encode()
            filed = self._file(host, chance.choice(vorgaenge), word, text)
            if filed and chance.random() < 0.2 and self.is_quiet.is_set():
                self._look_for(filed, chance.choice(webs))
            self.ended.wait(PAUSE)

    def _file(self, host: str, vorgang: str, word: str, text: bytes) -> Filed | None:
        mark = uuid4().hex
        body = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{word}.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        ).encode()
        body += text + f"\r\n--{mark}--\r\n".encode()
        heads = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Idempotency-Key": str(uuid4()),
        }
        path = f"vorgaenge/{vorgang}/dokumente?betreff={urllib.parse.quote(f'Probe {word}')}"
        while not self.ended.is_set():
            try:
                status, answer = self.ask(host, "POST", path, body, heads)
            except OSError:
                status, answer = 0, b""
            if status == 201:
                row = json.loads(answer)
                datei = row["fassungen"][0]["dateien"][0]["id"]
                digest = hashlib.sha256(text).hexdigest()
                filed = Filed(word, row["id"], datei, digest, time.monotonic())
                self.filed.append(filed)
                return filed
            self.refused += 1
            self.ended.wait(0.5)
        return None

    def _look_for(self, filed: Filed, host: str) -> None:
        while time.monotonic() - filed.at < 10 * FRESH_WITHIN:
            try:
                if filed.word in self.ask(host, "GET", f"suche?q={filed.word}")[1].decode():
                    self.found_after.append(time.monotonic() - filed.at)
                    return
            except OSError:
                return
            time.sleep(0.1)
        self.found_after.append(10 * FRESH_WITHIN)

    def read(self, host: str, path: str) -> tuple[int, bytes]:
        """Read something; while the machine says that it cannot just now, ask again for a while."""
        until, found = time.monotonic() + PATIENCE, (503, b"")
        while found[0] in COME_AGAIN and time.monotonic() < until:
            try:
                found = self.ask(host, "GET", path)
            except OSError:
                found = (503, b"")
            if found[0] in COME_AGAIN:
                time.sleep(0.5)
        return found

    def longest_pause(self, since: float, until: float) -> float:
        """Return the longest time without an acknowledgement between two moments, in seconds."""
        moments = sorted(one.at for one in self.filed if since <= one.at <= until)
        edges = [since, *moments, until]
        return max(later - earlier for earlier, later in pairwise(edges))

    def lost(self, host: str) -> list[str]:
        """Return what was acknowledged and is not there, bit for bit, on a machine."""
        missing = []
        for one in self.filed:
            status, body = self.read(host, f"dateien/{one.datei}/original")
            if status != 200 or hashlib.sha256(body).hexdigest() != one.sha256:
                missing.append(one.word)
        return missing

    def not_found(self, host: str) -> list[str]:
        """Return what was acknowledged and a machine's search does not find exactly once.

        At most SEARCHED of them are looked for; `check --deep` compares the whole index.
        """
        wrong = []
        for one in self.filed[:: max(1, len(self.filed) // SEARCHED)]:
            found = json.loads(self.read(host, f"suche?q={one.word}")[1])
            hits = found.get("items") or found.get("hits") or []
            if len(hits) != 1:
                wrong.append(f"{one.word} ({len(hits)})")
        return wrong
