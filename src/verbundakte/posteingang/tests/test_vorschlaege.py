"""Proposals come from filed letters the viewer may see, tell why, and go with the letters."""

import pytest
from django.utils import timezone

from verbundakte.akten.models import Dokument, Seitentext, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.core.clock import now
from verbundakte.core.models import Job
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions.lernen import forget_letter, learn, recognise_eingaenge
from verbundakte.posteingang.actions.lernlauf import catch_up, is_behind, note_guete
from verbundakte.posteingang.lern_jobs import start_reading
from verbundakte.posteingang.lernen.kinds import LernJob
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import (
    Eingang,
    Erkennung,
    LernArt,
    Lernbeispiel,
    Lernguete,
    Lernschluessel,
    Lernzahl,
)
from verbundakte.posteingang.tests.factories import make_eingang

LETTER = """{sender}
Uferweg 4, 54321 Musterkreis

Stadt Musterstadt
Marktplatz 1

{more}
Datum: 12.03.2026

Sehr geehrte Damen und Herren,
{text}

Mit freundlichen Grüßen
"""
CARPORT = "gegen den Carport an der Grenze wende ich mich, die Abstandsfläche fehlt."
BAUM = "die Linde ist krank, bitte genehmigen Sie die Fällung des Baums."


def arrive(town, text=CARPORT, sender="Paula Zaun", more="", **told):
    """Return an Eingang whose text is read."""
    eingang = make_eingang(town.registratur, absender="", betreff="Scan", **told)
    datei = eingang.dokument.fassungen.get().dateien.get()
    whole = LETTER.format(sender=sender, text=text, more=more)
    Seitentext.objects.create(datei=datei, page=1, text=whole)
    recognise_eingaenge([eingang.dokument_id], at=timezone.now())
    return Eingang.objects.get(pk=eingang.pk)


def file(town, eingang, vorgang):
    """File an Eingang and learn from it."""
    clerk = town.sachbearbeiterin
    actions.file_eingang(
        clerk, queries.get_eingang(clerk, eingang.pk), vorgang=vorgang, at=timezone.now()
    )
    learn([eingang.dokument_id], at=timezone.now())


@pytest.fixture
def filed(musterstadt):
    """Two matters of one sender in different Akten, two letters in each."""
    town = musterstadt
    clerk = lambda: town.sachbearbeiterin  # noqa: E731
    town.bau = make_vorgang(clerk, akte=make_akte(clerk, planeinheit=make_planeinheit()))
    baum = make_planeinheit("364.10", titel="Baumschutz")
    town.baum = make_vorgang(clerk, akte=make_akte(clerk, planeinheit=baum), betreff="Linde")
    for _ in range(2):
        file(town, arrive(town, CARPORT), town.bau)
        file(town, arrive(town, BAUM), town.baum)
    return town


def proposals(town, eingang, role="sachbearbeiterin"):
    """Return what somebody is proposed."""
    actor = getattr(town, role)
    return queries.vorschlaege_for(actor, queries.get_eingang(actor, eingang.pk))


def test_a_letter_of_a_known_sender_is_proposed_the_matter_it_is_like(filed):
    found = proposals(filed, arrive(filed, "der Baum, die Linde, ist gefällt."))
    best = found.of(Ziel.VORGANG)[0]
    assert best.gemeint == filed.baum
    assert best.gruende[0] == "wie 2 frühere Schreiben von Paula Zaun"
    assert found.of(Ziel.PLAN)[0].bezeichnung == "364.10 Baumschutz"
    assert found.erkannt.funde


def test_the_own_number_in_a_letter_beats_everything(filed):
    more = f"Ihr Zeichen: {filed.bau.aktenzeichen}"
    found = proposals(filed, arrive(filed, BAUM, "Ganz Neu", more))
    first = found.first(Ziel.VORGANG)
    assert first.gemeint == filed.bau
    assert first.gruende == (f"Das Schreiben nennt das Aktenzeichen {filed.bau.aktenzeichen}.",)
    assert found.first(Ziel.EINHEIT).gemeint == filed.bau.federfuehrung
    subject = f"AW: Ihr Schreiben, {filed.bau.aktenzeichen}"
    assert queries.named_in_subject(filed.sachbearbeiterin, subject) == [filed.bau]


