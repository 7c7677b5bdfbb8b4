"""The same letter to many: each addressee once, what is wrong named by its line, resumable."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.utils import timezone

from verbundakte.akten.kinds import JobKind as AktenJob
from verbundakte.akten.models import Dokument, GemerkteSuche, Kontakt, Listenansicht
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.tests.test_office_fill import content, odt
from verbundakte.core.jobs import AWAITED, ORDERED, GoOn
from verbundakte.core.models import Job
from verbundakte.core.search.service import Matches
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr import jobs, serie_dateien
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.kinds import JobKind
from verbundakte.schriftverkehr.liste import Unreadable, read
from verbundakte.schriftverkehr.models import Briefserie, Empfaenger, Schreiben, Serienposten
from verbundakte.schriftverkehr.queries import kreis
from verbundakte.schriftverkehr.tests.factories import make_kontakt

HEAD = "Anrede;Vorname;Name;Straße;PLZ;Ort;Eingegangen am\n"
ROWS = "Frau;Erika;Beispiel;Lindenweg 4;12345;Musterstadt;03.11.2026\n"
FORM = {"datum": "2026-11-28", "an": "liste", "feld-dauer": "vier Wochen", "feld-eingang": ""}


class Progress:
    """What a job tells of itself."""

    def __init__(self):
        self.done, self.errors = 0, []

    def begin(self, total, done=0):
        """Note how far it is."""
        self.total, self.done = total, done

    def step(self, error="", item=""):
        """Count one."""
        self.done += 1
        if error:
            self.errors.append((item, error))


def order(brief, text: str, **more):
    """Post a list and return the answer."""
    address = brief.at(f"schriftverkehr/vorgaenge/{brief.vorgang.pk}/serie/eingangsbestaetigung/")
    browser = brief.browser()
    signer = browser.get(address).context["form"].initial["besetzung"]
    file = {"datei": SimpleUploadedFile("liste.csv", text.encode())} if text else {}
    return browser.post(address, {**FORM, "besetzung": signer, **file, **more})


def work(progress=None) -> Progress:
    """Run the job until nothing waits."""
    progress = progress or Progress()
    serie = Briefserie.objects.get()
    while True:
        try:
            jobs.write_serie(SimpleNamespace(), progress, serie=str(serie.pk))
        except GoOn:
            continue
        return progress


def test_each_line_becomes_a_dokument_of_its_own_and_errors_are_named(brief):
    text = HEAD + ROWS + "Herr;Otto;Muster;Am Wall 1;12345;Musterstadt;gestern\n"
    text += "Frau;;Ohne;;;;04.11.2026\n"
    answer = order(brief, text)
    assert answer.status_code == 302
    progress = work()
    letters = list(Schreiben.objects.select_related("dokument"))
    assert len(letters) == 2
    assert {one.serie_id for one in letters} == {Briefserie.objects.get().pk}
    assert all(one.dokument.is_entwurf for one in letters)
    assert progress.errors[0][0] == "Zeile 2"
    assert "kein Tag im Kalender" in progress.errors[0][1]
    page = brief.browser().get(answer.url).content.decode()
    assert "2 von 3 geschrieben" in page
    assert "kein Tag im Kalender" in page


def test_a_second_run_writes_nothing_twice_and_goes_on_where_the_first_stopped(brief, monkeypatch):
    monkeypatch.setattr(jobs, "PART", 2)
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    order(brief, HEAD + ROWS * 3)
    key = str(Briefserie.objects.get().pk)
    real, calls = jobs.write_posten, []

    def dies(*args, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(jobs, "write_posten", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.write_serie(SimpleNamespace(), Progress(), serie=key)
    assert Schreiben.objects.count() == 1
    assert work().errors == []
    assert Schreiben.objects.count() == 3
    work()
    assert Dokument.objects.filter(schreiben__serie=key).count() == 3
    assert not Serienposten.objects.filter(done_at=None).exists()


def waiting_in_order() -> list[tuple[str, int]]:
    """Return kind and priority of what waits to be converted, as it is fetched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, priority FROM procrastinate_jobs WHERE queue_name = 'convert'"
            " AND status = 'todo' ORDER BY priority DESC, id"
        )
        found = cursor.fetchall()
    kinds = dict(Job.objects.filter(queued__isnull=False).values_list("queued", "kind"))
    return [(kinds[number], priority) for number, priority in found if number in kinds]


def test_letters_come_before_files_that_arrived_and_after_what_somebody_has_open(
    brief, monkeypatch
):
    for name in "ab":
        make_dokument(brief.amira, vorgang=brief.vorgang, betreff=name)
    order(brief, HEAD + ROWS * 3)
    (first, priority), *rest = waiting_in_order()
    assert (first, priority) == (JobKind.SERIE, ORDERED) and 0 < priority < AWAITED
    assert {kind for kind, _ in rest} == {AktenJob.INGEST}
    monkeypatch.setattr(jobs, "PART", 1)
    with pytest.raises(GoOn) as rest_of_it:
        jobs.write_serie(SimpleNamespace(), Progress(), serie=str(Briefserie.objects.get().pk))
    assert rest_of_it.value.priority == ORDERED


