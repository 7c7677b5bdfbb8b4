"""What of the Postausgang keeps a Vorgang from being closed."""

from django.urls import reverse

from verbundakte.akten.models import Vorgang
from verbundakte.core.registry import OpenEnd
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import ausgang as queries


def unsent(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return what of a Vorgang waits to go out or came back, as far as the actor sees it."""
    if Permission.VERSAND_READ not in actor.permissions:
        return []
    return [
        OpenEnd(
            f"{row.stand.label.capitalize()}: {row.betreff} an {row.name}",
            reverse("postausgang:versand", args=[row.pk]),
        )
        for row in queries.unsent_of(actor, vorgang)
    ]
