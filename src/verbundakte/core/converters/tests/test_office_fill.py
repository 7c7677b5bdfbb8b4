"""Templates of Writer and Word are filled, whatever runs an office program has cut them into."""

import io
import os
import zipfile

import pytest
from docx import Document

from verbundakte.core.converters.errors import ConversionFailed, Damaged, Unsupported
from verbundakte.core.converters.office_fill import fields_in, fill_office, office_fields
from verbundakte.core.converters.source import Source

VALUES = {"vorgang": {"aktenzeichen": "63-2026/0147 <A&B>"}, "zeilen": [{"text": "eins"}, {"text": "zwei"}]}
KNOWN = ["vorgang.aktenzeichen", "zeilen"]
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>{}</office:body>'
    "</office:document-content>"
)


def source_of(data: bytes, folder) -> Source:
    """Return bytes as a worker gets them."""
    folder.mkdir(exist_ok=True)
    handle = os.memfd_create("document")
    os.write(handle, data)
    return Source(handle, "vorlage", folder)


def odt(*paragraphs: str) -> bytes:
    """Return a file of Writer with these paragraphs (XML inside)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.text-template")
        body = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
        box.writestr("content.xml", ODT.format(body))
        box.writestr("settings.xml", "<x/>")
    return out.getvalue()


def docx(*paragraphs: list[str]) -> bytes:
    """Return a file of Word; each paragraph is a list of runs."""
    document, out = Document(), io.BytesIO()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run)
    document.save(out)
    return out.getvalue()


def content(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()


def test_a_file_of_word_is_filled_over_the_borders_of_runs(tmp_path):
    template = docx(
        ["Unser Zeichen: {", "{ vorgang.", "aktenzeichen }}"],
        ["{%p for zeile in zeilen %}"],
        ["- {{ zeile.text }}"],
        ["{%p endfor %}"],
    )
    told, _ = office_fields(source_of(template, tmp_path / "a"))
    assert told == {"kind": "docx", "fields": ["vorgang.aktenzeichen", "zeilen"]}
    _, (data,) = fill_office(source_of(template, tmp_path / "b"), values=VALUES, known=KNOWN)
    texts = [one.text for one in Document(io.BytesIO(data)).paragraphs]
    assert texts == ["Unser Zeichen: 63-2026/0147 <A&B>", "- eins", "- zwei"]


def test_a_file_of_writer_is_filled_and_stays_whole(tmp_path):
    template = odt(
        "Zeichen: {<text:span>{ vorgang.</text:span>aktenzeichen }}",
        "{%p for zeile in zeilen %}",
        "- {{ zeile.text }}",
        "{%p endfor %}",
        "{% if vorgang.aktenzeichen == „x“ %}nie{% endif %}",
    )
    told, _ = office_fields(source_of(template, tmp_path / "a"))
    assert told == {"kind": "odt", "fields": ["vorgang.aktenzeichen", "zeilen"]}
    _, (data,) = fill_office(source_of(template, tmp_path / "b"), values=VALUES, known=KNOWN)
    text = content(data)
    assert "63-2026/0147 &lt;A&amp;B&gt;" in text
    assert text.count("<text:p>- ") == 2 and "{%" not in text and "nie" not in text
    box = zipfile.ZipFile(io.BytesIO(data))
    assert box.infolist()[0].filename == "mimetype"
    assert box.read("mimetype") == b"application/vnd.oasis.opendocument.text"


def test_lines_of_a_value_are_lines_in_writer(tmp_path):
    template = odt("{{ vorgang.aktenzeichen }}")
    values = {"vorgang": {"aktenzeichen": "Weg 1\n12345 Ort"}}
    _, (data,) = fill_office(source_of(template, tmp_path / "a"), values=values, known=KNOWN)
    assert "Weg 1<text:line-break/>12345 Ort" in content(data)


@pytest.mark.parametrize("make", [lambda text: odt(text), lambda text: docx([text])])
def test_an_unknown_field_is_named_and_nothing_is_written(tmp_path, make):
    template = make("{{ vorgang.farbe }}")
    with pytest.raises(Unsupported) as refused:
        fill_office(source_of(template, tmp_path / "a"), values=VALUES, known=KNOWN)
    assert "„vorgang.farbe“" in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        "{{ vorgang. }}",
        "{% if vorgang %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ vorgang.__class__ }}",
        "{% for x in range(999999999) %}x{% endfor %}",
        "{% include 'etc/passwd' %}",
    ],
)
def test_a_template_that_is_wrong_or_wants_more_is_refused(tmp_path, text):
    for template in (odt(text), docx([text])):
        with pytest.raises(ConversionFailed):
            fill_office(source_of(template, tmp_path / "x"), values=VALUES, known=KNOWN)


def test_what_is_no_template_is_refused(tmp_path):
    for number, data in enumerate((b"PK", b"", b"Hallo", docx(["a"])[:200])):
        with pytest.raises((Damaged, Unsupported)):
            office_fields(source_of(data, tmp_path / str(number)))


def test_what_a_loop_binds_is_no_field():
    assert fields_in("{% for a in b.c %}{{ a.d }}{{ e }}{% endfor %}") == {"b.c", "e"}
