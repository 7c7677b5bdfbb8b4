"""What cannot become a letter is refused in one German sentence, and nothing is half done."""

from copy import deepcopy

import pytest

from verbundakte.akten.models import Dokument
from verbundakte.core.bausteine.spec import SpecInvalid
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import TooLarge
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr import services
from verbundakte.schriftverkehr.bausteine import BriefvorlageSpec, TextbausteinSpec
from verbundakte.schriftverkehr.brief import Block
from verbundakte.schriftverkehr.herstellen import pdf_of
from verbundakte.schriftverkehr.models import Empfaenger
from verbundakte.schriftverkehr.rules import name_in
from verbundakte.schriftverkehr.samples import delivered
from verbundakte.schriftverkehr.tests.test_brief import make_brief
from verbundakte.schriftverkehr.tests.test_schreiben import write

LINE = "über Ihren Antrag können wir noch nicht entscheiden, weil Unterlagen fehlen. " * 12


def refused(spec, data: dict) -> list[str]:
    """Return what is said against a content of a Baustein."""
    with pytest.raises(SpecInvalid) as found:
        spec.read(data)
    return [problem.message for problem in found.value.problems]


def test_a_vorlage_with_an_unknown_field_is_refused_by_part_and_line():
    kept = next(row for row in delivered("schriftverkehr.briefvorlage").values()
                if row["kuerzel"] == "nachforderung")  # fmt: skip
    data = deepcopy(kept)  # what is delivered is read once for all
    BriefvorlageSpec.read(data)
    data["teile"][0]["text"] = "Guten Tag\n{{ vorgang.farbe }}"
    (told,) = refused(BriefvorlageSpec, data)
    name = data["teile"][0]["bezeichnung"]
    assert told == f"Teil „{name}“, Zeile 2: Das Feld „vorgang.farbe“ gibt es nicht."


def test_a_textbaustein_may_not_ask_for_a_field_of_one_vorlage():
    data = next(iter(delivered("schriftverkehr.textbaustein").values()))
    data = data | {"text": "bis zum {{ frist }}"}
    (told,) = refused(TextbausteinSpec, data)
    assert told == "Zeile 1: Das Feld „frist“ gibt es nicht."


@pytest.mark.parametrize("fertig", [{}, {"fertig": "1"}])
def test_a_letter_that_is_too_long_says_how_long_and_files_nothing(brief, monkeypatch, fertig):
    def refuse(*args, **more):
        raise TooLarge("Das Schreiben hat 412 Seiten; hergestellt werden höchstens 300.")

    monkeypatch.setattr(services, "store_letter", refuse)
    monkeypatch.setattr(services, "store_reinschrift", refuse)
    answer = write(brief, **fertig)
    assert answer.status_code == 422
    assert "412 Seiten" in answer.content.decode()
    assert not Dokument.objects.exists()


def test_a_letter_of_two_hundred_pages_is_laid_out(brief, long_run):
    long = make_brief(bloecke=tuple(Block("absatz", LINE) for _ in range(900)))
    pdf = pdf_of(long)
    assert 200 <= converters().count_pages(current_tenant(), pdf) <= 300


@pytest.mark.parametrize(
    ("anschrift", "named"),
    [
        ("Frau\nPaula Zaun\nAm Wall 1", "Paula Zaun"),
        ("Herrn\n\nDr. Max Muster", "Dr. Max Muster"),
        ("An die\nStadtwerke GmbH", "Stadtwerke GmbH"),
        ("Baubüro Frau Zaun\nAm Wall 1", "Baubüro Frau Zaun"),
        ("Frau", "Frau"),
        ("", ""),
    ],
)
def test_who_is_named_is_no_form_of_address(anschrift, named):
    assert name_in(anschrift.split("\n")) == named


def test_the_comma_of_an_anrede_stands_once(brief):
    assert write(brief, **{"e1-anrede": "Sehr geehrte Frau Beispiel,"}).status_code == 302
    assert Empfaenger.objects.get().anrede == "Sehr geehrte Frau Beispiel"
