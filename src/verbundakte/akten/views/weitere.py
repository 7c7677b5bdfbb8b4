"""The pages of rooms above about an Akte, a Vorgang or a Dokument, as heads and menus show them."""

from verbundakte.core.registry import SubjectPage, registry
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem


def _item(page: SubjectPage, subject, label: str) -> MenuItem:
    url = reverse(page.url_name, args=[subject.pk])
    return MenuItem(label, url, page.icon, key=page.key, method=page.method)


def pages_about(actor, subject) -> list[MenuItem]:
    """Return all pages about an object that was read."""
    return [_item(page, subject, page.label) for page in registry.pages_about(actor, subject)]


def head_and_menu(actor, subject) -> tuple[list[MenuItem], list[MenuItem]]:
    """Return the pages about an object that are buttons in the head of its page, and those of the menu."""
    pages = registry.pages_about(actor, subject)
    buttons = [_item(page, subject, page.short) for page in pages if page.short]
    return buttons, [_item(page, subject, page.label) for page in pages if not page.short]
