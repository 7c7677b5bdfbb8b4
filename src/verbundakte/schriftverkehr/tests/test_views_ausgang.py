"""The pages of the Postausgang, as a clerk and the post room use them."""

import re
from datetime import date
from html import unescape

from django.utils import timezone

from verbundakte.akten.actions.kontakt import add_beteiligung, create_kontakt_at
from verbundakte.akten.models import Beteiligtenrolle, Dokument
from verbundakte.geschaeftsgang.fristrechnung import AUSLOESER
from verbundakte.organisation.models import Person
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.models import Druckauftrag, Mailkonto, Versand, Weg, Zustellart
from verbundakte.schriftverkehr.tests.ausgang import ANSCHRIFT, make_letter, send
from verbundakte.schriftverkehr.versand_rules import ZUSTELLUNG, begin_frist

OUT = "/musterstadt/postausgang/"
TODAY = timezone.localdate()
PAULA = {"name": "Paula Zaun", "anschrift": ANSCHRIFT, "weg": "post"}


def text_of(answer) -> str:
    """Return what a page says."""
    return answer.content.decode()


def test_a_dokument_is_sent_from_its_page_and_stands_in_list_and_book(musterstadt):
    client = musterstadt.client("sachbearbeiterin")
    assert "Alles versandt" in text_of(client.get(OUT))
    letter = make_letter(lambda: musterstadt.sachbearbeiterin)
    page = f"{OUT}dokument/{letter.pk}/"
    assert "In den Postausgang geben" in text_of(client.get(page))
    wrong = client.post(page, PAULA | {"anschrift": "Paula"})
    assert wrong.status_code == 422 and "fehlt die Anschrift" in text_of(wrong)
    assert client.post(page, {"name": ""}).status_code == 422
    made = client.post(page, PAULA)
    row = Versand.objects.get()
    assert made.headers["Location"].endswith(f"/postausgang/{row.pk}/")
    assert "Aufgabe vermerken" in text_of(client.get(f"{OUT}{row.pk}/"))
    for place in ("", "buch/", f"vorgang/{letter.vorgang_id}/", "?weg=post"):
        assert "Paula Zaun" in text_of(client.get(f"{OUT}{place}"))
    assert "Paula Zaun" not in text_of(client.get(f"{OUT}?weg=email"))
    read_by_scanner = f"VA-V:{row.number}"
    assert row.number in text_of(client.get(f"{OUT}buch/", {"wort": read_by_scanner}))
    found = text_of(client.get(f"{OUT}buch/?wort={row.nummer}"))
    assert row.number in found
    given = client.post(f"{OUT}{row.pk}/aufgabe/", {"on": f"{TODAY:%Y-%m-%d}"})
    assert given.status_code == 302
    assert Dokument.objects.get(pk=letter.pk).postausgangsdatum == TODAY
    future = client.post(f"{OUT}{row.pk}/zustellung/", {"am": "2099-01-01"})
    assert future.status_code == 422 and "Zukunft" in text_of(future)
    back = {"grund": "verzogen", "am": f"{TODAY:%Y-%m-%d}"}
    assert client.post(f"{OUT}{row.pk}/ruecklauf/", back).status_code == 302
    assert "unbekannt verzogen" in text_of(client.get(f"{OUT}{row.pk}/"))
    again = client.get(f"{page}?wiederholt={row.pk}")
    assert "Berichtigen Sie die Anschrift" in text_of(again)


def test_the_post_room_prints_what_it_ticks(musterstadt):
    client = musterstadt.client("sachbearbeiterin")
    letter = make_letter(lambda: musterstadt.sachbearbeiterin)
    row = send(musterstadt.sachbearbeiterin, letter)
    nothing = client.post(f"{OUT}druckauftraege/", {}, follow=True)
    assert "Wählen Sie mindestens eine Sendung" in text_of(nothing)
    client.post(f"{OUT}druckauftraege/", {"alle": "email"})
    assert not Druckauftrag.objects.exists()
    client.post(f"{OUT}druckauftraege/", {"alle": ""})
    job = Druckauftrag.objects.get()
    page = text_of(client.get(f"{OUT}druckauftraege/{job.pk}/"))
    assert "Die Druckdatei entsteht" in page and row.number in page
    assert job.number in text_of(client.get(f"{OUT}druckauftraege/"))
    given = client.post(f"{OUT}druckauftraege/{job.pk}/aufgabe/", {"on": f"{TODAY:%Y-%m-%d}"})
    assert given.status_code == 302
    assert "zur Post gegeben" in text_of(client.get(f"{OUT}druckauftraege/{job.pk}/"))


