"""Letters from files of Writer and Word: filled without an office program, edited by whoever has them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from verbundakte.akten.actions.kontakt import add_beteiligung, create_kontakt_at
from verbundakte.akten.models import Beteiligtenrolle, Dokument
from verbundakte.akten.queries import locks_of
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.converters.tests.test_office_fill import content, odt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr.models import Dateivorlage

PLACE = "/musterstadt/dateivorlagen/"


def upload(client, *paragraphs: str, name="Anschreiben"):
    """Keep a file of Writer as a template."""
    file = SimpleUploadedFile("vorlage.ott", odt(*paragraphs))
    return client.post(PLACE, {"bezeichnung": name, "datei": file})


def test_a_template_names_what_it_does_not_know_and_is_kept_in_versions(musterstadt):
    admin = musterstadt.client("fachadministration")
    refused = upload(admin, "{{ vorgang.farbe }}")
    assert refused.status_code == 422 and "„vorgang.farbe“" in refused.content.decode()
    broken = SimpleUploadedFile("vorlage.docx", b"kein Dokument")
    assert admin.post(PLACE, {"bezeichnung": "x", "datei": broken}).status_code == 422
    for _ in range(2):
        assert upload(admin, "{{ vorgang.betreff }}").status_code == 302
    assert [row.version for row in Dateivorlage.objects.filter(ended_at=None)] == [2]
    assert Dateivorlage.objects.count() == 2
    clerk = musterstadt.client("sachbearbeiterin")
    assert "Fassung 2" in clerk.get(PLACE).content.decode()
    assert upload(clerk, "{{ vorgang.betreff }}").status_code == 404


def test_a_letter_is_filled_filed_as_entwurf_and_taken_out_by_one_person(musterstadt):
    upload(
        musterstadt.client("fachadministration"),
        "{{ vorgang.aktenzeichen }}: {{ brief.betreff }}",
        "{{ empfaenger.name }}, Ihr Zeichen {{ bezug.zeichen }}",
    )
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    actor = musterstadt.sachbearbeiterin
    values = {"art": "natuerlich", "vorname": "Paula", "name": "Zaun"}
    kontakt = create_kontakt_at(actor, vorgang, values=values, at=now())
    add_beteiligung(actor, vorgang, kontakt=kontakt, rolle=Beteiligtenrolle.ANTRAGSTELLER, at=now())
    client = musterstadt.client("sachbearbeiterin")
    page = f"{PLACE}vorgang/{vorgang.pk}/"
    told = {
        "vorlage": str(Dateivorlage.objects.get().pk),
        "empfaenger": str(kontakt.pk),
        "betreff": "Anhörung",
    }
    missing = client.post(page, told)
    assert missing.status_code == 422
    assert "Zeichen des Schreibens, das beantwortet wird" in missing.content.decode()
    assert client.post(page, told | {"is_luecke_gewollt": "on"}).status_code == 302
    made = Dokument.objects.get(vorgang=vorgang)
    assert made.is_entwurf and made.betreff == "Anhörung"
    datei = made.fassungen.get().dateien.get()
    assert datei.file_name == "Anhörung.odt"
    text = content(store.path_of(current_tenant(), datei.blob.sha256).read_bytes())
    assert f"{vorgang.aktenzeichen}: Anhörung" in text and "Paula Zaun" in text
    out = client.post(f"{PLACE}dokument/{made.pk}/bearbeitung/")
    assert out.headers["Location"].endswith(f"/dateien/{datei.pk}/original")
    (lock,) = locks_of(musterstadt.sachbearbeiterin, [made]).values()
    assert lock.person_id == actor.person_id and lock.ends_with_fassung
    other = musterstadt.client("leitung").post(f"{PLACE}dokument/{made.pk}/bearbeitung/")
    assert "original" not in other.headers["Location"]