def test_what_fails_for_many_at_once_is_tried_alone_and_keeps_nobody_else_from_her_letter(
    brief, monkeypatch
):
    order(brief, HEAD + ROWS + ROWS.replace("Beispiel", "Muster") + ROWS)
    pool = converters()
    real, asked = pool.letters, []

    def slow(tenant, pages):
        asked.append(len(pages))
        if any("Erika Muster" in page for page in pages):
            raise ConversionFailed("Die Umwandlung dauerte zu lange.")
        return real(tenant, pages)

    monkeypatch.setattr(pool, "letters", slow)
    progress = work()
    assert asked == [3, 1, 1, 1]
    assert progress.errors == [("Zeile 2", "Die Umwandlung dauerte zu lange.")]
    assert Schreiben.objects.count() == 2
    assert Serienposten.objects.get(dokument=None).problem == "Die Umwandlung dauerte zu lange."


def test_all_who_take_part_get_one_but_not_behind_an_auskunftssperre(brief):
    order(brief, "", an="beteiligte", **{"feld-eingang": "03.11.2026"})
    Kontakt.objects.update(is_gesperrt=True)
    progress = work()
    assert "Auskunftssperre" in progress.errors[0][1]
    assert not Empfaenger.objects.exists()


def test_a_series_that_is_stopped_writes_no_more(brief):
    answer = order(brief, HEAD + ROWS)
    assert brief.browser().post(f"{answer.url}halt/").status_code == 302
    work()
    assert not Schreiben.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Name;Farbe\nx;y\n", "Die Spalte „Farbe“ kennt diese Vorlage nicht"),
        ("Name;Ort\nx;y\n", "fehlt die Spalte „Straße“ und „PLZ“"),
        ("Name;Straße;PLZ;Ort\n", "In der Liste steht niemand"),
    ],
)
def test_a_list_that_does_not_fit_is_refused_with_a_sentence(text, told):
    with pytest.raises(Unreadable, match=told):
        read(text.encode(), [Brieffeld("eingang", "Eingegangen am", "datum")])


def test_who_may_not_write_series_finds_none(brief):
    answer = order(brief, HEAD + ROWS)
    assert brief.browser("assistenz").get(answer.url).status_code == 404
    assert order(brief, "").status_code == 422


def test_a_stopped_series_goes_on_and_what_was_refused_is_tried_again(brief):
    answer = order(brief, HEAD + ROWS + ROWS.replace("03.11.2026", "gestern"))
    brief.browser().post(f"{answer.url}halt/")
    work()
    assert not Schreiben.objects.exists()
    brief.browser().post(f"{answer.url}fortsetzung/")
    work()
    assert Schreiben.objects.count() == 1
    Job.objects.update(finished_at=timezone.now())
    Serienposten.objects.filter(position=2).update(werte=Serienposten.objects.get(position=1).werte)
    brief.browser().post(f"{answer.url}fortsetzung/")
    assert work().errors == []
    assert Schreiben.objects.count() == 2
    Job.objects.update(finished_at=timezone.now())
    nothing = brief.browser().post(f"{answer.url}fortsetzung/", follow=True)
    assert "Alle Briefe dieser Serie sind geschrieben" in nothing.content.decode()


def keep_view(brief, liste: str, abfrage: str) -> str:
    """Save a view of a list of the clerk and return its key."""
    row = Listenansicht.objects.create(
        liste=liste, name="Anlieger", person_id=brief.amira().person_id, abfrage=abfrage,
        created_at=timezone.now(), created_by=brief.amira().person_id,
    )  # fmt: skip
    return f"ansicht:{row.pk}"


@pytest.mark.parametrize(
    ("liste", "abfrage", "rolle", "count"),
    [
        ("kontakte", "wort=zaun", "", 1),
        ("kontakte", "wort=niemand", "", 0),
        ("vorgaenge", "", "", 2),
        ("vorgaenge", "", "nachbar", 0),
    ],
)
def test_a_saved_view_names_to_whom_it_goes_each_once(brief, liste, abfrage, rolle, count):
    make_kontakt(brief.amira(), brief.vorgang, vorname="Paula", name="Zaun")
    key = keep_view(brief, liste, abfrage)
    answer = order(brief, "", an="kreis", kreis=key, rolle=rolle, **{"feld-eingang": "03.11.2026"})
    if not count:
        assert answer.status_code == 422
        return
    assert work().errors == []
    written = Empfaenger.objects.values_list("kontakt", flat=True)
    assert len(set(written)) == len(written) == count


