"""Experiment 11 in short: a database is saved and restored while others write (the long form:
tests/faults/backup_while_writing.py)."""

import os
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verbundakte.core.backup import database
from verbundakte.core.backup.picture import begin_exact, differences, take_picture
from verbundakte.core.embedded import cluster

SHAPE = """
CREATE TABLE core_event (id bigserial PRIMARY KEY, tenant int, seq bigint, hash bytea, at timestamptz);
CREATE TABLE core_chainhead (tenant int PRIMARY KEY, seq bigint, hash bytea);
INSERT INTO core_chainhead VALUES (1, 0, '\\x00')
"""
WRITE = """
WITH head AS (UPDATE core_chainhead SET seq = seq + 1, hash = sha256(hash) RETURNING *)
INSERT INTO core_event (tenant, seq, hash, at)
SELECT tenant, seq, hash, clock_timestamp() FROM head RETURNING seq
"""


class Writers:
    """Write all the time, and keep what was acknowledged with the moment."""

    def __init__(self, server):
        self.server, self.ended = server, threading.Event()
        self.acknowledged: list[tuple[int, datetime]] = []
        self.threads = [threading.Thread(target=self._write) for _ in range(3)]

    def _write(self):
        with closing(self.server.connect("verbundakte")) as connection:
            while not self.ended.wait(0.002):
                (seq,) = connection.execute(WRITE).fetchone()
                self.acknowledged.append((seq, datetime.now(UTC)))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        self.ended.set()
        for thread in self.threads:
            thread.join()


def save(server, folder: Path, name: str, after: str) -> tuple[str, str, dict, datetime]:
    with (
        closing(server.connect("verbundakte")) as watch,
        closing(server.connect("verbundakte")) as reading,
    ):
        mark = lambda: watch.execute("SELECT pg_create_restore_point(%s)", [name])  # noqa: E731
        moment = begin_exact(watch, reading, mark)
        upto, position = database.switch(watch)
        with (folder / name).open("wb") as file:
            database.write_record(server, file, after=after, upto=upto)
        database.advance(watch, database.slot_name("hier"), position)
        return upto, position, take_picture(reading), moment


def restored(folder: Path, names: list[str], target: dict) -> tuple[dict, set[int]]:
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        server = cluster(Path(place) / "neu", durable=False)
        server._make_folders()
        (server.data / "db.json").write_bytes((folder / "db.json").read_bytes())
        with (folder / "base").open("rb") as file:
            database.unpack(file, server.folder)
        for name in names:
            with (folder / name).open("rb") as file:
                database.unpack(file, server.folder / "einspielung")
        database.recover(server, server.folder / "einspielung", target)
        try:
            with closing(server.connect("verbundakte")) as connection:
                rows = connection.execute("SELECT seq FROM core_event").fetchall()
                return take_picture(connection), {seq for (seq,) in rows}
        finally:
            server.stop()


@pytest.mark.slow
def test_what_is_restored_is_exactly_what_was_saved_while_others_wrote():
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        folder = Path(place)
        server = cluster(folder / "alt", durable=False)
        with server:
            with closing(server.connect("verbundakte")) as connection:
                connection.execute(SHAPE)
            with Writers(server) as writers:
                with closing(server.connect("verbundakte")) as connection:
                    after = database.make_slot(connection, database.slot_name("hier"))
                with (folder / "base").open("wb") as file:
                    database.write_base(server, file)
                first, _, picture, moment = save(server, folder, "eins", after)
                second, _, later, _ = save(server, folder, "zwei", first)
                between = datetime.now(UTC)
                save(server, folder, "drei", second)
        (folder / "db.json").write_bytes((server.data / "db.json").read_bytes())

        found, _ = restored(folder, ["eins"], {"recovery_target_name": "eins"})
        assert differences(picture, found) == []
        found, _ = restored(folder, ["eins", "zwei", "drei"], {"recovery_target_name": "zwei"})
        assert differences(later, found) == []
        assert differences(picture, found) != []
        target = {"recovery_target_time": between.isoformat(sep=" ")}
        _, there = restored(folder, ["eins", "zwei", "drei"], target)
        acknowledged = {seq for seq, at in writers.acknowledged if at < between}
        assert acknowledged <= there
        assert there == set(range(1, len(there) + 1))
        assert moment < between and len(acknowledged) > 10


def test_a_gap_in_the_record_is_noticed(tmp_path):
    server = cluster(tmp_path)
    (server.folder / "pg_wal").mkdir(parents=True)
    for number in (5, 7):
        (server.folder / "pg_wal" / f"0000000100000000000000{number:02X}").write_bytes(b"")
    with (tmp_path / "aus").open("wb") as file, pytest.raises(database.GapInRecord):
        database.write_record(
            server, file, after="000000010000000000000004", upto="000000010000000000000007"
        )
