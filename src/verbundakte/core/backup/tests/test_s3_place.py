"""A bucket as a place for backups: large files in parts, halves that vanish, errors as sentences."""

import random

import pytest

from verbundakte.core.backup.places import place_from, place_to
from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs import s3_objects
from verbundakte.core.blobs.errors import StoreAway

MEGABYTE = 1024 * 1024


@pytest.fixture
def small_parts(monkeypatch):
    """Parts as small as a server takes them."""
    monkeypatch.setattr(s3_objects, "PART", 5 * MEGABYTE)


def uploads(place) -> list[str]:
    listed = place.objects._listed({"uploads": "", "prefix": place.prefix})
    return [item.findtext("{*}Key") for item in listed.iterfind("{*}Upload")]


def test_a_large_file_goes_in_parts_and_comes_back(in_s3, small_parts):
    content = random.Random(3).randbytes(12 * MEGABYTE)
    noted = {}
    with in_s3.sealing("1-voll/dateien-00001", noted) as sealer:
        for begin in range(0, len(content), MEGABYTE):
            sealer.write(content[begin : begin + MEGABYTE])
    with in_s3.opening("1-voll/dateien-00001") as opener:
        assert opener.read() == content
    assert noted["dateien-00001"]["size"] == len(content)
    assert in_s3.place.names() == ["1-voll/dateien-00001"]
    assert content[:4096] not in in_s3.place.open("1-voll/dateien-00001").read()


def test_what_was_broken_off_leaves_no_object_and_its_parts_go(in_s3, small_parts, monkeypatch):
    with pytest.raises(KeyboardInterrupt), in_s3.sealing("1-voll/datenbank", {}) as sealer:
        sealer.write(bytes(11 * MEGABYTE))
        raise KeyboardInterrupt
    assert in_s3.place.names() == uploads(in_s3.place) == []
    in_s3.place.objects.begin(f"{in_s3.place.prefix}2-voll/datenbank").send(
        lambda: iter([b"nie beendet"]), 11
    )
    assert uploads(in_s3.place)
    in_s3.drop_halves(print)
    assert uploads(in_s3.place) == []


def test_two_places_in_one_bucket_do_not_touch_each_other(in_s3, s3_address):
    beside = place_to(s3_address.replace("nord", "nordost"))
    for place in (in_s3.place, beside):
        with place.writing("1-voll/liste") as file:
            file.write(b"da")
    in_s3.place.remove_set("1-voll")
    assert (in_s3.place.names(), beside.names()) == ([], ["1-voll/liste"])


def test_each_refusal_is_one_sentence(s3_address, tmp_path, monkeypatch):
    place = place_to(s3_address)
    with pytest.raises(BackupProblem, match="1-voll/liste der Sicherung fehlt"):
        place.open("1-voll/liste")
    (tmp_path / "zugang").write_text("tests\nfalsch\n")
    with pytest.raises(BackupProblem, match="weist den Zugang"):
        place_to(s3_address)
    monkeypatch.setenv("VERBUNDAKTE_SICHERUNG_S3_KEY_FILE", str(tmp_path / "fehlt"))
    with pytest.raises(BackupProblem, match="zwei Zeilen"):
        place_to(s3_address)
    monkeypatch.delenv("VERBUNDAKTE_SICHERUNG_S3_URL")
    with pytest.raises(BackupProblem, match="fehlt der Server"):
        place_to(s3_address)
    with pytest.raises(BackupProblem, match="gibt es nicht"):
        place_from(str(tmp_path / "nirgends"))


def test_a_server_that_goes_away_while_it_sends_is_told(in_s3, monkeypatch):
    def away(_ask):
        raise StoreAway

    with (
        pytest.raises(BackupProblem, match="antwortet nicht"),
        in_s3.place.writing("1-voll/liste") as file,
    ):
        file.write(b"Inhalt")
        monkeypatch.setattr(in_s3.place.objects.wire, "ask", away)
