"""Replacement text of marked content (ActualText), which level A wants for private characters."""

from verbundakte.core.converters.pdfa.lexer import Name, Operation
from verbundakte.core.converters.pdfa.paper import Paper, is_dict, items, key_of, value

DEEPEST = 60


def says_something(paper: Paper, page: object, properties: object) -> bool:
    """Whether marked content with these properties has a replacement text of its own or above."""
    if isinstance(properties, dict):
        if b"ActualText" in properties:
            return True
        mark = properties.get(b"MCID")
    else:
        if value(properties, "/ActualText") is not None:
            return True
        mark = value(properties, "/MCID")
    if not isinstance(mark, int):
        return False
    elements = items(_parents(paper).get(value(page, "/StructParents")))
    found = elements[mark] if 0 <= mark < len(elements) else None
    for _ in range(DEEPEST):
        if not is_dict(found):
            return False
        if value(found, "/ActualText") is not None:
            return True
        found = value(found, "/P")
    return False


def _parents(paper: Paper) -> dict:
    """The number tree that leads from pages to structure elements."""
    if "parents" in paper.memory:
        return paper.memory["parents"]
    found: dict = {}
    waiting, seen = [value(value(paper.root, "/StructTreeRoot"), "/ParentTree")], set()
    while waiting:
        node = waiting.pop()
        if not is_dict(node) or key_of(node) in seen:
            continue
        seen.add(key_of(node))
        pairs = items(value(node, "/Nums"))
        found.update(zip(pairs[::2], pairs[1::2], strict=False))
        waiting.extend(items(value(node, "/Kids")))
    paper.memory["parents"] = found
    return found


def properties_of(operation: Operation) -> object:
    """Return what stands after the tag: a dictionary, or a Name to be looked up."""
    found = operation.operands[1] if len(operation.operands) > 1 else None
    return found if isinstance(found, dict | Name) else None
