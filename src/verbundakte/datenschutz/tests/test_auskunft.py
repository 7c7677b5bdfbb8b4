"""Auskunft nach Art. 15: all files are searched, each unit answers for its own, the list is deleted."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from verbundakte.akten import actions as akten
from verbundakte.akten.actions import kontakt as kontakte
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.akten.tests.support import office
from verbundakte.core.access.zones import intern_zone
from verbundakte.core.blobs import store
from verbundakte.core.clock import now, today
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Ausgabe, Job
from verbundakte.core.registry import registry
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.datenschutz import actions, queries
from verbundakte.datenschutz.models import Auskunft, AuskunftTeil, Fundstelle
from verbundakte.datenschutz.rules import one_month_after
from verbundakte.organisation.models import Person, Stellenbesetzung

__all__ = ["office"]
VALUES = {
    "name": "Musterfrau",
    "vorname": "Mira",
    "kontakt": None,
    "geboren_on": None,
    "anschrift": "",
}


def test_the_answer_is_due_a_month_later():
    assert one_month_after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert one_month_after(date(2026, 12, 5)) == date(2027, 1, 5)


def run(office, kind: str) -> Job:
    """Run the newest job of a kind."""
    job = Job.objects.filter(kind=kind).latest("created_at")
    run_job(office.town.tenant.pk, job.pk)
    job.refresh_from_db()
    assert job.error == ""
    return job


@pytest.fixture
def world(office):
    """Mira Musterfrau stands in files of two units, and in a secret one."""
    otto = lambda: office.town.sachbearbeiter_ordnung  # noqa: E731
    order = make_vorgang(
        otto, akte=make_akte(otto, planeinheit=make_planeinheit("110.1", einheit="32"))
    )
    plan = make_planeinheit("922.52", einheit="63", geheimnisklasse="steuer")
    secret = make_vorgang(office.amira, akte=make_akte(office.amira, planeinheit=plan))
    office.own = make_dokument(
        office.amira, vorgang=office.vorgang, betreff="Bescheid Mira Musterfrau"
    )
    office.other = make_dokument(otto, vorgang=order, betreff="Bußgeld Musterfrau, Mira")
    office.secret = make_dokument(office.amira, vorgang=secret, betreff="Steuer Mira Musterfrau")
    office.foreign = make_dokument(otto, vorgang=order, betreff="Mira ohne Nachnamen")
    kontakt = kontakte.create_kontakt_at(
        office.amira(), office.vorgang,
        values={"art": "natuerlich", "name": "Musterfrau", "vorname": "Mira"}, at=now(),
    )  # fmt: skip
    kontakte.add_beteiligung(
        office.amira(), office.vorgang, kontakt=kontakt, rolle="nachbar", at=now()
    )
    office.kontakt = kontakt
    rebuild(office.town.tenant.pk)
    office.home = make_vorgang(office.amira, akte=office.akte, betreff="Anfrage nach Art. 15")
    actions.start_auskunft(office.town.leitung, office.home, values=VALUES, on=today(), at=now())
    office.job = run(office, "datenschutz.auskunft.collect")
    office.auskunft = Auskunft.objects.get()
    return office


def teil_of(unit: str, is_verborgen: bool = False) -> AuskunftTeil:
    """Return the part of a unit."""
    return AuskunftTeil.objects.get(einheit__kennzeichen=unit, is_verborgen=is_verborgen)


def decide(actor, teil, entscheidung="gehoert", reason=""):
    """Let somebody decide the same about everything she sees."""
    seen, _ = queries.fundstellen_of(actor, teil)
    lines = {one.row.object_id: one.line for one in seen}
    return actions.decide(
        actor, teil, decisions=dict.fromkeys(lines, (entscheidung, reason)), lines=lines, at=now()
    )


def page(world, role: str, path: str) -> str:
    """Return what a page says to somebody."""
    return world.browser(role).get(world.at(f"datenschutz/auskuenfte/{path}")).content.decode()


def test_all_files_are_searched_and_each_unit_finds_its_own(world):
    assert set(teil_of("63").fundstellen.values_list("object_id", flat=True)) == {
        world.own.pk, world.kontakt.pk, world.vorgang.pk,
    }  # fmt: skip
    assert list(teil_of("32").fundstellen.values_list("object_id", flat=True)) == [world.other.pk]
    assert [row["count"] for row in world.auskunft.sources if row["count"]] == [2, 2]
    assert world.job.done == world.job.total == len(registry.personal_data)
    desk = world.browser("sachbearbeiter_ordnung").get(world.at("")).content.decode()
    assert "Auskunft nach Art. 15 DSGVO: Musterfrau, Mira" in desk


def test_without_all_parts_it_needs_a_reason_and_the_vorgang_stays_open(world):
    address = world.at(f"datenschutz/auskuenfte/{world.auskunft.pk}/abschluss/")
    world.browser("leitung").post(address, {"reason": ""})
    world.auskunft.refresh_from_db()
    assert world.auskunft.closing_at is None
    world.browser("leitung").post(address, {"reason": "Frist läuft ab"})
    world.auskunft.refresh_from_db()
    assert world.auskunft.missing_reason == "Frist läuft ab"
    told = world.browser("leitung").get(world.at(f"vorgaenge/{world.home.pk}/zda-verfuegung/"))
    assert "Auskunft nach Art. 15 DSGVO: Musterfrau, Mira" in told.content.decode()


def test_the_starter_sees_counts_of_others_and_nothing_of_what_is_hidden(world):
    told = page(world, "leitung", f"{world.auskunft.pk}/")
    assert "32 Ordnung" in told and "1\xa0Fundstelle" in told
    assert "Bußgeld" not in told and "Steuer" not in told
    with pytest.raises(Http404):
        queries.get_teil(world.town.leitung, teil_of("32").pk)
    with pytest.raises(Http404):
        queries.get_teil(world.town.leitung, teil_of("63", True).pk)
    assert len(queries.open_teile(world.town.leitung)) == 1
    assert len(queries.open_teile(world.amira())) == 2
    decide(world.town.sachbearbeiter_ordnung, teil_of("32"))
    assert "Bußgeld" not in page(world, "leitung", f"{world.auskunft.pk}/")
    actions.release_teil(world.town.sachbearbeiter_ordnung, teil_of("32"), at=now())
    assert "Bußgeld" in page(world, "leitung", f"{world.auskunft.pk}/")


def test_what_has_an_ausschluss_is_hidden_from_whoever_begins(office):
    jonas = Person.objects.get(pk=office.town.persons["leitung"])
    akten.exclude_person(office.amira(), office.vorgang, person=jonas, reason="verwandt", at=now())
    make_dokument(office.amira, vorgang=office.vorgang, betreff="Bescheid Mira Musterfrau")
    rebuild(office.town.tenant.pk)
    home = make_vorgang(office.amira, akte=office.akte, betreff="Anfrage")
    actions.start_auskunft(office.town.leitung, home, values=VALUES, on=today(), at=now())
    run(office, "datenschutz.auskunft.collect")
    assert AuskunftTeil.objects.get().is_verborgen
    assert queries.open_teile(office.town.leitung) == []
    assert queries.teile_of(office.town.leitung, Auskunft.objects.get()) == []
    assert len(queries.open_teile(office.amira())) == 1


def test_who_sees_one_hidden_part_learns_nothing_of_another(world):
    """An Ausschluss in a file of the same unit makes a part of its own."""
    plan = make_planeinheit("923.1", einheit="63", geheimnisklasse="sozial")
    vorgang = make_vorgang(world.amira, akte=make_akte(world.amira, planeinheit=plan))
    make_dokument(world.amira, vorgang=vorgang, betreff="Sozial Mira Musterfrau")
    otto = Person.objects.get(pk=world.town.persons["sachbearbeiter_ordnung"])
    akten.exclude_person(world.amira(), vorgang, person=otto, reason="verwandt", at=now())
    rebuild(world.town.tenant.pk)
    actions.start_auskunft(world.town.leitung, world.home, values=VALUES, on=today(), at=now())
    run(world, "datenschutz.auskunft.collect")
    second = Auskunft.objects.latest("started_at")
    hidden = second.teile.filter(is_verborgen=True)
    assert sorted(hidden.values_list("count", flat=True)) == [1, 1]
    assert len(set(hidden.values_list("zone", flat=True))) == 2


def test_each_unit_decides_for_itself_with_reasons(world):
    otto, teil = world.town.sachbearbeiter_ordnung, teil_of("32")
    with pytest.raises(actions.Undecided):
        actions.release_teil(otto, teil, at=now())
    with pytest.raises(actions.ReasonMissing):
        decide(otto, teil, "ausgenommen")
    with pytest.raises(PermissionDenied):
        decide(world.amira(), teil)
    address = world.at(f"datenschutz/auskuenfte/teile/{teil.pk}/")
    row = teil.fundstellen.get()
    answer = world.browser("sachbearbeiter_ordnung").post(address, {f"was-{row.pk}": "ausgenommen"})
    assert answer.status_code == 422
    body = {"rest": "ausgenommen", "grund-rest": "laufende Ermittlung"}
    assert world.browser("sachbearbeiter_ordnung").post(address, body).status_code == 302
    world.browser("sachbearbeiter_ordnung").post(f"{address}freigabe/")
    told = page(world, "leitung", f"{world.auskunft.pk}/")
    assert "ausgenommen: laufende Ermittlung" in told and "Bußgeld" not in told
    with pytest.raises(actions.TeilReleased):
        decide(otto, teil_of("32"))


def test_when_all_have_answered_it_lies_in_the_vorgang_and_the_list_is_gone(world):
    leitung = world.town.leitung
    for actor, unit in ((world.town.sachbearbeiter_ordnung, "32"), (world.amira(), "63")):
        decide(actor, teil_of(unit))
        actions.release_teil(actor, teil_of(unit), at=now())
    actions.close_auskunft(leitung, world.auskunft, reason="", at=now())
    run(world, "datenschutz.auskunft.finish")
    files = {
        row.fassungen.get().dateien.get().file_name: row.fassungen.get().dateien.get().blob.sha256
        for row in Dokument.objects.filter(vorgang=world.home)
    }
    assert set(files) == {
        "Auskunft nach Art. 15 DSGVO.pdf", "Auskunft nach Art. 15 DSGVO, Daten.zip",
    }  # fmt: skip
    tenant = world.town.tenant.pk
    assert store.read(tenant, files["Auskunft nach Art. 15 DSGVO.pdf"]).startswith(b"%PDF")
    box = zipfile.ZipFile(
        io.BytesIO(store.read(tenant, files["Auskunft nach Art. 15 DSGVO, Daten.zip"]))
    )
    content = json.loads(box.read("Auskunft.json"))
    titles = [row["titel"] for part in content["einheiten"] for row in part["angaben"]]
    assert "Bußgeld Musterfrau, Mira" in titles and "Musterfrau, Mira" in titles
    assert not any("Steuer" in title for title in titles)
    assert "Bußgeld" in box.read("Auskunft.csv").decode("utf-8-sig")
    left = Fundstelle.objects.select_related("teil")
    assert [row.teil.is_verborgen for row in left] == [True]
    assert "Bußgeld" not in page(world, "leitung", f"{world.auskunft.pk}/")
    with pytest.raises(actions.AuskunftClosed):
        actions.close_auskunft(leitung, world.auskunft, reason="", at=now())


def test_a_hidden_part_goes_to_its_unit_alone(world):
    amira, teil = world.amira(), teil_of("63", True)
    decide(amira, teil)
    actions.release_teil(amira, teil, at=now())
    run(world, "datenschutz.auskunft.finish_teil")
    made = Ausgabe.objects.get(request__auskunftteil=str(teil.pk))
    assert made.owner_id == amira.id and made.blob is not None
    assert not Fundstelle.objects.filter(teil=teil).exists()
    assert "Steuer" not in page(world, "leitung", f"{world.auskunft.pk}/")
    assert (
        not AuditEvent.objects.filter(details__new__contains="Steuer Mira")
        .filter(subject_id=world.auskunft.pk)
        .exists()
    )


def test_the_file_of_a_hidden_part_is_fetched_only_while_all_in_it_may_be_seen(world):
    amira, teil = world.amira(), teil_of("63", True)
    decide(amira, teil)
    actions.release_teil(amira, teil, at=now())
    run(world, "datenschutz.auskunft.finish_teil")
    made = Ausgabe.objects.get(request__auskunftteil=str(teil.pk))
    address = world.at(f"auftraege/ausgaben/{made.pk}")
    assert world.browser().get(address).status_code == 200
    assert [key for *_, key in made.request["fundstellen"]] == [str(world.secret.pk)]
    world.secret.refresh_from_db()
    open_zone = world.secret.zone
    Dokument.objects.filter(pk=world.secret.pk).update(zone=intern_zone([]))
    answer = world.browser().get(address, follow=True)
    assert "was Sie darin sehen dürfen" in answer.content.decode()
    Dokument.objects.filter(pk=world.secret.pk).update(zone=open_zone)
    assert world.browser().get(address).status_code == 200
    Stellenbesetzung.objects.filter(person=amira.person_id).update(to_on=today())
    assert world.browser().get(address).status_code == 404


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": "ab"}, {"name": "Abc", "geboren_on": "gestern"}]
)
def test_a_wrong_form_is_refused(office, body):
    address = office.at(f"datenschutz/auskuenfte/vorgang/{office.vorgang.pk}/neu/")
    assert office.browser("leitung").post(address, body).status_code == 422
    assert not Auskunft.objects.exists()


def test_it_begins_with_somebody_who_takes_part(office):
    kontakt = kontakte.create_kontakt_at(
        office.amira(), office.vorgang,
        values={"art": "natuerlich", "name": "Musterfrau", "geboren_on": date(1980, 2, 1)}, at=now(),
    )  # fmt: skip
    kontakte.add_beteiligung(
        office.amira(), office.vorgang, kontakt=kontakt, rolle="nachbar", at=now()
    )
    address = office.at(f"datenschutz/auskuenfte/vorgang/{office.vorgang.pk}/neu/")
    assert office.browser("leitung").post(address, {"kontakt": str(kontakt.pk)}).status_code == 302
    made = Auskunft.objects.get()
    assert (made.kontakt_id, made.name, made.geboren_on) == (
        kontakt.pk,
        "Musterfrau",
        date(1980, 2, 1),
    )
