"""Writing of this room."""

from verbundakte.signaturen.actions.form import FormMissing, check_form
from verbundakte.signaturen.actions.pruefung import (
    begin_pruefung,
    forget_signaturen,
    order_pruefung,
    record_pruefung,
)

__all__ = [
    "FormMissing",
    "begin_pruefung",
    "check_form",
    "forget_signaturen",
    "order_pruefung",
    "record_pruefung",
]
