"""The pages of rooms above about an Akte, a Vorgang or a Dokument, as menus show them."""

from verbundakte.core.registry import registry
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.context import MenuItem


def pages_about(actor, subject) -> list[MenuItem]:
    """Return the pages about an object that was read; those with a key stand in the head of its page."""
    return [
        MenuItem(
            page.label,
            reverse(page.url_name, args=[subject.pk]),
            page.icon,
            key=page.key,
            method=page.method,
        )
        for page in registry.pages_about(actor, subject)
    ]
