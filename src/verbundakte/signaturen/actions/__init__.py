"""Writing of this room."""

from verbundakte.signaturen.actions.form import FormMissing, check_form, keeps
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
    "keeps",
    "order_pruefung",
    "record_pruefung",
]
