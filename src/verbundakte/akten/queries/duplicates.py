"""The Dokument that holds the same bytes already: asked for every file that is taken over."""

from uuid import UUID

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.queries.objects import dokumente
from verbundakte.akten.queries.unassigned import unassigned
from verbundakte.core.db.ready import Ready
from verbundakte.organisation.models import Organisationseinheit


def find_duplicate(actor, vorgang: Vorgang, sha256: str) -> Dokument | None:
    """Return the Dokument of a Vorgang that already holds these bytes, if the actor sees it."""
    return _IN_VORGANG.first(actor, vorgang=vorgang.pk, sha256=sha256)


def find_unassigned_duplicate(actor, einheit: Organisationseinheit, sha256: str) -> Dokument | None:
    """Return the unassigned Dokument of a unit that already holds these bytes, or None."""
    return _UNASSIGNED.first(actor, einheit=einheit.pk, sha256=sha256)


def _first_with(rows, sha256: str):
    return rows.filter(fassungen__dateien__blob__sha256=sha256).order_by("created_at")[:1]


_IN_VORGANG = Ready(
    lambda actor, vorgang, sha256: _first_with(dokumente(actor).filter(vorgang=vorgang), sha256),
    vorgang=UUID,
    sha256=str,
)
_UNASSIGNED = Ready(
    lambda actor, einheit, sha256: _first_with(
        unassigned(actor).filter(federfuehrung=einheit), sha256
    ),
    einheit=UUID,
    sha256=str,
)
