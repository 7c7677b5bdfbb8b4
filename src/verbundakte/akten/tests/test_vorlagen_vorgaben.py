"""What templates preset beside the structure: Vorgangstyp, own fields, and who sees it."""

import json
from uuid import uuid4

import pytest
from django.urls import set_script_prefix

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.vorlage_folgen import notes_aktenplan, templates_not_fitting
from verbundakte.akten.aktenplan import AktenplanSpec
from verbundakte.akten.bausteine import VORGANGSTYP, VorgangstypSpec
from verbundakte.akten.models import Akte, Vorgang, Vorgangstyp, Zugriffsregel
from verbundakte.akten.permissions import Permission
from verbundakte.akten.tests.test_vorlagen import DAY, get, new_akte, post, release, titled
from verbundakte.akten.tests.typen import FELDER, draft_next, feld_id, make_typ, release_next
from verbundakte.akten.typforms import field_name
from verbundakte.akten.vorlagen import AKTENVORLAGE, VORGANGSVORLAGE
from verbundakte.core.bausteine import actions as bausteine
from verbundakte.core.bausteine.difference import sentences
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.versions import consequences_of, open_slots_of, pending
from verbundakte.core.clock import now
from verbundakte.core.models import AuditEvent, BausteinVersion
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation.models import Person, Rolle, Stelle, Stellenbesetzung
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import LONG_AGO, StelleFactory


@pytest.fixture
def typ(office):
    """A Vorgangstyp with a mandatory field that no template presets."""
    return make_typ("bau", kind=VORGANGSTYP, bezeichnung="Bauverfahren")


BAU = {"kuerzel": "bau", "bezeichnung": "Bauverfahren"}


def preset(typ, **werte):
    rows = [
        {"id": str(uuid4()), "position": place, "feld": name, "wert": wert}
        for place, (name, wert) in enumerate(werte.items(), 1)
    ]
    return {"vorgangstyp": {"kind": VORGANGSTYP, "key": str(typ.key)}, "werte": rows}


def named(bezeichnung, key):
    stelle = {"kind": "organisation.stelle", "key": str(key)}
    return {"id": str(uuid4()), "position": 1, "bezeichnung": bezeichnung, "stelle": stelle}


def angaben(office, vorgang):
    vorgang = queries.get_vorgang(office.amira(), vorgang.pk)
    return {row.feld.bezeichnung: row.text for row in queries.angaben_of(office.amira(), vorgang)}


def draft(town, kind, **data):
    made = bausteine.create_baustein(
        town.fachadministration,
        kind,
        data={"bezeichnung": "Bauantrag", **data},
    )
    return BausteinVersion.objects.get(baustein=made)


def test_the_form_of_a_vorgang_begins_with_type_and_fields_of_its_vorlage(office, typ):
    vorlage = release(
        office.town, VORGANGSVORLAGE, **preset(typ, Baukosten="1.200,00", Vorhaben="Umbau")
    )
    path = f"akten/{office.akte.pk}/vorgaenge/neu/?vorlage={vorlage.pk}"
    page = get(office, path)
    assert '<option value="bau" selected>' in page and 'value="1.200,00"' in page
    assert f'value="{feld_id(42)}" selected' in page and "ausgelassen" not in page
    data = {"betreff": "Carport", "vorgangstyp": "bau", "felder_von": "bau"}
    named_fields = {feld.bezeichnung: field_name(feld) for feld in queries.felder_of_typ(typ)}
    data |= {named_fields["Baukosten"]: "900", named_fields["Vorhaben"]: str(feld_id(42))}
    answer = post(office, path, data)
    assert answer.status_code == 422 and "Pflichtangabe" in answer.content.decode()
    assert post(office, path, data | {named_fields["Flurstück"]: "12/3"}).status_code == 302
    shown = angaben(office, Vorgang.objects.get(betreff="Carport"))
    assert shown == {"Flurstück": "12/3", "Baukosten": "900,00 EUR", "Vorhaben": "Umbau"}