def test_what_somebody_may_not_see_proposes_nothing_and_is_not_counted(filed):
    eingang = arrive(filed, CARPORT)
    assert proposals(filed, eingang).of(Ziel.VORGANG)
    hidden = make_akte(
        lambda: filed.sachbearbeiterin,
        planeinheit=make_planeinheit("041", geheimnisklasse="sozial"),
    )
    zone = hidden.zone_id
    Dokument.objects.filter(vorgang__in=[filed.bau, filed.baum]).update(zone=zone)
    Vorgang.objects.filter(pk__in=[filed.bau.pk, filed.baum.pk]).update(zone=zone)
    learn(list(Lernbeispiel.objects.values_list("dokument_id", flat=True)), at=timezone.now())
    stranger = filed.registratur
    assert zone not in stranger.zones_read
    found = queries.vorschlaege_for(stranger, queries.get_eingang(stranger, eingang.pk))
    assert not found.of(Ziel.VORGANG)
    assert not any(
        "frühere" in grund for ziel in Ziel for one in found.of(ziel) for grund in one.gruende
    )


def test_letters_of_a_geheimnisklasse_say_nothing_about_others(filed):
    Lernbeispiel.objects.all()
    learned = list(Lernbeispiel.objects.values_list("dokument_id", flat=True))
    for akte in {filed.bau.akte, filed.baum.akte}:
        type(akte).objects.filter(pk=akte.pk).update(geheimnisklasse="sozial")
    learn(learned, at=timezone.now())
    assert set(Lernbeispiel.objects.values_list("klasse", flat=True)) == {"sozial"}
    assert not Lernzahl.objects.filter(klasse="").exists()
    assert not proposals(filed, arrive(filed, CARPORT)).of(Ziel.VORGANG)


def test_undoing_and_erasing_take_the_share_away(filed):
    counts = dict(Lernzahl.objects.values_list("merkmal", "zaehler"))
    eingang = arrive(filed, "Fahrradständer vor dem Rathaus", "Neu Neumann")
    file(filed, eingang, filed.bau)
    assert dict(Lernzahl.objects.values_list("merkmal", "zaehler")) != counts
    clerk = filed.sachbearbeiterin
    actions.undo_ablage(clerk, queries.get_eingang(clerk, eingang.pk), at=timezone.now())
    learn([eingang.dokument_id], at=timezone.now())
    assert dict(Lernzahl.objects.values_list("merkmal", "zaehler")) == counts
    for dokument in Dokument.objects.all():
        forget_letter(clerk, dokument)
    left = (Lernzahl, Lernbeispiel, Lernschluessel, Erkennung)
    assert not any(model.objects.exists() for model in left)


def test_the_post_room_learns_from_where_it_passed_letters_on(musterstadt):
    eingang = arrive(musterstadt, BAUM, einheit="32")
    other = make_planeinheit().federfuehrung
    Eingang.objects.filter(pk=eingang.pk).update(einheit=other)
    learn([eingang.dokument_id], at=timezone.now())
    learned = Lernbeispiel.objects.get()
    assert (learned.art, learned.ziele["e"]) == (LernArt.ZULEITUNG, str(other.pk))


def test_filed_eingaenge_are_compared_with_what_was_proposed(filed):
    eingang = arrive(filed, CARPORT)
    clerk = filed.sachbearbeiterin
    actions.file_eingang(
        clerk, queries.get_eingang(clerk, eingang.pk), vorgang=filed.bau, at=timezone.now()
    )
    note_guete([eingang.dokument_id])
    assert {row.ziel: (row.richtig, row.gesamt) for row in Lernguete.objects.all()}["e"] == (1, 1)


def test_a_town_is_learned_part_by_part_and_changes_are_followed(filed, monkeypatch):
    from verbundakte.core.search import changes

    monkeypatch.setattr(changes, "NEWER", changes.NEWER.replace(changes.HORIZON, "true"))
    forget = list(Dokument.objects.all())
    for dokument in forget:
        forget_letter(filed.sachbearbeiterin, dokument)
    while catch_up(filed.sachbearbeiterin, at=timezone.now()):
        pass
    assert Lernbeispiel.objects.filter(art=LernArt.ABLAGE).count() == 4
    assert not is_behind()


def test_proposals_take_a_fixed_number_of_queries(filed, django_assert_max_num_queries):
    eingang = arrive(filed, CARPORT)
    proposals(filed, eingang)
    actor = filed.sachbearbeiterin
    one = queries.get_eingang(actor, eingang.pk)
    with django_assert_max_num_queries(28):
        queries.vorschlaege_for(actor, one)


def test_reading_is_started_once_also_while_its_rest_waits(musterstadt):
    rows = Job.objects.filter(kind=LernJob.READ)
    start_reading()
    start_reading()
    assert rows.count() == 1
    rows.update(started_at=now(), attempts=0)  # a part is done, the rest waits for its turn
    start_reading()
    assert rows.count() == 1
    rows.update(attempts=1)  # it runs, and may have looked for changes already
    start_reading()
    assert rows.count() == 2
