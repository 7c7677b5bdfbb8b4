"""Every change goes through @action: may they - do it - write it down, in one transaction."""

import logging
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from verbundakte.core import audit

logger = logging.getLogger("verbundakte.actions")


class Refusal(Exception):
    """The actor may do this, but not now. `message` is German and shown to the user."""

    message = ""

    def __init__(self, message: str = ""):
        super().__init__(message or self.message)
        self.message = message or self.message


class Gone(Refusal):
    """The object was removed between reading and acting."""

    message = "Das gibt es nicht mehr. Laden Sie die Seite neu."


class Changed(Refusal):
    """Somebody else changed the object since it was read; the caller decides what to do."""

    message = (
        "Das wurde inzwischen von jemand anderem geändert. Vergleichen Sie und entscheiden Sie."
    )


def _lock(subject):
    """Return the subject as it stands now, locked until the end of the transaction."""
    if not isinstance(subject, models.Model) or subject._state.adding:
        return subject
    if not hasattr(type(subject), "tenant"):
        return subject
    rows = type(subject)._default_manager.select_for_update(of=("self",), no_key=True)
    try:
        return rows.get(pk=subject.pk)
    except type(subject).DoesNotExist as error:
        raise Gone from error


def action(permission: str, event: str, *, about: str = "subject", locks: bool = True):
    """Make a function `f(actor, subject, **details)` the one way to do something.

    It opens the transaction, locks the subject, asks `actor.may(permission, subject)`, runs the
    function and writes one event with the changes reported through `audit.note_change`.
    `about="result"`: the event is about what the function returns (something new) instead.
    `locks=False`: for acts that add to the subject and may run side by side.
    """

    def decorate(function):
        @wraps(function)
        def perform(actor, subject, /, **details):
            with transaction.atomic():
                current = _lock(subject) if locks else subject
                if not actor.may(permission, current):
                    logger.warning(
                        "refused", extra={"permission": str(permission), "actor": str(actor.id)}
                    )
                    raise PermissionDenied(permission)
                with audit.collecting() as changes:
                    result = function(actor, current, **details)
                audit.record(
                    event,
                    actor=actor,
                    subject=result if about == "result" else current,
                    changes=changes,
                )
            return result

        perform.is_action = True
        perform.permission = permission
        perform.event = event
        return perform

    return decorate


def check_unchanged(subject, seen: int) -> None:
    """Raise Changed when the subject's `revision` is not the one the actor saw."""
    if subject.revision != seen:
        raise Changed


def count_change(subject: models.Model) -> None:
    """Raise `revision` where something about the subject changed that is no field of it."""
    subject.revision += 1
    subject.save(update_fields=["revision"])


def _shown(subject: models.Model, field) -> object:
    if field.choices:
        return subject._get_FIELD_display(field)
    return getattr(subject, field.name)


def assign(subject: models.Model, values: dict) -> bool:
    """Set fields, report each to the log, raise `revision`; tell whether anything changed.

    Fields that are not editable (folded text, sort keys) are set but not reported.
    """
    changed = False
    for name, value in values.items():
        field = subject._meta.get_field(name)
        if getattr(subject, name) == value:
            continue
        old = _shown(subject, field)
        setattr(subject, name, value)
        if field.editable:
            label = str(field.verbose_name)
            audit.note_change(label[:1].upper() + label[1:], old, _shown(subject, field))
        changed = True
    if changed:
        subject.revision += 1
        subject.save()
    return changed
