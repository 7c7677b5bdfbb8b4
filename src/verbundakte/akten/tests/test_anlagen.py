"""What lies inside of a file becomes Anlagen: once, with the access and the fate of the whole."""

from email.message import EmailMessage

import pytest
from django.utils import timezone

from verbundakte.akten import actions, rules
from verbundakte.akten.actions import Arrived, Choice
from verbundakte.akten.actions.anlagen import LiesInside
from verbundakte.akten.actions.dokument import AnlageStays
from verbundakte.akten.actions.erneuerung import renew
from verbundakte.akten.actions.papierkorb import erase
from verbundakte.akten.actions.schutz import restrict
from verbundakte.akten.actions.sperre import Held
from verbundakte.akten.anlagen import Inside, take_out
from verbundakte.akten.ausgaben.inhalt import read_inhalt
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Anlagenquelle, Datei, Dokument, Seitentext
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import anlagen_of
from verbundakte.akten.rules import MOST_LEVELS
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs import store
from verbundakte.core.converters.tests.invoices import CII, UBL, zugferd
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.tenancy.context import current_tenant

JOB = SystemActor(id="job:test", permissions=frozenset({Permission.DOKUMENT_PROCESS}))
JOB_OF_POST = SystemActor(id="job:post", permissions=frozenset({Permission.DOKUMENT_CREATE}))
PICTURE = b"\x89PNG\r\n\x1a\n picture"


