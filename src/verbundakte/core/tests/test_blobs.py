"""Bytes: written once, named by their digest, nothing half there."""

import errno
import hashlib

import pytest

from verbundakte.core.blobs import store


def test_stored_bytes_come_back_unchanged(data_dir):
    stored = store.put(1, [b"hallo ", b"welt"])
    assert stored == store.Stored(hashlib.sha256(b"hallo welt").hexdigest(), 10)
    assert store.read(1, stored.sha256) == b"hallo welt"
    assert store.verify(1, stored.sha256)


def test_equal_bytes_are_stored_once_per_town_and_never_shared(data_dir):
    first, second = store.put_bytes(1, b"x"), store.put_bytes(1, b"x")
    assert first == second
    assert [entry.name for _, entry in store.entries(1)] == [first.sha256]
    assert list(store.entries(2)) == []
    with pytest.raises(store.BytesMissing):
        store.read(2, first.sha256)


def test_stored_bytes_cannot_be_written_to(data_dir):
    stored = store.put_bytes(1, b"x")
    assert store.path_of(1, stored.sha256).stat().st_mode & 0o222 == 0


def test_a_stream_that_breaks_leaves_nothing(data_dir):
    def broken():
        yield b"anfang"
        raise OSError(errno.EIO, "weg")

    with pytest.raises(store.StoreAway):
        store.put(1, broken())
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_without_its_disk_nothing_is_stored_somewhere_else(data_dir):
    (data_dir / "blobs").rmdir()
    with pytest.raises(store.StoreAway):
        store.put_bytes(1, b"anfang")
    assert [path.name for path in data_dir.rglob("*")] == ["tmp"]


def test_a_full_disk_is_told_in_one_sentence(data_dir):
    def full():
        yield b"anfang"
        raise OSError(errno.ENOSPC, "voll")

    with pytest.raises(store.StoreFull) as caught:
        store.put(1, full())
    assert "Speicherplatz" in caught.value.message
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_a_flipped_bit_is_found(data_dir):
    stored = store.put_bytes(1, b"wichtig")
    path = store.path_of(1, stored.sha256)
    path.chmod(0o600)
    path.write_bytes(b"wichtiG")
    assert not store.verify(1, stored.sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, ""])
def test_only_a_digest_is_a_name_on_the_disk(name):
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(1, name)
