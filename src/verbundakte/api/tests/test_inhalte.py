"""What is in a file, for programs: text by pages, Lesefassung with ranges; both only when seen."""

import pytest

from verbundakte.akten import actions
from verbundakte.akten.models import Datei, Rendition, RenditionKind, Seitentext
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.api.tests.test_api import client_of
from verbundakte.api.tests.test_changes import call
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now
from verbundakte.core.models import Blob
from verbundakte.core.tenancy.context import current_tenant

PDF = b"%PDF-1.7 " + bytes(range(256)) * 4


@pytest.fixture
def office(towns, musterstadt):
    """A Dokument with two Fassungen; of the newer one there are text and a Lesefassung."""
    clerk = lambda: musterstadt.sachbearbeiterin  # noqa: E731
    row = make_dokument(clerk, content=b"alt")
    stored = put_bytes(current_tenant(), b"neu")
    arrived = actions.Arrived(stored, "Bescheid.odt")
    actions.add_fassung(clerk(), row, arrived=arrived, at=now())
    datei = Datei.objects.get(fassung__dokument=row, fassung__nummer=2)
    Seitentext.objects.bulk_create(
        Seitentext(datei=datei, page=page, text=f"Seite {page}") for page in range(1, 251)
    )
    Datei.objects.filter(pk=datei.pk).update(pages=250, ingested_at=now())
    made = put_bytes(current_tenant(), PDF)
    blob, _ = Blob.objects.get_or_create(sha256=made.sha256, size=made.size)
    Rendition.objects.create(datei=datei, kind=RenditionKind.PDF, blob=blob, created_at=now())
    musterstadt.dokument, musterstadt.datei = row, datei
    musterstadt.api = client_of(towns["musterstadt"], "sachbearbeiterin")
    return musterstadt


def test_text_is_told_by_pages(office):
    first = call(office.api, "get", f"dateien/{office.datei.pk}/text").json()
    assert (first["pages"], len(first["items"]), first["next"]) == (250, 200, 201)
    rest = call(office.api, "get", f"dateien/{office.datei.pk}/text?first={first['next']}").json()
    assert [len(rest["items"]), rest["next"], rest["items"][-1]["text"]] == [50, None, "Seite 250"]
    few = call(office.api, "get", f"dokumente/{office.dokument.pk}/text?first=7&last=8").json()
    assert [one["page"] for one in few["items"]] == [7, 8] and few["next"] == 9
    old = call(office.api, "get", f"dokumente/{office.dokument.pk}/text?fassung=1").json()
    assert (old["items"], old["is_ingested"], old["next"]) == ([], False, None)
    assert (
        call(office.api, "get", f"dokumente/{office.dokument.pk}/text?fassung=3").status_code == 404
    )
    assert call(office.api, "get", f"dateien/{office.datei.pk}/text?first=0").status_code == 422


def test_unchanged_text_is_not_sent_again(office):
    path = f"dateien/{office.datei.pk}/text?last=2"
    mark = call(office.api, "get", path)["ETag"]
    again = call(office.api, "get", path, if_none_match=mark)
    assert (again.status_code, again.content) == (304, b"")
    Seitentext.objects.filter(datei=office.datei, page=2).update(text="anders")
    assert call(office.api, "get", path, if_none_match=mark).status_code == 200


@pytest.mark.parametrize("place", ["dateien", "dokumente"])
def test_the_lesefassung_comes_whole_in_part_or_not_again(office, place):
    row = office.datei if place == "dateien" else office.dokument
    path = f"{place}/{row.pk}/lesefassung"
    whole = call(office.api, "get", path)
    assert b"".join(whole.streaming_content) == PDF
    assert whole["Content-Type"] == "application/pdf"
    assert whole["Content-Disposition"] == 'attachment; filename="Bescheid.pdf"'
    part = call(office.api, "get", path, range="bytes=9-18")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, PDF[9:19])
    assert call(office.api, "get", path, range="bytes=9999-").status_code == 416
    assert call(office.api, "get", path, if_none_match=whole["ETag"]).status_code == 304


def test_a_file_without_a_lesefassung_says_so(office):
    answer = call(office.api, "get", f"dokumente/{office.dokument.pk}/lesefassung?fassung=1")
    assert answer.status_code == 404 and "keine Lesefassung" in answer.json()["detail"]


def test_who_may_not_see_it_reads_neither(office, towns):
    for town, role in (("musterstadt", "sachbearbeiter_ordnung"), ("beispielhausen", "leitung")):
        other = client_of(towns[town], role)
        for path in (f"dateien/{office.datei.pk}", f"dokumente/{office.dokument.pk}"):
            for what in ("text", "lesefassung"):
                answer = call(other, "get", f"{path}/{what}")
                assert answer.status_code == 404 and "Seite" not in answer.content.decode()
