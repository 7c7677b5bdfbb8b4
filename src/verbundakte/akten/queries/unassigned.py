"""Dokumente that lie in no Vorgang yet ("Nicht zugeordnet")."""

from verbundakte.akten.queries.listing import PAGE, Page, newest_below
from verbundakte.akten.queries.objects import dokumente, with_newest


def unassigned(actor):
    """Return the Dokumente without Akte and Vorgang that the actor may read, newest first."""
    rows = dokumente(actor).filter(akte=None, vorgang=None, parent=None)
    if actor.kind == "person":
        rows = rows.exclude(is_entwurf=True, created_by=actor.person_id)
    return rows.select_related("federfuehrung").order_by("-created_at", "-pk")


def list_unassigned(actor, *, after: str = "", limit: int = PAGE) -> Page:
    """Return a page of unassigned Dokumente with their newest Fassung and file, newest first."""
    page = newest_below(unassigned(actor), after=after, limit=limit)
    ids = [row.pk for row in page]
    rows = {row.pk: row for row in with_newest(unassigned(actor).filter(pk__in=ids), limit)}
    return Page([rows[key] for key in ids if key in rows], page.after)