def letter(subject: str, *attachments: tuple[str, bytes]) -> EmailMessage:
    """Return a mail with these attachments."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Frieda <f@example.org>", "a@example.org", subject
    mail.set_content("Guten Tag\n")
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def ingest(office) -> None:
    """Run the jobs that read files until none waits."""
    while rows := list(Job.objects.waiting().filter(kind=JobKind.INGEST)):
        for row in rows:
            run_job(office.town.tenant.pk, row.pk)


def datei_of(dokument: Dokument) -> Datei:
    return Datei.objects.select_related("blob", "fassung__dokument__parent").get(
        fassung__dokument=dokument
    )


def put_in(dokument: Dokument, *names: str) -> list[Dokument]:
    """File files of these names as if they lay in the file of a Dokument."""
    inside = [Inside(name, name, name.encode()) for name in names]
    take_out(JOB, datei_of(dokument), inside, told=[])
    rows = Anlagenquelle.objects.filter(datei__fassung__dokument=dokument)
    return [row.dokument for row in rows.select_related("dokument").order_by("dokument__position")]


@pytest.fixture
def mail(office):
    return make_dokument(office.amira, vorgang=office.vorgang, name="post.eml", content=b"Post")


def test_attachments_become_anlagen_once_and_unchanged(office):
    inner = letter("Beilage", ("plan.txt", b"Lageplan der Gruenflaeche"))
    outer = letter("Nachfrage", ("brief.txt", b"Brief\r\n"), ("setup.exe", b"MZ"))
    outer.get_payload(0).add_alternative('<p><img src="cid:bild"></p>', subtype="html")
    outer.get_payload(0).get_payload(1).add_related(PICTURE, "image", "png", cid="<bild>")
    outer.add_attachment(inner)
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="post.eml", content=bytes(outer)
    )
    ingest(office)
    brief, beilage, plan = anlagen_of(office.amira(), dokument)
    assert (brief.betreff, beilage.betreff, plan.betreff) == ("brief", "Beilage", "plan")
    assert [row.level for row in (brief, beilage, plan)] == [1, 1, 2]
    assert {row.zone_id for row in (brief, beilage, plan)} == {dokument.zone_id}
    stored = store.read(current_tenant(), datei_of(brief).blob.sha256)
    assert stored == b"Brief\r\n"
    assert Seitentext.objects.get(datei=datei_of(plan)).text == "Lageplan der Gruenflaeche"
    assert "„setup.exe“" in datei_of(dokument).hinweise[0]
    events = AuditEvent.objects.filter(subject_id=dokument.pk, name=Event.ANLAGEN_TAKEN_OUT)
    assert events.count() == 2
    for kind in (dokument, beilage):
        again = Job.objects.get(kind=JobKind.INGEST, subject_id=kind.pk)
        Job.objects.filter(pk=again.pk).update(finished_at=None)
    ingest(office)
    assert Dokument.objects.filter(parent=dokument).count() == 3


def test_a_mail_that_was_filed_before_gets_its_anlagen_when_it_is_made_anew(office):
    content = bytes(letter("Alt", ("brief.txt", b"Brief")))
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="a.eml", content=content)
    assert renew(JOB, datei_of(dokument).pk, ()) == ""
    assert [row.betreff for row in anlagen_of(office.amira(), dokument)] == ["brief"]
    assert renew(JOB, datei_of(dokument).pk, ()) == ""
    assert len(anlagen_of(office.amira(), dokument)) == 1


def test_what_was_left_out_is_told_again_when_the_file_is_read_anew(office):
    mail = letter("Alt", ("setup.exe", b"MZ"))
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="a.eml", content=bytes(mail)
    )
    ingest(office)
    assert renew(JOB, datei_of(dokument).pk, ()) == ""
    assert sum("„setup.exe“" in text for text in datei_of(dokument).hinweise) == 1


def test_the_invoice_that_a_pdf_carries_becomes_its_anlage(office):
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="rechnung.pdf", content=zugferd()
    )
    ingest(office)
    (anlage,) = anlagen_of(office.amira(), dokument)
    assert store.read(current_tenant(), datei_of(anlage).blob.sha256) == CII.encode()
    assert "Gutschrift RE-2026-18" in Seitentext.objects.get(datei=datei_of(anlage)).text
    assert "ZUGFeRD/Factur-X" in datei_of(dokument).hinweise[-1]


def test_the_documents_of_an_electronic_invoice_become_its_anlagen(office):
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="rechnung.xml", content=UBL.encode()
    )
    ingest(office)
    (anlage,) = anlagen_of(office.amira(), dokument)
    assert store.read(current_tenant(), datei_of(anlage).blob.sha256) == b"a;b\n"
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/")).content.decode()
    assert "Entpacken" not in page


def test_only_one_level_belongs_to_the_whole_and_the_list_shows_how_deep(office, mail):
    _, beilage = put_in(mail, "a.txt", "beilage.eml")
    put_in(beilage, "darin.txt")
    put_in(mail, "a.txt", "beilage.eml", "z.txt")
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    rows = [(row["title"], row["level"]) for row in page.context["rows"]]
    assert rows == [("post", 0), ("a", 1), ("beilage", 1), ("darin", 2), ("z", 1)]
    assert page.context["count"] == 1
    eintraege = read_inhalt(office.amira(), office.vorgang).eintraege
    assert [row.nummer for row in eintraege] == ["1", "1.1", "1.2", "1.3", "1.4"]
    assert [row.dokument.betreff for row in eintraege] == ["post", "a", "beilage", "darin", "z"]


def test_previous_and_next_go_through_the_anlagen(office, mail):
    anlage, _ = put_in(mail, "a.txt", "b.txt")
    page = office.browser().get(
        office.at(f"vorgaenge/{office.vorgang.pk}/") + f"?dokument={anlage.pk}"
    )
    assert str(mail.pk) in page.context["above"]
    assert "dokument=" in page.context["below"]


def test_filtering_finds_a_mail_by_its_anlage(office, mail):
    put_in(mail, "Lageplan.pdf")
    make_dokument(office.amira, vorgang=office.vorgang, name="anderes.txt")
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/") + "?filter=lageplan")
    assert [row["title"] for row in page.context["rows"]] == ["post", "Lageplan"]


def test_the_page_of_a_vorgang_costs_the_same_with_many_anlagen(
    office, mail, django_assert_max_num_queries
):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/")
    browser = office.browser()
    put_in(mail, "a.txt")
    browser.get(address)
    with django_assert_max_num_queries(200) as first:
        browser.get(address)
    put_in(mail, *(f"{number}.txt" for number in range(12)))
    with django_assert_max_num_queries(len(first.captured_queries)):
        browser.get(address)


def test_what_is_decided_about_a_whole_is_not_decided_about_its_anlage(office, mail):
    anlage, *_ = put_in(mail, "a.txt")
    leitung = office.town.leitung
    with pytest.raises(LiesInside):
        actions.change_zugriff(
            office.amira(), anlage, choice=Choice.NUR, persons=[office.amira().person_id]
        )
    with pytest.raises(LiesInside):
        restrict(leitung, anlage, grund="bestritten", bemerkung="", at=timezone.now())
    with pytest.raises(LiesInside):
        actions.request_loeschung(
            office.town.registratur,
            anlage,
            art="loeschung",
            rechtsgrundlage="Art. 17",
            offered_on=None,
            at=timezone.now(),
        )


def test_narrowing_a_mail_narrows_what_lies_in_it(office, mail):
    _, beilage = put_in(mail, "a.txt", "b.eml")
    (darin,) = put_in(beilage, "darin.txt")
    amira = office.amira()
    actions.change_zugriff(amira, mail, choice=Choice.NUR, persons=[amira.person_id])
    mail.refresh_from_db()
    darin.refresh_from_db()
    assert darin.zone_id == mail.zone_id
    (late,) = put_in(darin, "spaet.txt")
    assert late.zone_id == mail.zone_id


def test_erasing_a_mail_erases_what_lies_in_it(office, mail):
    (beilage,) = put_in(mail, "beilage.eml")
    (darin,) = put_in(beilage, "darin.txt")
    erase(mail, actor=JOB, at=timezone.now())
    darin.refresh_from_db()
    assert darin.betreff == "Gelöschtes Dokument"
    assert not Anlagenquelle.objects.exists()
    assert not Datei.objects.filter(fassung__dokument__in=[mail, beilage, darin]).exists()


def test_a_mail_without_vorgang_is_laid_into_one_with_its_anlagen_and_they_not_alone(office):
    einheit = office.akte.federfuehrung
    stored = store.put_bytes(current_tenant(), b"Post")
    mail = actions.register_unassigned(
        JOB_OF_POST, einheit, arrived=Arrived(stored, "post.eml"), at=timezone.now()
    )
    (anlage,) = put_in(mail, "a.txt")
    registratur = office.town.registratur
    with pytest.raises(AnlageStays):
        actions.assign_dokument(registratur, anlage, vorgang=office.vorgang)
    actions.assign_dokument(registratur, mail, vorgang=office.vorgang)
    anlage.refresh_from_db()
    assert anlage.vorgang_id == office.vorgang.pk


def test_a_loeschsperre_of_a_mail_holds_what_lies_in_it(office, mail):
    (beilage,) = put_in(mail, "beilage.eml")
    (darin,) = put_in(beilage, "darin.txt")
    actions.set_loeschsperre(office.town.registratur, mail, reason="Klage", at=timezone.now())
    for held in (mail, beilage, darin):
        with pytest.raises(Held):
            erase(held, actor=JOB, at=timezone.now())
    assert Datei.objects.filter(fassung__dokument__in=[mail, beilage, darin]).count() == 3


def test_the_copy_of_a_mail_has_anlagen_of_its_own(office):
    content = bytes(letter("Kopie", ("brief.txt", b"Brief")))
    mail = make_dokument(office.amira, vorgang=office.vorgang, name="a.eml", content=content)
    ingest(office)
    ziel = make_vorgang(office.amira, akte=office.akte, betreff="Anderes")
    copy = actions.copy_dokument(office.amira(), ziel, dokument=mail, at=timezone.now())
    ingest(office)
    (anlage,) = anlagen_of(office.amira(), copy)
    assert (anlage.vorgang_id, anlage.betreff) == (ziel.pk, "brief")
    assert len(anlagen_of(office.amira(), mail)) == 1


def test_the_file_of_a_vorgang_for_somebody_has_mail_and_anlagen(office, mail):
    put_in(mail, "a.txt")
    restrict(office.town.leitung, mail, grund="bestritten", bemerkung="", at=timezone.now())
    eintraege = read_inhalt(office.amira(), office.vorgang).eintraege
    assert [bool(row.ausgenommen) for row in eintraege] == [True, True]


def test_an_anlage_that_is_moved_takes_along_what_lies_in_it(office, mail):
    other, beilage = put_in(mail, "a.txt", "beilage.eml")
    (darin,) = put_in(beilage, "darin.txt")
    ziel = make_vorgang(office.amira, akte=office.akte, betreff="Anderes")
    actions.move_dokument(
        office.amira(), beilage, to=ziel, seen_revision=beilage.revision, at=timezone.now()
    )
    darin.refresh_from_db()
    assert (darin.parent_id, darin.vorgang_id) == (beilage.pk, ziel.pk)
    other.refresh_from_db()
    assert (other.parent_id, other.vorgang_id) == (mail.pk, office.vorgang.pk)
    beilage.refresh_from_db()
    actions.move_dokument(
        office.amira(),
        beilage,
        to=office.vorgang,
        seen_revision=beilage.revision,
        at=timezone.now(),
    )
    beilage.refresh_from_db()
    assert (beilage.parent_id, beilage.position) == (None, 2)
    put_in(mail, "beilage.eml")
    assert Dokument.objects.filter(parent=mail).count() == 1


def test_anlagen_lie_in_the_trash_with_their_mail_and_come_back_with_it(office):
    draft = make_dokument(
        office.amira, vorgang=office.vorgang, name="post.eml", content=b"Post", is_entwurf=True
    )
    put_in(draft, "a.txt")
    actions.trash_dokument(office.amira(), draft, at=timezone.now())
    *_, late = put_in(draft, "a.txt", "spaet.txt")
    assert late.trashed_at is not None
    draft.refresh_from_db()
    actions.restore_dokument(office.amira(), draft)
    assert not Dokument.objects.filter(parent=draft).exclude(trashed_at=None).exists()


def test_depth_and_number_have_an_end_that_is_told(office, mail, monkeypatch):
    inner = mail
    for number in range(MOST_LEVELS):
        (inner,) = put_in(inner, f"{number}.eml")
    assert put_in(inner, "zu-tief.txt") == []
    assert "zu tief verschachtelt" in datei_of(inner).hinweise[0]
    monkeypatch.setattr(rules, "MOST_ANLAGEN", MOST_LEVELS + 2)
    put_in(mail, "0.eml", "1.txt", "2.txt", "3.txt")
    assert Dokument.objects.filter(parent=mail).count() == MOST_LEVELS + 2
    assert "höchstens" in datei_of(mail).hinweise[0]
