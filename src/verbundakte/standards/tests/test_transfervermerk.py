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
