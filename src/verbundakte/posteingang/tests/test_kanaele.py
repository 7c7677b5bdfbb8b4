"""The pages of the ways in: set up, tried, changed, paused; secrets never come back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.core.models import AuditEvent
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models import Eingangskanal, Postfachstand
from verbundakte.posteingang.tests.mailservers import LOGIN, PASSWORD, mail

LIST = "/musterstadt/posteingang/kanaele/"


@pytest.fixture
def admin(musterstadt):
    """The browser of who sets up the ways in."""
    return musterstadt.client("fachadministration")


def entered(**more) -> dict:
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    return {
        "bezeichnung": "poststelle@", "einheit": str(unit.pk), "host": "imap.example.org",
        "security": "tls", "port": "993", "login": LOGIN, "anmeldung": "kennwort",
        "kennwort": PASSWORD, "folder": "INBOX", "danach": "behalten", "minuten": "2",
        "verschluss": "offen", **more,
    }  # fmt: skip


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_mailbox_is_set_up_and_its_password_is_never_shown_again(musterstadt, admin):
    assert "Noch kein Eingangskanal" in text_of(admin.get(LIST))
    answer = admin.post(f"{LIST}postfach/", entered())
    row = Eingangskanal.objects.get()
    assert answer.status_code == 302 and answer["Location"].endswith(f"/{row.pk}/")
    assert PASSWORD not in row.geheimnis and PASSWORD not in str(row.einstellungen)
    pages = [text_of(admin.get(address)) for address in (
        LIST, f"{LIST}{row.pk}/", f"{LIST}{row.pk}/angaben/")]  # fmt: skip
    assert "imap.example.org:993" in pages[1] and LOGIN in pages[2]
    assert not any(PASSWORD in page for page in pages)
    event = AuditEvent.objects.about(row).get()
    assert PASSWORD not in str(list(event.details.values_list("old", "new")))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"host": "a b"}, "kein Name eines Servers"),
        ({"port": "25"}, "Erlaubt sind nur die Anschlüsse 143 und 993."),
        ({"security": "ohne", "port": "143"}, "Ohne Verschlüsselung wird nur ein Server"),
        ({"danach": "verschieben"}, "Diese Angabe fehlt."),
        ({"kennwort": ""}, "Diese Angabe fehlt."),
        ({"anmeldung": "oauth2"}, "Diese Angabe fehlt."),
        ({"einheit": ""}, "Diese Angabe fehlt."),
        ({"bezeichnung": "x" * 101}, "Höchstens 100 Zeichen"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(musterstadt, admin, changed, sentence):
    answer = admin.post(f"{LIST}postfach/", entered(**changed))
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert PASSWORD not in text_of(answer) and not Eingangskanal.objects.exists()


def test_two_mailboxes_have_two_names(musterstadt, admin):
    admin.post(f"{LIST}postfach/", entered())
    assert "gibt es schon" in text_of(admin.post(f"{LIST}postfach/", entered()))


def test_two_watched_folders_of_a_kind_have_two_names(musterstadt, admin):
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    sent = {
        "bezeichnung": "beBPo", "art": "behoerdenpost", "ordner": "bebpo", "einheit": str(unit.pk),
        "scanklasse": "", "ruhe": "5", "is_active": "on",
    }  # fmt: skip
    place = "/musterstadt/scannen/ordner/neu/"
    assert admin.post(place, sent).status_code == 302
    again = admin.post(place, sent)
    assert again.status_code == 422 and "gibt es schon" in text_of(again)
    row = Eingangskanal.objects.get()
    assert f"/scannen/ordner/{row.pk}/" in text_of(admin.get(LIST))
    assert admin.post(f"/musterstadt/scannen/ordner/{row.pk}/", sent).status_code == 302


def test_a_change_keeps_the_password_and_lets_a_stopped_mailbox_be_read_again(musterstadt, admin):
    admin.post(f"{LIST}postfach/", entered())
    row = Eingangskanal.objects.get()
    Postfachstand.objects.update(stopped_at=timezone.now(), failures=3, next_uid=7)
    Eingangskanal.objects.update(failing_since=timezone.now(), failure="Falsch.")
    assert "wartet auf eine Person" in text_of(admin.get(f"{LIST}{row.pk}/"))
    assert "„poststelle@“ bringt nichts: Falsch." in text_of(admin.get("/musterstadt/"))
    clerk = musterstadt.client("sachbearbeiterin")
    assert "bringt nichts" not in text_of(clerk.get("/musterstadt/"))
    answer = admin.post(f"{LIST}{row.pk}/angaben/", entered(kennwort="", minuten="10"))
    assert answer.status_code == 302
    after, stand = Eingangskanal.objects.get(), Postfachstand.objects.get()
    assert (after.geheimnis, after.einstellungen["minuten"]) == (row.geheimnis, 10)
    assert (stand.stopped_at, stand.failures, stand.next_uid) == (None, 0, 7)
    admin.post(f"{LIST}{row.pk}/angaben/", entered(folder="Anfragen"))
    assert Postfachstand.objects.get().next_uid == 1
    assert Eingangskanal.objects.get().geheimnis != row.geheimnis


def test_a_mailbox_rests_and_works_again(musterstadt, admin):
    admin.post(f"{LIST}postfach/", entered())
    row = Eingangskanal.objects.get()
    admin.post(f"{LIST}{row.pk}/pause/")
    assert "angehalten" in text_of(admin.get(LIST))
    admin.post(f"{LIST}{row.pk}/wiederaufnahme/")
    assert "in Betrieb" in text_of(admin.get(LIST))


def test_the_connection_is_tried_and_the_answer_is_one_sentence(
    musterstadt, admin, server, settings
):
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{server.port}"]
    folder = server.new_folder()
    server.append(mail(1), folder=folder)
    reached = entered(host="127.0.0.1", port=str(server.port), security="ohne", folder=folder)
    admin.post(f"{LIST}postfach/", reached)
    row = Eingangskanal.objects.get()
    page = admin.post(f"{LIST}{row.pk}/probe/", follow=True)
    assert "Die Verbindung steht." in text_of(page) and "E-Mail liegt dort" in text_of(page)
    admin.post(f"{LIST}{row.pk}/angaben/", reached | {"folder": "Fehlt"})
    page = admin.post(f"{LIST}{row.pk}/probe/", follow=True)
    assert "Den Ordner „Fehlt“ gibt es in diesem Postfach nicht." in text_of(page)


def test_who_does_not_set_up_ways_in_does_not_see_them(musterstadt, admin):
    admin.post(f"{LIST}postfach/", entered())
    row = Eingangskanal.objects.get()
    clerk = musterstadt.client("sachbearbeiterin")
    for address in (LIST, f"{LIST}postfach/", f"{LIST}{row.pk}/"):
        assert clerk.get(address).status_code == 404
    assert clerk.post(f"{LIST}{row.pk}/probe/").status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_one(musterstadt, admin):
    admin.post(f"{LIST}postfach/", entered())
    admin.get(LIST)
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for number in range(5):
        admin.post(f"{LIST}postfach/", entered(bezeichnung=f"Postfach {number}"))
    admin.get(LIST)
    with CaptureQueriesContext(connection) as many:
        admin.get(LIST)
    assert len(many) == len(few)
