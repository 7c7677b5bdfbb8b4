"""What becomes a mail, and what must never stand in its head."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from verbundakte.schriftverkehr.mail.nachricht import (
    Anhang,
    Nachricht,
    NotSendable,
    checked_address,
    write_mail,
)

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def make(**changed) -> Nachricht:
    told = {
        "von_name": "Stadt Musterstadt",
        "von": "stadt@musterstadt.example",
        "an": "paula.zaun@beispiel.de",
        "betreff": "Ihr Bauantrag: Bescheid für die Lindenallee",
        "text": "Guten Tag,\nanbei unser Schreiben.",
        "message_id": "abc@musterstadt.example",
        "at": AT,
    }
    return Nachricht(**told | changed)


def test_a_mail_says_what_was_meant():
    data = write_mail(make(), [Anhang("Bescheid für Zaun.pdf", b"%PDF-1.7")])
    mail = message_from_bytes(data, policy=policy.default)
    assert mail["Subject"] == "Ihr Bauantrag: Bescheid für die Lindenallee"
    assert mail["From"].addresses[0].display_name == "Stadt Musterstadt"
    assert mail["To"].addresses[0].addr_spec == "paula.zaun@beispiel.de"
    assert mail["Message-ID"] == "<abc@musterstadt.example>"
    (enclosed,) = mail.iter_attachments()
    assert enclosed.get_filename() == "Bescheid für Zaun.pdf"
    assert enclosed.get_content() == b"%PDF-1.7"


@pytest.mark.parametrize(
    "changed",
    [
        {"betreff": "Bescheid\r\nBcc: alle@beispiel.de"},
        {"betreff": "Bescheid\nX: y"},
        {"betreff": "Bescheid\x00"},
        {"betreff": "Bescheid\u2028Bcc: alle@beispiel.de"},
        {"von_name": "Stadt\r\nBcc: alle@beispiel.de"},
        {"von": "stadt@musterstadt.example\r\nBcc: alle@beispiel.de"},
        {"an": "paula@beispiel.de\r\nBcc: alle@beispiel.de"},
        {"an": "paula@beispiel.de, alle@beispiel.de"},
        {"an": "Paula <paula@beispiel.de>"},
        {"an": "paula@beispiel.de>\r\nRCPT TO:<alle@beispiel.de"},
        {"an": '"a b"@beispiel.de'},
        {"an": "paula"},
        {"an": ""},
        {"message_id": "a\r\nBcc: b@c"},
    ],
)
def test_nothing_typed_becomes_a_line_of_its_own(changed):
    with pytest.raises(NotSendable):
        write_mail(make(**changed), [])


def test_a_name_of_a_file_cannot_end_its_line():
    with pytest.raises(NotSendable):
        write_mail(make(), [Anhang("a.pdf\r\nX: y", b"")])


def test_a_domain_with_umlauts_is_written_as_the_net_knows_it():
    assert checked_address("rathaus@bücher.example") == "rathaus@xn--bcher-kva.example"
