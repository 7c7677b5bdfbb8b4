"""The Geschäftsgang for programs."""

from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.api.tests.test_api import client_of
from verbundakte.api.tests.test_changes import call
from verbundakte.geschaeftsgang.models import Zeichnung
from verbundakte.geschaeftsgang.tests.factories import standing


def test_a_program_draws_up_a_verfuegung_and_signs_what_was_read(musterstadt, towns):
    dokument = make_dokument(lambda: musterstadt.sachbearbeiterin)
    seen = str(standing(dokument))
    client = client_of(towns["musterstadt"], "sachbearbeiterin")
    into = f"vorgaenge/{dokument.vorgang_id}/verfuegungen"
    wrong = call(client, "post", into, {"zeilen": "Mz. Niemand"})
    assert wrong.status_code == 422 and "gibt es hier nicht" in wrong.json()["detail"]
    about = {"zeilen": "Mz. Beispiel\nz. d. A.", "dokument": str(dokument.pk)}
    assert call(client, "post", into, about).status_code == 201
    (step,) = call(client, "get", "schritte").json()["items"]
    assert (step["stand"], step["art"]) == ("offen", "mitzeichnung")
    path, given = f"schritte/{step['id']}/erledigung", {"fassung": seen}
    assert call(client, "post", path, given).status_code == 428
    mark = call(client, "get", f"schritte/{step['id']}").headers["ETag"]
    done = call(client, "post", path, given, if_match=mark)
    assert done.status_code == 201, done.content
    assert (done.status_code, done.json()["ergebnis"]) == (201, "zugestimmt")
    (link,) = call(client, "get", f"dokumente/{dokument.pk}/zeichnungen").json()["items"]
    assert link["gilt"] and link["hash"] == Zeichnung.objects.get().hash


def test_a_program_enters_settles_and_withdraws_what_is_due(musterstadt, towns):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    client = client_of(towns["musterstadt"], "sachbearbeiterin")
    place = f"vorgaenge/{vorgang.pk}"
    made = call(
        client, "post", f"{place}/wiedervorlagen", {"am": "2099-03-01", "text": "Antwort da?"}
    )
    assert made.status_code == 201, made.content
    wiedervorlage = made.json()
    assert wiedervorlage["am"] == "2099-03-02" and wiedervorlage["fuer"] == "Amira Beispiel"
    task = {"am": "2099-04-01", "text": "Gutachten anfordern"}
    assert call(client, "post", f"{place}/aufgaben", task).status_code == 201
    past = call(client, "post", f"{place}/aufgaben", task | {"am": "2001-01-01"})
    assert past.status_code == 422 and "liegt schon zurück" in past.json()["detail"]
    frist = {"am": "2026-03-02", "text": "Widerspruch", "ausloeser": "post"}
    entered = call(client, "post", f"{place}/fristen", frist).json()
    assert entered["am"] == "2026-04-07" and entered["rechenschritte"]
    mine = call(client, "get", "termine?limit=2").json()
    assert [row["art"] for row in mine["items"]] == ["frist", "wiedervorlage"]
    rest = call(client, "get", f"termine?limit=2&after={mine['after']}").json()["items"]
    assert [row["art"] for row in rest] == ["aufgabe"]
    done = call(client, "post", f"termine/wiedervorlage/{wiedervorlage['id']}/erledigung", {})
    assert done.status_code == 201 and done.json()["done_at"]
    path = f"termine/frist/{entered['id']}/ruecknahme"
    assert call(client, "post", path, {}).status_code == 422
    assert call(client, "post", path, {"grund": "Antrag zurück"}).json()["withdrawn_at"]
    assert len(call(client, "get", f"{place}/termine").json()["items"]) == 3
