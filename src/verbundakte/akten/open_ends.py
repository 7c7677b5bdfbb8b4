"""What of this room keeps a Vorgang from being closed, and how each is closed on the spot."""

from django.urls import reverse
from django.utils.timezone import localtime

from verbundakte.akten import queries
from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import programm
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.registry import OpenEnd


def entwuerfe(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return the visible drafts of a Vorgang."""
    return [
        OpenEnd(
            f"Entwurf: {row.betreff}",
            address_of(row),
            "Ist fertig",
            reverse("akten:abschluss", args=[row.pk]),
        )
        for row in queries.entwuerfe_of(actor, vorgang)
    ]


def locks(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return who still edits something in a Vorgang; one's own locks can be ended here."""
    found = []
    for lock in queries.locks_in(actor, vorgang):
        is_own = lock.person_id == actor.person_id
        who = "Ihnen" if is_own else lock.person.name
        text = (
            f"In Bearbeitung bei {who} bis {localtime(lock.expires_at):%d.%m.%Y}:"
            f" {lock.dokument.betreff}"
        )
        close = ("Freigeben", reverse("akten:freigabe", args=[lock.dokument_id])) if is_own else ()
        found.append(OpenEnd(text, address_of(lock.dokument), *close))
    return found


def staende(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return what programs saved in a Vorgang and nobody has filed."""
    return [
        OpenEnd(
            f"Gespeichert von {row.person.name}, noch keine Fassung: {row.dokument.betreff}",
            address_of(row.dokument),
        )
        for row in programm.staende_in(actor, vorgang)
    ]


def restrictions(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return what is still restricted in a Vorgang: the person concerned waits for a decision."""
    return [
        OpenEnd(
            f"Verarbeitung eingeschränkt: {row.betreff}",
            reverse("akten:schutz", args=["dokument", row.pk]),
        )
        for row in queries.restricted_in(actor, vorgang)
    ]
