"""Files with a virus: held back, seen by no browser, released with a reason or asked about."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten.actions.arrival import hold_file
from verbundakte.akten.models import Datei
from verbundakte.core import virus
from verbundakte.core.actions import Gone
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.tests.clamd import BAIT, NAME, running_clamd
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import EingangFiled, ReasonMissing, Verdaechtig
from verbundakte.posteingang.checks import check_eingaenge
from verbundakte.posteingang.mail.annahme import take_mail
from verbundakte.posteingang.mail_jobs import POSTFAECHER
from verbundakte.posteingang.models import Eingang, KanalArt, Quarantaene
from verbundakte.posteingang.tests.factories import make_eingang, unit
from verbundakte.posteingang.tests.mailservers import mail

NOW = timezone.now()
PLACE = "/musterstadt/posteingang/"


@pytest.fixture
def held(musterstadt, monkeypatch, tmp_path) -> Quarantaene:
    """A mail in which something was found."""

    def found(path):
        raise virus.VirusFound("Eicar")

    path = tmp_path / "mail"
    path.write_bytes(mail(1))
    kanal = actions.kanal_for(KanalArt.EMAIL, unit("63"), NOW)
    with monkeypatch.context() as patched:
        patched.setattr(virus, "scan", found)
        take_mail(POSTFAECHER, kanal, path, arrived_at=NOW, at=NOW)
        take_mail(POSTFAECHER, kanal, path, arrived_at=NOW, at=NOW)
    return Quarantaene.objects.get()


def test_a_mail_with_a_virus_has_its_number_and_no_content(musterstadt, held):
    eingang = Eingang.objects.get()
    assert (eingang.dokument, held.befund) == (None, "Eicar")
    assert not Datei.objects.exists() and check_eingaenge(False)[1] == []
    text = musterstadt.client("registratur").get(f"{PLACE}{eingang.pk}/").content.decode()
    assert "In Quarantäne" in text and "Freigeben" in text
    clerk = musterstadt.client("sachbearbeiterin")
    text = clerk.get(f"{PLACE}{eingang.pk}/").content.decode()
    assert "In Quarantäne" in text and "Beim Absender nachfragen" in text
    assert f"{held.pk}/freigabe/" not in text
    assert clerk.get(f"{PLACE}{eingang.pk}/quarantaene/{held.pk}/freigabe/").status_code == 404
    assert clerk.get(f"{PLACE}quarantaene/").status_code == 404


def test_a_real_clamd_holds_back_a_mail_and_lets_others_pass(musterstadt, settings, tmp_path):
    kanal = actions.kanal_for(KanalArt.EMAIL, unit("63"), NOW)
    path = tmp_path / "mail"
    with running_clamd() as settings.CLAMD:
        for number, body in enumerate(["Guten Tag", BAIT.decode()]):
            path.write_bytes(mail(number, body=body))
            take_mail(POSTFAECHER, kanal, path, arrived_at=NOW, at=NOW)
    held = Quarantaene.objects.get()
    assert held.befund.startswith(NAME) and held.eingang.dokument is None
    assert Eingang.objects.count() == 2 and Datei.objects.count() == 1


def test_one_person_releases_with_a_reason(musterstadt, held):
    path = f"{PLACE}{held.eingang_id}/quarantaene/{held.pk}/freigabe/"
    lead = musterstadt.client("registratur")
    assert held.file_name in lead.get(f"{PLACE}quarantaene/").content.decode()
    assert "mit Virenfund" in lead.get("/musterstadt/").content.decode()
    assert lead.post(path, {"grund": " "}).status_code == 422
    assert lead.post(path, {"grund": "Fehlalarm"}).status_code == 302
    eingang = Eingang.objects.get()
    assert Datei.objects.get(fassung__dokument=eingang.dokument).blob_id == held.blob_id
    assert eingang.dokument.zone_id == eingang.zone_id
    told = eingang.pruefprotokolle.get().ergebnis
    assert told == "Virenprüfung: „Eicar“ gefunden, trotzdem freigegeben: Fehlalarm"
    assert lead.get(path).status_code == 404
    assert "Nichts in Quarantäne" in lead.get(f"{PLACE}quarantaene/").content.decode()


def test_the_sender_is_asked_with_a_prepared_text(musterstadt, held):
    path = f"{PLACE}{held.eingang_id}/quarantaene/{held.pk}/rueckfrage/"
    clerk = musterstadt.client("sachbearbeiterin")
    text = clerk.get(path).content.decode()
    assert held.eingang.number in text and "Senden Sie uns die Datei neu" in text
    assert clerk.post(path, {"text": "x"}).status_code == 302
    held.refresh_from_db()
    assert held.rueckfrage_by == musterstadt.sachbearbeiterin.person_id


def test_what_is_released_elsewhere_filed_or_without_reason_is_refused(musterstadt, tmp_path):
    eingang = make_eingang(musterstadt.registratur)
    path = tmp_path / "x"
    path.write_bytes(b"verdaechtig")
    held = actions.hold(
        musterstadt.registratur,
        eingang,
        verdaechtig=Verdaechtig("x.txt", hold_file("x.txt", path), "Eicar"),
        at=NOW,
    )
    told = {"quarantaene": held, "at": NOW}
    with pytest.raises(PermissionDenied):
        actions.release_file(musterstadt.sachbearbeiterin, eingang, grund="so", **told)
    with pytest.raises(ReasonMissing):
        actions.release_file(musterstadt.registratur, eingang, grund="", **told)
    Eingang.objects.update(done_at=NOW)
    with pytest.raises(EingangFiled):
        actions.release_file(musterstadt.registratur, eingang, grund="so", **told)
    Eingang.objects.update(done_at=None)
    actions.release_file(musterstadt.registratur, eingang, grund="so", **told)
    assert Datei.objects.filter(fassung__dokument__parent=eingang.dokument).count() == 1
    with pytest.raises(Gone):
        actions.release_file(musterstadt.registratur, eingang, grund="so", **told)


def test_what_is_deleted_takes_what_was_held_back_along(musterstadt, tmp_path):
    eingang = make_eingang(musterstadt.registratur)
    path = tmp_path / "x"
    path.write_bytes(b"verdaechtig")
    stored = hold_file("x.txt", path)
    verdaechtig = Verdaechtig("x.txt", stored, "Eicar")
    actions.hold(musterstadt.registratur, eingang, verdaechtig=verdaechtig, at=NOW)
    actions.forget_eingang(musterstadt.registratur, eingang.dokument)
    assert not Quarantaene.objects.exists()
    assert store.entry_of(current_tenant(), stored.sha256) is not None  # goes after the commit