def test_vorgaenge_of_an_aktenvorlage_have_their_type_and_fields(office, typ):
    (entry,) = titled("Antrag")
    vorlage = release(office.town, AKTENVORLAGE, vorgaenge=[entry | preset(typ, Baukosten="50")])
    assert new_akte(office, vorlage).status_code == 302
    vorgang = Vorgang.objects.get(betreff="Antrag")
    assert vorgang.vorgangstyp == typ
    assert angaben(office, vorgang) == {
        "Flurstück": "", "Baukosten": "50,00 EUR", "Anmerkung": "keine"
    }  # fmt: skip
    event = AuditEvent.objects.get(subject_id=vorgang.pk, name="akten.vorgang.created")
    assert event.details.filter(name="Baukosten", new="50,00 EUR").exists()


def test_what_no_longer_fits_is_left_out_and_named(office, typ):
    (entry,) = titled("Antrag")
    values = preset(typ, Baukosten="viel", Vorhaben="Umbau", Stockwerk="3")
    vorlage = release(office.town, AKTENVORLAGE, vorgaenge=[entry | values])
    path = f"akten/neu/?einheit={office.unit.pk}&vorlage={vorlage.pk}"
    page = get(office, path)
    assert "Vorgang „Antrag“: „Baukosten“: Das ist keine Zahl." in page
    assert "Das Feld „Stockwerk“ hat die Art „Bauverfahren“ nicht." in page
    values = {"betreff": "Hofweg 3", "medium": "001", "federfuehrung": office.unit.federfuehrung_id}
    browser = office.browser()
    with no_tenant():
        answer = browser.post(office.at(path), values, follow=True)
    set_script_prefix("/")
    assert "Ausgelassen: Vorgang „Antrag“" in answer.content.decode()
    akte = Akte.objects.get(betreff="Hofweg 3")
    assert angaben(office, akte.vorgaenge.get())["Vorhaben"] == "Umbau"


def test_a_type_that_is_gone_leaves_the_vorgang_without_one(office, typ):
    vorlage = release(office.town, VORGANGSVORLAGE, **preset(typ, Baukosten="50"))
    Vorgangstyp.objects.filter(pk=typ.pk).update(valid_to=DAY)
    page = get(office, f"akten/{office.akte.pk}/vorgaenge/neu/?vorlage={vorlage.pk}")
    assert "Den Vorgangstyp der Vorlage gibt es nicht mehr." in page
    vorgang = actions.begin_vorgang(
        office.amira(), office.akte, vorlage=vorlage, betreff="Carport", at=now()
    )
    assert vorgang.vorgangstyp is None and not vorgang.feldwerte.exists()


def test_the_newest_version_of_the_type_is_asked(office, typ):
    vorlage = release(office.town, VORGANGSVORLAGE, **preset(typ, Baukosten="50"))
    newer = release_next(typ, FELDER[1:3], kind=VORGANGSTYP)
    vorgang = actions.begin_vorgang(
        office.amira(), office.akte, vorlage=vorlage, betreff="Carport", at=now()
    )
    assert vorgang.vorgangstyp == newer
    assert angaben(office, vorgang) == {"Baukosten": "50,00 EUR"}


def test_only_the_creator_and_the_holders_of_named_stellen_see_a_closed_vorgang(office):
    leitung = Person.objects.get(pk=office.town.leitung.person_id)
    stelle = StelleFactory(bezeichnung="Leitung")
    Stellenbesetzung.objects.create(stelle=stelle, person=leitung, from_on=LONG_AGO)
    vorlage = release(
        office.town, VORGANGSVORLAGE, zugriff="nur", genannte=[named("Leitung", stelle.pk)]
    )
    path = f"akten/{office.akte.pk}/vorgaenge/neu/?vorlage={vorlage.pk}"
    assert "Zuerst sehen es nur Sie und Leitung." in get(office, path)
    assert post(office, path, {"betreff": "Beschwerde"}).status_code == 302
    vorgang = Vorgang.objects.get(betreff="Beschwerde")
    rule = Zugriffsregel.objects.get(vorgang=vorgang)
    assert rule.choice == "nur" and rule.persons == [office.amira().person_id, leitung.pk]
    assert queries.vorgaenge(office.town.leitung).filter(pk=vorgang.pk).exists()
    assert not queries.vorgaenge(office.town.registratur).filter(pk=vorgang.pk).exists()


