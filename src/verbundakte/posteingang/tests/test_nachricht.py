"""Messages of authorities and applications in a watched folder: each becomes one Eingang, once."""

import asyncio
import hashlib
import io
import json
import os
import time
import zipfile

import pytest
from django.utils import timezone

from verbundakte.akten.models import Datei
from verbundakte.core import virus
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.behoerdenpost import ordner
from verbundakte.posteingang.behoerdenpost.teile import Teil, sort_out
from verbundakte.posteingang.models import (
    Eingang,
    Eingangskanal,
    Pruefprotokoll,
    Quarantaene,
    Verschluss,
)
from verbundakte.posteingang.scan import ordner as dateien
from verbundakte.posteingang.scan import wecken
from verbundakte.posteingang.scan.wache import Wache
from verbundakte.posteingang.tests.factories import unit
from verbundakte.signaturen.tests.world import trusted
from verbundakte.standards.tests import test_xjustiz as samples

KOPF = (
    "<n:absender><n:informationen><n:auswahl_kommunikationspartner><n:sonstige>Amtsgericht Musterstadt"
    "</n:sonstige></n:auswahl_kommunikationspartner></n:informationen><n:aktenzeichen>1 C 2/26"
    "</n:aktenzeichen></n:absender><n:empfaenger><n:auswahl_aktenzeichen><n:aktenzeichen.freitext>"
    "63.1-7</n:aktenzeichen.freitext></n:auswahl_aktenzeichen></n:empfaenger>"
)
XML = samples.message(KOPF, samples.dokument("1", "Ladung", "ladung.txt"))
FILES = {
    "xjustiz_nachricht.xml": XML,
    "pruefprotokoll.txt": samples.GOOD.replace("23.11.2026", "20.11.2026").encode(),
    "attachments/ladung.txt": b"Sie werden geladen.",
    "attachments/anlage.txt": b"Anlage 1",
}


@pytest.fixture
def place(musterstadt, data_dir, settings, monkeypatch):
    """A watched folder for messages; two looks lie some seconds apart without waiting."""
    settings.EINGANG_ORDNER = data_dir / "eingang"
    path = settings.EINGANG_ORDNER / "musterstadt" / "bebpo"
    path.mkdir(parents=True)
    Eingangskanal.objects.create(
        art="behoerdenpost",
        bezeichnung="beBPo",
        einheit=unit("63"),
        einstellungen={"ordner": "bebpo"},
        created_at=timezone.now(),
    )
    clock = [100.0]
    monkeypatch.setattr(wecken, "NACHRICHTEN", Wache(wecken._look))
    monkeypatch.setattr(wecken, "moment", lambda: clock[0])
    return Place(path, clock)


class Place:
    def __init__(self, path, clock):
        self.path, self.clock = path, clock

    def lay(self, name="Nachricht 1", files=FILES) -> None:
        for place, content in files.items():
            path = self.path / name / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def look(self) -> None:
        wecken.wake()
        for stand in wecken.NACHRICHTEN._known.values():
            if stand.thread is not None:
                stand.thread.join(30)
        wecken.wake()
        self.clock[0] += 61

    def work(self) -> None:
        """Look twice, and run the jobs that follow."""
        self.look()
        self.look()
        for row in Job.objects.filter(kind="posteingang.nachricht.take", finished_at=None):
            run_job(current_tenant(), row.pk)


def names(eingang: Eingang) -> list[str]:
    rows = Datei.objects.filter(fassung__dokument__parent=eingang.dokument)
    return sorted(rows.values_list("file_name", flat=True))


def results(eingang: Eingang) -> dict[str, str]:
    return dict(eingang.pruefprotokolle.values_list("art", "ergebnis"))


