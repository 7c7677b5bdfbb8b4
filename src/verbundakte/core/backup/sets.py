"""The sets of a place: full ones and what was added since. A set without a register is no backup."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from verbundakte.core.backup.place import Place
from verbundakte.core.backup.vessel import BackupProblem, Opener, Sealer

REGISTER = "verzeichnis"
FULL, ADDED = "voll", "zuwachs"


@dataclass
class Register:
    """What a set holds, and what the data was like at its restore point."""

    name: str
    kind: str
    full: str
    previous: str | None
    version: str
    started_at: str
    until: str = ""
    finished_at: str = ""
    database: dict = field(default_factory=dict)
    files: dict[str, dict] = field(default_factory=dict)
    bytes_named: int = 0
    problems: list[str] = field(default_factory=list)
    picture: dict = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """Return the moment whose state the set holds."""
        return datetime.fromisoformat(self.until)


class Shelf:
    """A place seen with a key: reads and writes sealed files and registers."""

    def __init__(self, place: Place, key: bytes):
        self.place, self.key = place, key

    @contextmanager
    def sealing(self, name: str, noted: dict[str, dict]) -> Iterator[Sealer]:
        """Write one sealed file, read it back, compare, and note digest and size."""
        with self.place.writing(name) as file:
            sealer = Sealer(file, self.key, name)
            yield sealer
            written = sealer.finish()
        with self.opening(name) as opener:
            if opener.check() != written:
                raise BackupProblem(
                    f"Die Datei {name} liest sich am Ziel anders, als sie geschrieben wurde; prüfen"
                    " Sie den Datenträger."
                )
        noted[name.partition("/")[2]] = written

    @contextmanager
    def opening(self, name: str) -> Iterator[Opener]:
        """Read one sealed file. Raises BackupProblem."""
        with self.place.open(name) as file:
            yield Opener(file, self.key, name)

    def write(self, register: Register) -> None:
        """Write the register: from here on the set is whole."""
        with self.sealing(f"{register.name}/{REGISTER}", {}) as sealer:
            sealer.write(json.dumps(vars(register), ensure_ascii=False).encode())

    def read(self, name: str) -> Register:
        """Return the register of a set. Raises BackupProblem."""
        with self.opening(f"{name}/{REGISTER}") as opener:
            return Register(**json.loads(opener.read()))

    def set_names(self) -> list[str]:
        """Return the names of all whole sets, the oldest first."""
        end = f"/{REGISTER}"
        return [name.removesuffix(end) for name in self.place.names() if name.endswith(end)]

    def registers(self) -> list[Register]:
        """Return the registers of all whole sets, the oldest first."""
        return [self.read(name) for name in self.set_names()]

    def drop_halves(self, told: Callable[[str], None]) -> None:
        """Remove what an interrupted run has left."""
        self.place.drop_partials()
        whole = set(self.set_names())
        folders = {name.partition("/")[0] for name in self.place.names() if "/" in name}
        for name in sorted(folders - whole):
            told(f"Reste einer abgebrochenen Sicherung entfernt: {name}")
            self.place.remove_set(name)

    def keep_newest(self, count: int) -> list[str]:
        """Remove all but the newest full sets and what was added to them; return the names removed."""
        found = self.registers()
        fulls = [one.name for one in found if one.kind == FULL]
        kept = set(fulls[-count:])
        gone = [one.name for one in found if one.full not in kept]
        for name in reversed(gone):  # what was added goes before what it was added to
            self.place.remove_set(name)
        return gone


def chain_until(registers: list[Register], until: datetime | None) -> list[Register]:
    """Return the full set and what was added to it that lead to a moment (None: the newest state).

    Raises BackupProblem.
    """
    if not registers:
        raise BackupProblem(
            "Hier liegt keine vollständige Sicherung; geben Sie einen anderen Ort an."
        )
    newest = registers[-1]
    if until and until > newest.moment:
        raise BackupProblem(
            f"Die Sicherungen reichen nur bis {newest.until}; geben Sie mit --until einen früheren"
            " Zeitpunkt an."
        )
    if until is None:
        full = newest.full
    else:
        fulls = [one for one in registers if one.kind == FULL and one.moment <= until]
        if not fulls:
            first = next(one for one in registers if one.kind == FULL)
            raise BackupProblem(
                f"Die Sicherungen beginnen erst {first.until}; geben Sie mit --until einen späteren"
                " Zeitpunkt an."
            )
        full = fulls[-1].name
    chain = [one for one in registers if one.full == full]
    if until is not None:
        chain = chain[: len([one for one in chain if one.moment < until]) + 1]
        _go_on(chain, registers, until)
    _check_chain(chain)
    return chain


def _go_on(chain: list[Register], registers: list[Register], until: datetime) -> None:
    """Let the record of the next full set carry a chain to a moment shortly before that set."""
    last = chain[-1]
    if last.moment >= until:
        return
    after = [one for one in registers if one.database.get("wal_after") == last.database["wal_to"]]
    if last.database.get("mode") != "wal" or not after:
        raise BackupProblem(
            f"Dieser Zeitpunkt ist nicht gesichert; der letzte davor ist {last.until}."
        )
    chain.append(after[0])


def _check_chain(chain: list[Register]) -> None:
    previous = None
    for one in chain:
        if one.kind == ADDED and one.previous != previous:
            raise BackupProblem(
                f"Zur Sicherung {one.name} fehlt die vorige; geben Sie mit --until einen früheren"
                " Zeitpunkt an."
            )
        previous = one.name
