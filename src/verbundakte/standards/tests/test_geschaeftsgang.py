"""A Geschäftsgang as xdomea elements, compared with the published schema where it is at hand."""

import xml.etree.ElementTree as ET
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from verbundakte.standards.geschaeftsgang import (
    NAMESPACE,
    Bearbeitung,
    Beteiligter,
    Beteiligungsschritt,
    Beteiligungsstatus,
    geschaeftsgang_element,
)

SCHEMA = Path(__file__).resolve().parents[5] / "shared/xdomea/4.0.0/xdomea-Baukasten.xsd"
AT = datetime(2026, 11, 28, 9, 30)
INA = Beteiligter("Dr. Ina Probe", "63 Bauordnung", "Leitung Bauordnung")
KEY = UUID("019ac4a2-7c00-4000-8000-000000000001")


def make_element() -> ET.Element:
    """Return a Geschäftsgang with a step that was done, one beside it, and one that comes."""
    unit = Beteiligter(organisation="20 Kämmerei")
    done = Bearbeitung(INA, AT, "zugestimmt mit Bemerkung", "Seite 2 prüfen")
    return geschaeftsgang_element(
        KEY,
        [
            Beteiligungsschritt(
                "1", Beteiligungsstatus.ABGESCHLOSSEN, INA, INA, AT, "Mitzeichnung",
                bearbeitung=done, parallel_zu=("2",), fassung="3",
            ),
            Beteiligungsschritt(
                "2", Beteiligungsstatus.AKTUELL, INA, unit, AT, "Kenntnisnahme",
                termin_on=date(2026, 12, 1), parallel_zu=("1",),
            ),
            Beteiligungsschritt("3", Beteiligungsstatus.KUENFTIG, INA, INA, AT, "z. d. A."),
        ],
    )  # fmt: skip


def test_all_steps_are_told_with_what_was_asked_and_done():
    element = make_element()
    steps = element.findall(f"{{{NAMESPACE}}}Beteiligungsschritt")
    assert [step.findtext(f"{{{NAMESPACE}}}Status/code") for step in steps] == ["003", "002", "001"]
    assert steps[0].findtext(f"{{{NAMESPACE}}}Bearbeitung/{{{NAMESPACE}}}Notiz") == "Seite 2 prüfen"


def test_numbers_are_given_once():
    with pytest.raises(ValueError, match="number"):
        geschaeftsgang_element(KEY, [])


@pytest.mark.skipif(not SCHEMA.exists(), reason="the xdomea schema is not at hand")
def test_it_fits_the_published_schema():
    etree = pytest.importorskip("lxml.etree")
    wrapper = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:x="{NAMESPACE}"
      targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
      <xs:include schemaLocation="{SCHEMA.as_uri()}"/>
      <xs:element name="InternerGeschaeftsgang" type="x:GeschaeftsgangType"/></xs:schema>"""

    class Beside(etree.Resolver):
        def resolve(self, url, public_id, context):
            return self.resolve_filename(str(SCHEMA.parent / Path(url).name), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    schema = etree.XMLSchema(etree.fromstring(wrapper, parser))
    schema.assertValid(etree.fromstring(ET.tostring(make_element())))
