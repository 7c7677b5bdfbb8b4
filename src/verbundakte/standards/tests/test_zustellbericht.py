"""What mail servers report, in the forms in which they do."""

from verbundakte.standards.zustellbericht import Ausgang, explain, read_report

REPORT = """From: MAILER-DAEMON@mx.beispiel.de
To: stadt@musterstadt.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.beispiel.de

Final-Recipient: rfc822; Weg@Beispiel.de
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <weg@beispiel.de>: Recipient address
    rejected

--b
Content-Type: {kind}

Message-ID: <abc.123@musterstadt.example>
From: stadt@musterstadt.example

--b--
"""


def report(action="failed", status="5.1.1", kind="text/rfc822-headers"):
    text = REPORT.format(action=action, status=status, kind=kind)
    return read_report(text.replace("\n", "\r\n").encode())


def test_a_bounce_names_our_mail_its_recipient_and_the_reason():
    for kind in ("text/rfc822-headers", "message/rfc822"):
        found = report(kind=kind)
        assert found.message_ids == ("abc.123@musterstadt.example",)
        (one,) = found.empfaenger
        assert (one.adresse, one.ausgang, one.status) == (
            "weg@beispiel.de",
            Ausgang.FAILED,
            "5.1.1",
        )
        assert "Recipient address rejected" in one.grund


def test_what_is_only_late_or_has_arrived_is_told_apart_from_a_failure():
    assert report("delayed", "4.4.7").empfaenger[0].ausgang is Ausgang.DELAYED
    assert report("delivered", "2.1.5").empfaenger[0].ausgang is Ausgang.DELIVERED


def test_other_mails_and_broken_reports_are_no_reports():
    assert read_report(b"Subject: Hallo\r\n\r\nGuten Tag") is None
    assert read_report(b"") is None
    assert report("bounced") is None
    cut = REPORT.split("Final-Recipient", maxsplit=1)[0]
    assert read_report(cut.encode()) is None


def test_a_code_becomes_a_sentence():
    assert explain("5.1.1") == "Die Adresse gibt es nicht."
    assert explain("5.2.2") == "Das Postfach ist voll."
    assert explain("5.7.26").startswith("Die Regeln des Mailservers")
    assert explain("") == explain("5.9.9") == "Die E-Mail wurde nicht zugestellt."
