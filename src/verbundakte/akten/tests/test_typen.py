"""Types and own fields through actions: versions, changes of the definition, the log."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.bausteine import DOKUMENTTYP, VORGANGSTYP
from verbundakte.akten.felder import Wert, sorted_felder, typed
from verbundakte.akten.models import Dokument, Dokumenttyp, Feldwert
from verbundakte.akten.samples.typen import standard_dokumenttypen
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.akten.tests.typen import (
    FELDER,
    SETUP,
    draft_next,
    feld,
    feld_id,
    make_typ,
    option,
    release_next,
)
from verbundakte.core.bausteine.actions import release, withdraw
from verbundakte.core.bausteine.versions import consequences_of
from verbundakte.core.models import AuditDetail, AuditEvent, Baustein, BausteinVersion
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Person
from verbundakte.verbund.services import found_tenant

FLURSTUECK = feld_id(1)


@pytest.fixture
def amira(musterstadt):
    """The clerk with her rights, as a function."""
    make_planeinheit()
    return lambda: musterstadt.sachbearbeiterin


def fill(amira, dokument, **werte):
    """Give own fields of a Dokument values (by number) and return it anew."""
    given = {feld_id(int(key[1:])): wert for key, wert in werte.items()}
    known = queries.werte_of(amira(), [dokument])[dokument.pk]
    actions.change_dokument(
        amira(), dokument, seen_revision=dokument.revision, values={}, felder={**known, **given}
    )
    return Dokument.objects.get(pk=dokument.pk)


def shown(amira, dokument) -> dict:
    """Return {label: text} as the inspector shows it."""
    dokument = queries.get_dokument(amira(), dokument.pk)
    return {row.feld.bezeichnung: row.text for row in queries.angaben_of(amira(), dokument)}


def test_every_town_has_the_standard_types(musterstadt, beispielhausen):
    codes = [sample.data["kuerzel"] for sample in standard_dokumenttypen()]
    assert (
        list(Dokumenttyp.objects.order_by("reihenfolge").values_list("kuerzel", flat=True)) == codes
    )
    assert Baustein.objects.of_kind(DOKUMENTTYP).count() == len(codes) == 11


def test_a_new_town_gets_them_too(db, settle):
    founded = found_tenant(
        "Neustadt", "neustadt", admin_login="erste.neustadt", on=date(2026, 1, 5)
    )
    settle()
    with use_tenant(founded.tenant.pk):
        assert Dokumenttyp.objects.valid_on(date(2026, 1, 5)).count() == 11


def test_a_dokument_keeps_the_version_it_got(amira):
    first = make_typ()
    dokument = make_dokument(amira, dokumenttyp="bauantrag")
    second = release_next(first, FELDER, bezeichnung="Antrag auf Baugenehmigung")
    assert (first.version, second.version) == (1, 2)
    assert queries.get_dokument(amira(), dokument.pk).dokumenttyp == first
    assert make_dokument(amira, dokumenttyp="bauantrag", content=b"2").dokumenttyp == second


def test_values_are_typed_rows_and_each_changed_field_is_one_detail(amira):
    typ = make_typ()
    felder = {row.id: row for row in sorted_felder(typ.felder)}
    dokument = make_dokument(amira, dokumenttyp="bauantrag")
    kosten = typed(felder[feld_id(2)], 21_840_000)
    dokument = fill(
        amira,
        dokument,
        f1=Wert("12/3"),
        f2=kosten,
        f3=typed(felder[feld_id(3)], date(2026, 11, 23)),
    )
    rows = {row.feld_id: row for row in Feldwert.objects.filter(dokument=dokument)}
    assert rows[feld_id(2)].number == 21_840_000
    assert rows[feld_id(3)].day == date(2026, 11, 23)
    assert shown(amira, dokument) == {
        "Flurstück": "12/3", "Baukosten": "218.400,00 EUR", "Frist bis": "23.11.2026",
    }  # fmt: skip
    fill(amira, dokument, f1=Wert("12/4"), f2=None)
    event = AuditEvent.objects.filter(subject_id=dokument.pk).order_by("-at").first()
    details = AuditDetail.objects.filter(event=event).values_list("name", "old", "new")
    assert set(details) == {
        ("Flurstück", "12/3", "12/4"), ("Baukosten", "218.400,00 EUR", None),
    }  # fmt: skip


def test_a_missing_mandatory_field_is_refused_and_nothing_is_half_done(amira):
    make_typ()
    dokument = make_dokument(amira, dokumenttyp="bauantrag")
    with pytest.raises(actions.PflichtMissing, match="„Flurstück“ fehlt"):
        fill(amira, dokument, f2=Wert("1,00 EUR", number=100))
    assert not Feldwert.objects.exists()
    neubau = Wert("Neubau", reference=feld_id(41))
    with pytest.raises(actions.PflichtMissing, match="„Wohnungen“ fehlt"):
        fill(amira, dokument, f1=Wert("1"), f4=neubau)
    filled = fill(amira, dokument, f1=Wert("1"), f4=neubau, f5=Wert("3", number=30_000))
    fill(amira, filled, f4=Wert("Umbau", reference=feld_id(42)))
    assert "Wohnungen" not in shown(amira, dokument)


def test_a_removed_choice_keeps_its_label_on_older_dokumente(amira):
    typ = make_typ()
    dokument = fill(
        amira,
        make_dokument(amira, dokumenttyp="bauantrag"),
        f1=Wert("1"),
        f4=Wert("Umbau", reference=feld_id(42)),
    )
    third = [
        row | {"optionen": [option(41, "Neubau")]} if row["bezeichnung"] == "Vorhaben" else row
        for row in FELDER
    ]
    release_next(release_next(typ, FELDER), third)
    assert shown(amira, dokument)["Vorhaben"] == "Umbau"


def test_a_removed_field_stays_readable_also_after_the_next_change(amira):
    typ = make_typ()
    dokument = fill(
        amira, make_dokument(amira, dokumenttyp="bauantrag"), f1=Wert("1"), f9=Wert("eilt")
    )
    second = release_next(typ, FELDER[:-1])
    actions.change_dokument(
        amira(),
        dokument,
        seen_revision=dokument.revision,
        values={"dokumenttyp": second},
        felder={FLURSTUECK: Wert("2")},
    )
    angaben = queries.angaben_of(amira(), queries.get_dokument(amira(), dokument.pk))
    assert [(row.text, row.is_former) for row in angaben] == [("2", False), ("eilt", True)]


def test_another_type_takes_its_own_fields_away_and_says_so(amira):
    make_typ()
    dokument = fill(amira, make_dokument(amira, dokumenttyp="bauantrag"), f1=Wert("12/3"))
    actions.change_dokument(
        amira(), dokument, seen_revision=dokument.revision,
        values={"dokumenttyp": Dokumenttyp.objects.get(kuerzel="vermerk")},
    )  # fmt: skip
    assert not Feldwert.objects.exists()
    event = AuditEvent.objects.filter(subject_id=dokument.pk).order_by("-at").first()
    details = AuditDetail.objects.filter(event=event).values_list("name", "old", "new")
    assert set(details) == {("Art", "Bauantrag", "Vermerk"), ("Flurstück", "12/3", None)}


def test_a_field_made_mandatory_says_how_many_lack_it_and_old_ones_stay_valid(amira):
    typ = make_typ(felder=[feld(1, "Flurstück", "text"), FELDER[3]])
    vorgang = make_vorgang(amira)
    old = make_dokument(amira, vorgang=vorgang, dokumenttyp="bauantrag")
    fill(
        amira,
        make_dokument(amira, vorgang=vorgang, dokumenttyp="bauantrag", content=b"2"),
        f1=Wert("1"),
    )
    rows = [
        Dokument(
            dokumenttyp=typ, vorgang=vorgang, akte_id=vorgang.akte_id, zone_id=vorgang.zone_id,
            betreff="alt", betreff_folded="alt", position=number, created_at=timezone.now(),
        )
        for number in range(100, 1300)
    ]  # fmt: skip
    Dokument.objects.bulk_create(rows)
    draft = draft_next(typ, FELDER)
    sentences = consequences_of(draft)
    assert sentences[0].startswith("1.201 Dokumente haben noch keine Angabe „Flurstück“.")
    assert len(sentences) == 1  # „Wohnungen“ is asked for only with „Neubau“
    release(SETUP, draft, valid_from=timezone.localdate())
    dokument = queries.get_dokument(amira(), old.pk)
    assert dokument.dokumenttyp.version == 1
    actions.change_dokument(
        amira(), dokument, seen_revision=dokument.revision, values={"betreff": "Neu"}
    )
    log = AuditDetail.objects.filter(name="Folge").values_list("new", flat=True)
    assert list(log) == sentences


def test_a_kuerzel_lasts_and_belongs_to_one_type(musterstadt):
    typ = make_typ()
    with pytest.raises(Exception, match="Das Kürzel bleibt „bauantrag“"):
        release_next(typ, FELDER, kuerzel="antrag-bau")
    with pytest.raises(Exception, match="„bescheid“ hat schon „Bescheid“"):
        make_typ("bescheid")


def test_the_type_for_everything_else_cannot_be_withdrawn(musterstadt):
    key = Dokumenttyp.objects.get(kuerzel="sonstiges").key
    version = BausteinVersion.objects.get(baustein__key=key)
    with pytest.raises(Exception, match="„Sonstiges“ bleibt"):
        withdraw(SETUP, version, on=timezone.localdate() + timedelta(days=1), reason="")


def test_a_verweis_names_only_what_the_reader_may_see(amira, musterstadt):
    make_typ()
    secret = make_akte(
        amira,
        planeinheit=make_planeinheit("41.10", einheit="63", geheimnisklasse="steuer"),
        betreff="Geheimsache",
    )
    dokument = make_dokument(amira, dokumenttyp="bauantrag")
    fill(amira, dokument, f1=Wert("1"), f8=Wert(secret.aktenzeichen, reference=secret.pk))
    assert "Geheimsache" in shown(amira, dokument)["Bauakte"]
    assert shown(lambda: musterstadt.registratur, dokument)["Bauakte"] == "nicht sichtbar"


def test_names_of_persons_follow_the_person(amira, musterstadt):
    make_typ()
    person = Person.objects.get(familienname="Probst")
    dokument = make_dokument(amira, dokumenttyp="bauantrag")
    fill(amira, dokument, f1=Wert("1"), f6=Wert(person.name, reference=person.pk))
    Person.objects.filter(pk=person.pk).update(familienname="Probst-Muster")
    assert shown(amira, dokument)["Prüferin"] == "Jonas Probst-Muster"


def test_fields_of_many_objects_are_read_in_a_fixed_number_of_queries(
    amira, django_assert_max_num_queries
):
    make_typ()
    vorgang, person = make_vorgang(amira), Person.objects.first()
    rows = [
        fill(
            amira,
            make_dokument(amira, vorgang=vorgang, dokumenttyp="bauantrag", content=bytes([number])),
            f1=Wert(str(number)), f6=Wert(person.name, reference=person.pk),
        )
        for number in range(5)
    ]  # fmt: skip
    rows = list(queries.dokumente(amira()).filter(pk__in=[row.pk for row in rows]))
    actor = amira()
    with django_assert_max_num_queries(2):
        queries.with_angaben(actor, rows)


def test_a_vorgang_has_a_type_too(amira):
    typ = make_typ("baugenehmigung", kind=VORGANGSTYP, bezeichnung="Baugenehmigung")
    akte = make_akte(amira)
    vorgang = actions.create_vorgang(
        amira(), akte, betreff="Carport", at=timezone.now(), vorgangstyp="baugenehmigung",
        felder={FLURSTUECK: Wert("9")},
    )  # fmt: skip
    assert vorgang.vorgangstyp == typ
    assert [row.text for row in queries.angaben_of(amira(), vorgang)] == ["9"]
    with pytest.raises(actions.TypUnknown):
        actions.create_vorgang(
            amira(), akte, betreff="Carport", at=timezone.now(), vorgangstyp="gibtesnicht"
        )