def test_the_account_is_set_up_without_ever_showing_its_password(musterstadt):
    client = musterstadt.client("fachadministration")
    told = {
        "absender_name": "Stadt Musterstadt", "absender_email": "stadt@musterstadt.example",
        "host": "smtp.musterstadt.example", "port": "587", "security": "starttls",
        "login": "stadt", "kennwort": "ganz geheim",
    }  # fmt: skip
    refused = client.post(f"{OUT}mailkonto/neu/", told | {"port": "25"})
    assert refused.status_code == 422 and "Anschlüsse 465 und 587" in text_of(refused)
    assert client.post(f"{OUT}mailkonto/neu/", told).status_code == 302
    konto = Mailkonto.objects.get()
    for place in ("mailkonto/", f"mailkonto/{konto.pk}/angaben/"):
        assert "ganz geheim" not in text_of(client.get(f"{OUT}{place}"))
    assert client.post(f"{OUT}mailkonto/{konto.pk}/pause/").status_code == 302
    assert "angehalten" in text_of(client.get(f"{OUT}mailkonto/"))


def test_the_list_asks_the_same_questions_however_long_it_is(
    musterstadt, django_assert_max_num_queries
):
    client = musterstadt.client("sachbearbeiterin")
    letters = [make_letter(lambda: musterstadt.sachbearbeiterin) for _ in range(3)]
    actor = musterstadt.sachbearbeiterin
    rows = [send(actor, letter, weg=Weg.POST) for letter in letters]
    person = Person.objects.get(pk=actor.person_id)
    actions.begin_druckauftrag(actor, person, versand=rows[:2], at=timezone.now())
    client.get(OUT)
    with django_assert_max_num_queries(22):
        client.get(OUT)


def test_an_answer_begins_with_its_sender_and_what_it_answers(musterstadt):
    client = musterstadt.client("sachbearbeiterin")
    came = make_letter(lambda: musterstadt.sachbearbeiterin)
    actor = musterstadt.sachbearbeiterin
    values = {"art": "natuerlich", "vorname": "Paula", "name": "Zaun"}
    kontakt = create_kontakt_at(actor, came.vorgang, values=values, at=timezone.now())
    rolle = Beteiligtenrolle.NACHBAR
    add_beteiligung(actor, came.vorgang, kontakt=kontakt, rolle=rolle, at=timezone.now())
    Dokument.objects.filter(pk=came.pk).update(absender="Frau Paula Zaun", posteingangsdatum=TODAY)
    answer = client.get(f"{OUT}antwort/{came.pk}/")
    place = answer.headers["Location"]
    assert f"bezug={came.pk}" in place and f"empfaenger={kontakt.pk}" in place
    assert client.get(place).status_code == 200


def test_a_frist_begins_with_the_day_of_the_post_and_its_proof_goes_before(musterstadt):
    client = musterstadt.client("sachbearbeiterin")
    letter = make_letter(lambda: musterstadt.sachbearbeiterin)
    actor = musterstadt.sachbearbeiterin
    row = send(actor, letter, weg=Weg.POST)
    assert "Frist berechnen" not in text_of(client.get(f"{OUT}{row.pk}/"))
    actions.dispatch_versand(actor, row, on=TODAY, at=timezone.now())
    place = re.search(r'href="([^"]*fristen/neu/[^"]*)"', text_of(client.get(f"{OUT}{row.pk}/")))
    form = text_of(client.get(unescape(place[1])))
    assert f'value="{TODAY:%Y-%m-%d}"' in form and 'value="post" selected' in form
    on, later = date(2026, 3, 2), date(2026, 3, 9)
    told = {"weg": "post", "zustellart": "", "sent_on": on, "is_returned": False}
    assert begin_frist(**told, delivered_on=later)["zugang_on"] == "2026-03-09"
    assert begin_frist(**told | {"is_returned": True}, delivered_on=None)["is_missing"]
    served = begin_frist(**told | {"zustellart": "pzu"}, delivered_on=later)
    assert served == {"ausloeser": "zustellung-pzu", "on": "2026-03-09"}


def test_every_way_of_service_is_one_that_fristen_know():
    kinds = {one.value for one in Zustellart if one.value}
    assert kinds == set(ZUSTELLUNG)
    assert {f"zustellung-{one}" for one in ZUSTELLUNG.values()} <= set(AUSLOESER)
