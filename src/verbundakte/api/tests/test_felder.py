"""Own fields in the API: shown, described, and written with the checks of the forms."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from verbundakte.akten import queries
from verbundakte.akten.bausteine import VORGANGSTYP
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.akten.tests.typen import make_typ
from verbundakte.api.tests.test_api import client_of
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation.models import Person

FELDER = {
    "flurstuck": "12/3",
    "baukosten": 1234.5,
    "frist_bis": "2026-12-31",
    "vorhaben": "Umbau",
    "eilig": True,
}


@pytest.fixture
def office(towns, musterstadt):
    """The clerk's client, a Vorgang without a type, and types with fields."""
    make_planeinheit()
    musterstadt.vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    make_typ()
    make_typ("baugenehmigung", kind=VORGANGSTYP, bezeichnung="Baugenehmigung")
    musterstadt.api = client_of(towns["musterstadt"], "sachbearbeiterin")
    return musterstadt


def send(office, method: str, path: str, **values):
    """Return status and answer of a call with JSON; `revision` is the state it is a change of."""
    match = {"if-match": f'"{path.split("/")[-1]}-{values.pop("revision", 0)}"'}
    with no_tenant():
        call = getattr(office.api, method)
        kind = "application/json"
        answer = call(f"/api/v1/{path}", json.dumps(values), content_type=kind, headers=match)
    return answer.status_code, answer.json()


def test_a_vorgang_is_made_with_its_fields_and_shows_them(office):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    status, made = send(office, "post", path, betreff="Carport", vorgangstyp="baugenehmigung",
                        felder=FELDER)  # fmt: skip
    assert status == 201
    assert made["vorgangstyp"] == "baugenehmigung"
    shown = {feld["name"]: (feld["text"], feld["wert"]) for feld in made["felder"]}
    assert shown["flurstuck"] == ("12/3", "12/3")
    assert shown["baukosten"] == ("1.234,50 EUR", "1234.50")
    assert shown["frist_bis"] == ("31.12.2026", "2026-12-31")
    assert shown["vorhaben"][0] == "Umbau"
    assert shown["eilig"] == ("ja", "true")
    assert shown["anmerkung"][0] == "keine"
    with no_tenant():
        [first] = office.api.get(f"/api/v1/{path}?include=felder").json()["items"][:1]
    assert first == made


