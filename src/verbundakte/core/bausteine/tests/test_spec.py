"""Specifications: one canonical form, German messages, differences that lead from old to new."""

import json
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.core.bausteine import (
    Item,
    Ref,
    Reference,
    Spec,
    SpecInvalid,
    free,
    items,
    locked,
    slot,
)
from verbundakte.core.bausteine.difference import (
    apply_difference,
    difference,
    locked_changes,
    sentences,
)
from verbundakte.core.bausteine.spec import canonical, digest, open_slots
from verbundakte.core.registry import ReferenceKind, registry

EinheitRef = Ref("test.einheit")


class Art(StrEnum):
    TEXT = "text"
    ZAHL = "zahl"


class WertSpec(Item, label="Wert"):
    bezeichnung: str


class FeldSpec(Item, label="Feld"):
    bezeichnung: str
    position: int = free(default=0)
    art: Art = free(default=Art.TEXT)
    werte: list[WertSpec] = items()


class VorlageSpec(Spec, label="Vorlage"):
    bezeichnung: str
    erklaerung: str = free("Erklärung", default="")
    stichwoerter: list[str] = free("Stichwörter", default=())
    felder: list[FeldSpec] = items()
    is_geheim: bool = free("Geheim", default=False)
    ab: date = free("Gilt ab", default=date(2026, 1, 1))
    federfuehrung: EinheitRef = slot("Welche Einheit ist zuständig?", label="Federführung")
    begruendung_required: bool = locked("§ 39 VwVfG", label="Begründung nötig", default=True)


ids = st.sampled_from([str(UUID(int=n)) for n in range(1, 6)])
texts = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=12)
titles = texts.map(lambda text: text.strip() or "Titel")


def listed(entries):
    return st.lists(entries, max_size=4, unique_by=lambda entry: entry["id"])


werte = st.fixed_dictionaries({"id": ids, "bezeichnung": titles})
felder = st.fixed_dictionaries(
    {
        "id": ids,
        "bezeichnung": titles,
        "position": st.integers(-9, 9),
        "art": st.sampled_from(list(Art)),
        "werte": listed(werte),
    }
)
references = st.builds(lambda key: {"kind": "test.einheit", "key": key, "item": None}, ids)
vorlagen = st.fixed_dictionaries(
    {
        "bezeichnung": titles,
        "erklaerung": texts,
        "stichwoerter": st.lists(texts, max_size=4),
        "felder": listed(felder),
        "is_geheim": st.booleans(),
        "ab": st.dates().map(date.isoformat),
        "federfuehrung": st.none() | references,
        "begruendung_required": st.booleans(),
    }
)


@given(vorlagen)
def test_the_canonical_form_is_stable(data):
    spec = VorlageSpec.read(data)
    text = canonical(spec)
    again = VorlageSpec.read(json.loads(text))
    assert again == spec
    assert canonical(again) == text


@given(vorlagen, st.randoms())
def test_the_order_of_keys_and_items_does_not_matter(data, random):
    shuffled = dict(random.sample(list(data.items()), len(data)))
    shuffled["felder"] = random.sample(data["felder"], len(data["felder"]))
    shuffled["stichwoerter"] = random.sample(data["stichwoerter"], len(data["stichwoerter"]))
    assert canonical(VorlageSpec.read(data)) == canonical(VorlageSpec.read(shuffled))


@given(vorlagen, vorlagen)
def test_the_difference_applied_to_the_old_gives_the_new(old, new):
    before, after = VorlageSpec.read(old).data(), VorlageSpec.read(new).data()
    found = difference(VorlageSpec, before, after)
    assert apply_difference(before, found) == after
    assert bool(found) == (before != after)
    assert len(sentences(VorlageSpec, before, after)) == len(found)


@given(vorlagen, vorlagen)
def test_equal_digests_mean_equal_content(one, other):
    first, second = (canonical(VorlageSpec.read(data)) for data in (one, other))
    assert (digest("a", first) == digest("a", second)) == (first == second)
    assert digest("a", first) != digest("b", first)


def test_everything_that_is_wrong_is_said_at_once():
    wrong = {
        "bezeichnung": " ",
        "ab": "morgen",
        "is_geheim": 1,
        "fremd": 2,
        "felder": [{"id": "x"}],
    }
    with pytest.raises(SpecInvalid) as caught:
        VorlageSpec.read(wrong)
    assert [problem.message for problem in caught.value.problems] == [
        "Vorlage: Das Feld „fremd“ gibt es nicht.",
        "Bezeichnung fehlt.",
        "Felder: Id muss eine Kennung sein.",
        "Felder: Bezeichnung fehlt.",
        "Geheim muss ja oder nein sein.",
        "Gilt ab muss ein Tag sein.",
    ]


def test_two_items_with_one_id_are_refused():
    feld = {"id": str(uuid4()), "bezeichnung": "Höhe"}
    with pytest.raises(SpecInvalid, match="steht zweimal"):
        VorlageSpec.read({"bezeichnung": "A", "felder": [feld, feld]})


def test_the_difference_speaks_german():
    key, added = str(UUID(int=1)), str(UUID(int=2))
    old = VorlageSpec.read(
        {
            "bezeichnung": "Alt",
            "stichwoerter": ["Bau"],
            "felder": [{"id": key, "bezeichnung": "Höhe"}],
        }
    )
    new = VorlageSpec.read(
        {
            "bezeichnung": "Neu",
            "stichwoerter": ["Carport", "Garage"],
            "is_geheim": True,
            "felder": [
                {"id": key, "bezeichnung": "Höhe", "art": "zahl"},
                {"id": added, "bezeichnung": "Breite"},
            ],
        }
    )
    assert sentences(VorlageSpec, old.data(), new.data()) == [
        "Bezeichnung: „Alt“ wurde zu „Neu“.",
        "Stichwörter: „Carport“ und „Garage“ kamen hinzu, „Bau“ entfiel.",
        "Feld „Höhe“, Art: „text“ wurde zu „zahl“.",
        "Feld „Breite“ kam hinzu.",
        "Geheim: nein wurde zu ja.",
    ]


def test_a_slot_is_open_until_it_means_something_here(monkeypatch):
    spec = VorlageSpec.read({"bezeichnung": "A"})
    assert [slot.question for slot in open_slots(spec)] == ["Welche Einheit ist zuständig?"]
    reference = Reference("test.einheit", UUID(int=7))
    filled = VorlageSpec.read({"bezeichnung": "A", "federfuehrung": reference})
    assert open_slots(filled)
    known = ReferenceKind("test.einheit", lambda keys: dict.fromkeys(keys, "63 Bauordnung"))
    monkeypatch.setitem(registry.references, "test.einheit", known)
    assert not open_slots(filled)


def test_a_locked_field_names_its_source():
    old = VorlageSpec.read({"bezeichnung": "A"}).data()
    new = VorlageSpec.read({"bezeichnung": "B", "begruendung_required": False}).data()
    (message,) = locked_changes(VorlageSpec, difference(VorlageSpec, old, new))
    assert "§ 39 VwVfG" in message
