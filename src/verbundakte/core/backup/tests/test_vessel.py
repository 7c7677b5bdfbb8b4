"""Sealed files: any size streams through; nothing that was changed, cut or exchanged is given out."""

import io

import pytest

from verbundakte.core.backup.vessel import (
    CHUNK,
    TAG,
    BackupProblem,
    Opener,
    Sealer,
    make_key,
    read_key,
)

HEADER = 48


@pytest.fixture
def key(tmp_path):
    make_key(tmp_path / "schluessel")
    return read_key(tmp_path / "schluessel")


def sealed(key: bytes, content: bytes, name: str = "set/datei") -> bytes:
    target = io.BytesIO()
    sealer = Sealer(target, key, name)
    for begin in range(0, len(content), 300_001):
        sealer.write(content[begin : begin + 300_001])
    sealer.finish()
    return target.getvalue()


def opened(key: bytes, content: bytes, name: str = "set/datei") -> bytes:
    return Opener(io.BytesIO(content), key, name).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_any_size_comes_back_as_it_was(key, size):
    content = bytes(range(256)) * (size // 256 + 1)
    assert opened(key, sealed(key, content[:size])) == content[:size]


def test_the_plain_text_is_nowhere_in_the_file(key):
    assert b"geheimer Inhalt" not in sealed(key, b"geheimer Inhalt" * 100)


def test_another_key_is_told_as_such(key, tmp_path):
    make_key(tmp_path / "anderer")
    with pytest.raises(BackupProblem, match="Der Schlüssel passt nicht"):
        opened(read_key(tmp_path / "anderer"), sealed(key, b"Inhalt"))


def changed(content: bytes, kind: str) -> bytes:
    first, second = HEADER, HEADER + CHUNK + TAG
    if kind == "flipped":
        return content[: first + 9] + bytes([content[first + 9] ^ 1]) + content[first + 10 :]
    if kind == "cut between chunks":
        return content[:second]
    if kind == "cut":
        return content[:-3]
    if kind == "exchanged":
        third = second + CHUNK + TAG
        return content[:first] + content[second:third] + content[first:second] + content[third:]
    if kind == "prolonged":
        return content + b"\0" * 40
    return b"PK\3\4" + content[4:]


@pytest.mark.parametrize(
    "kind", ["flipped", "cut between chunks", "cut", "exchanged", "prolonged", "other format"]
)
def test_a_changed_file_is_refused(key, kind):
    content = sealed(key, b"x" * (2 * CHUNK + 100))
    with pytest.raises(BackupProblem, match="beschädigt oder unvollständig"):
        opened(key, changed(content, kind))


def test_a_file_under_another_name_is_refused(key):
    with pytest.raises(BackupProblem, match="beschädigt"):
        opened(key, sealed(key, b"Inhalt", "alt/datei"), "neu/datei")


def test_a_key_file_is_not_written_over_and_nothing_else_passes_for_one(tmp_path):
    path = tmp_path / "schluessel"
    make_key(path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BackupProblem, match="gibt es schon"):
        make_key(path)
    path.write_text("verbundakte-schluessel-1:kurz")
    with pytest.raises(BackupProblem):
        read_key(path)
