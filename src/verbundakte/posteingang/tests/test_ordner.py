"""Watched folders: nothing half, nothing twice, nothing from elsewhere, nothing lost."""

import os
import time

import pytest

from verbundakte.posteingang.scan import ordner
from verbundakte.posteingang.scan.ordner import NotWhole, OrdnerProblem


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scanner").mkdir()
    with ordner.opened(tmp_path, ["scanner"]) as handle:
        yield tmp_path / "scanner", handle


def read(handle: int, seen) -> bytes:
    with ordner.whole(handle, seen) as file:
        return file.read()


@pytest.mark.parametrize(
    "text", ["", "../andere", "a/../b", "a/./b", ".versteckt", "a\0b", "a/" * 9]
)
def test_ways_out_of_the_root_are_refused(text):
    with pytest.raises(OrdnerProblem, match="ohne Laufwerk"):
        ordner.parts_of(text)


def test_a_folder_is_named_with_either_slash():
    assert ordner.parts_of("poststelle\\scanner 1/") == ["poststelle", "scanner 1"]


def test_links_lead_nowhere(tmp_path, folder):
    path, handle = folder
    (tmp_path / "geheim.pdf").write_bytes(b"geheim")
    (path / "brief.pdf").symlink_to(tmp_path / "geheim.pdf")
    (tmp_path / "link").symlink_to(tmp_path / "scanner")
    assert ordner.look(handle, "scanner") == []
    with pytest.raises(NotWhole):
        read(handle, ordner.Gesehen("brief.pdf", 6, (tmp_path / "geheim.pdf").stat().st_mtime_ns))
    with pytest.raises(OrdnerProblem, match="Verweis"), ordner.opened(tmp_path, ["link"]):
        pass


def test_what_is_hidden_or_unfinished_is_left(folder):
    path, handle = folder
    for name in (".scan.pdf", "~$brief.docx", "scan.pdf.part", "scan.TMP", "scan.pdf"):
        (path / name).write_bytes(b"x")
    (path / "erledigt").mkdir()
    os.mkfifo(path / "rohr.pdf")
    assert [one.name for one in ordner.look(handle, "scanner")] == ["scan.pdf"]


def test_a_file_that_is_still_written_to_is_not_taken(folder):
    path, handle = folder
    with (path / "scan.pdf").open("wb") as file:
        file.write(b"halb")
        file.flush()
        (seen,) = ordner.look(handle, "scanner")
        with pytest.raises(NotWhole):
            read(handle, seen)
    assert read(handle, seen) == b"halb"


def test_a_file_that_grows_while_it_is_read_is_not_taken(folder):
    path, handle = folder
    (path / "scan.pdf").write_bytes(b"halb")
    (seen,) = ordner.look(handle, "scanner")
    with pytest.raises(NotWhole), ordner.whole(handle, seen) as file:
        file.read()
        with (path / "scan.pdf").open("ab") as more:
            more.write(b"mehr")


def test_the_same_name_again_keeps_both(folder):
    path, handle = folder
    for content in (b"eins", b"zwei"):
        (path / "scan.pdf").write_bytes(content)
        (seen,) = ordner.look(handle, "scanner")
        ordner.put_away(handle, seen, ordner.DONE, "scanner")
    assert (path / "erledigt" / "scan.pdf").read_bytes() == b"eins"
    assert (path / "erledigt" / "scan (2).pdf").read_bytes() == b"zwei"
    assert ordner.look(handle, "scanner") == []


def test_a_file_replaced_meanwhile_stays(folder):
    path, handle = folder
    (path / "scan.pdf").write_bytes(b"eins")
    (seen,) = ordner.look(handle, "scanner")
    (path / "scan.pdf").write_bytes(b"ganz anders")
    with pytest.raises(NotWhole):
        ordner.put_away(handle, seen, ordner.DONE, "scanner")
    assert (path / "scan.pdf").read_bytes() == b"ganz anders"


def test_a_missing_folder_and_one_without_rights_are_told(tmp_path):
    with pytest.raises(OrdnerProblem, match="gibt es nicht"), ordner.opened(tmp_path, ["fehlt"]):
        pass
    error = PermissionError(13, "denied")
    assert "fehlt das Recht" in ordner._sentence(error, "scanner")


def test_the_same_file_has_one_identity_and_another_one_its_own(folder):
    path, handle = folder
    (path / "scan.pdf").write_bytes(b"eins")
    (first,) = ordner.look(handle, "scanner")
    assert first.identity("ab") == ordner.look(handle, "scanner")[0].identity("ab")
    os.utime(path / "scan.pdf", ns=(time.time_ns(), first.changed_ns + 1))
    assert first.identity("ab") != ordner.look(handle, "scanner")[0].identity("ab")


def test_names_that_are_no_text_are_taken_too(folder):
    path, handle = folder
    with open(os.fsencode(path) + b"/br\xfccke.pdf", "wb") as file:
        file.write(b"x")
    (seen,) = ordner.look(handle, "scanner")
    assert seen.shown_name == "br\ufffdcke.pdf"
    assert read(handle, seen) == b"x"
    assert ordner.put_away(handle, seen, ordner.DONE, "scanner") == seen.name
