"""One Schlusszeichnung for a whole series: its letters become final, a list of them is signed."""

from types import SimpleNamespace

from django.utils import timezone

from verbundakte.core.blobs import store
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.geschaeftsgang import actions as gang
from verbundakte.geschaeftsgang.actions import Rahmen, Ziel
from verbundakte.geschaeftsgang.actions import Zeile as Verfuegungszeile
from verbundakte.geschaeftsgang.models import SchrittArt, Zeichnung
from verbundakte.organisation.models import Person
from verbundakte.schriftverkehr import actions, queries, serie_jobs
from verbundakte.schriftverkehr.checks import check_reinschriften, check_serienlisten, check_versand
from verbundakte.schriftverkehr.models import (
    Briefserie,
    Reinschrift,
    Schreiben,
    Serienliste,
    Serienposten,
    Versand,
)
from verbundakte.schriftverkehr.serienliste import Zeile, digest_of, samples_of
from verbundakte.schriftverkehr.tests.test_serie import HEAD, ROWS, Progress, order, work

AT = timezone.now()


def run(brief, job) -> Progress:
    """Run a job of the series for the clerk."""
    progress = Progress()
    told = {"serie": str(Briefserie.objects.get().pk), "person": str(brief.amira().person_id)}
    job(SimpleNamespace(), progress, **told)
    Job.objects.update(finished_at=AT)
    return progress


def signed(brief, liste: Serienliste) -> Zeichnung:
    """Let the clerk sign a list."""
    actor = brief.amira()
    person = Person.objects.get(pk=actor.person_id)
    zeile = Verfuegungszeile(SchrittArt.SCHLUSSZEICHNUNG, Ziel(person=person))
    verfuegung = gang.create_verfuegung(
        actor, brief.vorgang, zeilen=[zeile], rahmen=Rahmen(liste.dokument, "Serie"), at=AT
    )
    fassung = liste.dokument.fassungen.get()
    gang.finally_sign(actor, verfuegung.schritte.get(), seen=fassung.pk, bemerkung="", at=AT)
    return Zeichnung.objects.get()


def test_the_digest_covers_every_letter_and_nobody_chooses_the_samples():
    rows = [Zeile(no, f"Nr. {no}", f"{no:064x}") for no in range(1, 101)]
    assert digest_of(rows) != digest_of([*rows[:-1], Zeile(100, "Nr. 100", "0" * 64)])
    assert digest_of(rows) == digest_of([Zeile(one.position, "", one.sha256) for one in rows])
    chosen = [one.position for one in samples_of(rows)]
    assert chosen[0] == 1 and chosen[-1] == 100 and len(chosen) == 3
    assert samples_of(rows[:1]) == rows[:1]


def test_letters_become_final_are_signed_by_their_list_and_go_out_once(brief):
    answer = order(brief, HEAD + ROWS * 2)
    work()
    Job.objects.update(finished_at=AT)
    assert "Reinschriften herstellen" in brief.browser().get(answer.url).content.decode()
    assert brief.browser().post(f"{answer.url}reinschriften/").status_code == 302
    assert run(brief, serie_jobs.finish_serie).errors == []
    assert run(brief, serie_jobs.finish_serie).done == 2
    liste = Serienliste.objects.get()
    assert liste.anzahl == Reinschrift.objects.count() == 2
    pdf = liste.dokument.fassungen.get().dateien.get().blob
    assert store.open_blob(current_tenant(), pdf.sha256).read(5) == b"%PDF-"
    assert set(liste.posten.values_list("sha256", flat=True)) == set(
        Reinschrift.objects.values_list("sha256", flat=True)
    )
    (shown,) = queries.listen_of(brief.amira(), Briefserie.objects.get())
    assert shown.zeichnung is None and shown.changed == 0
    page = brief.browser().get(answer.url).content.decode()
    assert f"verfuegungen/neu/?dokument={liste.dokument_id}" in page
    assert signed(brief, liste).dateien == [pdf.sha256]
    page = brief.browser().get(answer.url).content.decode()
    assert "schlussgezeichnet" in page
    assert brief.browser().post(f"{answer.url}versand/").status_code == 302
    for _ in range(2):
        assert run(brief, serie_jobs.send_serie).errors == []
    assert Versand.objects.count() == 2
    checked = (check_serienlisten(False), check_reinschriften(False), check_versand(False))
    assert [problems for _, problems in checked] == [[], [], []]
    nothing = brief.browser().post(f"{answer.url}versand/", follow=True).content.decode()
    assert "nichts fertig, was nicht schon im Postausgang ist" in nothing


def test_a_letter_taken_back_is_not_covered_any_more_and_a_changed_list_is_found(brief):
    answer = order(brief, HEAD + ROWS)
    work()
    run(brief, serie_jobs.finish_serie)
    liste = Serienliste.objects.get()
    signed(brief, liste)
    actions.withdraw_reinschrift(brief.amira(), Schreiben.objects.get(), at=AT)
    page = brief.browser().get(answer.url).content.decode()
    assert "nicht mehr vollständig gedeckt" in page
    Serienposten.objects.update(sha256="0" * 64)
    assert "nennt andere Briefe" in check_serienlisten(False)[1][0]
