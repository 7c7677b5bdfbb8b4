"""A PDF with a password: kept and marked; whoever has the password looks at its pages."""

from verbundakte.akten.models import Datei, Rendition
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.core.converters.lock import locked
from verbundakte.core.converters.tests import samples
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant

__all__ = ["office"]
KENNWORT = "Grünes Fahrrad"


def test_pages_are_shown_for_the_password_and_nothing_is_kept(office):
    content = locked(samples.pdf("Erste Seite", "Zweite Seite"), KENNWORT)
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="Vertrag.pdf", content=content)
    for row in Job.objects.waiting():
        run_job(current_tenant(), row.pk)
    datei = Datei.objects.get(fassung__dokument=dokument)
    browser, place = office.browser(), office.at(f"dateien/{datei.pk}/kennwort/")
    pane = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    assert place in browser.get(pane).content.decode()
    kept = Rendition.objects.count()
    wrong = browser.post(place, {"kennwort": "falsch", "seite": "1"})
    assert wrong.status_code == 422 and "Das Kennwort passt nicht" in wrong.content.decode()
    assert "data:image" not in wrong.content.decode()
    right = browser.post(place, {"kennwort": KENNWORT, "seite": ""}).content.decode()
    assert right.count("data:image/webp;base64,") == 2 and KENNWORT not in right
    assert Rendition.objects.count() == kept
    assert office.browser("sachbearbeiter_ordnung").get(place).status_code == 404
