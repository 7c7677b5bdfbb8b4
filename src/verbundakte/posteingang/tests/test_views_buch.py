"""The Posteingangsbuch."""

from verbundakte.posteingang.models import Verschluss
from verbundakte.posteingang.tests.factories import make_eingang


def test_the_buch_shows_what_the_person_may_see(musterstadt):
    client = musterstadt.client("sachbearbeiterin")
    page = "/musterstadt/posteingang/buch/"
    assert "Noch kein Eingang" in client.get(page).content.decode()
    make_eingang(musterstadt.registratur, betreff="Einwendung Lindenallee")
    make_eingang(musterstadt.registratur, betreff="Geheim", verschluss=Verschluss.VERTRAULICH)
    text = client.get(page).content.decode()
    assert "Einwendung Lindenallee" in text
    assert "Geheim" not in text