def test_further_stellen_see_it_too_and_a_vacant_one_is_named(office):
    stelle = StelleFactory(bezeichnung="Prüfung")
    vorlage = release(
        office.town, AKTENVORLAGE, zugriff="plus", genannte=[named("Prüfung", stelle.pk)]
    )
    path = f"akten/neu/?einheit={office.unit.pk}&vorlage={vorlage.pk}"
    page = get(office, path)
    assert "Zusätzlich sehen es: Prüfung." in page
    assert "Die Stelle „Prüfung“ hat zurzeit niemand." in page
    assert new_akte(office, vorlage).status_code == 302
    akte = Akte.objects.get(betreff="Hofweg 3")
    assert not Zugriffsregel.objects.filter(akte=akte).exists()
    person = Person.objects.get(pk=office.town.registratur.person_id)
    Stellenbesetzung.objects.create(stelle=stelle, person=person, from_on=LONG_AGO)
    again = actions.begin_akte(
        office.amira(), office.unit, vorlage=vorlage, betreff="Hofweg 5", at=now()
    )
    assert Zugriffsregel.objects.get(akte=again).persons == [person.pk]


def test_without_the_right_to_change_access_nothing_is_begun(office):
    vorlage = release(office.town, AKTENVORLAGE, zugriff="nur", vorgaenge=titled("Antrag"))
    rolle = Rolle.objects.get(key=STANDARD_ROLLEN["sachbearbeitung"].key)
    rolle.permissions = [name for name in rolle.permissions if name != Permission.ZUGRIFF_EDIT]
    rolle.save()
    before = AuditEvent.objects.count()
    answer = new_akte(office, vorlage)
    assert answer.status_code == 422
    assert "Den Zugriff dürfen Sie hier nicht ändern." in answer.content.decode()
    assert AuditEvent.objects.count() == before
    assert not Akte.objects.filter(betreff="Hofweg 3").exists()


def test_a_stelle_of_another_town_is_an_open_slot_until_one_is_chosen(office, typ):
    version = draft(
        office.town, VORGANGSVORLAGE, zugriff="nur", genannte=[named("Leitung", uuid4())]
    )
    assert [slot.question for slot in open_slots_of(version)] == [
        "Leitung: Welche Stelle ist das hier?"
    ]
    assert pending(version) == ["Leitung: Welche Stelle ist das hier?"]


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (VORGANGSVORLAGE, {"zugriff": "plus"}, "Nennen Sie die Stellen"),
        (AKTENVORLAGE, {"zugriff": "plan", "genannte": True}, "Wählen Sie beim Zugriff"),
        (VORGANGSVORLAGE, {"werte": ["Baukosten"]}, "Wählen Sie den Vorgangstyp"),
        (VORGANGSVORLAGE, {"werte": ["Baukosten", "baukosten"]}, "zweimal vorbelegt"),
    ],
)
def test_a_release_asks_for_what_belongs_together(office, kind, data, said):
    if "genannte" in data:
        data = data | {"genannte": [named("Leitung", StelleFactory().pk)]}
    if "werte" in data:
        rows = [{"id": str(uuid4()), "feld": feld, "wert": "1"} for feld in data["werte"]]
        data = data | {"werte": rows}
    assert any(said in sentence for sentence in pending(draft(office.town, kind, **data)))


