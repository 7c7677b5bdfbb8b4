import json

from verbundakte.akten.samples import (
    AKTENPLAN_FILE,
    GEHEIMNISKLASSEN,
    einheiten_by_kennzeichen,
    leaves,
    load_aktenplan,
    parent_kennzeichen,
)


def test_the_plan_has_at_least_220_einheiten_and_each_kennzeichen_once():
    kennzeichen = [einheit.kennzeichen for einheit in load_aktenplan()]
    assert len(kennzeichen) >= 220
    assert len(set(kennzeichen)) == len(kennzeichen)


def test_every_parent_exists_and_stands_before_its_children():
    seen = set()
    for einheit in load_aktenplan():
        assert einheit.parent is None or einheit.parent in seen, einheit.kennzeichen
        seen.add(einheit.kennzeichen)


def test_every_einheit_can_be_exported_to_xdomea():
    for einheit in load_aktenplan():
        assert einheit.aussonderungsart in {"A", "B", "V"}, einheit.kennzeichen
        assert einheit.aufbewahrungsdauer is None or 1 <= einheit.aufbewahrungsdauer <= 110


def test_every_einheit_is_complete():
    for einheit in load_aktenplan():
        assert einheit.titel and einheit.begruendung and einheit.federfuehrung
        assert einheit.stichwoerter and all(einheit.stichwoerter), einheit.kennzeichen
        assert einheit.geheimnisklasse is None or einheit.geheimnisklasse in GEHEIMNISKLASSEN


def test_only_files_with_an_end_may_be_destroyed():
    assert all(e.aufbewahrungsdauer for e in load_aktenplan() if e.aussonderungsart == "V")


def test_every_leaf_lies_deep_enough_to_hold_akten():
    assert len(leaves()) >= 150
    assert all("." in einheit.kennzeichen for einheit in leaves())


def test_every_geheimnisklasse_is_used():
    used = {einheit.geheimnisklasse for einheit in leaves()} - {None}
    assert used == set(GEHEIMNISKLASSEN)


def test_the_file_is_sorted_one_einheit_per_line():
    lines = AKTENPLAN_FILE.read_text(encoding="utf-8").splitlines()[1:-1]
    kennzeichen = [json.loads(line.rstrip(","))["kennzeichen"] for line in lines]
    assert kennzeichen == sorted(kennzeichen)


def test_parent_of_a_decimal_kennzeichen_is_the_group():
    assert parent_kennzeichen("632.20") == "632"
    assert parent_kennzeichen("632") == "63"
    assert parent_kennzeichen("6") is None
    assert einheiten_by_kennzeichen()["922.52"].geheimnisklasse == "steuer"
