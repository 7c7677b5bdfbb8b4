"""From a counted batch to the Transfervermerk and the shredder (TR-RESISCAN)."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten.actions import Arrived
from verbundakte.akten.tests.support import office
from verbundakte.core.blobs.register import keep
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.converters.tests import samples
from verbundakte.core.models import AuditEvent, Blob, Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import pruefung
from verbundakte.posteingang.actions.pruefung import Miscounted, NotNow
from verbundakte.posteingang.actions.stapel import Ankommend, Herkunft, forget_scan
from verbundakte.posteingang.actions.verfahren import write_verfahren
from verbundakte.posteingang.actions.vernichtung import destroy_stapel
from verbundakte.posteingang.models import (
    KanalArt,
    Scanklasse,
    Scanprodukt,
    Stichprobe,
    Transfervermerk,
)
from verbundakte.posteingang.scan.lage import pending
from verbundakte.posteingang.scan.trennung import Teil
from verbundakte.posteingang.tests.factories import install_scanklassen

__all__ = ["office"]


@pytest.fixture
def archive(musterstadt):
    """A post room with classes and a Verfahrensdokumentation."""
    install_scanklassen()
    return Room(musterstadt)


class Room:
    def __init__(self, town):
        self.town = town
        self.unit = Organisationseinheit.objects.get(kennzeichen="63")

    @property
    def actor(self):
        return self.town.registratur

    def klasse(self, kuerzel):
        return Scanklasse.objects.get(kuerzel=kuerzel)

    def write_verfahren(self):
        tenant = Tenant.objects.get(pk=current_tenant())
        write_verfahren(self.actor, tenant, angaben=[], blob=keep(b"%PDF"), at=timezone.now())

    def stapel(self, name, kuerzel, scans=1, *, at=None, counted=True, **befunde):
        """Return a batch of one-page letters."""
        at = at or timezone.now()
        kanal = actions.kanal_for(KanalArt.SCAN, self.unit, at)
        stored = put_bytes(current_tenant(), samples.pdf(f"stapel {name}"))
        stapel = actions.record_stapel(
            self.actor, kanal, herkunft=Herkunft(name, f"{name}.pdf", at), stored=stored, at=at,
            klasse=self.klasse(kuerzel),
        )  # fmt: skip
        arrivals = [
            Ankommend(
                Teil(seiten=(number,)),
                Arrived(
                    put_bytes(current_tenant(), samples.pdf(f"{name} {number}")), f"{number}.pdf"
                ),
            )
            for number in range(1, scans + 1)
        ]
        told = {"seiten": scans, "leer": [], "blaetter": [], "has_symbols": False, **befunde}
        actions.file_stapel(self.actor, stapel, befunde=told, arrivals=arrivals, at=at)
        stapel.refresh_from_db()
        if counted:
            stapel = pruefung.confirm_stapel(
                self.actor, stapel, gezaehlt=scans, auffaellig="", at=at
            )
        return stapel

    def check(self, produkt, is_right=True, mangel=""):
        pruefung.check_scan(
            self.actor,
            produkt,
            is_in_ordnung=is_right,
            mangel=mangel,
            bemerkung="",
            at=timezone.now(),
        )


def test_a_scan_is_released_when_counted_and_looked_at(archive):
    stapel = archive.stapel("a", "nachweise", counted=False)
    scan = stapel.produkte.get()
    archive.check(scan)
    with pytest.raises(NotNow, match="noch nicht gezählt"):
        pruefung.release_scan(archive.actor, scan, at=timezone.now())
    with pytest.raises(Miscounted, match="Gezählt sind 2 Seiten, gefunden 1"):
        pruefung.confirm_stapel(archive.actor, stapel, gezaehlt=2, auffaellig="", at=timezone.now())
    pruefung.confirm_stapel(
        archive.actor, stapel, gezaehlt=2, auffaellig="Rückseite leer", at=timezone.now()
    )
    scan = Scanprodukt.objects.get(pk=scan.pk)
    with pytest.raises(NotNow, match="Verfahrensdokumentation"):
        pruefung.release_scan(archive.actor, scan, at=timezone.now())
    archive.write_verfahren()
    vermerk = pruefung.release_scan(archive.actor, scan, at=timezone.now())
    told = vermerk.angaben
    assert vermerk.sha256 == scan.sha256 == told["sha256"]
    assert told["verfahren"].startswith("Nr. 1 vom")
    assert told["auffaelligkeiten"] == "Rückseite leer"
    assert told["vollstaendigkeit"] == "Papier 2 Seiten, Scan 1 Seiten"
    assert told["ersteller"].startswith("SK-")
    assert archive.town.registratur.person_id.hex not in str(told)
    event = AuditEvent.objects.about(scan).get(name="posteingang.scan.released")
    assert {row.name: row.new for row in event.details.all()}["SHA-256 der Datei"] == scan.sha256
    with pytest.raises(NotNow, match="ist erteilt"):
        pruefung.release_scan(archive.actor, scan, at=timezone.now())


def test_a_transfervermerk_cannot_be_changed(archive):
    archive.write_verfahren()
    scan = archive.stapel("a", "nachweise").produkte.get()
    archive.check(scan)
    vermerk = pruefung.release_scan(archive.actor, scan, at=timezone.now())
    for change in (
        lambda: Transfervermerk.objects.filter(pk=vermerk.pk).update(sha256="0" * 64),
        lambda: Transfervermerk.objects.filter(pk=vermerk.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_symbol_coding_replaces_no_paper(archive):
    archive.write_verfahren()
    stapel = archive.stapel("a", "nachweise", has_symbols=True)
    scan = stapel.produkte.get()
    archive.check(scan)
    with pytest.raises(NotNow, match="JBIG2"):
        pruefung.release_scan(archive.actor, scan, at=timezone.now())
    with pytest.raises(NotNow, match="JBIG2"):
        destroy(archive, stapel)


def test_a_sample_speaks_for_its_class_once_it_is_through(archive):
    archive.write_verfahren()
    batches = [archive.stapel(f"s{number}", "eingangspost", 6) for number in range(3)]
    sample = pruefung.draw_stichprobe(
        archive.actor, archive.klasse("eingangspost"), at=timezone.now()
    )
    assert (sample.umfang, sample.gezogen) == (18, 5)
    drawn = pending(sample)
    assert {row.stapel_id for row in drawn} == {row.pk for row in batches}
    with pytest.raises(NotNow, match="Noch 5 Scans"):
        pruefung.release_all(archive.actor, sample, at=timezone.now())
    for row in drawn:
        archive.check(row)
    assert pruefung.release_all(archive.actor, sample, at=timezone.now()) == (18, 0)
    told = Transfervermerk.objects.exclude(produkt__in=drawn).first().angaben
    assert told["pruefung"] == "Stichprobe: 5 von 18 Scans, 3 %"
    assert told["ergebnis"] == "Stichprobe in Ordnung, dieser Scan nicht gezogen"


def test_an_objection_lets_the_whole_batch_be_looked_at_and_a_new_scan_takes_its_place(archive):
    archive.write_verfahren()
    archive.stapel("gut", "eingangspost", 5)
    bad = archive.stapel("schlecht", "eingangspost", 5)
    sample = pruefung.draw_stichprobe(
        archive.actor, archive.klasse("eingangspost"), at=timezone.now()
    )
    first = next(row for row in pending(sample) if row.stapel_id == bad.pk)
    archive.check(first, is_right=False, mangel="unleserlich")
    waiting = pending(sample)
    assert len([row for row in waiting if row.stapel_id == bad.pk]) == 4
    for row in waiting:
        archive.check(row)
    assert pruefung.release_all(archive.actor, sample, at=timezone.now()) == (9, 0)
    with pytest.raises(NotNow, match="beanstandet"):
        pruefung.release_scan(archive.actor, first, at=timezone.now())
    later = archive.stapel("neu", "eingangspost").produkte.get()
    pruefung.replace_scan(archive.actor, first, neu=later)
    later.refresh_from_db()
    archive.check(later)
    assert pruefung.release_scan(archive.actor, later, at=timezone.now())
    with pytest.raises(NotNow, match="Ein neuer Scan"):
        pruefung.release_scan(archive.actor, first, at=timezone.now())


def test_samples_are_for_their_class_and_need_something_to_draw_from(archive):
    with pytest.raises(NotNow, match="jeder Scan"):
        pruefung.draw_stichprobe(archive.actor, archive.klasse("nachweise"), at=timezone.now())
    with pytest.raises(NotNow, match="Kein Scan wartet"):
        pruefung.draw_stichprobe(archive.actor, archive.klasse("eingangspost"), at=timezone.now())
    assert not Stichprobe.objects.exists()


def destroy(archive, stapel, *, days=0):
    at = timezone.now() + timedelta(days=days)
    return destroy_stapel(
        archive.actor, stapel, verfahren="Aktenvernichter P-4", durch="Poststelle",
        on=timezone.localdate(at), at=at,
    )  # fmt: skip


def test_paper_goes_after_release_and_waiting_time_by_a_protocol(archive):
    archive.write_verfahren()
    stapel = archive.stapel("a", "nachweise")
    with pytest.raises(NotNow, match="geprüft und freigegeben"):
        destroy(archive, stapel)
    scan = stapel.produkte.get()
    archive.check(scan)
    pruefung.release_scan(archive.actor, scan, at=timezone.now())
    with pytest.raises(NotNow, match="Wartezeit"):
        destroy(archive, stapel, days=89)
    made = destroy(archive, stapel, days=91)
    assert (made.verfahren, made.seiten) == ("Aktenvernichter P-4", 1)
    with pytest.raises(NotNow, match="schon protokolliert"):
        destroy(archive, stapel, days=92)
    assert AuditEvent.objects.about(stapel).filter(name="posteingang.stapel.destroyed").count() == 1


@pytest.mark.parametrize(
    ("kuerzel", "reason"),
    [
        ("urkunden", "nur im Original"),
        ("unterschriftenlisten", "am Papier"),
        ("personenstand", "Standesamt|Personenstand"),
        ("telefonfotos", "nicht zugelassen"),
        ("hoher-schutzbedarf", "qualifiziertes Siegel"),
    ],
)
def test_paper_of_excluded_classes_and_of_high_need_stays(archive, kuerzel, reason):
    archive.write_verfahren()
    stapel = archive.stapel("a", kuerzel)
    scan = stapel.produkte.get()
    archive.check(scan)
    pruefung.release_scan(archive.actor, scan, at=timezone.now())
    with pytest.raises(NotNow, match=reason):
        destroy(archive, stapel, days=400)


def test_the_pages_lead_from_counting_to_the_report(archive, office):
    browser = office.browser("registratur")
    at = office.at
    assert b"Noch kein Stapel" in browser.get(at("scannen/stapel/")).content
    stapel = archive.stapel("weg", "nachweise", counted=False)
    scan = stapel.produkte.get()
    page = browser.get(at(f"scannen/stapel/{stapel.pk}/"))
    assert "Das Papier bleibt" in page.content.decode()
    counting = at(f"scannen/stapel/{stapel.pk}/zaehlung/")
    assert browser.post(counting, {"gezaehlt": "2", "auffaellig": ""}).status_code == 422
    assert browser.post(counting, {"gezaehlt": "1", "auffaellig": ""}).status_code == 302
    made = browser.post(at("scannen/verfahren/"))
    assert made.status_code == 302
    assert "Nr. 1 beschreibt" in browser.get(at("scannen/verfahren/")).content.decode()
    assert browser.get(at("scannen/verfahren/1.pdf")).status_code == 200
    overview = browser.get(at("scannen/pruefung/")).content.decode()
    assert "Nachweise und Belege" in overview
    shown = browser.get(at(f"scannen/scans/{scan.pk}/")).content.decode()
    assert "In Ordnung" in shown
    assert browser.post(at(f"scannen/scans/{scan.pk}/sichtpruefung/")).status_code == 302
    assert Transfervermerk.objects.get().produkt == scan
    told = browser.get(at(f"scannen/scans/{scan.pk}/")).content.decode()
    assert "Transfervermerk" in told and "SK-" in told
    xml = browser.get(at(f"scannen/scans/{scan.pk}/transfervermerk.xml")).content
    assert scan.sha256.encode() in xml
    pdf = browser.get(at(f"scannen/scans/{scan.pk}/transfervermerk.pdf")).content
    assert pdf.startswith(b"%PDF")
    report = browser.get(at("scannen/pruefbericht/")).content.decode()
    assert "100 % geprüft (1 von 1), kein Fehler" in report


def test_sheets_are_printed_as_pdf_and_a_cover_takes_two_clicks(archive, office):
    browser = office.browser("registratur")
    sheets = browser.post(
        office.at("scannen/trennblaetter/"), {"art": "eingang", "einheit": "", "anzahl": "3"}
    )
    with pikepdf.open(io.BytesIO(sheets.content)) as document:
        assert len(document.pages) == 3
    clerk = office.browser()
    vorgang = office.vorgang
    assert "scannen/deckblatt" in clerk.get(office.at(f"vorgaenge/{vorgang.pk}/")).content.decode()
    cover = clerk.post(office.at(f"scannen/deckblatt/{vorgang.pk}/"))
    assert cover.content.startswith(b"%PDF")
    assert (
        office.browser("sachbearbeiter_ordnung")
        .post(office.at(f"scannen/deckblatt/{vorgang.pk}/"))
        .status_code
        == 404
    )


def test_with_an_erased_dokument_the_whole_scan_goes_and_the_rest_of_the_batch_stays(archive):
    stapel = archive.stapel("Brief Zaun", "nachweise", 2)
    gone, kept = stapel.produkte.order_by("position")
    digest = stapel.blob.sha256
    with transaction.atomic():
        forget_scan(archive.actor, gone.dokument)
    stapel.refresh_from_db()
    assert (stapel.blob, stapel.file_name) == (None, "Gelöschter Scan")
    assert not Blob.objects.filter(sha256=digest).exists()
    assert kept.dokument.fassungen.get().dateien.get().blob
    names = [event.name for event in AuditEvent.objects.about(stapel)]
    assert "posteingang.stapel.erased" in names


def test_the_list_of_batches_asks_alike_however_many_there_are(archive, office):
    browser, address = office.browser("registratur"), office.at("scannen/stapel/")
    browser.get(address)
    for number in range(3):
        archive.stapel(f"n{number}", "nachweise", 2)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(3):
        archive.stapel(f"m{number}", "nachweise", 2)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few)
