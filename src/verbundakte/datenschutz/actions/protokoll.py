"""Erasing what the log tells of a person; that something stood there stays proven (ADR 0006)."""

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import AuditDetail, Tenant
from verbundakte.datenschutz.events import Event
from verbundakte.datenschutz.permissions import Permission
from verbundakte.datenschutz.queries.protokoll import Gesucht, protokoll_details


class NothingFound(Refusal):
    """Neither words nor object are told of in the log."""

    message = "Im Protokoll steht dazu nichts Lesbares. Prüfen Sie Schreibweise und Kennung."


class ReasonTells(Refusal):
    """The reason stays in the log and must not tell again what is erased."""

    message = (
        "Der Grund bleibt im Protokoll und darf nicht wiederholen, was gelöscht wird. Nennen Sie"
        " zum Beispiel das Aktenzeichen des Antrags."
    )


@action(Permission.PROTOKOLL_ERASE, Event.PROTOKOLL_ERASED, locks=False)
def erase_protokoll(actor, town: Tenant, *, wanted: Gesucht, reason: str) -> int:
    """Erase the readable details that are meant; digests and chain stay (Art. 17 DSGVO). Return how
    many. Raises NothingFound, ReasonTells."""
    text = wanted.text.strip()
    if text and text.casefold() in reason.casefold():
        raise ReasonTells
    keys = list(protokoll_details(actor, wanted).values_list("pk", flat=True))
    if not keys:
        raise NothingFound
    count = audit.erase(AuditDetail.objects.filter(pk__in=keys))
    audit.note_change("Gelöschte Einzelheiten", None, count)
    audit.note_change("Grund", None, reason)
    return count
