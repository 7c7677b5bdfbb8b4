"""The client and its two examples against the real web server, over real connections."""

import importlib.util
import io
import socket
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from verbundakte.akten.models import Datei, Seitentext
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.api.tests.test_api import SETUP
from verbundakte.core.clock import now, today
from verbundakte.core.models import ApiToken
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actions import create_fachverfahren, create_secret, create_token
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.organisation.rules import standard_rolle_key
from verbundakte.schriftverkehr.tests.factories import install_vorgaben
from verbundakte.standards import webhooks

CLIENT = Path(__file__).parents[2] / "clients" / "python"
sys.path.insert(0, str(CLIENT / "src"))

import verbundakte_client as client  # noqa: E402
from verbundakte_client import transport as wire  # noqa: E402
from verbundakte_client import uploads  # noqa: E402

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def akten(url, towns):
    """The client of the clerk of Musterstadt."""
    return client.Verbundakte(url, token_of(towns["musterstadt"]), pause=0.01)


def token_of(town) -> str:
    """Return a token of the clerk of a town."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        return create_token(SETUP, person, name="Client")


def fill(town, *, vorgaenge: int = 1):
    """Return an Akte with Vorgänge, one with a Dokument."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        akte = make_akte(lambda: town.sachbearbeiterin)
        rows = [make_vorgang(lambda: town.sachbearbeiterin, akte=akte) for _ in range(vorgaenge)]
        make_dokument(lambda: town.sachbearbeiterin, vorgang=rows[0], content=b"Erster Bescheid")
    return akte


