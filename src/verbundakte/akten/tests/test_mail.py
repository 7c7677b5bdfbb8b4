"""A mail that is filed says itself from whom it is, about what, and when it was sent."""

from datetime import date

from verbundakte.akten import rules
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job

MAIL = (
    b"From: Frieda Muster <frieda@example.org>\r\nTo: bauamt@example.org\r\n"
    b"Subject: =?utf-8?q?Nachfrage_zur_Gr=C3=BCnfl=C3=A4che?=\r\n"
    b"Date: Mon, 02 Mar 2026 09:15:00 +0100\r\n\r\nGuten Tag\r\n"
)
EMPTY = {"betreff": "nachricht", "absender": "", "empfaenger": "", "datum_des_schreibens": None}


def test_a_filed_mail_gives_the_dokument_betreff_absender_and_date(office):
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="nachricht.eml", content=MAIL
    )
    for job in Job.objects.open().filter(subject_id=dokument.pk):
        run_job(office.town.tenant.pk, job.pk)
    found = Dokument.objects.get(pk=dokument.pk)
    assert found.betreff == "Nachfrage zur Grünfläche"
    assert found.absender == "Frieda Muster <frieda@example.org>"
    assert found.datum_des_schreibens == date(2026, 3, 2)


def test_a_letter_of_outlook_does_so_too(office, shared):
    content = (shared / "korpus" / "mail" / "test-outlook.msg").read_bytes()
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="brief.msg", content=content
    )
    for job in Job.objects.open().filter(subject_id=dokument.pk):
        run_job(office.town.tenant.pk, job.pk)
    found = Dokument.objects.get(pk=dokument.pk)
    assert found.betreff != "brief" and found.absender


def test_what_somebody_wrote_stays_and_only_the_name_of_the_file_is_replaced():
    headers = {"Subject": "Neu", "From": "x@example.org"}
    known = EMPTY | {"absender": "Frau Muster"}
    fields = rules.mail_fields(headers, None, file_name="nachricht.eml", known=known)
    assert fields == {"betreff": "Neu"}
    known = EMPTY | {"betreff": "Von Hand"}
    fields = rules.mail_fields(headers, None, file_name="nachricht.eml", known=known)
    assert "betreff" not in fields
