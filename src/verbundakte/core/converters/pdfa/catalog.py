"""What the catalog and the pages may hold: layers, permissions, presentations, tagging (6.7-6.11)."""

import pikepdf

from verbundakte.core.converters.pdfa.paper import (
    Paper,
    entries,
    is_dict,
    items,
    key_of,
    name,
    named,
    numbers,
    value,
    words,
)

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
SMALLEST, LARGEST = 3, 14400
PERMISSIONS = {"UR3", "DocMDP"}
DIGESTS = ("/DigestLocation", "/DigestMethod", "/DigestValue")
LEVELS = ("a",)
LONGEST_CHAIN = 20
STANDARD_TYPES = words(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3"
    " H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry"
    " Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form StructTreeRoot"
)
NOT_IN_FIRST = words("THead TBody TFoot Annot Ruby RB RT RP Warichu WT WP")


def check(paper: Paper) -> None:
    """Check catalog, name dictionary and page dictionaries."""
    root = paper.root
    paper.check("/OCProperties" not in root, "ebenen-verboten")
    paper.check("/AA" not in root, "aktion-katalog")
    paper.check("/Requirements" not in root, "anforderungen")
    paper.check(value(root, "/NeedsRendering") is not True, "formular-xfa")
    names = value(root, "/Names")
    paper.check(value(names, "/AlternatePresentations") is None, "praesentationen")
    paper.check(value(names, "/JavaScript") is None, "aktion-art")
    _permissions(paper)
    _layers(paper)
    _pages(paper)
    if paper.level in LEVELS:
        _tagged(paper)


def _permissions(paper: Paper) -> None:
    granted = value(paper.root, "/Perms")
    if not is_dict(granted):
        return
    paper.check({key for key, _ in entries(granted)} <= PERMISSIONS, "berechtigungen")
    signature = value(granted, "/DocMDP")
    for reference in items(value(signature, "/Reference")):
        paper.check(not any(key in reference for key in DIGESTS), "berechtigungen-pruefsumme")


def _layers(paper: Paper) -> None:
    layers = value(paper.root, "/OCProperties")
    if not is_dict(layers):
        return
    groups = {key_of(group) for group in items(value(layers, "/OCGs"))}
    configured = [value(layers, "/D"), *items(value(layers, "/Configs"))]
    seen: set[str] = set()
    for each in configured:
        if not is_dict(each):
            continue
        title = str(value(each, "/Name") or "")
        paper.check(title, "ebenen-name")
        paper.check(title not in seen, "ebenen-name-doppelt")
        seen.add(title)
        paper.check("/AS" not in each, "ebenen-automatik")
        order = value(each, "/Order")
        if isinstance(order, pikepdf.Array):
            paper.check(_ordered(order) >= groups, "ebenen-reihenfolge")


def _ordered(order: pikepdf.Array) -> set:
    found, waiting = set(), [order]
    while waiting:
        for each in waiting.pop():
            if isinstance(each, pikepdf.Array):
                waiting.append(each)
            elif isinstance(each, pikepdf.Dictionary):
                found.add(key_of(each))
    return found


def _pages(paper: Paper) -> None:
    for count, page in enumerate(paper.pdf.pages, 1):
        found, place = page.obj, f"Seite {count}"
        paper.check("/AA" not in found, "aktion-seite", place)
        paper.check("/PresSteps" not in found, "praesentationen", place)
        for key in BOXES:
            _box(paper, numbers(_inherited(found, key)), place)


def _inherited(found: object, key: str, depth: int = 0) -> object:
    here = value(found, key)
    if here is not None or depth > 50:
        return here
    above = value(found, "/Parent")
    return _inherited(above, key, depth + 1) if above is not None else None


def _box(paper: Paper, box: list[float], place: str) -> None:
    if len(box) != 4:
        return
    wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
    fits = all(SMALLEST <= side <= LARGEST for side in (wide, high))
    paper.check(fits, "grenze-seite", place)


def _tagged(paper: Paper) -> None:
    root = paper.root
    marked = value(value(root, "/MarkInfo"), "/Marked")
    paper.check(marked is True, "struktur-markiert")
    tree = value(root, "/StructTreeRoot")
    paper.check(is_dict(tree), "struktur-baum")
    check_language(paper, value(root, "/Lang"))
    roles = {key: name(to) for key, to in entries(value(tree, "/RoleMap"))}
    waiting, seen = [value(tree, "/K")], set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting.extend(found)
        elif is_dict(found) and key_of(found) not in seen:
            seen.add(key_of(found))
            _element(paper, found, roles)
            waiting.append(value(found, "/K"))
        paper.pace()


def _element(paper: Paper, found: pikepdf.Dictionary, roles: dict[str, str | None]) -> None:
    kind = named(found, "/Type")
    if kind in ("MCR", "OBJR"):
        return
    paper.check(kind in (None, "StructElem"), "struktur-element")
    role = named(found, "/S") or ""
    is_turned = role in STANDARD_TYPES and roles.get(role, role) != role
    paper.check(not is_turned, "struktur-rolle-standard")
    for _ in range(LONGEST_CHAIN):
        if role in STANDARD_TYPES or role not in roles:
            break
        role = roles[role] or ""
    is_known = role in STANDARD_TYPES and not (paper.is_first and role in NOT_IN_FIRST)
    paper.check(is_known, "struktur-rolle")
    language = value(found, "/Lang")
    check_language(paper, language)


def check_language(paper: Paper, language: object) -> None:
    """Check that a language is written as RFC 3066 demands (6.8.4, 6.7.4)."""
    if language is None:
        return
    parts = str(language).split("-") if str(language) else []
    is_valid = all(1 <= len(part) <= 8 and part.isascii() and part.isalnum() for part in parts)
    paper.check(is_valid and (not parts or parts[0].isalpha()), "struktur-sprache")
