"""A town leaves as a package, comes back as the same, and a package that is not right stays outside."""

import io
import json
import tarfile
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.utils import timezone

from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.audit import verify_chain
from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs import store
from verbundakte.core.models import AuditEvent, Membership, Tenant, TenantForeignKey
from verbundakte.core.paket import bag
from verbundakte.core.paket.export import export_tenant
from verbundakte.core.paket.importing import import_tenant, opened
from verbundakte.core.paket.removal import count_rows, remove_rows, remove_town
from verbundakte.core.paket.tables import left_out, tables, tenant_models
from verbundakte.core.tenancy.context import use_tenant

KEY = bytes(range(32))


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def test_every_table_of_a_town_is_exported_or_left_out_with_a_reason():
    known = {model._meta.db_table for model in tenant_models()}
    exported = {table.name for table in tables()}
    assert exported | left_out().keys() == known
    assert not exported & left_out().keys()
    assert all(len(reason) > 20 for reason in left_out().values())


def test_nothing_exported_refers_to_what_is_left_out():
    for model in tenant_models():
        if model._meta.db_table in left_out():
            continue
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                assert field.remote_field.model._meta.db_table not in left_out(), field


@pytest.fixture
def town(databases):
    """The first town with a Vorgang and two files, really committed."""
    from conftest import Town

    found = Town(*databases.towns["musterstadt"])
    with use_tenant(found.tenant.pk), transaction.atomic():
        vorgang = make_vorgang(lambda: found.sachbearbeiterin)
        for name in ("Antrag.txt", "Bescheid.txt"):
            make_dokument(
                lambda: found.sachbearbeiterin, vorgang=vorgang, name=name, content=name.encode()
            )
    with connections["owner"].cursor() as cursor:  # numbers that are not those of the package
        cursor.execute("SELECT setval(pg_get_serial_sequence('core_zone', 'id'), 5000)")
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_town_leaves_comes_back_and_leaves_again_as_the_same(town, beispielhausen, tmp_path):
    neighbour = count_rows(beispielhausen.tenant.pk)
    beside = export_tenant(beispielhausen.tenant, tmp_path / "daneben.tar", None, silent)
    first = export_tenant(town.tenant, tmp_path / "eins.tar", KEY, silent)
    assert b"Bescheid" not in (tmp_path / "eins.tar").read_bytes()
    with pytest.raises(BackupProblem, match="verschlüsselt"), opened(tmp_path / "eins.tar", None):
        pass
    logins = set(
        Membership.objects.filter(tenant=town.tenant).values_list("account__login", flat=True)
    )

    proof = remove_town(town.tenant, at=timezone.now())
    assert proof["zeilen_vorher"]["akten_dokument"] == 2 and proof["dateien_geloescht"] == 2
    assert (proof["zeilen_nachher"], proof["dateien_nachher"]) == ({}, 0)
    assert count_rows(beispielhausen.tenant.pk) == neighbour
    assert not Tenant.objects.filter(slug="musterstadt").exists()

    with opened(tmp_path / "eins.tar", KEY) as package:
        assert package.digest == first["digest"]
        tenant, taken = import_tenant(package, "neustadt")
    assert (tenant.pk != town.tenant.pk, tenant.slug, taken) == (True, "neustadt", [])
    came = Membership.objects.filter(tenant=tenant).values_list("account__login", flat=True)
    assert set(came) == logins
    with use_tenant(tenant.pk), transaction.atomic():
        checked, problems = verify_chain()
        assert (checked == AuditEvent.objects.count() >= 2, problems) == (True, [])
        sums = list(Dokument.objects.values_list("fassungen__dateien__blob__sha256", flat=True))
        assert {store.read(tenant.pk, one) for one in sums} == {b"Antrag.txt", b"Bescheid.txt"}
    again = export_tenant(tenant, tmp_path / "zwei.tar", None, silent)
    assert again["digest"] == first["digest"]

    remove_rows(tenant, keeps_town=True)  # in its own place
    with opened(tmp_path / "zwei.tar", None) as package:
        import_tenant(package, "neustadt", emptied=tenant)
    assert export_tenant(tenant, tmp_path / "drei.tar", None, silent)["digest"] == first["digest"]
    with pytest.raises(BackupProblem), opened(tmp_path / "zwei.tar", None) as package:
        import_tenant(package, "nochmal")  # its ids are here already
    assert count_rows(beispielhausen.tenant.pk) == neighbour
    after = export_tenant(beispielhausen.tenant, tmp_path / "danach.tar", None, silent)
    assert after["digest"] == beside["digest"]
    assert set(Tenant.objects.values_list("slug", flat=True)) >= {"neustadt", "beispielhausen"}
    assert not Tenant.objects.filter(slug="nochmal").exists()