def test_a_message_is_one_eingang_with_its_anlagen_and_what_proves_its_sender(place):
    place.lay()
    place.work()
    eingang = Eingang.objects.get()
    assert (eingang.absender, eingang.betreff) == ("Amtsgericht Musterstadt", "Ladung")
    assert eingang.dokument.fremdes_geschaeftszeichen == "1 C 2/26"
    assert eingang.angaben["unser_zeichen"] == ["63.1-7"]
    assert Datei.objects.get(fassung__dokument=eingang.dokument).file_name == "ladung.txt"
    assert names(eingang) == ["anlage.txt"]
    told = results(eingang)
    assert told["absender"].startswith("Absender bestätigt: Sicherer Übermittlungsweg aus einem")
    assert "XJustiz 3.6.2" in told["nachricht"]
    assert Pruefprotokoll.objects.exclude(blob=None).count() == 2
    assert [one.name for one in place.path.iterdir()] == ["erledigt"]


def test_the_same_message_twice_and_as_zip_is_one_eingang(place):
    place.lay()
    place.work()
    place.lay("Noch einmal")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in FILES.items():
            made.writestr(f"Export/{name}", content)
    (place.path / "Export.zip").write_bytes(packed.getvalue())
    place.work()
    eingang = Eingang.objects.get()
    assert eingang.referenzen.count() == 3 and names(eingang) == ["anlage.txt"]
    assert len(list((place.path / "erledigt").iterdir())) == 3


def test_a_message_waits_for_the_files_it_names_and_then_arrives_without_them(place, monkeypatch):
    place.lay(files={"xjustiz_nachricht.xml": XML, "anlage.txt": b"A"})
    place.work()
    assert not Eingang.objects.exists()
    old = time.time() - 3600
    for path in (place.path / "Nachricht 1").iterdir():
        os.utime(path, (old, old))
    place.work()
    told = results(Eingang.objects.get())
    assert told["vollstaendig"] == "Genannt, aber nicht dabei: ladung.txt"
    assert told["absender"].startswith("nicht geprüft:")


