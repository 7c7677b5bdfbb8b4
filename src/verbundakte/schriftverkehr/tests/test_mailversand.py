"""E-mails against a real mail server, and what comes back of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten.kinds import JobKind
from verbundakte.core.actions import Refusal
from verbundakte.core.housekeeping import tidy_tenant
from verbundakte.core.ids import uuid7
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.mailkonto import (
    AccountExists,
    Kontoangaben,
    change_mailkonto,
)
from verbundakte.schriftverkehr.actions.mailversand import (
    NoAccount,
    NotStopped,
    claim_due,
    start_mail,
)
from verbundakte.schriftverkehr.ausgang_kinds import AusgangJob
from verbundakte.schriftverkehr.mail.smtp import Access, HandingInFailed, try_out
from verbundakte.schriftverkehr.models import Mailkonto, Mailversand, Versand, Weg
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.tests.ausgang import (
    Mailserver,
    make_konto,
    make_letter,
    run_jobs,
    send,
)
from verbundakte.schriftverkehr.versand_rules import WAITS, Stand
from verbundakte.standards.tests.test_zustellbericht import REPORT

NOW = timezone.now()


@pytest.fixture
def server():
    found = Mailserver()
    found.controller.start()
    yield found
    found.controller.stop()


@pytest.fixture
def konto(musterstadt, server, settings):
    town = Organisationseinheit.objects.filter(parent=None).first()
    return make_konto(musterstadt.fachadministration, town, server, settings)


def mail_out(musterstadt) -> Versand:
    letter = make_letter(lambda: musterstadt.sachbearbeiterin)
    return send(musterstadt.sachbearbeiterin, letter, weg=Weg.EMAIL, text="Anbei der Bescheid.")


def stand(musterstadt, versand) -> Stand:
    return queries.get_versand(musterstadt.sachbearbeiterin, versand.pk).stand


def test_a_mail_goes_out_once_and_lies_below_its_dokument_as_it_was_sent(
    musterstadt, konto, server
):
    versand = mail_out(musterstadt)
    run_jobs(AusgangJob.SEND_MAIL)
    ((sender, receivers, content),) = server.taken
    assert (sender, receivers) == ("stadt@musterstadt.example", ["paula.zaun@beispiel.de"])
    mail = Mailversand.objects.get(versand=versand)
    assert f"<{mail.message_id}>".encode() in content
    assert b"Bescheid.pdf" in content
    assert stand(musterstadt, versand) is Stand.VERSANDT
    assert mail.answer.startswith("250") and mail.next_try_at is None
    assert mail.dokument.parent_id == versand.dokument_id
    assert queries.mail_to_send(musterstadt.sachbearbeiterin, mail.pk) == (None, [])


def test_a_server_that_refuses_for_now_is_asked_again_and_then_a_person(musterstadt, konto, server):
    server.answer = "451 4.7.1 spaeter"
    versand = mail_out(musterstadt)
    run_jobs(AusgangJob.SEND_MAIL)
    mail = Mailversand.objects.get(versand=versand)
    assert "451 4.7.1 spaeter" in mail.problem and mail.stopped_at is None
    assert mail.next_try_at > timezone.now()
    with pytest.raises(NotStopped):
        actions.retry_mail(musterstadt.sachbearbeiterin, versand, at=NOW)
    ahead = timezone.now() + timedelta(days=700)
    Mailversand.objects.update(versuche=len(WAITS), next_try_at=ahead, busy_until=ahead)
    assert claim_due(timezone.now()) == []
    tidy_tenant()  # the clock was ahead and is right again
    assert claim_due(timezone.now()) == [mail.pk]
    assert claim_due(timezone.now()) == []
    server.answer = "550 5.1.1 unbekannt"
    start_mail(musterstadt.sachbearbeiterin, mail.pk)
    run_jobs(AusgangJob.SEND_MAIL)
    mail.refresh_from_db()
    assert mail.stopped_at is not None and mail.next_try_at is None
    assert queries.stuck_mails(musterstadt.sachbearbeiterin) == [versand]
    server.answer = ""
    actions.retry_mail(musterstadt.sachbearbeiterin, versand, at=NOW)
    run_jobs(AusgangJob.SEND_MAIL)
    assert stand(musterstadt, versand) is Stand.VERSANDT
    assert len(server.taken) == 1


def test_a_wrong_password_waits_for_a_person_and_is_told_at_the_account(musterstadt, konto, server):
    server.login = ("stadt", "anders")
    mail_out(musterstadt)
    run_jobs(AusgangJob.SEND_MAIL)
    konto.refresh_from_db()
    assert konto.failing_since and "Kennwort" in konto.failure
    assert Mailversand.objects.get().stopped_at is not None
    assert server.taken == []


def test_an_account_is_checked_sealed_and_there_is_one(musterstadt, konto, server, settings):
    assert "geheim" not in Mailkonto.objects.get().geheimnis
    with pytest.raises(AccountExists):
        town = Organisationseinheit.objects.filter(parent=None).first()
        make_konto(musterstadt.fachadministration, town, server, settings)
    admin = musterstadt.fachadministration
    for changed in ({"absender_name": "Stadt\r\nBcc: a@b.de"}, {"host": "10.0.0.1"}):
        values = {name: getattr(konto, name) for name in ("absender_name", "absender_email")}
        told = {"host": "127.0.0.1", "port": server.port, "security": "ohne", **values, **changed}
        with pytest.raises(Refusal):
            change_mailkonto(
                admin, konto, angaben=Kontoangaben(**told), seen_revision=konto.revision
            )
    settings.OUTBOUND_ALLOWED = []
    with pytest.raises(HandingInFailed):
        try_out(Access("127.0.0.1", server.port, "ohne"))


def test_without_an_account_the_way_is_refused(musterstadt):
    with pytest.raises(NoAccount):
        mail_out(musterstadt)
    assert not Versand.objects.exists()


def test_a_bounce_comes_back_to_its_versand_and_lies_in_its_vorgang(musterstadt, konto, server):
    versand = mail_out(musterstadt)
    run_jobs(AusgangJob.SEND_MAIL)
    mail = Mailversand.objects.get(versand=versand)
    text = REPORT.format(action="failed", status="5.1.1", kind="text/rfc822-headers")
    text = text.replace("abc.123@musterstadt.example", mail.message_id)
    text = text.replace("Weg@Beispiel.de", "paula.zaun@beispiel.de")
    arrived = make_arrived(text.encode(), "Undelivered.eml")
    eingang = make_eingang(musterstadt.registratur, arrived=arrived, kennung=f"dsn:{uuid7()}")
    run_jobs(JobKind.INGEST)
    run_jobs(AusgangJob.READ_REPORT)
    assert stand(musterstadt, versand) is Stand.ZURUECK
    (back,) = versand.ruecklaeufe.all()
    assert back.dokument_id == eingang.dokument_id
    assert back.bemerkung.startswith("Die Adresse gibt es nicht.")
    eingang.dokument.refresh_from_db()
    assert eingang.dokument.vorgang_id == versand.vorgang_id
