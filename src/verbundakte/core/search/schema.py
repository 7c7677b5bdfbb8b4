"""The fields of a tenant's index and how a document is written into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import tantivy

from verbundakte.core.search.analyser import Analyser, Tokens
from verbundakte.core.search.fold import fold

SCHEMA_VERSION = 3
READABLE = (2, SCHEMA_VERSION)
"""An index of version 2 serves until the next one is built; it only lacks TOGETHER."""
FACETS = ("kind", "dokumenttyp", "jahr", "einheit", "plan", "format", "zustand")
MANY = ("wahl", "innerhalb")
"""Facets of several values: own choices as "Feld=Wert", and in which Akte and Vorgang it lies."""
COMBINED = ("kind", "dokumenttyp", "jahr", "format", "zustand")
TOGETHER = "merkmale"
"""The facets of COMBINED in one value: counting them takes one look at a document instead of five.
Those with many values (Einheit, Aktenplan) stay out, or there would be as many as documents."""
MARKER_KIND = "_marker"
MARKER_ID = "_marker"
SEPARATOR = "\x1f"
QUIET = f"{SEPARATOR}quiet"
"""Stands among the fields of quiet documents; no question can ask for it."""
_MAX_FIELD_TOKEN = 160


@dataclass(frozen=True)
class IndexDoc:
    """What is indexed of one object. `text` is not stored; the page is found for the snippet.

    `numbers` are its file numbers, `fields` own fields (name to value or values), `zone` the
    zone whose members may read it, `content_hash` tells whether the index is up to date.
    `is_quiet`: it is found, but nothing of it is suggested while typing.
    """

    id: str
    kind: str
    zone: int
    title: str = ""
    text: str = ""
    numbers: Sequence[str] = ()
    dated_on: date | None = None
    dokumenttyp: str = ""
    einheit: str = ""
    einheit_id: str = ""
    plan: str = ""
    format: str = ""
    zustand: str = ""
    wahl: Sequence[str] = ()
    innerhalb: Sequence[str] = ()
    fields: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    content_hash: str = ""
    is_quiet: bool = False

    def facet(self, name: str) -> str:
        """Return the document's value of one of FACETS."""
        if name == "jahr":
            return str(self.dated_on.year) if self.dated_on else ""
        return getattr(self, name)


def build_schema() -> tantivy.Schema:
    """Return the schema; change SCHEMA_VERSION with it."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(
            name, stored=name == "kind", fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in (*MANY, TOGETHER):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("title_parts", "parts"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("title_forms", "forms", "numbers", "text_numbers"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("fields", "suggest", "fingerprint", "version", "einheit_id"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("zone", indexed=True, fast=True)
    builder.add_integer_field("date", indexed=True, fast=True)
    builder.add_text_field("cursor", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def version_token(analyser: Analyser) -> str:
    """Return what is written to every document; another one means: index again."""
    return f"{SCHEMA_VERSION}.{analyser.version}"


def values_of(document: IndexDoc, analyser: Analyser) -> dict:
    """Return what stands in each field: the costly part, which another process may do.

    Raises ValueError for a negative zone.
    """
    if document.zone < 0:
        raise ValueError("zone must not be negative")
    title, body = analyser.tokens(document.title), analyser.tokens(document.text)
    own = analyser.tokens("\n".join(document.numbers))
    values = {
        "id": document.id,
        "zone": document.zone,
        "title": " ".join(title.body),
        "body": " ".join(body.body),
        "title_parts": _parts(title),
        "parts": _parts(body),
        "title_forms": " ".join(title.forms | own.forms),
        "forms": " ".join(title.forms | own.forms | body.forms),
        "numbers": " ".join(own.numbers | set(own.body)),
        "text_numbers": " ".join(title.numbers | body.numbers),
        "fields": sorted(_field_tokens(document)),
        "suggest": sorted(_suggestions(document)),
        "fingerprint": f"{document.id}{SEPARATOR}{document.content_hash}",
        "version": version_token(analyser),
    }
    values |= {name: document.facet(name) for name in FACETS if document.facet(name)}
    values |= {name: list(getattr(document, name)) for name in MANY if getattr(document, name)}
    values[TOGETHER] = SEPARATOR.join(document.facet(name) for name in COMBINED)
    if document.einheit_id:
        values["einheit_id"] = document.einheit_id
    if document.dated_on:
        values["date"] = document.dated_on.toordinal()
    return values


def marker(cursor: str, schema: tantivy.Schema) -> tantivy.Document:
    """Return the marker document that carries the cursor; it has no zone, so nobody finds it."""
    values = {"id": MARKER_ID, "kind": MARKER_KIND, "cursor": cursor}
    return tantivy.Document.from_dict(values, schema)


def _parts(tokens: Tokens) -> str:
    return " ".join([token for _, token in tokens.parts])


def _field_tokens(document: IndexDoc) -> set[str]:
    """`feld=wert` for the whole value and for each of its words."""
    tokens: set[str] = set()
    named = [(name, document.facet(name)) for name in FACETS]
    for name, value in [*named, *document.fields.items()]:
        for text in _values(value):
            folded = fold(text).split()
            for piece in {" ".join(folded), *folded} - {""}:
                tokens.add(f"{fold(name)}={piece}"[:_MAX_FIELD_TOKEN])
    return tokens | {QUIET} if document.is_quiet else tokens


def _values(value: str | Iterable[str]) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value


def _suggestions(document: IndexDoc) -> set[str]:
    """Words of the title and the numbers, as "folded<separator>as written"."""
    if document.is_quiet:
        return set()
    words = {word.strip(".,;:!?()\"'„“") for word in document.title.split()}
    offered = {word for word in words if len(word) > 3 and not word.islower()}
    offered |= {number.strip() for number in document.numbers}
    return {f"{fold(word)[:60]}{SEPARATOR}{word[:60]}" for word in offered if word}
