"""Writing of this room."""

from verbundakte.signaturen.actions.form import FormMissing, check_form, keeps
from verbundakte.signaturen.actions.pruefung import (
    begin_pruefung,
    forget_signaturen,
    order_pruefung,
    record_pruefung,
    renew_pruefungen,
)
from verbundakte.signaturen.actions.zertifikat import Angaben, add_zertifikat, read_schluessel

__all__ = [
    "Angaben",
    "FormMissing",
    "add_zertifikat",
    "begin_pruefung",
    "check_form",
    "forget_signaturen",
    "keeps",
    "order_pruefung",
    "read_schluessel",
    "record_pruefung",
    "renew_pruefungen",
]
