"""One Akte comes back from a package of its town: beside the present one, or as it was."""

import pytest
from django.db import connections, transaction
from django.utils import timezone

from verbundakte.akten import services
from verbundakte.akten.actions import (
    add_anmerkung,
    change_dokument,
    change_zugriff,
    purge_dokument,
    trash_dokument,
)
from verbundakte.akten.models import Akte, Altverlauf, Choice, Datei, Dokument, Vorgang
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.akten.tests.test_wiederloeschung import CLEANER
from verbundakte.akten.wiederherstellung import (
    NOT_RESTORED,
    PARTS,
    AkteUnknown,
    read_stand,
)
from verbundakte.core import loeschliste
from verbundakte.core.audit import verify_chain
from verbundakte.core.blobs import store
from verbundakte.core.models import AuditEvent, IndexChange
from verbundakte.core.paket.excerpt import rows_here
from verbundakte.core.paket.export import export_tenant
from verbundakte.core.paket.importing import opened
from verbundakte.core.paket.tables import references, tenant_models
from verbundakte.core.tenancy.context import use_tenant

LABEL = "Sicherung, Stand 27.11.2026, 18:00 Uhr"
COMPLETE = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_whatever_refers_to_an_akte_comes_back_or_is_left_out_with_a_reason():
    known = {
        model._meta.db_table
        for model in tenant_models()
        if model._meta.app_label == "akten"  # rooms above keep what is theirs
        and set(references(model._meta.db_table).values()) & set(PARTS)
    }
    assert known <= set(PARTS) | NOT_RESTORED.keys()
    assert not set(PARTS) & NOT_RESTORED.keys()


class Saved:
    """A town with an Akte of two Dokumente and a draft, saved; and how it is brought back."""

    def __init__(self, town, folder):
        self.town, self.path = town, folder / "stand.tar"
        self.pk = town.tenant.pk
        with use_tenant(self.pk), transaction.atomic():
            self.vorgang = make_vorgang(self.amira)
            self.akte = self.vorgang.akte
            self.antrag = self.filed("Antrag.txt")
            self.draft = self.filed("Entwurf.txt", is_entwurf=True)
            add_anmerkung(self.amira(), self.antrag, text="Anlage 3 fehlt", at=timezone.now())
        export_tenant(town.tenant, self.path, None, lambda done, total: None)

    def amira(self):
        return self.town.sachbearbeiterin

    def filed(self, name: str, **more) -> Dokument:
        content = name.encode()
        return make_dokument(self.amira, vorgang=self.vorgang, name=name, content=content, **more)

    def bring_back(self, erased=()) -> services.Zurueckgeholt:
        with opened(self.path, None) as package:
            place = package.folder / "dateien"
            quelle = services.Quelle(
                package.folder, LABEL, set(erased), lambda _: lambda one: place / one[:2] / one
            )
            number = self.akte.aktenzeichen
            return services.bring_back_akte(self.town.tenant, quelle, number, at=timezone.now())


@pytest.fixture
def saved(databases, tmp_path):
    from conftest import Town

    return Saved(Town(*databases.towns["musterstadt"]), tmp_path)


def everything_of(rows: dict) -> dict:
    return {table: rows_here(table, "id", found) for table, found in rows.items()}


