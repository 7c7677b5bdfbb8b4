"""The Transfervermerk holds the six statements of A.NB.4 and is the same bytes each time."""

from dataclasses import fields
from xml.etree import ElementTree

from verbundakte.standards import transfervermerk as tv

VALUES = {one.name: f"{one.name}-Wert" for one in fields(tv.Vermerk)}


def test_each_field_stands_in_one_group_with_a_label():
    grouped = [name for names in tv.GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(VALUES) == sorted(tv.LABELS)
    assert tv.GROUPS.keys() == tv.TITLES.keys()


def test_the_xml_says_everything_and_stays_the_same():
    made = tv.Vermerk(**(VALUES | {"seiten": 3, "datei": "Rechnung <1> & \x01Co.pdf"}))
    root = ElementTree.fromstring(tv.as_xml(made))
    assert root.find(f".//{{{tv.NAMESPACE}}}Datei").text == "Rechnung <1> & Co.pdf"
    assert len(root) == 7
    again = tv.read_vermerk(made.data() | {"fremd": 1})
    assert (again, tv.digest(again)) == (made, tv.digest(made))
    assert tv.digest(made) != tv.digest(tv.Vermerk(**VALUES))


def test_people_read_moments_by_the_clock_of_the_office():
    moments = dict.fromkeys(tv.GROUPS["Zeitpunkte"], "2026-07-01T10:05:06.692074+00:00")
    shown = dict(tv.groups(tv.Vermerk(**(VALUES | moments))))["Zeitpunkte"]
    assert {value for _, value in shown} == {"01.07.2026, 12:05:06 Uhr"}


def test_without_its_last_line_the_sealed_xml_is_what_was_sealed():
    made = tv.Vermerk(**VALUES)
    sealed = tv.sealed_xml(made, b"\x30\x03", 'Stadt "Musterstadt" & Co', "2026-07-01T10:05:06Z")
    seal = ElementTree.fromstring(sealed)[-1]
    assert (seal.text, seal.get("inhaber")) == ("MAM=", 'Stadt "Musterstadt" & Co')
    lines = sealed.split(b"\n")
    assert b"\n".join([*lines[:-2], lines[-1]]) == tv.as_xml(made)
