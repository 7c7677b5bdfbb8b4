"""The Geschäftsgang for programs."""

from verbundakte.akten.tests.factories import make_dokument
from verbundakte.api.tests.test_api import client_of
from verbundakte.api.tests.test_changes import call
from verbundakte.geschaeftsgang.models import Zeichnung
from verbundakte.geschaeftsgang.tests.factories import standing


def test_a_program_draws_up_a_verfuegung_and_signs_what_was_read(musterstadt, towns):
    dokument = make_dokument(lambda: musterstadt.sachbearbeiterin)
    seen = str(standing(dokument))
    client = client_of(towns["musterstadt"], "sachbearbeiterin")
    into = f"vorgaenge/{dokument.vorgang_id}/verfuegungen"
    wrong = call(client, "post", into, {"zeilen": "Mz. Niemand"})
    assert wrong.status_code == 422 and "gibt es hier nicht" in wrong.json()["detail"]
    about = {"zeilen": "Mz. Beispiel\nz. d. A.", "dokument": str(dokument.pk)}
    assert call(client, "post", into, about).status_code == 201
    (step,) = call(client, "get", "schritte").json()["items"]
    assert (step["stand"], step["art"]) == ("offen", "mitzeichnung")
    path, given = f"schritte/{step['id']}/erledigung", {"fassung": seen}
    assert call(client, "post", path, given).status_code == 428
    mark = call(client, "get", f"schritte/{step['id']}").headers["ETag"]
    done = call(client, "post", path, given, if_match=mark)
    assert done.status_code == 201, done.content
    assert (done.status_code, done.json()["ergebnis"]) == (201, "zugestimmt")
    (link,) = call(client, "get", f"dokumente/{dokument.pk}/zeichnungen").json()["items"]
    assert link["gilt"] and link["hash"] == Zeichnung.objects.get().hash
