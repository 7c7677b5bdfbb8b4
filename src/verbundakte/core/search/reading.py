"""A question told back: in German words (`said`) and in the query language again (`written`)."""

from datetime import date

from verbundakte.core.search import nodes

_SAID_WHERE = {"title": "im Betreff", "text": "im Text", "numbers": "in einer Nummer"}
_WRITTEN_WHERE = {"title": "titel", "text": "text", "numbers": "nummer"}
_SAID_FIELD = {"kind": "was", "dokumenttyp": "Art", "zustand": "Stand", "format": "Dateityp"}
_WRITTEN_FIELD = {"kind": "art", "zustand": "stand", "format": "dateityp"}


def said(node: nodes.Node) -> str:
    """Return what a question asks for, as one says it: „Hund“ und „Steuer“, ohne „Katze“."""
    match node:
        case nodes.And(children):
            wanted = [child for child in children if not isinstance(child, nodes.Not)]
            parts = [" und ".join(said(child) for child in wanted)] if wanted else []
            return ", ".join(parts + [said(one) for one in children if isinstance(one, nodes.Not)])
        case nodes.Or(children):
            return " oder ".join(said(child) for child in children)
        case nodes.Not(child):
            return f"ohne {said(child)}"
        case nodes.Alike(inner, others):
            return f"{said(inner)} (auch {', '.join(said(one) for one in others)})"
        case nodes.Alike(inner, others):
            return f"{said(inner)} (auch {', '.join(said(one) for one in others)})"
        case nodes.Scoped(name, inner):
            return f"{said(inner)} {_SAID_WHERE[name]}"
        case nodes.DateRange(first, last):
            return f"Datum {_days(first, last)}"
        case nodes.Field(name, value):
            return f"{_SAID_FIELD.get(name, name.capitalize())}: {value}"
        case nodes.FieldRange(name):
            return f"{_SAID_FIELD.get(name, name.capitalize())}: {_range(node)}"
        case nodes.All():
            return "alles"
    return _said_leaf(node)


def _said_leaf(node: nodes.Node) -> str:
    match node:
        case nodes.Phrase(text):
            return f"die Wortfolge „{text}“"
        case nodes.Wildcard(pattern):
            return f"ein Wort wie „{pattern}“"
        case nodes.Fuzzy(text):
            return f"„{text}“ auch mit Tippfehlern"
    return f"„{node.text}“"


def written(node: nodes.Node) -> str:
    """Return a question in the query language that means the same."""
    match node:
        case nodes.And(children):
            return " ".join(_inside(child) for child in children)
        case nodes.Or(children):
            return " ODER ".join(_inside(child) for child in children)
        case nodes.Not(child):
            return f"-{_inside(child)}"
        case nodes.Alike(inner):
            return written(inner)
        case nodes.Alike(inner):
            return written(inner)  # the synonyms come again by themselves
        case nodes.Scoped(name, inner):
            return f"{_WRITTEN_WHERE[name]}:{written(inner)}"
        case nodes.DateRange(first, last):
            return f"datum:{_days_written(first, last)}"
        case nodes.Field(name, value):
            value = f'"{value}"' if " " in value else value
            return f"{_WRITTEN_FIELD.get(name, name)}:{value}"
        case nodes.FieldRange(name):
            return f"{_WRITTEN_FIELD.get(name, name)}:{_range(node)}"
        case nodes.Phrase(text):
            return f'"{text}"'
        case nodes.Wildcard(pattern):
            return pattern
        case nodes.Fuzzy(text):
            return f"{text}~"
        case nodes.All():
            return ""
    return node.text


def _inside(node: nodes.Node) -> str:
    is_many = isinstance(node, (nodes.And, nodes.Or))
    return f"({written(node)})" if is_many else written(node)


def _days(first: date | None, last: date | None) -> str:
    if first and first == last:
        return f"{first:%d.%m.%Y}"
    parts = (f"ab {first:%d.%m.%Y}" if first else "", f"bis {last:%d.%m.%Y}" if last else "")
    return " ".join(part for part in parts if part)


def _days_written(first: date | None, last: date | None) -> str:
    if first and first == last:
        return f"{first:%d.%m.%Y}"
    return f"{first:%d.%m.%Y}..{last:%d.%m.%Y}" if first and last else _open(first, last)


def _open(first: date | None, last: date | None) -> str:
    return f"{first:%d.%m.%Y}.." if first else f"..{last:%d.%m.%Y}"


def _range(node: nodes.FieldRange) -> str:
    if node.numbers:
        low, high = ("" if one is None else f"{one:g}".replace(".", ",") for one in node.numbers)
        return f"{low}..{high}"
    first, last = node.days
    return _days_written(first, last)


def parts_of(node: nodes.Node) -> list[nodes.Node]:
    """Return what must all be true of a hit, one by one."""
    return list(node.children) if isinstance(node, nodes.And) else [node]


def without(node: nodes.Node, part: nodes.Node) -> str:
    """Return the question without one of its parts, "" when nothing is left."""
    left = tuple(one for one in parts_of(node) if one is not part)
    return written(nodes.And(left)) if left else ""
