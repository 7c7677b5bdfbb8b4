"""An archive shows what lies in it; unpacking it makes Anlagen, and can be taken back."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Dokument
from verbundakte.akten.queries import anlagen_of
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_anlagen import datei_of, ingest
from verbundakte.akten.tidying import purge_papierkorb
from verbundakte.core.blobs import store
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant


def archive(**files: bytes) -> bytes:
    """Return a zip; an underscore in a name stands for the dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in files.items():
            made.writestr(name.replace("_", "."), data)
    return stream.getvalue()


INNER = archive(innen_txt=b"innen")
PACKED = archive(plan_txt=b"Plan", setup_exe=b"MZ", innen_zip=INNER)


@pytest.fixture
def dokument(office):
    made = make_dokument(office.amira, vorgang=office.vorgang, name="alles.zip", content=PACKED)
    ingest(office)
    return made


def press(office, dokument, what: str = "entpackung/", role: str = "sachbearbeiterin"):
    """Ask for something and run the job that was ordered."""
    answer = office.browser(role).post(office.at(f"dokumente/{dokument.pk}/{what}"), follow=True)
    for row in Job.objects.waiting().filter(kind=JobKind.UNPACK):
        run_job(office.town.tenant.pk, row.pk)
    return answer


def names(office, dokument) -> list[str]:
    read = Dokument.objects.get(pk=dokument.pk)  # as each request reads it
    return [row.betreff for row in anlagen_of(office.amira(), read)]


def test_the_page_lists_the_archive_and_unpacking_makes_anlagen_of_one_level(office, dokument):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/")
    page = office.browser().get(address).content.decode()
    assert "3 Dateien darin" in page and "setup.exe" in page and "Entpacken" in page
    press(office, dokument)
    assert names(office, dokument) == ["plan", "innen"]
    assert "„setup.exe“" in datei_of(dokument).hinweise[-1]
    assert store.read(current_tenant(), datei_of(dokument).blob.sha256) == PACKED
    ingest(office)
    inner = Dokument.objects.get(betreff="innen")
    press(office, inner)
    assert [row.level for row in anlagen_of(office.amira(), dokument)] == [1, 1, 2]
    press(office, dokument)
    assert len(names(office, dokument)) == 3


def test_unpacking_is_taken_back_and_done_again(office, dokument):
    press(office, dokument)
    ingest(office)
    press(office, Dokument.objects.get(betreff="innen"))
    page = press(office, dokument, "entpackung/ruecknahme/").content.decode()
    assert "3 Anlagen sind zurückgenommen" in page
    assert names(office, dokument) == []
    press(office, dokument)
    assert sorted(names(office, dokument)) == ["innen", "plan"]
    press(office, dokument, "entpackung/ruecknahme/")
    purge_papierkorb(timezone.localdate() + timedelta(days=40))
    press(office, dokument)
    assert sorted(names(office, dokument)) == ["innen", "plan"]


def test_what_somebody_worked_on_stays(office, dokument):
    press(office, dokument)
    plan = Dokument.objects.get(betreff="plan")
    actions.change_dokument(
        office.town.leitung, plan, seen_revision=plan.revision, values={"betreff": "Lageplan"}
    )
    page = press(office, dokument, "entpackung/ruecknahme/").content.decode()
    assert "inzwischen jemand anderes gearbeitet" in page
    assert len(names(office, dokument)) == 2


def test_a_bomb_is_refused_with_a_sentence_and_nothing_is_filed(office):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("null.bin", bytes(3 << 20))
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="b.zip", content=bomb.getvalue()
    )
    ingest(office)
    press(office, dokument)
    assert names(office, dokument) == []
    assert "ungewöhnlich groß" in datei_of(dokument).hinweise[-1]


def test_a_closed_vorgang_and_a_plain_file_have_nothing_to_unpack(office, dokument):
    plain = make_dokument(office.amira, vorgang=office.vorgang)
    assert "keine Dateien" in press(office, plain).content.decode()
    actions.close_vorgang(
        office.amira(), office.vorgang, on=timezone.localdate(), at=timezone.now()
    )
    assert "zu den Akten verfügt" in press(office, dokument).content.decode()
    assert names(office, dokument) == []
