"""What a field of a specification can be: read from JSON, written as JSON, said in German."""

import dataclasses
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from verbundakte.core.registry import registry

MAX_TEXT = 2000
OPTIONS = "verbundakte"


@dataclass(frozen=True)
class Options:
    """How a field behaves: its label, its slot question, the source that locks it.

    `choices()` offers the elements of a list of texts: {group: [(value, label)]}. A list of Items
    is ordered by the number `order` of each, and with `is_inline` edited within the form above it.
    """

    label: str = ""
    question: str = ""
    source: str = ""
    hint: str = ""
    max_length: int = MAX_TEXT
    names: Callable[[str], str] | None = None
    choices: Callable[[], dict[str, list[tuple[str, str]]]] | None = None
    order: str = ""
    is_inline: bool = False


def _field(options: Options, default: Any) -> Any:
    more = {} if default is dataclasses.MISSING else {"default": default}
    return dataclasses.field(metadata={OPTIONS: options}, **more)


def free(
    label: str = "",
    *,
    default: Any = dataclasses.MISSING,
    **more: Any,
) -> Any:
    """Declare a field that everybody may change.

    `more`: `hint` for the form, `max_length`, `names` (says a stored value in German), `choices`.
    """
    return _field(Options(label=label, **more), default)


def slot(question: str, *, label: str = "", **more: Any) -> Any:
    """Declare a field that each municipality must fill itself; `question` asks for it."""
    return _field(Options(label=label, question=question, **more), None)


def locked(source: str, *, label: str = "", default: Any = dataclasses.MISSING, **more: Any) -> Any:
    """Declare a field whose value follows from `source` and stays when somebody takes it over."""
    return _field(Options(label=label, source=source, **more), default)


def items(label: str = "", *, order: str = "", is_inline: bool = False, hint: str = "") -> Any:
    """Declare a list of Items with lasting ids; where order matters, `order` names its number."""
    return _field(Options(label=label, order=order, is_inline=is_inline, hint=hint), ())


@dataclass(frozen=True)
class Ref:
    """The type of a field that refers to something: `OrganisationseinheitRef = Ref("...")`."""

    kind: str


@dataclass(frozen=True)
class Reference:
    """What such a field holds: never a row, only kind, key and perhaps the item in it."""

    kind: str
    key: UUID
    item: UUID | None = None

    def text(self) -> str:
        """Return the name of what is meant, or "" when it does not exist here."""
        known = registry.references.get(self.kind)
        return known.names([self.key]).get(self.key, "") if known else ""


def clean_text(value: object, max_length: int = MAX_TEXT) -> str:
    """Return text in one spelling (NFC, no outer blanks). Raises ValueError in German."""
    if not isinstance(value, str):
        raise ValueError("muss ein Text sein")
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in text):
        raise ValueError("enthält Zeichen, die nicht erlaubt sind")
    if len(text) > max_length:
        raise ValueError(f"ist länger als {max_length} Zeichen")
    return text


def _read_list(value: object, max_length: int) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("muss eine Liste sein")
    return tuple(sorted({clean_text(element, max_length) for element in value}))


def _read_plain(kind: type, value: object) -> Any:
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    if kind in (date, UUID) and isinstance(value, str):
        wrong = "muss ein Tag sein" if kind is date else "muss eine Kennung sein"
        try:
            return date.fromisoformat(value) if kind is date else UUID(value)
        except ValueError:
            raise ValueError(wrong) from None
    words = {int: "muss eine ganze Zahl sein", bool: "muss ja oder nein sein"}
    raise ValueError(words.get(kind, "hat eine falsche Art"))


def _read_choice(kind: type[Enum], value: object) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"kennt „{value}“ nicht") from None


def _read_reference(kind: Ref, value: object) -> Reference:
    if isinstance(value, Reference):
        found = value
    elif isinstance(value, dict) and set(value) <= {"kind", "key", "item"} and "key" in value:
        item = value.get("item")
        try:
            found = Reference(
                str(value.get("kind", "")),
                UUID(str(value["key"])),
                UUID(str(item)) if item else None,
            )
        except ValueError:
            raise ValueError("muss ein Verweis sein") from None
    else:
        raise ValueError("muss ein Verweis sein")
    if found.kind != kind.kind:
        raise ValueError("verweist auf etwas anderes")
    return found


def read_value(kind: Any, value: object, options: Options) -> Any:
    """Return a value of the field's type. Raises ValueError with the German end of a sentence."""
    if kind is str:
        return clean_text(value, options.max_length)
    if kind == list[str]:
        return _read_list(value, options.max_length)
    if isinstance(kind, Ref):
        return _read_reference(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _read_choice(kind, value)
    return _read_plain(kind, value)


def write_value(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, Reference):
        item = str(value.item) if value.item else None
        return {"kind": value.kind, "key": str(value.key), "item": item}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def names_of(references: Iterable[Reference]) -> dict[tuple[str, UUID], str]:
    """Return {(kind, key): name} of what exists here, with one question for each kind."""
    keys: dict[str, set[UUID]] = {}
    for reference in references:
        keys.setdefault(reference.kind, set()).add(reference.key)
    return {
        (kind, key): name
        for kind, wanted in keys.items()
        if kind in registry.references
        for key, name in registry.references[kind].names(wanted).items()
    }


def say(kind: Any, value: Any, options: Options) -> str:
    """Return a stored (JSON) value as it stands in a German sentence."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(kind, Ref):
        return f"„{_read_reference(kind, value).text() or 'unbekannt'}“"
    if kind is date:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"„{getattr(kind(value), 'label', value)}“"
    if kind is int:
        return str(value)
    return f"„{options.names(value) if options.names else value}“"


def enumerate_german(texts: Iterable[str]) -> str:
    """Return "a", "a und b", "a, b und c"."""
    *most, last = list(texts) or [""]
    return f"{', '.join(most)} und {last}" if most else last
