"""Transfervermerke carry the town's seal where there is one; without a time stamp they wait for it."""

import base64
import re

from django.utils import timezone

from verbundakte.akten.tests.support import office
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Blob, Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.actions import pruefung
from verbundakte.posteingang.checks import check_vermerke
from verbundakte.posteingang.models import Vermerksiegel
from verbundakte.posteingang.queries import scan as queries
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.posteingang.siegel_jobs import try_again
from verbundakte.posteingang.tests.test_scanpruefung import archive
from verbundakte.signaturen.actions.siegel import why_broken
from verbundakte.signaturen.models import Zeitstempeldienst
from verbundakte.signaturen.tests.test_signatur import (
    authority,
    put_in,
    seal,
    stamp_service,
    use_service,
)
from verbundakte.standards.transfervermerk import as_xml, read_vermerk

__all__ = ["archive", "authority", "office", "put_in", "seal"]
AWAY = "http://127.0.0.1:9/tsa"


def released(archive):
    """Return the Transfervermerk of a scan that was just released."""
    archive.write_verfahren()
    scan = archive.stapel("a", "nachweise").produkte.get()
    archive.check(scan)
    return pruefung.release_scan(archive.actor, scan, at=timezone.now())


def work() -> Job:
    """Run the newest sealing job, as often as the queue would; return it."""
    row = Job.objects.filter(kind=ScanJob.SEAL).latest("pk")
    run_job(current_tenant(), row.pk)
    row.refresh_from_db()
    return row


def page(archive, vermerk, office, name="") -> bytes:
    path = f"scannen/scans/{vermerk.produkt_id}/{name}"
    return office.browser("registratur").get(office.at(path))


def test_without_a_certificate_nothing_is_sealed(archive, office):
    vermerk = released(archive)
    assert not Vermerksiegel.objects.exists()
    assert not Job.objects.filter(kind=ScanJob.SEAL).exists()
    assert page(archive, vermerk, office, "transfervermerk.p7s").status_code == 404
    assert b"Elektronisches Siegel" not in page(archive, vermerk, office).content
    assert check_vermerke(True) == (1, [])


def test_a_seal_waits_for_its_time_stamp_and_belongs_to_these_bytes(
    archive, office, authority, seal, settings
):
    settings.OUTBOUND_ALLOWED = [AWAY]
    use_service(AWAY)
    vermerk = released(archive)
    assert "jede Stunde" in work().error
    told = page(archive, vermerk, office).content.decode()
    assert "noch nicht gesiegelt" in told and "nicht erreichbar" in told
    assert page(archive, vermerk, office, "transfervermerk.pdf").content.startswith(b"%PDF")
    with stamp_service(authority, settings) as address:
        Zeitstempeldienst.objects.update(adresse=address)
        assert try_again(timezone.localdate()) == 1
        assert work().error == ""
    assert try_again(timezone.localdate()) == 0
    row = Vermerksiegel.objects.select_related("blob").get()
    assert (row.inhaber, row.zeitstempeldienst) == ("Dienstsiegel", "Zeitstempel Musterland")
    content = as_xml(read_vermerk(vermerk.angaben))
    sent = page(archive, vermerk, office, "transfervermerk.p7s")
    signatur = b"".join(sent.streaming_content)
    assert why_broken(signatur, content) == ""
    assert why_broken(signatur, content.replace(b"Seite 1", b"Seite 2")) != ""
    xml = page(archive, vermerk, office, "transfervermerk.xml").content
    found = re.search(rb"  <Siegel [^>]*>([^<]*)</Siegel>\n", xml)
    assert base64.b64decode(found[1]) == signatur and xml.replace(found[0], b"") == content
    assert "Gesiegelt von" in page(archive, vermerk, office).content.decode()
    sections = {one["titel"]: one for one in queries.verfahren_now(archive.actor)}
    assert "„Dienstsiegel“" in sections["Unversehrtheit"]["absaetze"][-1]


def test_check_finds_a_seal_that_belongs_to_something_else(
    archive, office, authority, seal, settings
):
    with stamp_service(authority, settings) as address:
        use_service(address)
        released(archive)
        work()
    assert check_vermerke(True) == (1, [])
    other = Blob.objects.exclude(pk=Vermerksiegel.objects.get().blob_id).first()
    Vermerksiegel.objects.update(blob=other)
    assert check_vermerke(False) == (1, [])
    (problem,) = check_vermerke(True)[1]
    assert problem.startswith("Transfervermerk 1.pdf:")


def test_a_certificate_for_signatures_seals_nothing(archive, office, authority):
    put_in(office, authority, "signatur", "Erika Beispiel")
    released(archive)
    assert not Vermerksiegel.objects.exists()
