"""A copy made of a Dokument and filed as one of its own: where it lies and who sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions.filing import Arrived, file_new, place_in
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.actions.zugriff import narrow_to, rule_of
from verbundakte.akten.models import (
    Choice,
    Dokument,
    Einschraenkung,
    Verweis,
    Vorgang,
    Zugriffsregel,
)
from verbundakte.akten.models.verweis import VerweisArt
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal

WIDE, NARROW = "wie der Vorgang", "wie das Original"


class NotFiled(Refusal):
    """The copy would lie nowhere."""

    message = "Das Dokument liegt in keinem Vorgang. Legen Sie es zuerst in einen; dort entsteht die Kopie."


class IsRestricted(Refusal):
    """What is kept but not used (Art. 18 DSGVO) is not copied."""

    message = "Die Verarbeitung ist eingeschränkt (Art. 18 DSGVO). So lange entsteht keine Kopie."


@dataclass(frozen=True)
class Kopie:
    """What was made of a Dokument, how it points back, and whether all of the Vorgang may see it."""

    arrived: Arrived
    art: VerweisArt
    values: dict
    is_wide: bool = False


def copy_place(actor, dokument: Dokument) -> Vorgang:
    """Return the Vorgang in which a copy of a Dokument would be filed.

    Raises NotFiled, PermissionDenied (nothing may be filed there), VorgangClosed, IsRestricted.
    """
    vorgang = dokument.vorgang
    if vorgang is None:
        raise NotFiled
    if not actor.may(Permission.DOKUMENT_CREATE, vorgang):
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    if is_closed(vorgang):
        raise VorgangClosed
    check_unrestricted(dokument)
    return vorgang


def check_unrestricted(dokument: Dokument) -> None:
    """Refuse while the processing of a Dokument is restricted. Raises IsRestricted."""
    about = [key for key in (dokument.pk, dokument.parent_id) if key]
    if Einschraenkung.objects.in_force().filter(dokument__in=about).exists():
        raise IsRestricted


def original_rule(dokument: Dokument) -> Zugriffsregel | None:
    """Return the rule by which only named persons see a Dokument, its own or that of its whole."""
    rules = (rule_of(one) for one in (dokument, dokument.parent) if one is not None)
    return next((rule for rule in rules if rule and rule.choice == Choice.NUR), None)


def file_copy(actor, original: Dokument, kopie: Kopie, *, at: datetime) -> Dokument:
    """File a copy in the Vorgang of its original, for the actions that make one.

    Where only named persons see the original, only they see the copy, unless it is said otherwise.
    """
    vorgang = original.vorgang
    values = {"dokumenttyp": original.dokumenttyp, **kopie.values}
    copy = file_new({**place_in(vorgang), **values}, kopie.arrived, actor=actor, at=at)
    rule = original_rule(original)
    if rule is not None:
        audit.note_change("Zugriff", None, WIDE if kopie.is_wide else NARROW)
        if not kopie.is_wide:
            narrow_to(copy, rule.persons, by=actor)
    Verweis.objects.create(
        art=kopie.art, from_kind="dokument", from_id=copy.pk, to_kind="dokument",
        to_id=original.pk, created_at=at, created_by=actor.person_id,
    )  # fmt: skip
    return copy
