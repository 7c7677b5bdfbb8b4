"""The same letter to many: each addressee once, what is wrong named by its line, resumable."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from verbundakte.akten.models import Dokument, Kontakt
from verbundakte.core.jobs import GoOn
from verbundakte.schriftverkehr import jobs
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.liste import Unreadable, read
from verbundakte.schriftverkehr.models import Briefserie, Empfaenger, Schreiben, Serienposten

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