def example(name: str):
    """Return an example as a module."""
    spec = importlib.util.spec_from_file_location(name, CLIENT / "examples" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_a_fachverfahren_does(akten, towns, tmp_path, monkeypatch):
    """Paging, creating once, resumable upload, change with If-Match, errors, both examples."""
    akte = fill(towns["musterstadt"], vorgaenge=3)
    monkeypatch.setattr("verbundakte_client.client.PAGE", 2)
    assert [one.id for one in akten.akten()] == [akte.pk]
    assert len(list(akten.vorgaenge(akte.pk))) == 3  # two pages
    _creates_once(akten, akte)
    _goes_on_with_an_upload(akten, akte, monkeypatch)
    _tells_problems(akten)
    _does_what_is_done_every_day(akten, akte, towns["musterstadt"])
    _files_with_the_example(akten, akte, tmp_path)
    _exports_with_the_example(akten, tmp_path)
    _writes_and_sends_a_letter(akten, akte, towns["musterstadt"])


def _writes_and_sends_a_letter(akten, akte, town) -> None:
    with use_tenant(town.tenant.pk), transaction.atomic():
        install_vorgaben()
    vorgang = next(akten.vorgaenge(akte.pk))
    assert "nachforderung" in {one.kuerzel for one in akten.briefvorlagen()}
    to = {"name": "Paula Zaun", "anschrift": "Paula Zaun\nWeg 1\n12345 Ort", "anrede": "Guten Tag"}
    letter = akten.create_schreiben(vorgang.id, "nachforderung", empfaenger=[to])
    assert letter.stand == "entwurf" and letter.fehlt
    with pytest.raises(client.Refused, match="Es fehlt noch"):
        akten.finish_schreiben(letter)
    angaben = {"antrag_vom": "03.11.2026", "unterlagen": "Lageplan", "frist": "19.12.2026"}
    asked = {"empfaenger": [to], "angaben": angaben, "is_reinschrift": True}
    final = akten.create_schreiben(vorgang.id, "nachforderung", **asked)
    sent = akten.send_dokument(final.dokument, empfaenger=final.empfaenger[0].id)
    given = akten.note_postaufgabe(sent, today())
    assert (given.stand, [one.id for one in akten.sendungen()]) == ("versandt", [sent.id])


def _creates_once(akten, akte) -> None:
    vorgang = akten.create_vorgang(akte.pk, "Neu", key="fall-1")
    assert akten.vorgang(vorgang.id) == vorgang


def _goes_on_with_an_upload(akten, akte, monkeypatch) -> None:
    vorgang = next(akten.vorgaenge(akte.pk))
    content = b"0123456789" * 100
    monkeypatch.setattr(uploads, "PART_BYTES", 300)
    location = uploads.begin(akten.transport, "Größe.txt", len(content))
    uploads._send_part(akten.transport, location, 0, content[:300])
    real, failures = (
        wire.Transport.send,
        iter([client.errors.NotReachable("weg"), None, None, None]),
    )

    def shaky(self, method, address, body, headers):
        answer = real(self, method, address, body, headers)
        if failure := next(failures, None):
            raise failure  # the part arrived, its answer was lost
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(wire.Transport, "send", shaky)
        uploads.send(akten.transport, location, io.BytesIO(content), 300)
    dokument = akten.file_upload(location, vorgang=vorgang.id, betreff="In Teilen")
    assert akten.file_upload(location, vorgang=vorgang.id).id == dokument.id
    assert dokument.fassungen[0].dateien[0].size == len(content)
    assert dokument.fassungen[0].dateien[0].file_name == "Größe.txt"
    changed = akten.change_dokument(dokument, bemerkung="geprüft")
    assert changed.revision == dokument.revision + 1
    with pytest.raises(client.Problem) as error:  # somebody was faster
        akten.change_dokument(dokument, bemerkung="noch einmal")
    assert error.value.status in (409, 412)


def _does_what_is_done_every_day(akten, akte, town) -> None:
    """Closing, several at once, text of a file, and who and what there is."""
    vorgang = akten.create_vorgang(akte.pk, "Für einen Tag")
    closed = akten.close_vorgang(vorgang, on=date(2026, 11, 2))
    with pytest.raises(client.Changed):
        akten.close_vorgang(vorgang)
    assert not akten.reopen_vorgang(closed, "Nachtrag").is_closed
    [unit] = [one for one in akten.einheiten() if one.kennzeichen == "63"]
    new = [
        {"einheit": unit.id, "name": "Erste"},
        {"einheit": unit.id, "name": "Zweite", "art": "x"},
    ]
    made = akten.create_kontakte(new, key="kontakte-1")
    assert [one.is_done for one in made] == [True, False] and made[1].detail
    assert akten.create_kontakte(new, key="kontakte-1") == made
    whole = akten.create_kontakte(new, is_whole=True)
    assert [one.status for one in whole] == [424, 422]
    assert [one.name for one in akten.kontakte("erste")] == ["Erste"]
    assert akte.planeinheit.item_id in {one.id for one in akten.aktenplan()}
    assert town.persons["sachbearbeiterin"] in {one.id for one in akten.personen()}
    dokumente = [akten.dokument(one.id) for row in akten.vorgaenge(akte.pk)
                 for one in akten.dokumente(row.id)]  # fmt: skip
    told = akten.change_dokumente(
        {one: {"bemerkung": "gesehen"} for one in dokumente}, is_whole=True
    )
    assert all(one.is_done for one in told) and len(told) == len(dokumente)
    datei = dokumente[0].fassungen[0].dateien[0]
    with use_tenant(town.tenant.pk), transaction.atomic():
        for page in range(1, 203):
            Seitentext.objects.create(datei_id=datei.id, page=page, text=f"S{page}")
        Datei.objects.filter(pk=datei.id).update(pages=202)
    assert [one.text for one in akten.text(datei, first=200)] == ["S200", "S201", "S202"]
    assert len(list(akten.text(datei))) == 202
    with pytest.raises(client.NotFound):
        akten.lesefassung(datei, io.BytesIO())


def _tells_problems(akten) -> None:
    with pytest.raises(client.NotFound) as error:
        akten.vorgang("019ac4a2-0000-7000-8000-000000000001")
    assert "Das gibt es nicht" in error.value.detail
    with pytest.raises(client.Unauthorised):
        next(client.Verbundakte(akten.transport.url, "va_falsch").akten())


def _files_with_the_example(akten, akte, tmp_path) -> None:
    paper = tmp_path / "Bescheid.txt"
    paper.write_bytes(b"Ihre Anmeldung ist bestaetigt.")
    module = example("fachverfahren_ablage")
    first = module.file_bescheid(akten, str(akte.pk), "G-17", paper)
    again = module.file_bescheid(akten, str(akte.pk), "G-17", paper)
    assert first.id == again.id
    assert (first.betreff, first.dokumenttyp) == ("Bescheid zu G-17", "bescheid")
    assert first.datum_des_schreibens is not None


def _exports_with_the_example(akten, tmp_path) -> None:
    module, folder = example("naechtlicher_export"), tmp_path / "ausgabe"
    count, fresh = module.export(akten, folder)
    assert (count, fresh) == (3, 3)
    assert module.export(akten, folder) == (3, 0)
    kept = {path.read_bytes() for path in (folder / "originale").iterdir()}
    assert {b"Erster Bescheid", b"Ihre Anmeldung ist bestaetigt."} < kept


def test_a_fachverfahren_fetches_its_tokens_by_itself(url, towns):
    town = towns["musterstadt"]
    akte = fill(town)
    with use_tenant(town.tenant.pk), transaction.atomic():
        unit = Organisationseinheit.objects.get(kennzeichen="63")
        values = {"bezeichnung": "Bauportal", "zweck": "Bauanträge"}
        portal = create_fachverfahren(
            town.fachadministration, unit, on=today(), **values,
            rolle_key=standard_rolle_key("sachbearbeitung"), scopes=["akten:schreiben"],
        )  # fmt: skip
        secret = create_secret(town.fachadministration, portal)
    name = str(portal.person_id)
    program = client.Verbundakte.with_secret(url, name, secret, pause=0.01)
    assert program.create_vorgang(akte.pk, "Aus dem Bauportal").betreff == "Aus dem Bauportal"
    assert [one.id for one in program.akten()] == [akte.pk]
    first = program.transport.token(False)
    assert first == program.transport.token(False)  # one token as long as it holds
    with pytest.raises(client.Forbidden):  # its scope ends here
        list(program.kontakte())
    with use_tenant(town.tenant.pk), transaction.atomic():
        ApiToken.objects.exclude(client_secret=None).update(ended_at=now())
    assert [one.id for one in program.akten()] == [akte.pk]  # it fetched another one
    assert program.transport.token(False) != first
    narrow = client.Verbundakte.with_secret(url, name, secret, scope="akten:lesen", pause=0.01)
    with pytest.raises(client.Forbidden):
        narrow.create_vorgang(akte.pk, "Darf es nicht")
    wrong = client.Verbundakte.with_secret(url, name, "falsch", pause=0.01)
    with pytest.raises(client.Unauthorised):
        next(wrong.akten())


def test_another_town_is_not_there_and_a_lost_server_is_told(url, towns):
    fill(towns["musterstadt"])
    other = client.Verbundakte(url, token_of(towns["beispielhausen"]), pause=0.01)
    assert list(other.akten()) == []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = client.Verbundakte(f"http://127.0.0.1:{taken.getsockname()[1]}", "x", pause=0.01)
        with pytest.raises(client.errors.NotReachable):
            next(nobody.akten())


@pytest.mark.django_db(transaction=False)
def test_a_signed_message_is_read_and_a_forged_one_refused():
    from django.utils import timezone

    at, secret = timezone.now(), webhooks.new_secret()
    data = {"art": "vorgang", "id": "019ac4a2-0000-7000-8000-000000000001"}
    event = webhooks.CloudEvent("1", "/a", "de.verbundakte.akten.vorgang.changed", "x", at, data)
    body = event.as_json()
    headers = webhooks.sign([secret], "1", at, body)
    found = client.read_meldung(secret, {k.title(): v for k, v in headers.items()}, body)
    assert (found.anlass, found.art) == ("akten.vorgang.changed", "vorgang")
    with pytest.raises(client.SignatureWrong):
        client.read_meldung(webhooks.new_secret(), headers, body)
