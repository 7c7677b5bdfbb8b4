"""Annotations, form fields and actions (6.3-6.5; in part 1: 6.5, 6.6, 6.9)."""

from typing import Any

import pikepdf

from verbundakte.core.converters.pdfa.paper import (
    Paper,
    entries,
    is_dict,
    is_stream,
    items,
    key_of,
    named,
    number,
    numbers,
    value,
    words,
)

FIRST = words(
    "Text Link FreeText Line Square Circle Highlight Underline Squiggly StrikeOut Stamp Ink Popup"
    " Widget PrinterMark TrapNet"
)
LATER = FIRST | words("Polygon PolyLine Caret FileAttachment Watermark Redact")
INVISIBLE, HIDDEN, PRINT, NO_VIEW, TOGGLE = 1, 2, 4, 32, 256
FIRST_ACTIONS = words("GoTo GoToR Thread URI Named SubmitForm")
LATER_ACTIONS = FIRST_ACTIONS | {"GoToE"}
NAMED = words("NextPage PrevPage FirstPage LastPage")
WITHOUT_LOOK = ("Popup", "Link")
DEEPEST = 60


def check(paper: Paper, found: Any, place: str) -> None:
    """Check one annotation."""
    if not is_dict(found):
        return
    kind = named(found, "/Subtype")
    paper.check(kind in (FIRST if paper.is_first else LATER), "anmerkung-art", place)
    _flags(paper, found, kind, place)
    _look(paper, found, kind, place)
    alpha = number(value(found, "/CA"))
    paper.check(alpha in (None, 1.0), "anmerkung-deckkraft", place)
    if items(value(found, "/C")) or items(value(found, "/IC")):
        is_rgb = paper.output is not None and paper.output.colours == "RGB "
        paper.check(is_rgb, "anmerkung-farbe", place)
    if kind == "Widget":
        paper.check("/A" not in found and "/AA" not in found, "formular-aktion", place)
    actions(paper, value(found, "/A"), place)
    for _, action in entries(value(found, "/AA")):
        actions(paper, action, place)


def _flags(paper: Paper, found: pikepdf.Dictionary, kind: str | None, place: str) -> None:
    flags = value(found, "/F")
    if not isinstance(flags, int):
        paper.check(kind == "Popup" and not paper.is_first, "anmerkung-merkmale", place)
        return
    forbidden = INVISIBLE | HIDDEN | NO_VIEW | (0 if paper.is_first else TOGGLE)
    is_kept = flags & PRINT and not flags & forbidden
    paper.check(is_kept, "anmerkung-merkmale", place)


def _look(paper: Paper, found: pikepdf.Dictionary, kind: str | None, place: str) -> None:
    look = value(found, "/AP")
    box = numbers(value(found, "/Rect"))
    is_empty = len(box) == 4 and box[0] == box[2] and box[1] == box[3]
    if look is None:
        is_free = is_empty or kind in WITHOUT_LOOK
        paper.check(is_free, "anmerkung-aussehen", place)
        paper.check(is_free or kind != "Widget", "formular-aussehen", place)
        return
    normal = value(look, "/N")
    is_only = {key for key, _ in entries(look)} == {"N"}
    is_button = kind == "Widget" and _inherited(found, "/FT") == "Btn"
    fits = is_dict(normal) if is_button else is_stream(normal)
    paper.check(is_only and fits, "anmerkung-aussehen-form", place)


def _inherited(field: object, key: str, depth: int = 0) -> str | None:
    here, above = named(field, key), value(field, "/Parent")
    if here is not None or above is None or depth > DEEPEST:
        return here
    return _inherited(above, key, depth + 1)


def actions(paper: Paper, found: Any, place: str) -> None:
    """Check an action and those that follow it."""
    waiting, seen = [found], set()
    while waiting:
        action = waiting.pop()
        if isinstance(action, pikepdf.Array):
            waiting.extend(action)
        if not is_dict(action) or key_of(action) in seen:
            continue
        seen.add(key_of(action))
        kind = named(action, "/S")
        allowed = FIRST_ACTIONS if paper.is_first else LATER_ACTIONS
        paper.check(kind in allowed or (kind is None and "/D" in action), "aktion-art", place)
        if kind == "Named":
            paper.check(named(action, "/N") in NAMED, "aktion-name", place)
        waiting.append(value(action, "/Next"))


def check_document(paper: Paper) -> None:
    """Check the form, the outline and what happens on opening."""
    opening = value(paper.root, "/OpenAction")
    if is_dict(opening):
        actions(paper, opening, "Dokument")
    for _, action in entries(value(paper.root, "/AA")):
        actions(paper, action, "Dokument")
    for count, page in enumerate(paper.pdf.pages, 1):
        for _, action in entries(value(page.obj, "/AA")):
            actions(paper, action, f"Seite {count}")
    _outline(paper)
    form = value(paper.root, "/AcroForm")
    if is_dict(form):
        paper.check(value(form, "/NeedAppearances") is not True, "formular-neuzeichnen")
        paper.check("/XFA" not in form, "formular-xfa")
        _fields(paper, value(form, "/Fields"))


def _outline(paper: Paper) -> None:
    waiting, seen = [value(value(paper.root, "/Outlines"), "/First")], set()
    while waiting:
        entry = waiting.pop()
        if not is_dict(entry) or key_of(entry) in seen:
            continue
        seen.add(key_of(entry))
        actions(paper, value(entry, "/A"), "Lesezeichen")
        waiting.extend((value(entry, "/Next"), value(entry, "/First")))


def _fields(paper: Paper, found: Any) -> None:
    waiting, seen = items(found), set()
    while waiting:
        field = waiting.pop()
        if not is_dict(field) or key_of(field) in seen:
            continue
        seen.add(key_of(field))
        paper.check("/AA" not in field, "formular-aktion", "Formular")
        actions(paper, value(field, "/A"), "Formular")
        for _, action in entries(value(field, "/AA")):
            actions(paper, action, "Formular")
        waiting.extend(items(value(field, "/Kids")))
