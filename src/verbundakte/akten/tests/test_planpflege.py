"""Keeping the Aktenplan on its pages: draft, conflict, move, release, undo, and CSV."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import set_script_prefix
from django.utils import timezone

from verbundakte.akten import actions, plan_csv
from verbundakte.akten.actions.aktenplan import release_sample_plan
from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.akten.models import Aktenplaneinheit, Archivzustimmung, Nummernmuster
from verbundakte.akten.plan_changes import Plan
from verbundakte.akten.services import SETUP
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.ids import uuid7
from verbundakte.core.models import AuditEvent, BausteinVersion
from verbundakte.organisation.models import Organisationseinheit

HEAD = "Kennzeichen;Titel;Übergeordnet;Aufbewahrung;Aussonderung;Federführung\n"


class Keeping:
    """Musterstadt with the sample plan, as its Registratur and Fachadministration see it."""

    def __init__(self, town):
        self.town = town
        self.place = f"/{town.tenant.slug}/aktenplan"
        first = Organisationseinheit.objects.get(kennzeichen="63")
        release_sample_plan(SETUP, first, on=date(2020, 1, 1))
        self.rita = town.client("registratur")
        self.fenja = town.client("fachadministration")

    def draft(self) -> Plan:
        """Return the draft as it stands."""
        versions = BausteinVersion.objects.filter(baustein__kind=AKTENPLAN)
        return Plan(content_of(versions.drafts().get()))

    def begin(self) -> Plan:
        """Begin a draft on its page."""
        assert self.rita.post(f"{self.place}/fassungen/").status_code == 302
        return self.draft()

    def fill(self, kennzeichen: str) -> tuple[str, dict]:
        """Return the address of a unit in the editor and what its form holds."""
        unit = self.draft().number_taken(kennzeichen)
        address = f"{self.place}/bearbeiten/?einheit={unit['id']}"
        form = self.rita.get(address).context["form"]
        given = {name: form[name].value() for name in form.fields}
        return address, {name: value or "" for name, value in given.items()}

    def bring(self, text: str | bytes, **more):
        """Send a CSV file and return the answer."""
        content = text if isinstance(text, bytes) else text.encode()
        file = SimpleUploadedFile("plan.csv", content)
        return self.rita.post(
            f"{self.place}/einspielung/", {"datei": file, "missing": "behalten"} | more
        )


@pytest.fixture
def keeping(musterstadt):
    """The plan and its keepers."""
    yield Keeping(musterstadt)
    set_script_prefix("/")


def test_the_registratur_changes_a_unit_and_the_fachadministration_releases_it(keeping):
    keeping.begin()
    address, given = keeping.fill("632.20")
    wrong = keeping.rita.post(address, given | {"titel": "", "aufbewahrungsdauer": "viele"})
    assert wrong.status_code == 422
    saved = keeping.rita.post(address, given | {"titel": "Wohnhäuser", "stichwoerter": "Haus, Bau"})
    assert saved.status_code == 302
    assert keeping.draft().number_taken("632.20")["stichwoerter"] == ["Bau", "Haus"]
    page = keeping.rita.get(f"{keeping.place}/freigabe/").content.decode()
    assert "Wohnhäuser" in page
    assert "Freigeben kann die Fachadministration" in page
    day = {"valid_from": timezone.localdate().isoformat()}
    assert keeping.rita.post(f"{keeping.place}/freigabe/", day).status_code == 404
    assert keeping.fenja.post(f"{keeping.place}/freigabe/", day).status_code == 302
    assert Aktenplaneinheit.objects.get(version=2, kennzeichen="632.20").titel == "Wohnhäuser"


def test_a_unit_prescribes_a_pattern_for_its_akten_only(keeping):
    for gegenstand in ("akte", "vorgang"):
        Nummernmuster.objects.create(
            key=uuid7(), version=1, bezeichnung=f"Muster {gegenstand}", gegenstand=gegenstand,
            kreis="jahr", bloecke=[["plan", "", 1], ["zeichen", "-H", 1], ["nummer", "", 4]],
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    keeping.begin()
    address, given = keeping.fill("632.20")
    form = keeping.rita.get(address).context["form"]
    [_, own] = form.fields["nummernmuster"].choices
    assert own[1] == "Muster akte, zum Beispiel 632.20-H0001"
    foreign = str(Nummernmuster.objects.get(gegenstand="vorgang").key)
    assert keeping.rita.post(address, given | {"nummernmuster": foreign}).status_code == 422
    assert keeping.rita.post(address, given | {"nummernmuster": own[0]}).status_code == 302
    assert keeping.draft().number_taken("632.20")["nummernmuster"]["key"] == own[0]
    assert "Muster akte" in keeping.rita.get(f"{keeping.place}/freigabe/").content.decode()


def test_a_unit_is_added_below_and_inherits_what_is_prescribed_above(keeping):
    above = keeping.begin().number_taken("632")
    address = f"{keeping.place}/bearbeiten/?neu=1&unter={above['id']}"
    form = keeping.rita.get(address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    taken = keeping.rita.post(address, given | {"kennzeichen": "632.20", "titel": "Doppelt"})
    assert taken.status_code == 422
    assert "hat schon" in taken.content.decode()
    keeping.rita.post(address, given | {"kennzeichen": "632.99", "titel": "Tiny Houses"})
    made = keeping.draft().number_taken("632.99")
    assert made["parent"] == above["id"]
    assert made["federfuehrung"] == above["federfuehrung"]
    gone = keeping.rita.post(f"{keeping.place}/einheiten/{made['id']}/wegnahme/")
    assert gone.status_code == 302
    assert keeping.draft().number_taken("632.99") is None
    kept = keeping.rita.post(f"{keeping.place}/einheiten/{above['id']}/wegnahme/")
    assert kept.status_code == 403


def test_the_second_editor_sees_the_change_of_the_first_and_decides(keeping):
    keeping.begin()
    address, given = keeping.fill("632.20")
    other, elsewhere = keeping.fill("922.52")
    keeping.fenja.post(address, given | {"titel": "Von Fenja"})
    assert keeping.rita.post(other, elsewhere | {"titel": "Hunde"}).status_code == 302
    answer = keeping.rita.post(address, given | {"titel": "Von Rita"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Von Fenja" in text
    assert "Von Rita" in text
    again = {name: answer.context["form"][name].value() or "" for name in given}
    assert keeping.rita.post(address, again).status_code == 302
    assert keeping.draft().number_taken("632.20")["titel"] == "Von Rita"


def test_a_branch_moves_after_saying_what_that_means_for_files(keeping):
    unit = Aktenplaneinheit.objects.get(kennzeichen="632.20")
    clerk = keeping.town.sachbearbeiterin
    for number in range(3):
        actions.create_akte(clerk, unit, betreff=f"Haus {number}", at=timezone.now())
    branch = keeping.begin().number_taken("632")
    address = f"{keeping.place}/einheiten/{branch['id']}/umzug/"
    page = keeping.rita.get(address, {"ziel": "64", "kennzeichen": "649"}).content.decode()
    assert "Betrifft 3 Akten, davon 3 offen" in page
    assert "649.20" in page
    into_itself = {"ziel": "632.20", "kennzeichen": "649"}
    assert keeping.rita.post(address, into_itself).status_code == 422
    unknown = {"ziel": "999.99", "kennzeichen": "649"}
    assert keeping.rita.post(address, unknown).status_code == 422
    assert keeping.rita.post(address, {"ziel": "64", "kennzeichen": "649"}).status_code == 302
    assert keeping.draft().number_taken("649.20") is not None


def test_a_branch_is_closed_and_the_draft_put_aside_and_taken_back(keeping):
    unit = keeping.begin().number_taken("632.20")
    place = f"{keeping.place}/einheiten/{unit['id']}/stilllegung/"
    assert keeping.rita.get(place).status_code == 200
    assert keeping.rita.post(place).status_code == 302
    assert keeping.draft().number_taken("632.20")["is_stillgelegt"]
    keeping.rita.post(f"{keeping.place}/ruecknahme/")
    assert keeping.rita.get(f"{keeping.place}/freigabe/").status_code == 404
    keeping.rita.post(f"{keeping.place}/fassungen/2/rueckkehr/")
    assert keeping.draft().number_taken("632.20")["is_stillgelegt"]
    for page in ("fassungen/", "fassungen/2/", "fassungen/1/", "bearbeiten/?geaendert=1"):
        assert keeping.rita.get(f"{keeping.place}/{page}").status_code == 200


def test_destroying_is_recorded_with_who_agreed(keeping):
    keeping.begin()
    address, given = keeping.fill("632.20")
    keeping.rita.post(address, given | {"aussonderungsart": "V", "aufbewahrungsdauer": "30"})
    day = {"valid_from": timezone.localdate().isoformat()}
    place = f"{keeping.place}/freigabe/"
    assert keeping.fenja.post(place, day).status_code == 422
    consent = {"consented_by": "Anton Archivkarton", "reference": "Schreiben vom 2.11."}
    assert keeping.fenja.post(place, day | consent).status_code == 422
    decided = day | consent | {"bewertungsentscheidung": "BE 12/2026"}
    assert keeping.fenja.post(place, decided).status_code == 302
    assert Archivzustimmung.objects.get().consented_by == "Anton Archivkarton"
    assert "Anton Archivkarton" in keeping.rita.get(f"{keeping.place}/fassungen/").content.decode()
    assert AuditEvent.objects.filter(name="akten.aktenplan.released").count() == 2


def test_a_minimum_of_retention_is_kept(keeping):
    keeping.begin()
    place = f"{keeping.place}/mindestfristen/"
    short = {"bereich": "632", "jahre": "120", "quelle": "Bauordnung"}
    assert keeping.rita.post(place, short).status_code == 422
    keeping.rita.post(place, {"bereich": "922.52", "jahre": "2", "quelle": "§ 147 AO"})
    address, given = keeping.fill("922.52")
    answer = keeping.rita.post(address, given | {"aufbewahrungsdauer": "1"})
    assert answer.status_code == 422
    assert "Mindestens 2 Jahre, denn § 147 AO" in answer.content.decode()


def test_the_plan_goes_out_as_csv_and_comes_back_unchanged(keeping):
    keeping.begin()
    out = keeping.rita.get(f"{keeping.place}/csv/")
    assert out.content.startswith("\ufeffKennung;Kennzeichen;Titel".encode())
    answer = keeping.bring(out.content)
    assert answer.status_code == 200
    assert answer.context["preview"]["changes"] == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_shows_its_changes_and_is_applied_and_undone(keeping, encoding):
    keeping.begin()
    text = HEAD + "632.20;Wohnhäuser;63;30;B;63\n632.98;Ställe;632;;A;\n"
    answer = keeping.bring(text.encode(encoding))
    preview = answer.context["preview"]
    assert preview["problems"] == []
    assert [(change.kind, change.name) for change, *_ in preview["changes"]] == [
        ("verschoben", "632.20 Wohnhäuser"),
        ("neu", "632.98 Ställe"),
    ]
    again = {"text": preview["text"], "missing": "behalten", "anwenden": "1"}
    late = keeping.rita.post(f"{keeping.place}/einspielung/", again | {"seen": ""})
    assert late.status_code == 422
    seen = late.context["preview"]["seen"]
    done = keeping.rita.post(f"{keeping.place}/einspielung/", again | {"seen": seen})
    assert done.status_code == 302
    assert keeping.draft().number_taken("632.98")["titel"] == "Ställe"
    keeping.rita.post(f"{keeping.place}/fassungen/2/rueckkehr/")
    assert keeping.draft().number_taken("632.98") is None


def test_what_a_file_leaves_out_is_closed_when_asked(keeping):
    keeping.begin()
    answer = keeping.bring(HEAD + "632.20;Wohngebäude;632;10;B;63\n", missing="stilllegen")
    kinds = [change.kind for change, *_ in answer.context["preview"]["changes"]]
    assert kinds.count("stillgelegt") > 200


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "1;A;;5;B;63\n1;B;;5;B;63\n", "Zeile 3: Das Kennzeichen 1 steht schon in Zeile 2."),
        (HEAD + "X1;A;X2;5;B;63\nX2;B;X1;5;B;63\n", "Zeile 2: Im Kreis untereinander: X1, X2."),
        (HEAD + "X1;A;;5;B;99.9\n", "Zeile 2: X1: Die Organisationseinheit „99.9“ gibt es nicht."),
        (HEAD + "X1;A;nirgends;5;B;63\n", "Die übergeordnete Einheit „nirgends“ gibt es nicht."),
        (HEAD + "X1;A;;fünf;B;63\n", "weder eine Zahl noch „dauernd“"),
        (HEAD + "X1;A;;5;Q;63\n", "„Q“ gibt es nicht"),
        (HEAD + "X1;A;;;V;63\n", "braucht eine Aufbewahrungsdauer"),
        (HEAD + ";A;;5;B;63\n", "Zeile 2: Das Kennzeichen fehlt."),
        ("Titel;Farbe\nA;rot\n", "fehlt die Spalte „Kennzeichen“"),
        (HEAD, "steht keine Einheit"),
        (b"PK\x03\x04\x00\x00\x81\x8d", "keine Textdatei"),
    ],
)
def test_bad_files_are_told_by_line_and_nothing_is_done(keeping, text, message):
    before = keeping.begin().data
    answer = keeping.bring(text)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert keeping.draft().data == before


def test_a_hundred_thousand_lines_are_refused_at_once():
    content = (HEAD + "".join(f"{n};Titel {n};;5;B;63\n" for n in range(100_000))).encode()
    with pytest.raises(plan_csv.Unreadable, match=r"mehr als 10000"):
        plan_csv.read(content)


def test_only_keepers_of_the_plan_see_its_draft(keeping):
    keeping.begin()
    clerk = keeping.town.client("sachbearbeiterin")
    for page in ("bearbeiten/", "fassungen/", "freigabe/", "csv/", "einspielung/"):
        assert clerk.get(f"{keeping.place}/{page}").status_code == 404


def test_the_editor_asks_a_fixed_number_of_queries(keeping, django_assert_max_num_queries):
    unit = keeping.begin().number_taken("632.20")
    address = f"{keeping.place}/bearbeiten/?einheit={unit['id']}"
    keeping.rita.get(address)
    with django_assert_max_num_queries(26):
        page = keeping.rita.get(address)
    assert "632.30" in page.content.decode()
    assert "922.52" not in page.content.decode()
