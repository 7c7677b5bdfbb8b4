"""Ranking by earlier letters: by words, by the sender, by references; what is forgotten is gone."""

from datetime import date, timedelta

from verbundakte.posteingang.erkennung import Brief, recognise
from verbundakte.posteingang.lernen.grundwissen import (
    WithGrundwissen,
    alike,
    counted,
    plan_entry,
)
from verbundakte.posteingang.lernen.guete import confidence, is_sure
from verbundakte.posteingang.lernen.merkmale import schreiben_of
from verbundakte.posteingang.lernen.rechnen import rank
from verbundakte.posteingang.lernen.speicher import TOTAL, InMemory, Ziel, beispiel_of

DAY = date(2026, 3, 2)
HUND = "Mein Hund ist verstorben, die Hundesteuermarke gebe ich zurück."
BAU = "Der Neubau des Wohnhauses ist fertig, die Bauvorlagen des Architekten liegen bei."
ZIELE = {
    "hund": {Ziel.EINHEIT: "steuern", Ziel.TYP: "mitteilung", Ziel.PLAN: "922.52"},
    "bau": {Ziel.EINHEIT: "bauamt", Ziel.TYP: "antrag", Ziel.PLAN: "632.20"},
}


def letter(text, sender="Paula Zaun", more=""):
    """Return a letter as it is compared."""
    whole = f"{sender}\n{more}\n\nBetreff: Schreiben\n\nSehr geehrte Damen und Herren,\n{text}\n"
    return schreiben_of(recognise(Brief(((1, whole),), DAY)), whole)


def memory_of(letters=6):
    """Return a memory of some letters about dogs and buildings, each from somebody else."""
    memory = InMemory()
    for number in range(letters):
        for order, (name, text) in enumerate((("hund", HUND), ("bau", BAU))):
            one = letter(text, f"Absender Nummer{'abcdefgh'[number]}{name}")
            ziele = ZIELE[name] | {Ziel.VORGANG: f"{name}-{number}"}
            memory.learn(beispiel_of(one, 2 * number + order, ziele, DAY - timedelta(days=number)))
    return memory


def test_words_tell_unit_kind_and_plan_of_somebody_new():
    found = rank(letter("Der Hund ist gestorben.", "Ganz Neu"), memory_of(), on=DAY)
    assert [found.of(ziel)[0].ziel for ziel in (Ziel.EINHEIT, Ziel.TYP, Ziel.PLAN)] == [
        "steuern",
        "mitteilung",
        "922.52",
    ]
    assert "Hund" in found.of(Ziel.EINHEIT)[0].words
    assert not found.of(Ziel.VORGANG)


def test_the_matter_of_a_sender_with_two_is_told_by_words_or_reference():
    memory = memory_of()
    for number, (text, vorgang, name) in enumerate(((HUND, "v1", "hund"), (BAU, "v2", "bau"))):
        one = letter(text, more=f"Unser Zeichen: 77{number}/2026")
        memory.learn(beispiel_of(one, 90 + number, ZIELE[name] | {Ziel.VORGANG: vorgang}, DAY))
    assert rank(letter("Der Hund."), memory, on=DAY).of(Ziel.VORGANG)[0].ziel == "v1"
    answer = letter("Anbei.", more="Unser Zeichen: 771/2026")
    best = rank(answer, memory, on=DAY).of(Ziel.VORGANG)[0]
    assert (best.ziel, best.references) == ("v2", 1)


def test_a_forgotten_letter_leaves_nothing():
    memory = memory_of()
    one = letter("Fahrradständer vor dem Rathaus")
    before = memory.counts(one.merkmale)
    memory.learn(beispiel_of(one, 99, ZIELE["bau"] | {Ziel.VORGANG: "v9"}, DAY))
    assert memory.counts(one.merkmale) != before
    memory.forget(99)
    assert {key: row for key, row in memory.counts(one.merkmale).items() if row} == before
    assert not memory.examples(one.schluessel)


