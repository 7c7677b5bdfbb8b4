"""What XJustiz, FIT-Connect and a Prüfprotokoll say; with the official files where they lie beside."""

import json
from pathlib import Path

import pytest

from verbundakte.standards import fitconnect, herkunft, xjustiz
from verbundakte.standards.herkunft import Herkunft

SHARED = Path(__file__).resolve().parents[4].parent / "shared"
HEAD = (
    '<n:nachricht.gds.uebermittlungSchriftgutobjekte.0005005 xmlns:n="http://www.xjustiz.de">'
    '<n:nachrichtenkopf xjustizVersion="3.6.2">{kopf}</n:nachrichtenkopf>'
    "<n:schriftgutobjekte>{objekte}</n:schriftgutobjekte>"
    "</n:nachricht.gds.uebermittlungSchriftgutobjekte.0005005>"
)
DIGEST = "ab" * 64


def dokument(number: str, name: str, file: str) -> str:
    return (
        f"<n:dokument><n:identifikation><n:nummerImUebergeordnetenContainer>{number}"
        "</n:nummerImUebergeordnetenContainer></n:identifikation><n:xjustiz.fachspezifischeDaten>"
        f"<n:anzeigename>{name}</n:anzeigename><n:datei><n:dateiname>{file}</n:dateiname></n:datei>"
        "</n:xjustiz.fachspezifischeDaten></n:dokument>"
    )


def message(kopf="", objekte="") -> bytes:
    return HEAD.format(kopf=kopf, objekte=objekte).encode()


def shared(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here: the official files lie outside of the repository")
    return path.read_bytes()


def test_the_head_since_36_is_read():
    told = xjustiz.read_message(
        message(
            "<n:absender><n:informationen><n:auswahl_kommunikationspartner><n:gericht><code>G1</code>"
            "</n:gericht></n:auswahl_kommunikationspartner></n:informationen>"
            "<n:aktenzeichen>1 C 2/26</n:aktenzeichen></n:absender>"
            "<n:empfaenger><n:auswahl_aktenzeichen><n:aktenzeichen.freitext>32.1-7"
            "</n:aktenzeichen.freitext></n:auswahl_aktenzeichen></n:empfaenger>"
            "<n:sendungsprioritaet><code>001</code></n:sendungsprioritaet>"
            "<n:auswahl_vertraulichkeit><n:vertraulichZuBehandelnGrund>Personalsache"
            "</n:vertraulichZuBehandelnGrund></n:auswahl_vertraulichkeit>",
            dokument("2", "Anlage K1", "k1.pdf") + dokument("1", "Klage", "klage.pdf"),
        )
    )
    assert (told.absender, told.absender_zeichen) == ("Gericht G1", ("1 C 2/26",))
    assert (told.unser_zeichen, told.eilt, told.vertraulich) == (
        ("32.1-7",), "Eilt", "Personalsache",
    )  # fmt: skip
    assert [one.dateiname for one in told.dateien] == ["klage.pdf", "k1.pdf"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<a", "kein lesbares XML"),
        (b"<a/>", "0005005"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "Dokumenttypdefinition"),
        (message().replace(b"nachrichtenkopf", b"kopf"), "Nachrichtenkopf"),
        (b"<a>" * 100_000, "kein lesbares XML"),
    ],
)
def test_what_is_no_message_is_told_in_one_sentence(data, sentence):
    with pytest.raises(xjustiz.NotRead) as refused:
        xjustiz.read_message(data)
    assert sentence in refused.value.message


@pytest.mark.parametrize(
    ("name", "absender", "zeichen", "file"),
    [
        ("v3.6.2_konstruiert", "Gemeinde Musterhausen, Ordnungsamt", "32.1-2026/0815",
         "anhoerung.pdf"),
        ("v3.4.1_digitalservice", "Digitalservice", "Aktenzeichen", "hello_world.pdf"),
    ],
)  # fmt: skip
def test_messages_of_both_forms_are_read(name, absender, zeichen, file):
    told = xjustiz.read_message(shared(f"xjustiz/nachrichten/0005005_{name}.xml"))
    assert (told.absender, told.absender_zeichen) == (absender, (zeichen,))
    assert [one.dateiname for one in told.dateien] == [file]
    assert told.nachrichten_id and told.erstellt_at


