"""The comparison of stored bytes with their rows: everything that is wrong is named, nothing else."""

import os

import pytest

from verbundakte.core.blobs import fixity, store
from verbundakte.core.blobs.fixity import compare_files, compare_strangers, copy_blob, repair
from verbundakte.core.blobs.folder import Folder
from verbundakte.core.blobs.places import in_order
from verbundakte.core.blobs.register import keep, register, remove_unnamed
from verbundakte.core.models import Blob
from verbundakte.core.tenancy.context import current_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(musterstadt, monkeypatch):
    """Forty files of the town, compared seven at a time."""
    monkeypatch.setattr(fixity, "BATCH", 7)
    return [keep(f"Inhalt {number:02}".encode()).sha256 for number in range(40)]


def path(digest: str):
    """Return the place of a file, made writable."""
    found = store.path_of(current_tenant(), digest)
    found.chmod(0o600)
    return found


def named(look, deep: bool) -> dict[str, str]:
    """Return what is found, by name."""
    return {finding.name: finding.text for finding in look(deep).findings}


def test_what_is_whole_is_no_finding_and_noted(held):
    assert compare_files(True).checked == 40
    assert named(compare_files, True) == named(compare_strangers, True) == {}
    assert not Blob.objects.filter(verified_at=None).exists()


def test_missing_shortened_changed_and_swapped_are_told_apart(held):
    path(held[0]).unlink()
    path(held[1]).write_bytes(b"kurz")
    path(held[2]).write_bytes(b"INHALT 02")
    first, second = path(held[3]).read_bytes(), path(held[4]).read_bytes()
    path(held[3]).write_bytes(second)
    path(held[4]).write_bytes(first)
    shallow, deep = named(compare_files, False), named(compare_files, True)
    assert set(shallow) == set(held[:2])
    assert set(deep) == set(held[:5])
    assert deep[held[0]] == "die Bytes fehlen."
    assert "Größe" in deep[held[1]]
    assert "verändert" in deep[held[2]]
    assert held[4] in deep[held[3]] and held[3] in deep[held[4]]


def test_strangers_are_named_but_an_upload_on_its_way_is_not(held):
    waiting = store.put_bytes(current_tenant(), b"unterwegs").sha256
    folder = path(held[0]).parent
    (folder / "notizen.txt").write_text("fremd")
    lie = folder / (folder.name + "0" * 62)
    lie.write_text("fremd")
    assert set(named(compare_strangers, False)) == {f"{folder.name}/notizen.txt"}
    assert set(named(compare_strangers, True)) == {f"{folder.name}/notizen.txt", lie.name}
    os.utime(path(waiting), (0, 0))
    assert waiting in named(compare_strangers, False)


def test_a_damaged_file_comes_back_from_a_second_copy(held, tmp_path):
    copy = Folder(tmp_path / "kopie")
    copy.root.mkdir()
    for digest in held[:3]:
        assert copy_blob(current_tenant(), digest, in_order()[0], copy)
    path(held[0]).write_bytes(b"anders")
    path(held[1]).unlink()
    path(held[3]).unlink()
    assert repair(held[0], copy) and repair(held[1], copy)
    assert not repair(held[3], copy)
    assert not repair(held[3])
    assert set(named(compare_files, True)) == {held[3]}


def test_bytes_that_are_about_to_be_named_are_not_cleaned_up(musterstadt):
    stored = store.put_bytes(current_tenant(), b"neu")
    register(stored)
    assert not remove_unnamed(current_tenant(), stored.sha256)
    Blob.objects.all().delete()
    assert remove_unnamed(current_tenant(), stored.sha256)
    with pytest.raises(store.StoreAway):  # who comes too late is told, and sends it again
        register(stored)
