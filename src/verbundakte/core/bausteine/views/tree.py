"""The left pane: what a Baustein consists of, as a tree of places."""

from dataclasses import dataclass, field

from verbundakte.core.bausteine.places import Place, address_of, in_order
from verbundakte.core.bausteine.spec import FieldInfo, Item
from verbundakte.core.bausteine.versions import data_of
from verbundakte.core.search.fold import fold

MOST_ITEMS = 400


@dataclass
class Node:
    """A line of the tree."""

    label: str
    url: str
    is_current: bool = False
    is_open: bool = False
    mark: str = ""
    no: str = ""
    count: int | None = None
    children: list = field(default_factory=list)


@dataclass
class Section:
    """A list of Items with what can be done with it."""

    label: str
    hint: str
    count: int
    nodes: list[Node]
    add: str
    has_more: bool = False


def sections(editor) -> list[Section]:
    """Return the lists of the whole Baustein; `wort` in the address narrows them."""
    before = data_of(editor.before) if editor.before and editor.version.is_draft else None
    whole = Place((), editor.kind.spec, editor.data)
    words = fold(editor.request.GET.get("wort", "")).split()
    return [_section(editor, whole, info, before, words) for info in whole.lists()]


def below(editor) -> list[Section]:
    """Return the lists directly below the shown Item (those of the whole stand on the left)."""
    if not editor.place.path:
        return []
    return [_section(editor, editor.place, info, None, []) for info in editor.place.lists()]


def _section(editor, place: Place, info: FieldInfo, before: dict | None, words: list) -> Section:
    present = in_order(info, place.data[info.name])
    old = {item["id"]: item for item in before[info.name]} if before else None
    nodes = [_node(editor, place.path, info, item, old) for item in present]
    if words:
        nodes = [node for node in nodes if all(word in fold(node.label) for word in words)]
    add = editor.at("eintrag-neu", ort=place.address, liste=info.name)
    return Section(
        info.label,
        info.options.hint,
        len(present),
        nodes[:MOST_ITEMS],
        add if editor.is_writing else "",
        len(nodes) > MOST_ITEMS,
    )


def _node(editor, path: tuple, info: FieldInfo, item: dict, old: dict | None) -> Node:
    item_class = info.item_class or Item
    here = (*path, (info.name, item["id"]))
    shown = editor.place.path
    node = Node(
        label=item_class.name_of(item) or item_class.label,
        url=f"{editor.link(address_of(here))}#dokument",
        is_current=here == shown,
        is_open=shown[: len(here)] == here,
        mark=_mark(item, old),
    )
    if node.is_open:
        inner = Place(here, item_class, item)
        node.children = [
            _node(editor, here, nested, child, None)
            for nested in inner.lists()
            for child in in_order(nested, item[nested.name])
        ]
    return node


def _mark(item: dict, old: dict | None) -> str:
    if old is None:
        return ""
    if item["id"] not in old:
        return "neu"
    return "" if old[item["id"]] == item else "geändert"
