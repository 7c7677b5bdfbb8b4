"""Art. 16 and 18 DSGVO: restricted things are kept but not used, corrections go with their object."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.http import Http404

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import kontakt as kontakte
from verbundakte.akten.actions import schutz
from verbundakte.akten.actions.einschraenkung import Restricted
from verbundakte.akten.actions.verschiebung import copy_dokument
from verbundakte.akten.ausgaben.inhalt import RESTRICTED, read_inhalt
from verbundakte.akten.ausgaben.paket import write_package
from verbundakte.akten.models import Berichtigungsvermerk, Einschraenkung
from verbundakte.akten.queries.kontakt import get_kontakt, offered
from verbundakte.akten.queries.schutz import without_restricted
from verbundakte.akten.search import kontakte_beginning, load_dokumente
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.clock import now
from verbundakte.core.models import AuditEvent

WHY = {"grund": "bestritten", "bemerkung": "Schreiben vom 3. Mai"}


@pytest.fixture
def dokument(office):
    """A Dokument of the clerk's Vorgang."""
    return make_dokument(office.amira, vorgang=office.vorgang, betreff="Bescheid Musterfrau")


def change(office, row, role="sachbearbeiterin"):
    """Change the Betreff of a Dokument."""
    return actions.change_dokument(
        getattr(office.town, role), row, seen_revision=row.revision, values={"betreff": "Neu"}
    )


def post(office, subject, step: str, **body):
    """Post to a step of the page of a Dokument or Kontakt."""
    place = f"schutz/{subject._meta.model_name}/{subject.pk}/{step}/"
    return office.browser().post(office.at(place), body)


def test_only_its_unit_sees_what_is_restricted_with_a_clear_note(office, dokument):
    assert queries.get_dokument(office.town.registratur, dokument.pk)
    assert post(office, dokument, "einschraenkung", **WHY).status_code == 302
    for role in ("registratur", "rechnungspruefung", "sachbearbeiter_ordnung"):
        with pytest.raises(Http404):
            queries.get_dokument(getattr(office.town, role), dokument.pk)
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/")).content.decode()
    assert "Verarbeitung eingeschränkt" in page and "Schreiben vom 3. Mai" in page
    assert queries.get_dokument(office.town.leitung, dokument.pk)
    post(office, dokument, "ende", **{"ende-reason": "geprüft, richtig"})
    assert queries.get_dokument(office.town.registratur, dokument.pk)
    names = AuditEvent.objects.filter(subject_id=dokument.pk).values_list("name", flat=True)
    assert {"akten.einschraenkung.set", "akten.einschraenkung.lifted"} <= set(names)


def test_nothing_is_done_with_it_but_for_a_reason_that_is_kept(office, dokument):
    schutz.restrict(office.amira(), dokument, at=now(), **WHY)
    dokument.refresh_from_db()
    for attempt in (
        lambda: change(office, dokument),
        lambda: copy_dokument(office.amira(), office.vorgang, dokument=dokument, at=now()),
        lambda: actions.request_loeschung(
            office.amira(), dokument, art="entnahme", rechtsgrundlage="x", offered_on=None, at=now()
        ),
    ):
        with pytest.raises(Restricted):
            attempt()
    post(office, dokument, "ausnahme", **{"ausnahme-reason": "Klage vor dem VG"})
    with pytest.raises(Restricted):
        change(office, dokument, "leitung")
    change(office, dokument)
    told = AuditEvent.objects.get(name="akten.einschraenkung.opened").details.get()
    assert told.new == "Klage vor dem VG"
    row = Einschraenkung.objects.get()
    assert not row.is_open_for(office.amira(), now() + timedelta(hours=2))


def test_it_takes_part_in_no_export_and_no_suggestion(office, dokument):
    schutz.restrict(office.amira(), dokument, at=now(), **WHY)
    inhalt = read_inhalt(office.amira(), office.vorgang)
    eintrag = inhalt.eintraege[0]
    assert (eintrag.ausgenommen, eintrag.dateien) == (RESTRICTED, [])
    out = io.BytesIO()
    assert write_package(office.amira(), inhalt, out, lambda **_: None) == 0
    table = zipfile.ZipFile(out).read("Inhaltsverzeichnis.csv").decode("utf-8-sig")
    assert RESTRICTED in table
    told = zipfile.ZipFile(out).read("Verlauf.csv").decode("utf-8-sig")
    assert "Bescheid Musterfrau" not in told
    assert not without_restricted(office.amira(), queries.dokumente(office.amira())).exists()
    assert load_dokumente([dokument.pk])[0].is_quiet
    schutz.open_restricted(office.amira(), dokument, reason="Klage", at=now())
    assert read_inhalt(office.amira(), office.vorgang).eintraege[0].dateien