@pytest.mark.slow
@COMPLETE
def test_an_akte_that_is_here_still_comes_beside_and_nothing_is_overwritten(saved, tmp_path):
    with use_tenant(saved.pk), transaction.atomic():
        change_dokument(saved.amira(), saved.antrag, seen_revision=1, values={"betreff": "Neu"})
        saved.filed("Später.txt")
        only_me = [saved.amira().person_id]
        change_zugriff(saved.amira(), saved.vorgang, choice=Choice.NUR, persons=only_me)
    with use_tenant(saved.pk):
        trash_dokument(saved.amira(), saved.draft, at=timezone.now())
        purge_dokument(CLEANER, saved.draft, at=timezone.now())
    with opened(saved.path, None) as package, use_tenant(saved.pk), transaction.atomic():
        stand = read_stand(package.folder, saved.akte.aktenzeichen, LABEL, set())
        before = everything_of(stand.rows)

    found = saved.bring_back()

    number = f"{saved.akte.aktenzeichen} wiederhergestellt"
    assert (found.akte.aktenzeichen, found.stand.left_out) == (number, 1)
    told = {one.label: one for one in found.unterschiede}
    assert told["Dokumente"].changed == [f"{saved.vorgang.aktenzeichen} Nr. 1"]
    assert (len(told["Dokumente"].added), told["Akten"].same) == (1, 1)
    with use_tenant(saved.pk), transaction.atomic():
        assert everything_of(stand.rows) == before
        vorgang = Vorgang.objects.get(akte=found.akte)
        (dokument,) = Dokument.objects.filter(vorgang=vorgang)
        assert dokument.betreff == "Antrag" and dokument.anmerkungen.count() == 1
        datei = Datei.objects.get(fassung__dokument=dokument)
        assert store.read(saved.pk, datei.blob.sha256) == b"Antrag.txt"
        present = Vorgang.objects.get(pk=saved.vorgang.pk)
        assert vorgang.zone_id == dokument.zone_id == present.zone_id  # narrowed since: here too
        told = Altverlauf.objects.filter(object_id=dokument.pk)
        assert told.filter(source=LABEL, action="hat das Dokument abgelegt").exists()
        events = AuditEvent.objects.about(found.akte)
        assert [one.name for one in events] == ["akten.akte.wiederhergestellt"]
        assert IndexChange.objects.filter(object_id=dokument.pk).exists()
        assert verify_chain()[1] == []
    assert saved.bring_back().akte.aktenzeichen == f"{number} 2"


@pytest.mark.slow
@COMPLETE
def test_an_akte_of_which_nothing_is_here_comes_as_it_was(saved, beispielhausen, tmp_path):
    def silent(done, total):
        """Tell nobody."""

    neighbour = export_tenant(beispielhausen.tenant, tmp_path / "vorher.tar", None, silent)
    with opened(saved.path, None) as package, use_tenant(saved.pk), transaction.atomic():
        stand = read_stand(package.folder, saved.akte.aktenzeichen, LABEL, set())
        before = everything_of(stand.rows)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in reversed(PARTS):
            keys = list(stand.rows[table])
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s::uuid[])", [keys])
    store.remove(saved.pk, next(iter(stand.files.values())).sha256)  # bytes are fetched, too
    gone = loeschliste.entry(
        loeschliste.DOKUMENT, saved.draft.pk, saved.pk, timezone.now()
    )  # kept outside: the rows that told it are lost

    found = saved.bring_back(erased={gone})

    assert found.akte.aktenzeichen == saved.akte.aktenzeichen
    assert found.stand.left_out == 1
    with use_tenant(saved.pk), transaction.atomic():
        after = everything_of(found.stand.rows)
        for table, rows in after.items():
            assert rows.items() <= before[table].items(), table
        assert Akte.objects.get(pk=saved.akte.pk) == found.akte
        assert not Dokument.objects.filter(pk=saved.draft.pk).exists()
        assert not Altverlauf.objects.exists()  # the log has it
        assert all(store.verify(saved.pk, one.sha256) for one in found.stand.files.values())
    again = export_tenant(beispielhausen.tenant, tmp_path / "nachher.tar", None, silent)
    assert again["digest"] == neighbour["digest"]


@pytest.mark.slow
@COMPLETE
def test_an_akte_the_backup_does_not_know_is_one_sentence(saved):
    with (
        opened(saved.path, None) as package,
        pytest.raises(AkteUnknown, match="gibt es in diesem Stand nicht"),
    ):
        read_stand(package.folder, "9.9-9", LABEL, set())
