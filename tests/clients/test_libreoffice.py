"""A real LibreOffice, with its own WebDAV, opens a Dokument over a real connection, stores and closes it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import transaction

from verbundakte.akten.models import Arbeitsstand, Bearbeitungssperre, Fassung
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.dav.tests.support import Program, key_of

SCRIPT = Path(__file__).with_name("libreoffice.py")
PYTHON = "/usr/bin/python3"
CLERK = "sachbearbeiterin"
UNO = Path("/usr/lib/python3/dist-packages/uno.py")
NEEDED = shutil.which("soffice") and UNO.exists()
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(
        not NEEDED,
        reason="LibreOffice mit python3-uno ist nicht eingerichtet (apt-get install python3-uno)",
    ),
]
FLAT = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>Entwurf. </text:p>
</office:text></office:body></office:document>"""


class Case:
    """One Dokument, the program that opens it, what is kept of it."""

    def __init__(self, url: str, town, folder: Path):
        self.town, self.profile = town, folder / "profil"
        self.key, self.browser = key_of(town, CLERK), town.client(CLERK)
        with use_tenant(town.tenant.pk), transaction.atomic():
            self.dokument = make_dokument(
                lambda: getattr(town, CLERK), name="Bescheid.fodt", content=FLAT.encode()
            )
        self.path = f"/Dokumente/{self.dokument.pk}/Bescheid.fodt"
        self.address = f"{url}/dav/{town.tenant.slug}{self.path}"

    def edit(self, text: str, end: str = "close") -> dict:
        """Let the program write a text; return what it saw."""
        told = (self.profile, self.address, f"{CLERK}.musterstadt", self.key, text, end)
        run = subprocess.run(
            [PYTHON, SCRIPT, *map(str, told)], capture_output=True, text=True, timeout=180
        )
        assert run.stdout, run.stderr
        return json.loads(run.stdout.splitlines()[-1])

    def kept(self) -> tuple[list[str], int, int]:
        """Return what each Fassung says, how many drafts were left, how many check-outs hold."""
        tenant = self.town.tenant.pk
        with use_tenant(tenant), transaction.atomic():
            rows = Fassung.objects.filter(dokument=self.dokument).order_by("nummer")
            texts = [text_of(tenant, row.dateien.get().blob.sha256) for row in rows]
            locks = Bearbeitungssperre.objects.in_force().filter(dokument=self.dokument).count()
            left = Arbeitsstand.objects.filter(dokument=self.dokument).count()
        return texts, left, locks


def text_of(tenant: int, sha256: str) -> str:
    """Return what stands in a flat document."""
    with store.open_blob(tenant, sha256) as opened:
        body = opened.read().decode().partition("<office:text")[2].partition(">")[2]
    return " ".join(re.sub("<[^>]+>", "", body).split())


@pytest.fixture
def case(long_run, url, towns, tmp_path):
    """A Dokument of the clerk, her program ready."""
    return Case(url, towns["musterstadt"], tmp_path)


def test_libreoffice_opens_stores_twice_and_closes_to_one_fassung_each_time(case):
    told = case.edit("Eins. ")
    assert told == {"read": "Entwurf. ", "readonly": False, "stored": 2, "asked": True}
    assert case.kept() == (["Entwurf.", "Entwurf. Eins. Eins."], 0, 0)
    assert case.edit("Zwei. ")["read"] == "Entwurf. Eins. Eins. "
    assert case.kept()[0][2:] == ["Entwurf. Eins. Eins. Zwei. Zwei."]


def test_what_a_killed_libreoffice_had_stored_is_there_when_it_opens_again(case):
    case.edit("Eins. ", "die")
    assert case.kept() == (["Entwurf."], 1, 1)
    told = case.edit("Zwei. ")
    assert (told["read"], told["readonly"]) == ("Entwurf. Eins. Eins. ", True)
    case.browser.post(f"/musterstadt/dokumente/{case.dokument.pk}/freigabe/")
    assert case.kept() == (["Entwurf."], 1, 0)
    assert case.edit("Zwei. ")["read"] == "Entwurf. Eins. Eins. "
    assert case.kept() == (["Entwurf.", "Entwurf. Eins. Eins. Zwei. Zwei."], 0, 0)


def test_what_somebody_else_edits_libreoffice_opens_for_reading_only(case):
    head = Program(case.town, "leitung")
    head.lock(case.path)
    told = case.edit("Eins. ")
    assert (told["read"], told["readonly"], told["stored"]) == ("Entwurf. ", True, 0)
    assert case.kept() == (["Entwurf."], 0, 1)