def test_a_new_town_begins_with_the_keywords_of_its_plan():
    known = counted(
        [
            plan_entry(["Baumfällung Baumschutz"], "364.10", "364.10", "umwelt"),
            plan_entry(["Hund"], "922.52", "922.52", ""),
        ]
    )
    found = rank(letter("Bitte um Fällung eines Baums"), WithGrundwissen(InMemory(), known), on=DAY)
    assert found.of(Ziel.PLAN)[0].ziel == "364.10"
    assert TOTAL in known.zahlen
    assert found.of(Ziel.EINHEIT)[0].ziel == "umwelt"


def test_a_file_number_of_the_town_names_its_plan_unit_against_all_words():
    known = counted(
        [plan_entry(["Hund"], "922.52", "h", "steuern"), plan_entry(["Bau"], "632", "b", "bau")]
    )
    one = letter("Der Hund und der Hund.", more="Ihr Zeichen: 632-2026/0007-01")
    found = rank(one, WithGrundwissen(memory_of(), known), on=DAY)
    assert found.of(Ziel.PLAN)[0].ziel == "b"
    assert found.of(Ziel.EINHEIT)[0].ziel == "bau"


def test_who_signs_and_where_she_lives_is_no_matter():
    text = "Der Hund ist tot."
    signed = letter(f"{text}\nMit freundlichen Grüßen\nPaula Zaun\nAm Neubau 1")
    assert signed.merkmale == letter(text).merkmale
    attached = letter(f"{text}\nMit freundlichen Grüßen\nPaula Zaun\fFormular")
    assert "Formular" in attached.merkmale.values()


def test_keywords_are_widened_by_what_stands_for_them():
    others = {"Kita": ("Kindergarten",), "Kita Platz": ("Betreuungsplatz",)}
    told = alike("Kita Platz, Hort", lambda word: others.get(word, ()))
    assert told == "Kita Platz, Hort Betreuungsplatz Kindergarten"


def test_who_writes_of_a_matter_seldom_names_it_as_the_plan_does():
    known = counted(
        [
            plan_entry([alike("Grabnutzungsrecht", lambda word: ())], "510.10", "g", "friedhof"),
            plan_entry([alike("Hundesteuer", lambda word: ())], "922.52", "h", "steuern"),
        ]
    )
    found = rank(letter("Der Grabstein steht schief."), WithGrundwissen(InMemory(), known), on=DAY)
    assert found.of(Ziel.EINHEIT)[0].ziel == "friedhof"


def test_a_street_with_its_number_is_no_matter():
    street = letter("Straße").merkmale.keys() - letter("").merkmale.keys()
    assert street and street <= letter("Die Ringstraße ist kaputt.").merkmale.keys()
    place = letter("Die Ringstraße 12 ist kaputt.").merkmale
    assert not street & place.keys() and "Ringstraße" in place.values()


def test_a_reference_no_letter_has_speaks_for_a_new_matter():
    memory = memory_of()
    memory.learn(beispiel_of(letter(BAU), 90, ZIELE["bau"] | {Ziel.VORGANG: "v1"}, DAY))
    plain = rank(letter(BAU), memory, on=DAY).of(Ziel.VORGANG)[0].anteil
    fresh = rank(letter(BAU, more="Unser Zeichen: 771/2026"), memory, on=DAY)
    assert fresh.of(Ziel.VORGANG)[0].anteil < plain


def test_a_vorgang_is_proposed_only_when_it_is_surer_than_a_unit():
    assert is_sure(Ziel.EINHEIT, 0.7) and not is_sure(Ziel.VORGANG, 0.7)
    assert is_sure(Ziel.VORGANG, 0.75)


def test_nothing_learned_means_no_proposal():
    found = rank(letter("Guten Tag"), InMemory(), on=DAY)
    assert not any(found.of(ziel) for ziel in Ziel)


def test_confidence_follows_what_was_right_before():
    assert confidence(Ziel.TYP, 0.95, {9: (0, 300)}) < 0.2
    assert confidence(Ziel.TYP, 0.15, {1: (300, 300)}) > 0.8
