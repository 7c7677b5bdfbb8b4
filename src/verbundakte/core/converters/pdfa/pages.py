"""Page by page: content, transparency, annotations and what they look like."""

from verbundakte.core.converters.pdfa import annotations, pictures, structure
from verbundakte.core.converters.pdfa.content import (
    Walk,
    enter_form,
    follow,
    page_data,
)
from verbundakte.core.converters.pdfa.paper import Paper, is_stream, items, key_of, value


def check(paper: Paper) -> None:
    """Check every page with its annotations."""
    for count, page in enumerate(paper.pdf.pages, 1):
        paper.pace()
        place = f"Seite {count}"
        resources = value(page.obj, "/Resources")
        is_own = b"Resources" in structure.written_keys(paper, page.obj.objgen)
        own, above = (resources, None) if is_own else (None, resources)
        walk = Walk(paper, place, own, above, page=page.obj)
        walk.is_clear |= pictures.check_group(paper, page.obj, walk.use())
        follow(walk, page_data(page.obj))
        for annotation in items(value(page.obj, "/Annots")):
            annotations.check(paper, annotation, place)
            _appearance(walk, value(annotation, "/AP"))
        has_space = value(value(page.obj, "/Group"), "/CS") is not None
        is_kept = not walk.is_clear or paper.output is not None or has_space
        paper.check(is_kept, "transparenz-mischfarbraum", place)


def _appearance(walk: Walk, appearance: object) -> None:
    """Follow each picture that an annotation can show."""
    seen, waiting = set(), [appearance]
    while waiting:
        found = waiting.pop()
        if is_stream(found):
            enter_form(Walk(walk.paper, walk.place, None, None, 1), found)
        elif found is not None and key_of(found) not in seen:
            seen.add(key_of(found))
            waiting.extend(value(found, key) for key in found.keys())  # noqa: SIM118
