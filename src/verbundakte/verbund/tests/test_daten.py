"""The package of a whole town from the page: who orders, who gets the key, what is shown as proof."""

import re

import pytest
from django.db import transaction

from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.backup.vessel import read_key
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.paket import bag
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.verbund.kinds import JobKind
from verbundakte.verbund.models import Auszug

PAGE = "/musterstadt/verbund/daten/"
AUSZUG = "/musterstadt/verbund/auszug/"
FETCH = re.compile(r'href="(/musterstadt/auftraege/ausgaben/[^"]+)"')
KEY = re.compile(r"verbundakte-schluessel-1:[A-Za-z0-9+/=]+")
SHOW = re.compile(r'action="(/musterstadt/verbund/pakete/[^"]+/schluessel/)"')


def made(town) -> Job:
    """Let the worker make what was ordered last."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        job = Job.objects.filter(kind=JobKind.PAKET).latest("created_at")
    run_job(town.tenant.pk, job.pk)
    with use_tenant(town.tenant.pk), transaction.atomic():
        return Job.objects.get(pk=job.pk)


def told(town) -> list[str]:
    with use_tenant(town.tenant.pk), transaction.atomic():
        names = AuditEvent.objects.filter(name__startswith="verbund.paket.").order_by("seq")
        return [name.rpartition(".")[2] for name in names.values_list("name", flat=True)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_runs_the_house_fetches_a_sealed_package_and_others_hold_its_key(databases, tmp_path):
    from conftest import Town

    town = Town(*databases.towns["musterstadt"])
    with use_tenant(town.tenant.pk), transaction.atomic():
        make_dokument(lambda: town.sachbearbeiterin, content=b"Inhalt")
    house, decides = town.client("systemverwaltung"), town.client("leitung")
    assert house.post(PAGE, {"form": "offen"}).status_code == 302  # not hers to order
    assert house.post(PAGE, {"form": "verschluesselt"}).status_code == 302
    assert house.post(PAGE, {"form": "verschluesselt"}).status_code == 302  # one at a time
    job = made(town)
    assert (job.error, told(town)) == ("", ["ordered", "made"])

    page = house.get(PAGE).content.decode()
    assert "zurückgelesen und verglichen" in page and not SHOW.search(page)
    address = FETCH.search(page)[1]
    answer = house.get(address)
    content = b"".join(answer.streaming_content)
    assert b"Inhalt" not in content
    part = house.get(address, headers={"Range": "bytes=5-9", "If-Range": answer["ETag"]})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[5:10])
    other = town.client("fachadministration")
    assert other.get(address).status_code == decides.get(address).status_code == 404

    show = SHOW.search(decides.get(PAGE).content.decode())[1]
    assert house.post(show).status_code == 404
    (tmp_path / "schluessel").write_text(KEY.search(decides.post(show).content.decode())[0])
    assert "fetched" in told(town) and told(town)[-1] == "key_shown"
    assert not KEY.search(decides.get(PAGE).content.decode())
    (tmp_path / "paket").write_bytes(content)
    with bag.opening(tmp_path / "paket", read_key(tmp_path / "schluessel")) as file:
        digest, payload = bag.unpack(file, None)
    assert digest in decides.get(PAGE).content.decode()
    assert decides.post(PAGE, {"form": "offen"}).status_code == 302
    made(town)
    again = b"".join(
        decides.get(FETCH.search(decides.get(PAGE).content.decode())[1]).streaming_content
    )
    (tmp_path / "offen").write_bytes(again)
    with bag.opening(tmp_path / "offen", None) as file:
        _, later = bag.unpack(file, None)
    files = [{name for name in one if "/dateien/" in name} for one in (payload, later)]
    assert files[0] == files[1]  # no package lies within a package


def test_without_the_right_there_is_no_page(towns):
    assert towns["musterstadt"].client("sachbearbeiterin").get(PAGE).status_code == 404


def test_two_persons_let_the_town_leave_and_one_takes_it_back(musterstadt):
    first, second = musterstadt.client("leitung"), musterstadt.client("fachadministration")
    house = musterstadt.client("systemverwaltung")
    assert "Auszug beantragen" not in house.get(PAGE).content.decode()
    assert house.get(AUSZUG).status_code == house.post(AUSZUG).status_code == 404
    assert "kein Paket" in first.get(PAGE).content.decode()
    assert first.post(AUSZUG).status_code == 302
    assert "zweite Person" in first.get(PAGE).content.decode()
    answer = first.post(f"{AUSZUG}bestaetigung/")
    assert (answer.status_code, "andere Person" in answer.content.decode()) == (422, True)
    assert second.post(f"{AUSZUG}bestaetigung/").status_code == 302
    assert "Löschung frühestens" in first.get(PAGE).content.decode()
    assert Auszug.objects.in_force().get().earliest_at
    assert first.post(f"{AUSZUG}ruecknahme/").status_code == 302
    assert not Auszug.objects.in_force().exists()
    assert first.post(f"{AUSZUG}ruecknahme/").status_code == 422


def test_the_page_asks_the_same_number_of_queries(musterstadt, django_assert_max_num_queries):
    client = musterstadt.client("leitung")
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
