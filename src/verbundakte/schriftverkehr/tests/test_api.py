"""Letters and what leaves the house, for programs."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from verbundakte.api.tests.test_api import client_of
from verbundakte.api.tests.test_changes import call
from verbundakte.core.converters.tests.test_office_fill import odt
from verbundakte.schriftverkehr.models import Briefserie, Reinschrift, Schreiben, Versand

GIVEN = {
    "vorlage": "nachforderung",
    "angaben": {"antrag_vom": "03.11.2026", "unterlagen": "Lageplan", "frist": "19.12.2026"},
}
PAULA = {
    "name": "Paula Zaun",
    "anschrift": "Frau\nPaula Zaun\nAm Wall 1\n12345 Musterstadt",
    "anrede": "Sehr geehrte Frau Zaun",
    "art": "ausfertigung",
}
TODAY = f"{timezone.localdate():%Y-%m-%d}"


def program(brief):
    """Return a client with the token of the clerk."""
    return client_of(brief.town, "sachbearbeiterin")


def test_a_program_writes_a_letter_from_a_vorlage_and_sends_it(brief):
    client = program(brief)
    found = call(client, "get", "briefvorlagen").json()["items"]
    (vorlage,) = [one for one in found if one["kuerzel"] == "nachforderung"]
    assert "frist" in {feld["name"] for feld in vorlage["felder"]}
    into = f"vorgaenge/{brief.vorgang.pk}/schreiben"
    to = [{"kontakt": str(brief.kontakt.pk), "papier": ["Merkblatt"]}, PAULA]
    made = call(client, "post", into, GIVEN | {"empfaenger": to})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["stand"], told["fehlt"]) == ("entwurf", [])
    assert told["empfaenger"][0]["anschrift"].endswith("12345 Musterstadt")
    path = f"schreiben/{told['id']}/reinschriften"
    assert call(client, "post", path, {}).status_code == 428
    final = call(client, "post", path, {}, if_match=made.headers["ETag"])
    assert final.status_code == 201, final.content
    told = final.json()
    assert told["stand"] == "reinschrift" and told["sha256"] == Reinschrift.objects.get().sha256
    copy = told["empfaenger"][1]
    out = f"dokumente/{told['dokument']}/sendungen"
    sent = call(client, "post", out, {"empfaenger": copy["id"]}).json()
    assert sent["art"] == "ausfertigung"
    assert [one["sha256"] for one in sent["stuecke"]] == [copy["sha256"]]
    assert [one["nummer"] for one in call(client, "get", "sendungen").json()["items"]] == [
        sent["nummer"]
    ]
    mark = call(client, "get", f"sendungen/{sent['id']}").headers["ETag"]
    given = call(
        client, "post", f"sendungen/{sent['id']}/postaufgaben", {"on": TODAY}, if_match=mark
    )
    assert (given.status_code, given.json()["stand"]) == (201, "versandt")
    (listed,) = call(client, "get", into).json()["items"]
    assert (listed["id"], listed["stand"]) == (told["id"], "reinschrift")


def test_what_is_missing_is_named_and_an_unknown_field_refused(brief):
    client, into = program(brief), f"vorgaenge/{brief.vorgang.pk}/schreiben"
    lacks = call(client, "post", into, {"vorlage": "nachforderung"}).json()
    assert "Empfänger mit Anschrift" in lacks["fehlt"]
    final = call(client, "post", into, {"vorlage": "nachforderung", "is_reinschrift": True})
    assert final.status_code == 422 and "Es fehlt noch" in final.json()["detail"]
    wrong = call(client, "post", into, GIVEN | {"angaben": {"farbe": "rot"}})
    assert wrong.status_code == 422
    assert "Das Feld „farbe“ gibt es in dieser Vorlage nicht" in wrong.json()["detail"]
    assert call(client, "post", into, {"vorlage": "gibt-es-nicht"}).status_code == 404
    assert Schreiben.objects.count() == 1


def test_what_a_council_decides_is_written_from_vorlagen(brief):
    client, into = program(brief), f"vorgaenge/{brief.vorgang.pk}/schreiben"
    told = {"gremium": "Bauausschuss", "sitzung": "08.12.2026", "nummer": "VL-26/114"}
    told |= {"beschluss": "Dem Antrag wird zugestimmt.", "behandlung": "nichtöffentlich"}
    more = {"nichtoeffentlich_weil": "Grundstücksangelegenheit", "sachverhalt": "Siehe Antrag."}
    for vorlage, angaben in (("beschlussvorlage", told | more), ("beschlussauszug", told)):
        made = call(client, "post", into, {"vorlage": vorlage, "angaben": angaben})
        assert (made.status_code, made.json()["fehlt"]) == (201, []), made.content
        assert "VL-26/114" in made.json()["betreff"]


def test_a_program_orders_a_series_and_sees_how_it_goes_on(brief):
    client, into = program(brief), f"vorgaenge/{brief.vorgang.pk}/briefserien"
    line = {"Name": "Zaun", "Straße": "Am Wall 1", "PLZ": "12345", "Ort": "Musterstadt"}
    lines = [line | {"Vorname": "Paula"}, line | {"Unterlagen": "Lageplan"}]
    body = GIVEN | {"zeilen": lines, "angaben": {"frist": "19.12.2026"}}
    made = call(client, "post", into, body, idempotency_key="serie-1")
    assert made.status_code == 201, made.content
    assert made.json() == call(client, "post", into, body, idempotency_key="serie-1").json()
    row = Briefserie.objects.get()
    assert [one.werte for one in row.posten.order_by("position")][1][
        "feld-unterlagen"
    ] == "Lageplan"
    told = call(client, "get", f"briefserien/{row.pk}").json()
    assert (told["gesamt"], told["wartend"], told["probleme"]) == (2, 2, [])
    said = {
        "Die Spalte „Farbe“ kennt diese Vorlage nicht": [line | {"Farbe": "rot"}],
        "Zeile 2: Es fehlt Straße, Ort.": [line, line | {"Straße": " ", "Ort": ""}],
        "Dort steht niemand": [],
    }
    for sentence, given in said.items():
        refused = call(client, "post", into, body | {"zeilen": given})
        assert (refused.status_code, sentence in refused.json()["detail"]) == (422, True), sentence
    assert Briefserie.objects.count() == 1


def test_a_program_orders_a_series_from_a_template_of_writer(brief):
    file = SimpleUploadedFile("vorlage.ott", odt("{{ empfaenger.name }}: {{ liste.betrag }}"))
    told = {"bezeichnung": "Gebühr", "datei": file}
    assert brief.browser("fachadministration").post(brief.at("dateivorlagen/"), told).status_code == 302
    client, into = program(brief), f"vorgaenge/{brief.vorgang.pk}/briefserien"
    line = {"Name": "Zaun", "Straße": "Am Wall 1", "PLZ": "12345", "Ort": "Ort", "Betrag": "12"}
    made = call(client, "post", into, {"dateivorlage": "Gebühr", "zeilen": [line]})
    assert made.status_code == 201, made.content
    assert (made.json()["vorlage"], made.json()["dateivorlage"]) == ("", "Gebühr")
    row = Briefserie.objects.get()
    assert (row.betreff, row.posten.get().werte["feld-betrag"]) == ("Gebühr", "12")
    both = GIVEN | {"dateivorlage": "Gebühr", "zeilen": [line]}
    for body in (both, {"zeilen": [line]}):
        refused = call(client, "post", into, body)
        assert refused.status_code == 422 and "genau eine" in refused.json()["detail"]
    unknown = call(client, "post", into, {"dateivorlage": "Mahnung", "zeilen": [line]})
    assert unknown.status_code == 404


def test_a_letter_sent_twice_with_one_key_is_one_letter(brief):
    client, into = program(brief), f"vorgaenge/{brief.vorgang.pk}/schreiben"
    body = GIVEN | {"empfaenger": [PAULA | {"art": "original"}], "is_reinschrift": True}
    first, again = (call(client, "post", into, body, idempotency_key="brief-1") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert Schreiben.objects.count() == 1


def test_another_town_learns_nothing(brief, towns):
    client = program(brief)
    into = f"vorgaenge/{brief.vorgang.pk}/schreiben"
    made = call(client, "post", into, GIVEN | {"empfaenger": [PAULA], "is_reinschrift": True})
    out = f"dokumente/{made.json()['dokument']}/sendungen"
    to = {name: PAULA[name] for name in ("name", "anschrift", "art")}
    sent = call(client, "post", out, to).json()
    stranger = client_of(towns["beispielhausen"], "sachbearbeiterin")
    for path in (f"schreiben/{made.json()['id']}", f"sendungen/{sent['id']}", into):
        assert call(stranger, "get", path).status_code == 404
    assert call(stranger, "get", "sendungen").json()["items"] == []
    assert Versand.objects.count() == 1