@pytest.mark.parametrize("broken", [b"<a", b"\0" * 99, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_broken_message_arrives_with_all_its_files(place, broken):
    place.lay(files=FILES | {"xjustiz_nachricht.xml": broken})
    place.work()
    eingang = Eingang.objects.get()
    assert results(eingang)["nachricht"].startswith("Die XJustiz-Nachricht")
    assert len(names(eingang)) == 1 and eingang.betreff


def test_a_zip_that_cannot_be_opened_arrives_whole(place):
    (place.path / "kaputt.zip").write_bytes(b"PK\3\4 kaputt")
    place.work()
    eingang = Eingang.objects.get()
    assert Datei.objects.get(fassung__dokument=eingang.dokument).file_name == "kaputt.zip"
    assert "weder ein XJustiz" in results(eingang)["nachricht"]


def test_confidential_post_goes_to_the_head_and_classified_post_is_refused(place):
    reason = "<n:auswahl_vertraulichkeit>{}</n:auswahl_vertraulichkeit>"
    closed = reason.format(
        "<n:vertraulichZuBehandelnGrund>Personalsache</n:vertraulichZuBehandelnGrund>"
    )
    place.lay(files={"xjustiz.xml": samples.message(KOPF + closed), "brief.txt": b"geheim"})
    secret = samples.message(KOPF + reason.format("<n:geheimhaltungsgrad/>"))
    place.lay("VS", {"xjustiz.xml": secret, "vs.txt": b"streng geheim"})
    place.work()
    assert Eingang.objects.get().verschluss == Verschluss.VERTRAULICH
    assert [one.name for one in (place.path / "abgewiesen").iterdir()] == ["VS"]


def test_what_leads_out_of_a_message_is_not_taken_and_too_much_is_refused(place, monkeypatch):
    (place.path.parent / "geheim.txt").write_bytes(b"geheim")
    place.lay()
    (place.path / "Nachricht 1" / "link.txt").symlink_to(place.path.parent / "geheim.txt")
    os.mkfifo(place.path / "Nachricht 1" / "rohr.txt")
    place.lay("Tief", {"a/b/c/d/e.txt": b"x"})
    place.work()
    assert names(Eingang.objects.get()) == ["anlage.txt"]
    assert [one.name for one in (place.path / "abgewiesen").iterdir()] == ["Tief"]


def test_a_message_that_grows_is_not_taken(place, tmp_path):
    place.lay()
    with dateien.opened(place.path.parent, ["bebpo"]) as folder:
        (seen,) = ordner.look(folder, "bebpo")
        (place.path / "Nachricht 1" / "mehr.txt").write_bytes(b"mehr")
        with pytest.raises(dateien.NotWhole):
            ordner.copy_message(folder, seen, lambda: tmp_path / "spool")


def test_a_file_with_a_virus_is_held_back_and_the_rest_arrives(place, monkeypatch):
    def scan(path):
        if path.read_bytes() == b"Anlage 1":
            raise virus.VirusFound("Eicar")

    monkeypatch.setattr(virus, "scan", scan)
    place.lay()
    place.work()
    eingang = Eingang.objects.get()
    assert names(eingang) == [] and eingang.dokument is not None
    assert Quarantaene.objects.get(eingang=eingang).file_name == "anlage.txt"


def test_a_scanner_that_is_away_leaves_the_message_where_it_lies(place, monkeypatch):
    def away(path):
        raise virus.ScannerAway

    monkeypatch.setattr(virus, "scan", away)
    place.lay()
    place.work()
    assert not Eingang.objects.exists() and (place.path / "Nachricht 1").exists()
    assert "Virenprüfung antwortet nicht" in Eingangskanal.objects.get(art="behoerdenpost").failure


def test_a_submission_is_checked_against_its_digests(place):
    form, data = b"Antrag auf Wohngeld", b'{"name": "Zaun"}'
    told = samples.metadata()
    structure = told["contentStructure"]
    structure["attachments"][0]["hash"]["content"] = hashlib.sha512(form).hexdigest()
    structure["data"] = {
        "hash": {"type": "sha512", "content": hashlib.sha512(data).hexdigest()},
        "submissionSchema": {"schemaUri": "urn:x", "mimeType": "application/json"},
    }
    files = {"metadata.json": json.dumps(told).encode(), "data.json": data, "antrag.txt": form}
    place.lay(files=files)
    place.work()
    eingang = Eingang.objects.get()
    assert eingang.betreff == "Antrag: Wohngeld" and names(eingang) == ["data.json"]
    assert Datei.objects.get(fassung__dokument=eingang.dokument).file_name == "antrag.txt"
    assert results(eingang)["pruefsummen"] == "Die Prüfsummen aller genannten Dateien stimmen."
    assert "nicht geprüft" in results(eingang)["identitaet"]


def test_the_signature_of_a_proof_is_verified_and_a_broken_one_counts_against_it(
    place, settings, tmp_path
):
    authority = trusted(settings, tmp_path)
    signer = authority.signer(authority.issue("Erika Beispiel"))
    vhn = b"<vhn/>"
    signature = asyncio.run(signer.async_sign_general_data(vhn, "sha256", detached=True)).dump()
    proofs = {"vhn.xml": vhn, "vhn.xml.p7s": signature}
    place.lay(files={"xjustiz.xml": XML, "ladung.txt": b"Ladung"} | proofs)
    place.lay("Zweite", {"ladung.txt": b"Andere"} | proofs | {"vhn.xml": b"<vhn>anders</vhn>"})
    place.work()
    by_name = {one.referenzen.get().fremde_kennung: results(one) for one in Eingang.objects.all()}
    told = by_name["Nachricht 1"]["signatur"]
    assert told == "Signatur von „vhn.xml“ ist gültig, unterzeichnet von Erika Beispiel."
    assert "ungültig" in by_name["Zweite"]["signatur"]
    assert by_name["Zweite"]["absender"].startswith("Prüfung fehlgeschlagen: Die Signatur")


def test_what_the_sender_enclosed_proves_nothing():
    teile = [Teil(f"attachments/{name}", None) for name in ("vhn.xml", "pruefprotokoll.html")]
    found = sort_out([*teile, Teil("Export/vhn.xml", None)])
    assert found.protokoll is None and found.vhn.ort == "Export/vhn.xml"
    assert len(found.inhalt) == 2
