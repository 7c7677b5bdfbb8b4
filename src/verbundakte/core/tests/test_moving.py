"""Moving between folder and bucket while everything runs: both are read, nothing is lost on the way."""

from datetime import timedelta

import pytest

from verbundakte.core.blobs import moving, places, store
from verbundakte.core.blobs.fixity import compare_files, compare_strangers, repair
from verbundakte.core.blobs.places import LOCAL, S3, in_order
from verbundakte.core.blobs.register import keep
from verbundakte.core.clock import now
from verbundakte.core.jobs import start
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job, Speicherwahl
from verbundakte.core.tenancy.context import current_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(musterstadt, bucket):
    """Nine files in the folder; a bucket is set up beside it."""
    return [keep(f"Inhalt {number}".encode()).sha256 for number in range(9)]


def move() -> moving.Moved:
    """Move everything."""
    return moving.move(lambda moved, total, place: None)


def where(digest: str) -> list[str]:
    """Return the stores that have a file."""
    return [backend.name for backend in in_order() if backend.entry(current_tenant(), digest)]


def let_pass(days: int) -> None:
    """Make the choice that many days older."""
    row = Speicherwahl.objects.latest("pk")
    Speicherwahl.objects.filter(pk=row.pk).update(at=now() - timedelta(days=days))


def test_there_and_back_with_both_being_read_and_old_copies_going_later(held):
    moving.choose(S3)
    assert places.present() == S3
    fresh = keep(b"nach der Wahl").sha256
    assert where(fresh) == [S3]
    assert [store.read(current_tenant(), digest)[:6] for digest in held] == [b"Inhalt"] * 9
    assert move().copied == 9
    assert move() == moving.Moved(there=9)
    assert where(held[0]) == [S3, LOCAL]
    let_pass(8)
    assert move() == moving.Moved(removed=9)
    assert {tuple(where(digest)) for digest in held} == {(S3,)}
    assert not moving.is_left()
    assert compare_files(True).findings == compare_strangers(True).findings == []
    moving.choose(LOCAL, keep_days=0)
    assert move().copied == 10
    assert move().removed == 10
    assert store.path_of(current_tenant(), held[3]).read_bytes() == b"Inhalt 3"
    assert where(fresh) == [LOCAL]


def test_a_move_that_was_broken_off_goes_on_where_it_was(held, monkeypatch):
    moving.choose(S3)
    monkeypatch.setattr(moving, "PORTION", 2)
    copied, real = [], moving.copy_blob

    def breaks(*args):
        if len(copied) == 5:
            raise store.StoreAway
        copied.append(args)
        return real(*args)

    row = start(moving.MOVER, moving.MOVE, on="heute")
    monkeypatch.setattr(moving, "copy_blob", breaks)
    with pytest.raises(Exception, match=moving.MOVE):
        run_job(current_tenant(), row.pk)
    assert Job.objects.get(pk=row.pk).result["moved"]["copied"] == 4
    monkeypatch.setattr(moving, "copy_blob", real)
    run_job(current_tenant(), row.pk)
    job = Job.objects.get(pk=row.pk)
    assert (job.error, job.result["copied"], job.result["there"]) == ("", 8, 1)
    assert all(where(digest) == [S3, LOCAL] for digest in held)


def test_damage_is_neither_moved_nor_deleted_and_mended_from_the_other_store(held):
    path = store.path_of(current_tenant(), held[0])
    path.chmod(0o600)
    path.write_bytes(b"kaputt!!")
    moving.choose(S3)
    moved = move()
    assert (moved.copied, moved.damaged) == (8, 1)
    assert where(held[0]) == [LOCAL]
    found = [finding.name for finding in compare_files(True).findings]
    assert found == [held[0]]
    path = in_order()[1].path(current_tenant(), held[1])
    path.chmod(0o600)
    path.write_bytes(b"kaputt!!")
    assert {finding.name for finding in compare_files(True).findings} == set(held[:2])
    assert repair(held[1])
    assert [finding.name for finding in compare_files(True).findings] == [held[0]]


def test_once_a_day_what_is_left_over_follows(held):
    today = now().date()
    moving.follow_up(today)  # nothing lies elsewhere
    assert not Job.objects.exists()
    moving.choose(S3)
    moving.follow_up(today)
    moving.follow_up(today)
    assert Job.objects.filter(kind=moving.MOVE).count() == 1
