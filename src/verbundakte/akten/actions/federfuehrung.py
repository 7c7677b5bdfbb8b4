"""Which unit is in charge of an Akte, a Vorgang or a Dokument."""

from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.actions import action, assign
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.models import Organisationseinheit


def _change(subject, to: Organisationseinheit):
    if assign(subject, {"federfuehrung": to}):
        touch(subject)
    return subject


@action(Permission.AKTE_EDIT, Event.AKTE_CHANGED)
def _change_akte(actor, akte: Akte, *, to: Organisationseinheit) -> Akte:
    return _change(akte, to)


@action(Permission.VORGANG_EDIT, Event.VORGANG_CHANGED)
def _change_vorgang(actor, vorgang: Vorgang, *, to: Organisationseinheit) -> Vorgang:
    return _change(vorgang, to)


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_CHANGED)
def _change_dokument(actor, dokument: Dokument, *, to: Organisationseinheit) -> Dokument:
    return _change(dokument, to)


CHANGES = {Akte: _change_akte, Vorgang: _change_vorgang, Dokument: _change_dokument}


def change_federfuehrung(actor, subject: Akte | Vorgang | Dokument, *, to: Organisationseinheit):
    """Let another unit be in charge; number, access and retention stay as they are."""
    return CHANGES[type(subject)](actor, subject, to=to)
