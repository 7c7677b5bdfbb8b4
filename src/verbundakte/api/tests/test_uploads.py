"""Resumable upload (tus 1.0.0): goes on where it stopped, is filed once, belongs to its beginner."""

import base64
import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten.models import Dokument
from verbundakte.api.tests.test_api import amira, client_of, vorgang
from verbundakte.core.blobs import store
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Upload
from verbundakte.core.tenancy.context import use_tenant

__all__ = ["amira", "vorgang"]
UPLOADS = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"
EICAR = base64.b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)


def named(name: str) -> str:
    """Return the metadata that names a file."""
    return "filename " + base64.b64encode(name.encode()).decode()


def begin(client, size: int, name: str = "Bescheid.txt"):
    """Begin an upload; return the answer."""
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": named(name)}
    return client.post(UPLOADS, headers=headers)


def append(client, url: str, offset: int, content: bytes, **headers):
    """Send a part."""
    return client.patch(
        url, content, content_type=BYTES, headers={**TUS, "Upload-Offset": str(offset), **headers}
    )


def file(client, url: str, **target):
    """File a finished upload."""
    return client.post(f"{url}/ablage", target, content_type="application/json")


def test_the_server_says_what_it_can():
    from django.test import Client

    answer = Client().options(UPLOADS)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,checksum,termination,concatenation"
    assert "sha1" in answer["Tus-Checksum-Algorithm"] and int(answer["Tus-Max-Size"])


def test_a_file_in_two_parts_becomes_a_dokument_once(amira, vorgang, towns):
    begun = begin(amira, 10, "Größe.txt")
    url = begun["Location"]
    assert begun.status_code == 201 and begun["Tus-Resumable"] == "1.0.0"
    assert begun["Upload-Expires"].endswith("GMT")
    first = append(amira, url, 0, b"hallo")
    assert (first.status_code, first["Upload-Offset"]) == (204, "5")
    told = amira.head(url, headers=TUS)
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("5", "10")
    assert told["Cache-Control"] == "no-store"
    assert file(amira, url, vorgang=str(vorgang.pk)).status_code == 422  # not complete yet
    assert append(amira, url, 5, b" Welt").status_code == 204
    made = file(amira, url, vorgang=str(vorgang.pk), betreff="Gruß")
    again = file(amira, url, vorgang=str(vorgang.pk), betreff="Gruß")
    assert made.status_code == again.status_code == 201
    assert made.json() == again.json()
    detail = amira.get(f"/api/v1/dokumente/{made.json()['dokument']}").json()
    assert detail["betreff"] == "Gruß"
    datei = detail["fassungen"][0]["dateien"][0]
    assert datei["file_name"] == "Größe.txt"
    assert datei["sha256"] == hashlib.sha256(b"hallo Welt").hexdigest()
    with use_tenant(towns["musterstadt"].tenant.pk):
        assert Dokument.objects.filter(betreff="Gruß").count() == 1
    assert not list(store.spool_path("x").parent.iterdir())


def test_it_becomes_the_next_fassung_of_a_dokument(amira, vorgang):
    dokument = amira.get(f"/api/v1/vorgaenge/{vorgang.pk}/dokumente").json()["items"][0]["id"]
    url = begin(amira, 3)["Location"]
    append(amira, url, 0, b"neu")
    assert file(amira, url, dokument=dokument, bemerkung="Korrektur").status_code == 201
    assert len(amira.get(f"/api/v1/dokumente/{dokument}").json()["fassungen"]) == 2


def test_the_offset_survives_a_restart_and_a_wrong_one_is_refused(amira):
    url = begin(amira, 10)["Location"]
    append(amira, url, 0, b"hallo")
    # A new process knows only row and spool: nothing else is kept between requests.
    wrong = append(amira, url, 3, b"xx")
    assert wrong.status_code == 409 and wrong.json()["received"] == 5
    assert append(amira, url, 5, b"123456").status_code == 409  # longer than announced
    assert amira.head(url)["Upload-Offset"] == "5"