def test_a_kept_search_names_the_kontakte_of_what_it_finds(brief, monkeypatch):
    row = GemerkteSuche.objects.create(
        person_id=brief.amira().person_id, text="carport", created_at=timezone.now()
    )
    hits = (("vorgang", brief.vorgang.pk), ("akte", brief.akte.pk))
    monkeypatch.setattr(kreis, "all_matches", lambda *args, **more: Matches(hits, 2))
    found = kreis.get_kreis(brief.amira(), f"suche:{row.pk}")
    assert [one.pk for one in found.kontakte] == [brief.kontakt.pk]
    assert found.quelle == "Suche: carport"
    with pytest.raises(Http404):
        kreis.get_kreis(brief.town.leitung, f"suche:{row.pk}")
    monkeypatch.setattr(kreis, "all_matches", lambda *args, **more: Matches(hits, 2_001))
    with pytest.raises(kreis.KreisTooWide):
        kreis.get_kreis(brief.amira(), f"suche:{row.pk}")


def order_files(brief, vorlage: str, text: str, **more):
    """Keep a template of Writer, order a series from it and return the answer."""
    file = SimpleUploadedFile("vorlage.ott", odt(*vorlage.split("|")))
    told = {"bezeichnung": "Gebühr", "datei": file}
    assert brief.browser("fachadministration").post(brief.at("dateivorlagen/"), told).status_code == 302
    address = brief.at(f"dateivorlagen/vorgang/{brief.vorgang.pk}/serie/")
    browser = brief.browser()
    form = browser.get(address).context["form"]
    told = {
        "vorlage": form.fields["vorlage"].choices[0][0],
        "betreff": "Gebühren 2027",
        "datum": "2026-11-28",
        "besetzung": form.initial["besetzung"],
        "an": "liste",
    }
    file = {"datei": SimpleUploadedFile("liste.csv", text.encode())} if text else {}
    return browser.post(address, told | file | more)


GEBUEHR = "{{ empfaenger.name }}, {{ empfaenger.anrede }}|{{ brief.betreff }}: {{ liste.betrag }}"
PLACES = "Anrede;Vorname;Name;Straße;PLZ;Ort;Betrag\n"


def test_a_template_of_writer_is_filled_for_each_line_once_and_errors_are_named(
    brief, monkeypatch
):
    lines = PLACES + "Frau;Erika;Beispiel;Lindenweg 4;12345;Musterstadt;120,00 Euro\n"
    lines += "Herr;Otto;<Muster> & Söhne;Am Wall 1;12345;Musterstadt;80,00 Euro\n"
    lines += "Herr;Udo;Leer;Am Wall 2;12345;Musterstadt;\n"
    answer = order_files(brief, GEBUEHR, lines)
    assert answer.status_code == 302
    real, calls = serie_dateien.write_posten, []

    def dies(*args, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(serie_dateien, "write_posten", dies)
    key = str(Briefserie.objects.get().pk)
    with pytest.raises(KeyboardInterrupt):
        jobs.write_serie(SimpleNamespace(), Progress(), serie=key)
    progress = work()
    assert progress.errors == [("Zeile 3", "Es fehlt noch: Spalte „betrag“ der Liste.")]
    made = list(Dokument.objects.filter(betreff="Gebühren 2027").order_by("created_at"))
    assert [one.empfaenger for one in made] == ["Erika Beispiel", "Otto <Muster> & Söhne"]
    assert all(one.is_entwurf and one.vorgang_id == brief.vorgang.pk for one in made)
    texts = [
        content(store.path_of(current_tenant(), one.fassungen.get().dateien.get().blob.sha256).read_bytes())
        for one in made
    ]  # fmt: skip
    assert "Gebühren 2027: 120,00 Euro" in texts[0] and "Sehr geehrte Frau Beispiel" in texts[0]
    assert "Otto &lt;Muster&gt; &amp; Söhne" in texts[1]
    page = brief.browser().get(answer.url).content.decode()
    assert "2 von 3 geschrieben" in page and "Spalte „betrag“ der Liste" in page
    assert "Reinschriften herstellen" not in page
    work()
    assert Dokument.objects.filter(betreff="Gebühren 2027").count() == 2


def test_a_series_of_files_goes_to_all_who_take_part_and_not_behind_an_auskunftssperre(brief):
    assert order_files(brief, "{{ empfaenger.name }}", "", an="beteiligte").status_code == 302
    work()
    assert Dokument.objects.get(betreff="Gebühren 2027").empfaenger == "Erika Beispiel"
    Kontakt.objects.update(is_gesperrt=True)
    Briefserie.objects.all()[0].posten.update(done_at=None, dokument=None)
    progress = work()
    assert "Auskunftssperre" in progress.errors[0][1]


def test_a_list_for_a_template_of_writer_names_only_its_columns(brief):
    answer = order_files(brief, GEBUEHR, PLACES.replace("Betrag", "Farbe") + "x;x;x;x;x;x;x\n")
    assert answer.status_code == 422
    assert "Die Spalte „Farbe“ kennt diese Vorlage nicht" in answer.content.decode()
    clerk = brief.browser("assistenz")
    assert clerk.get(brief.at(f"dateivorlagen/vorgang/{brief.vorgang.pk}/serie/")).status_code == 404
