"""What the menu of the viewer offers to fetch: PDF/A or why there is none, a copy with the remarks."""

import io

import pikepdf
import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions.verarbeitung import record_no_lesefassung
from verbundakte.akten.models import Datei, PdfaUrteil, Rendition
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_stempel import datei
from verbundakte.akten.tests.test_verarbeitung import SYSTEM
from verbundakte.core.models import Job

__all__ = ["datei"]
REASON = "Eine Schrift fehlt in der Datei."


def page_of(office, datei: Datei) -> str:
    dokument = datei.fassung.dokument
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    return office.browser().get(address).content.decode()


def test_the_menu_says_where_the_pdfa_is_or_why_not(office, datei):
    Datei.objects.update(format_name="pdf")
    assert "PDF/A: noch nicht hergestellt" in page_of(office, datei)
    tried = Rendition.objects.create(
        datei=datei, kind="pdfa", problem=REASON, created_at=timezone.now()
    )
    assert f"Kein PDF/A: {REASON}" in page_of(office, datei)
    Rendition.objects.filter(pk=tried.pk).update(problem="", blob=datei.blob)
    told = {"datei": datei, "ergebnis": "bestanden", "profil": "PDF/A-2b", "tool": "x"}
    urteil = PdfaUrteil.objects.create(
        **told, kind="pdfa", sha256=datei.blob.sha256, created_at=timezone.now()
    )
    assert "PDF/A-2b, " in page_of(office, datei)  # the original itself is one
    urteil.delete()
    Rendition.objects.all().delete()
    Datei.objects.update(properties={"notices": ["signed"]})
    assert "Kein PDF/A: die Datei trägt eine Unterschrift" in page_of(office, datei)


def test_remarks_and_marks_become_annotations_of_a_copy(office, datei):
    dokument, amira, at = datei.fassung.dokument, office.amira(), timezone.now()
    assert "Kopie mit Anmerkungen" not in page_of(office, datei)
    place = actions.OnPage(datei, 2, [[100.0, 200.0, 300.0, 20.0]], "Baulast")
    marked = actions.add_anmerkung(amira, dokument, text="Frist prüfen", at=at, on=place)
    actions.add_anmerkung(amira, dokument, text="Geprüft.", at=at, answer_to=marked)
    whole = actions.OnPage(datei, 1, [], "")
    actions.add_anmerkung(amira, dokument, text="Ganze Seite", at=at, on=whole)
    assert "Kopie mit Anmerkungen" in page_of(office, datei)
    answer = office.browser().get(office.at(f"dateien/{datei.pk}/anmerkungen"))
    assert "A (Anmerkungen).pdf" in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as copy:
        [sign] = copy.pages[0].obj.Annots
        highlight, reply = copy.pages[1].obj.Annots
    assert (sign.Subtype, str(sign.Contents)) == ("/Text", "Ganze Seite")
    assert (highlight.Subtype, str(highlight.Contents)) == ("/Highlight", "Frist prüfen")
    assert (str(reply.Contents), str(reply.T)) == ("Geprüft.", "Amira Beispiel")
    # page 2 is turned by a quarter: 842 points wide as it is shown, its left edge is below in the file
    assert [round(float(value)) for value in highlight.Rect] == [119, 84, 131, 337]


@pytest.mark.parametrize(("is_final", "offered"), [(True, False), (False, True)])
def test_another_try_is_offered_only_where_it_can_help(office, is_final, offered):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="gross.doc")
    found, at = Datei.objects.get(fassung__dokument=dokument), timezone.now()
    Job.objects.all().delete()
    Datei.objects.update(ingested_at=at)
    record_no_lesefassung(
        SYSTEM, dokument, datei_id=found.pk, reason="Zu groß.", at=at, is_final=is_final
    )
    assert ("Noch einmal versuchen" in page_of(office, found)) == offered