def test_a_vorgang_shows_what_is_restricted_at_its_closing(office, dokument):
    schutz.restrict(office.amira(), dokument, at=now(), **WHY)
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/"))
    assert "Verarbeitung eingeschränkt: Bescheid Musterfrau" in page.content.decode()


def test_a_restricted_kontakt_stays_with_its_unit(office):
    values = {"art": "natuerlich", "name": "Musterfrau", "is_allgemein": True}
    kontakt = kontakte.create_kontakt_at(office.amira(), office.vorgang, values=values, at=now())
    kontakte.add_beteiligung(
        office.amira(), office.vorgang, kontakt=kontakt, rolle="nachbar", at=now()
    )
    otto = office.town.sachbearbeiter_ordnung
    assert get_kontakt(otto, kontakt.pk) and offered(otto, "muster", "")
    post(office, kontakt, "einschraenkung", **WHY)
    with pytest.raises(Http404):
        get_kontakt(otto, kontakt.pk)
    assert not offered(office.amira(), "muster", "")
    assert not kontakte_beginning(office.amira(), "muster", 5)
    page = office.browser().get(office.at(f"kontakte/{kontakt.pk}/")).content.decode()
    assert "Verarbeitung eingeschränkt" in page
    with pytest.raises(Restricted):
        kontakte.add_kanal(office.amira(), kontakt, art="telefon", wert="1", at=now())
    plan = make_planeinheit("110.1", einheit="32")

    def fresh():
        return office.town.sachbearbeiter_ordnung

    other = make_vorgang(fresh, akte=make_akte(fresh, planeinheit=plan))
    with pytest.raises(Restricted):
        kontakte.add_beteiligung(fresh(), other, kontakt=kontakt, rolle="nachbar", at=now())


def test_a_correction_goes_with_its_object_and_leaves_the_original(office, dokument):
    digest = dokument.fassungen.get().dateien.get().blob.sha256
    post(office, dokument, "berichtigungen", text="Das Geburtsjahr ist 1981.")
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/")).content.decode()
    assert "Berichtigungsvermerk" in page and "Das Geburtsjahr ist 1981." in page
    inhalt = read_inhalt(office.amira(), office.vorgang)
    assert inhalt.eintraege[0].berichtigungen == ["Das Geburtsjahr ist 1981."]
    out = io.BytesIO()
    write_package(office.amira(), inhalt, out, lambda **_: None)
    table = zipfile.ZipFile(out).read("Inhaltsverzeichnis.csv").decode("utf-8-sig")
    assert "Das Geburtsjahr ist 1981." in table
    copy = copy_dokument(office.amira(), office.vorgang, dokument=dokument, at=now())
    assert copy.berichtigungen.count() == 1
    assert dokument.fassungen.get().dateien.get().blob.sha256 == digest
    vermerk = dokument.berichtigungen.get()
    office.browser().post(office.at(f"berichtigungen/{vermerk.pk}/ende/"))
    assert read_inhalt(office.amira(), office.vorgang).eintraege[0].berichtigungen == []
    assert Berichtigungsvermerk.objects.get(pk=vermerk.pk).ended_by is not None


def test_wrong_input_and_doing_it_twice_are_refused(office, dokument):
    post(office, dokument, "einschraenkung", grund="weiss-nicht")
    post(office, dokument, "berichtigungen", text="")
    post(office, dokument, "ende", **{"ende-reason": "x"})
    assert not Einschraenkung.objects.exists() and not Berichtigungsvermerk.objects.exists()
    schutz.restrict(office.amira(), dokument, at=now(), **WHY)
    dokument.refresh_from_db()
    with pytest.raises(schutz.AlreadyRestricted):
        schutz.restrict(office.amira(), dokument, at=now(), **WHY)