def rewritten(source: Path, target: Path, change) -> Path:
    """Write a package anew with `change(name, content) -> content`, its manifest made to fit."""
    with tarfile.open(source) as archive, open(target, "wb") as file:
        writer = bag.BagWriter(file)
        for member in archive.getmembers():
            name = member.name.removeprefix(bag.ROOT)
            if name.startswith("data/"):
                content = change(name, archive.extractfile(member).read())
                writer.add(name, io.BytesIO(content), len(content))
        writer.finish({})
    return target


def line_changed(table: str, change):
    """Return a change of the first line of a table."""

    def perform(name: str, content: bytes) -> bytes:
        if name != f"data/tabellen/{table}.jsonl":
            return content
        first, _, rest = content.partition(b"\n")
        return json.dumps(change(json.loads(first))).encode() + b"\n" + rest

    return perform


def bytes_changed(name: str, content: bytes) -> bytes:
    return b"x" * len(content) if name.startswith("data/dateien/") else content


FORGERIES = {
    "a file": bytes_changed,
    "an event": line_changed("core_event", lambda row: row | {"name": "anders"}),
    "a detail": line_changed("core_eventdetail", lambda row: row | {"new": "anders"}),
    "another town": line_changed("akten_akte", lambda row: row | {"tenant": 2}),
    "a broken reference": line_changed("akten_vorgang", lambda row: row | {"akte_id": row["id"]}),
    "a broken zone": line_changed("akten_akte", lambda row: row | {"zone_id": 10**6}),
    "no json": lambda name, content: b"{" if name.endswith("akten_akte.jsonl") else content,
    "no description": lambda name, content: b"[]" if name.endswith("kommune.json") else content,
    "no bytes": line_changed("core_blob", lambda row: row | {"sha256": "0" * 64}),
    "a path as a digest": line_changed("core_blob", lambda row: row | {"sha256": "../../etc/x"}),
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_forged_package_is_refused_whole_even_when_its_manifest_fits(town, tmp_path, data_dir):
    export_tenant(town.tenant, tmp_path / "echt.tar", None, silent)
    remove_town(town.tenant, at=timezone.now())
    for what, change in FORGERIES.items():
        forged = rewritten(tmp_path / "echt.tar", tmp_path / "falsch.tar", change)
        with pytest.raises(bag.PackageRefused), opened(forged, None) as package:
            import_tenant(package, "neustadt")
        assert not Tenant.objects.filter(slug="neustadt").exists(), what
        left = [path for path in (data_dir / "blobs").rglob("*") if path.is_file()]
        assert left == [], what


def tar_of(*members: tarfile.TarInfo) -> io.BytesIO:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    target.seek(0)
    return target


def member(name: str, **more) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    for key, value in more.items():
        setattr(info, key, value)
    return info


@pytest.mark.parametrize(
    "hostile",
    [
        member("kommune/data/../../x", size=1),
        member("/etc/x", size=1),
        member("kommune/data/tabellen/../../x.jsonl", size=1),
        member("kommune/data/kommune.json", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("kommune/data/kommune.json", type=tarfile.LNKTYPE, linkname="kommune/bagit.txt"),
        member("kommune/data/kommune.json", type=tarfile.GNUTYPE_SPARSE, size=0),
        member("kommune/data/kommune.json", type=tarfile.FIFOTYPE),
        member("kommune/data/fremd.txt", size=1),
        member("kommune/data/kommune.json", size=1),  # no manifest
    ],
    ids=lambda one: f"{one.name} {one.type!r}",
)
def test_what_does_not_belong_in_a_package_is_refused(hostile, tmp_path):
    with pytest.raises(bag.PackageRefused, match="nichts übernommen"):
        bag.unpack(tar_of(hostile), tmp_path / "aus")
    assert not list(tmp_path.rglob("x*"))


def test_a_cut_or_compressed_package_is_refused(tmp_path):
    for content in (b"", b"PK\3\4" * 300, tar_of(member("kommune/bagit.txt", size=9)).read()[:700]):
        with pytest.raises(bag.PackageRefused):
            bag.unpack(io.BytesIO(content), None)