def test_bytes_that_do_not_add_up_are_not_kept(amira):
    url = begin(amira, 5)["Location"]
    digest = base64.b64encode(hashlib.sha1(b"hallo").digest()).decode()
    wrong = append(amira, url, 0, b"hollo", **{"Upload-Checksum": f"sha1 {digest}"})
    assert wrong.status_code == 460
    assert amira.head(url)["Upload-Offset"] == "0"
    right = append(amira, url, 0, b"hallo", **{"Upload-Checksum": f"sha1 {digest}"})
    assert (right.status_code, right["Upload-Offset"]) == (204, "5")


@pytest.mark.parametrize("told", ["sha1", "crc32 AAAA", "sha1 !!!", "sha1 AAAA"])
def test_a_checksum_nobody_can_check_is_refused(amira, told):
    url = begin(amira, 5)["Location"]
    assert append(amira, url, 0, b"hallo", **{"Upload-Checksum": told}).status_code == 400


def test_given_up_means_gone(amira):
    url = begin(amira, 5)["Location"]
    append(amira, url, 0, b"ha")
    assert amira.delete(url, headers=TUS).status_code == 204
    assert amira.head(url).status_code == 404
    assert not list(store.spool_path("x").parent.iterdir())


def test_after_a_day_it_has_ended_and_is_tidied(amira, towns):
    from verbundakte.core.housekeeping import tidy_tenant

    url = begin(amira, 5)["Location"]
    with use_tenant(towns["musterstadt"].tenant.pk):
        Upload.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
        assert amira.head(url).status_code == 404
        assert tidy_tenant()["uploads"] == 1