def metadata(**more) -> dict:
    attachment = {
        "hash": {"type": "sha512", "content": DIGEST}, "purpose": "form",
        "mimeType": "application/pdf", "attachmentId": "1", "filename": "antrag.pdf",
    }  # fmt: skip
    return {
        "contentStructure": {"attachments": [attachment]},
        "publicServiceType": {"name": "Wohngeld", "identifier": "urn:de:fim:leika:leistung:1"},
        "replyChannel": {"eMail": {"address": "paula@example.org"}},
        "additionalReferenceInfo": {"senderReference": "P-7", "applicationDate": "2026-11-02"},
        "authenticationInformation": [
            {"type": "identificationReport", "version": "1.0.0", "content": "e30"}
        ],
        **more,
    }


def test_the_metadata_of_a_submission_are_read():
    told = fitconnect.read_metadata(json.dumps(metadata()).encode())
    assert (told.leistung, told.zeichen, told.antwort_an) == (
        "Wohngeld", "P-7", "E-Mail paula@example.org",
    )  # fmt: skip
    assert [(one.dateiname, one.sha512) for one in told.anlagen] == [("antrag.pdf", DIGEST)]
    assert told.nachweise == ("Identitätsnachweis (eID)",)


def test_the_names_read_are_those_of_the_official_schema():
    schema = json.loads(shared("fim/fit-connect/metadata.schema.v1.0.0.json"))
    assert set(metadata()) <= set(schema["properties"])
    attachments = schema["properties"]["contentStructure"]["properties"]["attachments"]
    names = attachments["items"]["properties"]
    assert set(metadata()["contentStructure"]["attachments"][0]) <= set(names)
    assert set(fitconnect.PURPOSES) == set(names["purpose"]["enum"])


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("[", "kein lesbares JSON"),
        ("[" * 100_000, "kein lesbares JSON"),
        ("[]", "contentStructure"),
        (json.dumps({"contentStructure": {"attachments": [7]}}), "attachmentId"),
        (json.dumps(metadata(contentStructure={"attachments": [{"attachmentId": "1"}]})),
         "purpose"),
        (json.dumps(metadata()).replace(DIGEST, "xy"), "SHA-512"),
    ],
)  # fmt: skip
def test_what_is_no_metadata_is_told_in_one_sentence(told, sentence):
    with pytest.raises(fitconnect.NotRead) as refused:
        fitconnect.read_metadata(told.encode())
    assert sentence in refused.value.message


GOOD = (
    "Absender: Amtsgericht Musterstadt\nNutzer-ID: DE.Justiz.123\n"
    "Eingang auf dem Server: 23.11.2026 08:15:00 (lokale Serverzeit)\n"
    "Informationen zum Übermittlungsweg:\nSicherer Übermittlungsweg aus einem besonderen"
    " Behördenpostfach.\nSämtliche durchgeführten Prüfungen lieferten ein positives Ergebnis.\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, Herkunft.SICHER),
        (GOOD + "Signaturprüfung fehlgeschlagen: Prüfung fehlgeschlagen", Herkunft.FEHLGESCHLAGEN),
        (GOOD.replace("Sicherer", "Kein sicherer"), Herkunft.NICHT_SICHER),
        ("Betreff: Sicherer Übermittlungsweg aus einem besonderen Postfach", Herkunft.NICHT_SICHER),
        ("Betreff\nInformationen zum Übermittlungsweg: Sicherer Übermittlungsweg aus einem Postfach\n"
         + GOOD, Herkunft.NICHT_SICHER),
        ("", Herkunft.NICHT_SICHER),
    ],
)  # fmt: skip
def test_a_protocol_confirms_a_sender_in_its_own_section_only(text, expected):
    assert herkunft.read_protocol(text).herkunft is expected


def test_a_protocol_tells_who_sent_and_when_it_arrived():
    told = herkunft.read_protocol(GOOD)
    assert (told.absender, told.nutzer) == ("Amtsgericht Musterstadt", "DE.Justiz.123")
    assert told.eingang == "2026-11-23T08:15:00"


def test_a_vhn_alone_confirms_nobody():
    told = herkunft.read_vhn(b"<vhn><absender><name>Amt</name></absender></vhn>")
    assert (told.herkunft, told.absender) == (Herkunft.NICHT_SICHER, "Amt")
    assert herkunft.read_vhn(b"<!DOCTYPE a><a/>").herkunft is Herkunft.NICHT_SICHER
