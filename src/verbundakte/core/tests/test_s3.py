"""The store in a bucket of a real S3 server: the same promises as on the disk."""

import hashlib
import os
import random

import pytest

from verbundakte.core.blobs import places, s3, s3_objects, store
from verbundakte.core.blobs.errors import BytesDamaged, BytesMissing, Stored
from verbundakte.core.blobs.register import keep, sweep
from verbundakte.core.blobs.s3_wire import Ask

BIG = random.Random(7).randbytes(300_000)


@pytest.fixture
def in_s3(bucket, settings):
    """New bytes go into the bucket."""
    settings.SPEICHER = places.S3
    return bucket


def spoil(bucket, digest: str, content: bytes) -> None:
    """Put other bytes under a digest, as a broken disk of the server would."""
    payload = hashlib.sha256(content).hexdigest()
    ask = Ask("PUT", s3.key_of(1, digest), {}, {}, lambda: iter([content]), len(content), payload)
    assert bucket.objects.wire.ask(ask).status == 200


@pytest.mark.django_db
def test_bytes_come_back_unchanged_whole_and_in_parts(in_s3, data_dir):
    stored = store.put(1, [BIG[:1000], BIG[1000:]])
    assert stored == Stored(hashlib.sha256(BIG).hexdigest(), len(BIG))
    assert store.read(1, stored.sha256) == BIG
    with store.open_blob(1, stored.sha256) as file:
        file.seek(299_990)
        assert file.read(100) == BIG[299_990:]
        file.seek(5)
        assert file.read(10) == BIG[5:15]
    assert not any(path.is_file() for path in (data_dir / "blobs").rglob("*"))
    assert [entry.name for _, entry in store.entries(1)] == [stored.sha256]
    assert store.verify(1, stored.sha256)
    with pytest.raises(BytesMissing):
        store.read(2, stored.sha256)


@pytest.mark.django_db
def test_a_file_for_the_converters_is_fetched_once_and_forgotten_again(in_s3, data_dir):
    stored = store.put_bytes(1, BIG)
    path = store.path_of(1, stored.sha256)
    assert path.read_bytes() == BIG
    assert path.stat().st_mode & 0o222 == 0
    assert store.path_of(1, stored.sha256) == path
    os.utime(path, (0, 0))
    assert store.trim_cache() == 1
    assert not path.exists()
    assert not store.path_of(1, "0" * 64).exists()


@pytest.mark.django_db
def test_equal_bytes_are_uploaded_once_and_nothing_is_overwritten(in_s3):
    first = store.put_bytes(1, b"x")
    at = in_s3.entry(1, first.sha256).at
    assert store.put_bytes(1, b"x") == first
    assert in_s3.entry(1, first.sha256).at == at


@pytest.mark.django_db
def test_what_lies_there_damaged_is_replaced_by_the_next_upload(in_s3):
    stored = store.put_bytes(1, b"wichtig")
    spoil(in_s3, stored.sha256, b"wichtiG")
    assert not store.verify(1, stored.sha256)
    with pytest.raises(BytesDamaged):
        store.read(1, stored.sha256)
    store.put_bytes(1, b"wichtig")
    assert store.read(1, stored.sha256) == b"wichtig"


@pytest.mark.django_db
def test_large_files_go_in_parts(in_s3, monkeypatch):
    monkeypatch.setattr(s3_objects, "PART", 5 * 1024 * 1024)
    content = random.Random(8).randbytes(11 * 1024 * 1024)
    stored = store.put_bytes(1, content)
    assert store.read(1, stored.sha256) == content
    assert store.put_bytes(1, content) == stored


@pytest.mark.django_db
def test_a_deleted_object_is_gone_here_and_there(in_s3, data_dir):
    stored = store.put_bytes(1, b"geheim")
    path = store.path_of(1, stored.sha256)
    store.remove(1, stored.sha256)
    assert not path.exists()
    assert in_s3.entry(1, stored.sha256) is None
    store.remove(1, stored.sha256)


@pytest.mark.django_db
def test_many_objects_are_listed_in_order_from_any_place(in_s3):
    digests = sorted(store.put_bytes(1, bytes([number])).sha256 for number in range(12))
    assert [entry.name for entry in in_s3.entries(1)] == digests
    assert [entry.name for entry in in_s3.entries(1, after=digests[4])] == digests[5:]


def test_what_nobody_names_is_swept_from_the_bucket_too(in_s3, musterstadt):
    named, stray = keep(b"genannt"), store.put_bytes(musterstadt.tenant.pk, b"liegen geblieben")
    assert sweep(older_than=3600) == 0
    assert sweep(older_than=-5) == 1
    assert in_s3.entry(musterstadt.tenant.pk, stray.sha256) is None
    assert store.read(musterstadt.tenant.pk, named.sha256) == b"genannt"


def test_a_wrong_key_is_the_store_being_away(bucket, settings):
    from dataclasses import replace

    from verbundakte.core.blobs.sigv4 import Keys

    wrong = s3.Bucket(replace(settings.S3, keys=Keys("tests", "falsch", "us-east-1")))
    with pytest.raises(store.StoreAway):
        wrong.entry(1, "0" * 64)