def test_differences_name_type_field_and_stelle(office, typ):
    spec = kind_named(VORGANGSVORLAGE).spec
    stelle = StelleFactory(bezeichnung="Leitung")
    old = spec.read({"bezeichnung": "Bauantrag"}).data()
    more = preset(typ, Baukosten="50") | {"genannte": [named("Chefin", stelle.pk)]}
    new = spec.read({"bezeichnung": "Bauantrag", "zugriff": "nur", **more}).data()
    assert sentences(spec, old, new) == [
        "Zugriff: „wie es sonst gilt“ wurde zu „nur wer es anlegt und die genannten Stellen“.",
        "Genannte Stelle „Chefin“ kam hinzu.",
        "Vorgangstyp: „Bauverfahren“ wurde ergänzt.",
        "Vorbelegtes Feld „Baukosten“ kam hinzu.",
    ]


def test_the_editor_offers_types_stellen_and_rows_for_fields(office, typ):
    stelle = Stelle.objects.select_related("einheit").first()
    version = draft(office.town, VORGANGSVORLAGE)
    page = get(office, f"vorlagen/{version.baustein_id}/", role="fachadministration")
    assert "Vorbelegte Felder" in page and "Genannte Stellen" in page
    assert f'value="{typ.key}"' in page
    assert f"{stelle.einheit}: {stelle.bezeichnung}" in page


def test_a_draft_from_before_these_fields_can_be_changed_and_taken_over(office, typ):
    version = draft(office.town, VORGANGSVORLAGE)
    data = json.loads(version.content)
    older = {name: data[name] for name in data if name not in ("genannte", "vorgangstyp", "werte")}
    BausteinVersion.objects.filter(pk=version.pk).update(content=json.dumps(older))
    version.refresh_from_db()
    more = data | preset(typ, Baukosten="50")
    admin = office.town.fachadministration
    changed = bausteine.change_draft(admin, version, data=more, seen=version.revision)
    assert json.loads(changed.content)["werte"][0]["feld"] == "Baukosten"
    bausteine.release(admin, changed, valid_from=DAY)
    again = bausteine.take_over(admin, changed.baustein, data=older)
    assert json.loads(again.content)["werte"] == []


def test_a_release_names_the_templates_that_then_no_longer_fit(office, typ):
    release(office.town, VORGANGSVORLAGE, **preset(typ, Vorhaben="Umbau", Baukosten="1"))
    inner = {
        "id": str(uuid4()),
        "position": 1,
        "bezeichnung": "Antrag",
        **preset(typ, Prüferin="p"),
    }
    draft(office.town, AKTENVORLAGE, vorgaenge=[inner])
    less = [row for row in FELDER if row["bezeichnung"] not in ("Vorhaben", "Wohnungen")]
    assert not templates_not_fitting(typ.key, VorgangstypSpec.read(BAU | {"felder": list(FELDER)}))
    told = consequences_of(draft_next(typ, less, kind=VORGANGSTYP))
    (about,) = [sentence for sentence in told if sentence.startswith("Vorlage")]
    assert "Das Feld „Vorhaben“ hat die Art „Bauverfahren“ nicht" in about


def test_a_template_names_before_its_release_what_does_not_fit_today(office, typ):
    vacant = StelleFactory(bezeichnung="Bauleitung")
    row = draft(
        office.town, VORGANGSVORLAGE, kennzeichen=["99.9"], zugriff="plus",
        genannte=[named("Bauleitung", vacant.pk)], **preset(typ, Farbe="rot"),
    )  # fmt: skip
    told = " ".join(consequences_of(row))
    assert "Die Stelle „Bauleitung“ hat zurzeit niemand" in told
    assert "Das Feld „Farbe“" in told
    assert "Unter „99.9“ steht nichts im Aktenplan" in told


def test_a_plan_without_a_branch_names_the_templates_bound_to_it(office, typ):
    release(office.town, VORGANGSVORLAGE, kennzeichen=[office.unit.kennzeichen])
    spec = AktenplanSpec.read({"bezeichnung": "Plan", "einheiten": [], "mindestfristen": []})
    (told,) = notes_aktenplan(uuid4(), spec)
    assert f"Unter „{office.unit.kennzeichen}“ steht nichts" in told