def test_an_upload_of_somebody_else_does_not_exist(amira, towns, vorgang):
    url = begin(amira, 5)["Location"]
    neighbour = client_of(towns["beispielhausen"], "sachbearbeiterin")
    colleague = client_of(towns["musterstadt"], "registratur")
    for client in (neighbour, colleague):
        assert client.head(url).status_code == 404
        assert append(client, url, 0, b"hallo").status_code == 404
        assert client.delete(url).status_code == 404
        assert file(client, url, vorgang=str(vorgang.pk)).status_code == 404
    mine = begin(neighbour, 1)["Location"]
    append(neighbour, mine, 0, b"x")
    assert file(neighbour, mine, vorgang=str(vorgang.pk)).status_code == 404
    assert amira.head(url)["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "5"}, 400),
        ({"Upload-Metadata": named("a.txt")}, 400),
        ({"Upload-Length": "-1", "Upload-Metadata": named("a.txt")}, 400),
        ({"Upload-Length": "x", "Upload-Metadata": named("a.txt")}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename ???"}, 400),
        ({"Upload-Length": "9" * 15, "Upload-Metadata": named("a.txt")}, 413),
        ({"Upload-Length": "5", "Upload-Metadata": named("a.exe")}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": named("a.txt"), "Tus-Resumable": "0.2"}, 412),
    ],
)
def test_what_cannot_be_begun_is_said_at_once(amira, headers, status):
    answer = amira.post(UPLOADS, headers=headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Tus-Resumable"] == "1.0.0"


def test_only_bytes_are_taken_and_patch_may_be_called_post(amira):
    url = begin(amira, 5)["Location"]
    wrong = amira.patch(url, b"hallo", content_type="text/plain", headers={"Upload-Offset": "0"})
    assert wrong.status_code == 415
    headers = {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert amira.post(url, b"hallo", content_type=BYTES, headers=headers).status_code == 204


def test_the_same_checks_as_on_the_page(amira, vorgang, settings, monkeypatch):
    from verbundakte.core import virus

    def found(path):
        if EICAR in path.read_bytes():
            raise virus.VirusFound("Eicar")

    monkeypatch.setattr(virus, "scan", found)
    url = begin(amira, len(EICAR))["Location"]
    append(amira, url, 0, EICAR)
    answer = file(amira, url, vorgang=str(vorgang.pk))
    assert answer.status_code == 422 and "Virenprüfung" in answer.json()["detail"]
    assert amira.head(url).status_code == 404
    url = begin(amira, 4)["Location"]
    append(amira, url, 0, b"MZ\x90\x00")  # a program under another name
    assert file(amira, url, vorgang=str(vorgang.pk)).status_code == 422


def test_unfinished_uploads_are_limited(amira, monkeypatch):
    from verbundakte.akten.actions import upload

    monkeypatch.setattr(upload, "MOST_OPEN", 2)
    assert [begin(amira, 1).status_code for _ in range(3)] == [201, 201, 422]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("[null, null]", 400),  # a list is no change of nothing
        ('{"betreff": "a\\u0000b"}', 400),  # a NUL cannot be stored
    ],
)
def test_only_objects_that_can_be_stored_are_a_change(amira, vorgang, sent, status):
    address = f"/api/v1/vorgaenge/{vorgang.pk}"
    headers = {"If-Match": "*"}
    answer = amira.patch(address, sent, content_type="application/json", headers=headers)
    assert answer.status_code == status


def test_a_number_is_no_day(amira, vorgang):
    dokument = amira.get(f"/api/v1/vorgaenge/{vorgang.pk}/dokumente").json()["items"][0]["id"]
    answer = amira.patch(
        f"/api/v1/dokumente/{dokument}",
        {"posteingangsdatum": 0},
        content_type="application/json",
        headers={"If-Match": "*"},
    )
    assert answer.status_code == 422


def part(client, content: bytes) -> str:
    """Send a part of a file as an upload of its own; return its address."""
    headers = {**TUS, "Upload-Length": str(len(content)), "Upload-Concat": "partial"}
    url = client.post(UPLOADS, headers=headers)["Location"]
    if content:
        assert append(client, url, 0, content).status_code == 204
    return url


def join(client, *urls: str, name: str = "Plan.txt"):
    """Make one upload of parts; return the answer."""
    headers = {**TUS, "Upload-Concat": f"final;{' '.join(urls)}", "Upload-Metadata": named(name)}
    return client.post(UPLOADS, headers=headers)


def test_parts_sent_side_by_side_become_one_file(amira, vorgang, towns):
    first, second, nothing = part(amira, b"hallo "), part(amira, b"Welt"), part(amira, b"")
    assert amira.head(first, headers=TUS)["Upload-Concat"] == "partial"
    assert file(amira, first, vorgang=str(vorgang.pk)).status_code == 422  # a part is no file
    made = join(amira, first, nothing, f"http://akten.example.org{second}")
    assert (made.status_code, made["Upload-Offset"]) == (201, "10")
    whole = made["Location"]
    told = amira.head(whole, headers=TUS)
    assert (told["Upload-Length"], told["Upload-Concat"].startswith("final;")) == ("10", True)
    assert append(amira, whole, 10, b"!").status_code == 403
    assert join(amira, first, second).status_code == 201  # its answer may have been lost
    answer = file(amira, whole, vorgang=str(vorgang.pk))
    with use_tenant(towns["musterstadt"].tenant.pk):
        dokument = Dokument.objects.get(pk=answer.json()["dokument"])
        datei = dokument.fassungen.get().dateien.get()
        assert (datei.file_name, datei.size, datei.source_path) == ("Plan.txt", 10, "")
        assert datei.blob.sha256 == hashlib.sha256(b"hallo Welt").hexdigest()


def test_only_ones_own_finished_parts_are_joined(amira, vorgang, towns):
    whole, own = begin(amira, 5)["Location"], part(amira, b"hallo")
    half = amira.post(UPLOADS, headers={**TUS, "Upload-Length": "9", "Upload-Concat": "partial"})[
        "Location"
    ]
    assert join(amira, own, whole).status_code == 422
    assert join(amira, own, half).status_code == 422
    stranger = client_of(towns["beispielhausen"], "sachbearbeiterin")
    foreign, unknown = join(stranger, own), join(stranger, f"{UPLOADS}/{uuid7()}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    for wrong in ("final;", "final;x", "ganz", "final;" + " ".join([own] * 201)):
        headers = {**TUS, "Upload-Concat": wrong, "Upload-Metadata": named("a.txt")}
        assert amira.post(UPLOADS, headers=headers).status_code == 400
