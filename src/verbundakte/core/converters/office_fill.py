"""Templates of Writer and Word filled with values, without Office: `{{ vorgang.aktenzeichen }}` and blocks.

The placeholders are those of Jinja2, in its closed environment: a template reads the values it is given
and nothing else. What stands around them, however an office program has cut it into runs, stays as it is.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, Undefined, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from verbundakte.core.converters.errors import Damaged, TooLarge, Unsupported
from verbundakte.core.converters.source import Source

TOOL = "docxtpl 0.20"
ODT, DOCX = "odt", "docx"
ODT_TYPES = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)
ODT_PARTS = ("content.xml", "styles.xml")
MOST_BYTES, MOST_PARTS = 64 << 20, 2_000
TAG = re.compile(r"(\{\{|\{%)(.*?)(\}\}|%\})", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")
QUOTES = str.maketrans("„“”‚‘’«»", '"""\'\'\'""')
ROW_TAGS = {"p": "text:p", "tr": "table:table-row"}
NOT_OURS = "Das ist keine Vorlage von Writer (.odt, .ott) oder Word (.docx, .dotx)."
BROKEN = "In der Vorlage stimmt ein Platzhalter nicht: {reason}"
UNKNOWN = "Die Vorlage nennt Felder, die es nicht gibt: {names}."
TOO_LARGE = "Die Vorlage ist zu groß."


class _Shown(Undefined):
    """A value that is not there: named when it is asked for."""

    def __str__(self) -> str:
        self._fail_with_undefined_error()


def office_fields(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the fields a template names, such as "vorgang.aktenzeichen", and its kind."""
    kind, texts = _read(source)
    names: set[str] = set()
    for text in texts:
        names |= fields_in(text)
    return {"kind": kind, "fields": sorted(names)}, []


def fill_office(
    source: Source, *, values: dict[str, Any], known: list[str]
) -> tuple[dict, list[bytes]]:
    """Operation: the template filled with `values`. `known`: all fields that there are.

    Raises Unsupported for a field that does not exist (it is named) or a placeholder that is wrong.
    """
    kind, texts = _read(source)
    named = {name for text in texts for name in fields_in(text)}
    if unknown := sorted(named - set(known)):
        raise Unsupported(
            UNKNOWN.format(names=", ".join(f"„{name[:60]}“" for name in unknown[:10]))
        )
    try:
        filled = _fill_docx(source, values) if kind == DOCX else _fill_odt(source, values)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise Unsupported(BROKEN.format(reason=_told(error))) from error
    return {"kind": kind, "tool": TOOL, "fields": sorted(named)}, [filled]


def fields_in(text: str) -> set[str]:
    """Return the fields that a text names as a whole: what a loop binds is none."""
    try:
        tree = _environment().parse(text)
    except TemplateError as error:
        raise Unsupported(BROKEN.format(reason=_told(error))) from error
    free = meta.find_undeclared_variables(tree)
    found, inside = set(), set()
    for node in tree.find_all(nodes.Getattr):
        path, base = [node.attr], node.node
        while isinstance(base, nodes.Getattr):
            inside.add(id(base))
            path.append(base.attr)
            base = base.node
        if isinstance(base, nodes.Name) and base.name in free and id(node) not in inside:
            found.add(".".join([base.name, *reversed(path)]))
            inside.add(id(base))
    found |= {
        node.name
        for node in tree.find_all(nodes.Name)
        if node.name in free and node.ctx == "load" and id(node) not in inside
    }
    return found


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=_Shown)


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _read(source: Source) -> tuple[str, list[str]]:
    """Return the kind of a template and the texts in which placeholders stand."""
    source.require_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as box:
            _check_size(box)
            names = set(box.namelist())
            if "mimetype" in names and box.read("mimetype").strip() in ODT_TYPES:
                parts = [name for name in ODT_PARTS if name in names]
                return ODT, [joined(_checked(box.read(name))) for name in parts]
            if "word/document.xml" in names:
                parts = sorted(name for name in names if _holds_text(name))
                return DOCX, [joined(_checked(box.read(name))) for name in parts]
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, UnicodeDecodeError) as error:
        raise Damaged(NOT_OURS) from error
    raise Unsupported(NOT_OURS)


def _holds_text(name: str) -> bool:
    return re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name) is not None


def _check_size(box: zipfile.ZipFile) -> None:
    infos = box.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
        raise TooLarge(TOO_LARGE)


def _checked(data: bytes) -> str:
    """Return XML as text when it is well formed and brings no entities of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(data, parser)
    if tree.getroottree().docinfo.internalDTD is not None:
        raise Damaged(NOT_OURS)
    return etree.tostring(tree, encoding="unicode")


def joined(text: str) -> str:
    """Return the placeholders of an XML text each in one piece: markup inside them goes out, and quotes
    that an office program has curled are straight again."""
    text = re.sub(r"\{(?:<[^>]*>)+(?=[{%])", "{", text)
    text = re.sub(r"(?<=[}%])(?:<[^>]*>)+\}", "}", text)

    def clean(found: re.Match) -> str:
        inner = MARKUP.sub("", found[2]).translate(QUOTES)
        for entity, char in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">")):
            inner = inner.replace(entity, char)
        return found[1] + inner.replace("&amp;", "&") + found[3]

    return re.sub(r"\{%(p|tr|tc|r) ", "{% ", TAG.sub(clean, text))


def _fill_docx(source: Source, values: Mapping[str, Any]) -> bytes:
    template, out = DocxTemplate(io.BytesIO(source.data)), io.BytesIO()
    template.render(dict(values), _environment(), autoescape=True)
    template.save(out)
    return out.getvalue()


def _fill_odt(source: Source, values: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source.data)) as box,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in box.infolist():
            data = box.read(info.filename)
            if info.filename in ODT_PARTS:
                data = _filled(_checked(data), values).encode()
            elif info.filename == "mimetype":
                data = ODT_TYPES[0]
            plain = info.filename == "mimetype"
            target.writestr(
                zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)),
                data,
                compress_type=zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()


def _filled(text: str, values: Mapping[str, Any]) -> str:
    """Return the XML of a Writer file with its values; lines of a value become line breaks."""
    for short, tag in ROW_TAGS.items():
        text = _lifted(text, short, tag)
    environment = _environment()
    environment.finalize = _broken
    filled = environment.from_string(joined(text)).render(values)
    return etree.tostring(etree.fromstring(filled.encode()), encoding="unicode")


def _broken(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Markup) and "\n" in value:
        return Markup("<text:line-break/>").join(escape(line) for line in value.splitlines())
    return value


def _lifted(text: str, short: str, tag: str) -> str:
    """Let `{%p if ... %}` stand for its whole paragraph, `{%tr for ... %}` for its whole row."""
    pieces = []
    for element in _elements(text, tag):
        found = re.search(rf"\{{%{short} (.*?)%\}}", joined_keeping(element), re.DOTALL)
        pieces.append((element, f"{{% {found[1]}%}}" if found else element))
    for old, new in pieces:
        if new is not old:
            text = text.replace(old, new, 1)
    return text


def joined_keeping(text: str) -> str:
    """Return a text without any markup, for finding the placeholder that stands for its element."""
    return MARKUP.sub("", text)


def _elements(text: str, tag: str) -> Iterator[str]:
    """Yield the elements of a name that hold none of the same name."""
    pattern = rf"<{tag}(?:\s[^>]*)?>(?:(?!<{tag}[\s>]).)*?</{tag}>"
    for found in re.finditer(pattern, text, re.DOTALL):
        if "{%" in MARKUP.sub("", found[0]):
            yield found[0]