@pytest.mark.parametrize(
    ("felder", "said"),
    [
        ({}, "„Flurstück“ fehlt"),
        ({"flurstuck": "Acker"}, "„Flurstück“: Das hat nicht die erwartete Form."),
        ({"flurstuck": "1", "baukosten": "viel"}, "„Baukosten“: Das ist keine Zahl."),
        ({"flurstuck": "1", "hausfarbe": "rot"}, "Diese Felder hat die Art nicht: hausfarbe."),
        ({"flurstuck": "1", "vorhaben": "Neubau"}, "„Wohnungen“ fehlt"),
        ({"flurstuck": "1", "pruferin": "Niemand"}, "„Prüferin“: Diese Person arbeitet hier nicht"),
        ({"flurstuck": "1", "bauakte": "1/1"}, "„Bauakte“: Diese Akte oder diesen Vorgang"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(office, felder, said):
    before = Vorgang.objects.count()
    status, answer = send(office, "post", f"akten/{office.vorgang.akte_id}/vorgaenge",
                          betreff="Carport", vorgangstyp="baugenehmigung", felder=felder)  # fmt: skip
    assert status == 422
    assert said in answer["detail"]
    assert Vorgang.objects.count() == before


def test_a_change_keeps_what_is_not_sent(office):
    path = f"vorgaenge/{office.vorgang.pk}"
    person = Person.objects.get(pk=office.sachbearbeiterin.person_id)
    status, shown = send(office, "patch", path, revision=1, vorgangstyp="baugenehmigung",
                         felder=FELDER | {"pruferin": str(person.pk), "fachstelle": "63"})  # fmt: skip
    assert (status, shown["betreff"]) == (200, office.vorgang.betreff)
    status, shown = send(office, "patch", path, revision=2, betreff="Neu",
                         felder={"baukosten": None, "wohnungen": 3})  # fmt: skip
    assert status == 200
    names = {feld["name"]: feld["text"] for feld in shown["felder"]}
    assert "baukosten" not in names
    assert "wohnungen" not in names, "its condition does not hold"
    assert (names["flurstuck"], names["pruferin"]) == ("12/3", person.name)
    assert send(office, "patch", path, revision=2, betreff="Zu spät")[0] == 412
    assert send(office, "patch", path, revision=3, vorgangstyp="gibtesnicht")[0] == 422
    status, shown = send(office, "patch", path, revision=3, vorgangstyp="")
    assert (shown["vorgangstyp"], shown["felder"]) == (None, [])


def test_what_was_shown_can_be_sent_back(office):
    path = f"vorgaenge/{office.vorgang.pk}"
    person = Person.objects.get(pk=office.sachbearbeiterin.person_id)
    _, shown = send(office, "patch", path, revision=1, vorgangstyp="baugenehmigung",
                    felder=FELDER | {"pruferin": str(person.pk), "fachstelle": "63",
                                     "bauakte": office.vorgang.aktenzeichen})  # fmt: skip
    texts = {
        feld["name"]: feld["wert" if feld["art"] in ("person", "verweis") else "text"]
        for feld in shown["felder"]
    }
    status, again = send(office, "patch", path, revision=2, felder=texts)
    assert (status, again) == (200, shown)


def test_a_hidden_file_is_neither_named_nor_lost(office, towns):
    other = make_akte(lambda: office.sachbearbeiter_ordnung,
                      planeinheit=make_planeinheit("130.10", einheit="32"))  # fmt: skip
    path = f"vorgaenge/{office.vorgang.pk}"
    send(office, "patch", path, revision=1, vorgangstyp="baugenehmigung", felder=FELDER)
    vorgang = queries.get_vorgang(office.sachbearbeiterin, office.vorgang.pk)
    bauakte = next(feld for feld in queries.felder_of_typ(vorgang.vorgangstyp)
                   if feld.name == "bauakte")  # fmt: skip
    vorgang.feldwerte.create(
        feld_id=bauakte.id, text=other.aktenzeichen, folded="x", reference=other.pk
    )
    with no_tenant():
        shown = office.api.get(f"/api/v1/{path}").json()
    [feld] = [feld for feld in shown["felder"] if feld["name"] == "bauakte"]
    assert (feld["text"], feld["wert"]) == ("nicht sichtbar", None)
    assert send(office, "patch", path, revision=2, felder={"bauakte": other.aktenzeichen})[0] == 422
    assert send(office, "patch", path, revision=2, felder={"bauakte": "nicht sichtbar"})[0] == 200
    assert vorgang.feldwerte.get(feld_id=bauakte.id).reference == other.pk


def test_a_file_is_filed_with_its_type_and_fields(office):
    path = f"/api/v1/vorgaenge/{office.vorgang.pk}/dokumente?dokumenttyp=bauantrag"
    body = {"file": SimpleUploadedFile("Antrag.txt", b"hallo"), "felder": json.dumps(FELDER)}
    with no_tenant():
        made = office.api.post(path, body)
        again = {"file": SimpleUploadedFile("Antrag.txt", b"hallo"), "felder": "{kaputt"}
        broken = office.api.post(path, again)
        lacking = office.api.post(path, {"file": SimpleUploadedFile("Antrag.txt", b"hallo")})
    assert (made.status_code, broken.status_code, lacking.status_code) == (201, 422, 422)
    assert {feld["name"] for feld in made.json()["felder"]} >= {"flurstuck", "baukosten"}
    status, shown = send(office, "patch", f"dokumente/{made.json()['id']}", revision=1,
                         posteingangsdatum="2026-11-02", felder={"flurstuck": "9"})  # fmt: skip
    assert (status, shown["posteingangsdatum"]) == (200, "2026-11-02")
    assert shown["felder"][0]["text"] == "9"
    assert Dokument.objects.count() == 1


def test_the_description_names_the_fields(office):
    with no_tenant():
        described = office.api.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert {"FeldOut", "VorgangIn", "VorgangChange", "DokumentChange"} <= described.keys()
    assert "Eigene Felder" in described["VorgangIn"]["properties"]["felder"]["description"]


def test_lists_show_fields_in_a_fixed_number_of_queries(office, django_assert_max_num_queries):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    for number in range(4):
        send(office, "post", path, betreff=f"Fall {number}", vorgangstyp="baugenehmigung",
             felder={"flurstuck": str(number)})  # fmt: skip
    with no_tenant(), django_assert_max_num_queries(15):
        assert len(office.api.get(f"/api/v1/{path}?include=felder").json()["items"]) == 5
