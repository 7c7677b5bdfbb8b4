"""Mails to an address of our own: into a Vorgang, to a person, or to a way in.

Who knows the address of a Vorgang and works here with the right to file there, files by sending. Everybody
else only sends: the mail waits, closed, for whoever opened the address, and says why.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.actions import is_closed
from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import Refusal
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.actions import file_eingang, kanal_for
from verbundakte.posteingang.actions.mailadresse import note_not_filed
from verbundakte.posteingang.mail.annahme import MailHead, read_head, take_mail
from verbundakte.posteingang.mail.rules import Postfach
from verbundakte.posteingang.models import (
    Eingang,
    Eingangskanal,
    KanalArt,
    Mailadresse,
    Verschluss,
)
from verbundakte.posteingang.queries.mailadresse import vorgang_named

TOKEN = re.compile(r"((?:vorgang|ablage|eingang)-[a-z2-7]{26})@")
NOT_FILED = (
    "An eine Ablageadresse geschickt, aber nicht abgelegt: Der Absender gehört nicht zu denen, die"
    " dort ablegen dürfen. Prüfen Sie den Inhalt und legen Sie die E-Mail selbst ab."
)


@dataclass(frozen=True)
class Plan:
    """Where a mail goes: its way in, to whom, and with whose rights into which Vorgang."""

    kanal: Eingangskanal
    told: dict
    sender: object = None
    vorgang: Vorgang | None = None


def tokens_in(receivers: tuple[str, ...]) -> list[str]:
    """Return the names of our own addresses among those a mail came to."""
    return list(dict.fromkeys(TOKEN.findall(" ".join(receivers).lower())))


def adressen_of(tokens: list[str]) -> list[Mailadresse]:
    """Return the addresses of the open town that still hold."""
    rows = Mailadresse.objects.filter(token__in=tokens, ended_at=None)
    return list(rows.select_related("kanal", "person", "vorgang__federfuehrung"))


def file_mail(
    actor, adresse: Mailadresse, spooled: Path, *, arrived_at: datetime, at: datetime
) -> Eingang:
    """Take a mail for an address of our own. Runs outside of a transaction; raises as `take_mail`."""
    head = read_head(spooled)
    with transaction.atomic():
        plan = _plan(adresse, head, at)
    moments = {"arrived_at": arrived_at, "at": at}
    eingang = take_mail(actor, plan.kanal, spooled, **moments, **plan.told)
    if plan.vorgang is not None and eingang.dokument_id is not None:
        _file(plan, eingang, at)
    return eingang


def _file(plan: Plan, eingang: Eingang, at: datetime) -> None:
    """File it with the rights of its sender; what came here before already stays where it is."""
    try:
        with transaction.atomic():
            sender = load_actor(plan.sender.person_id)  # anew: now she reaches this Eingang
            file_eingang(sender, eingang, vorgang=plan.vorgang, at=at)
    except (Refusal, PermissionDenied):
        note_not_filed(eingang, NOT_FILED)


def _plan(adresse: Mailadresse, head: MailHead, at: datetime) -> Plan:
    if adresse.kanal is not None:
        verschluss = Postfach.of(adresse.kanal.einstellungen).verschluss
        return Plan(adresse.kanal, {"verschluss": verschluss})
    sender = sender_of(head)
    if adresse.vorgang is None:
        return _plan_for_person(adresse.person, sender, head, at)
    vorgang = adresse.vorgang
    if sender is not None and _may_file(sender, vorgang):
        return _plan_to(vorgang.federfuehrung, sender.person_id, at, sender=sender, vorgang=vorgang)
    owner = Person.objects.active().filter(pk=adresse.created_by).first()
    return _plan_to(vorgang.federfuehrung, owner and owner.pk, at, hint=NOT_FILED)


def _plan_for_person(person: Person, sender, head: MailHead, at: datetime) -> Plan:
    einheit = _unit_of(person)
    is_own = sender is not None and sender.person_id == person.pk
    vorgang = vorgang_named(sender, head.betreff) if is_own else None
    if vorgang is not None and _may_file(sender, vorgang):
        return _plan_to(einheit, person.pk, at, sender=sender, vorgang=vorgang)
    return _plan_to(einheit, person.pk, at)


def _plan_to(
    einheit: Organisationseinheit, person, at: datetime, *, hint: str = "", **more
) -> Plan:
    """Let only this person see it, or the head of the unit, until it is filed."""
    told = {"einheit": einheit.pk, "verschluss": Verschluss.VERTRAULICH}
    if person is not None:
        told |= {"person": person, "verschluss": Verschluss.PERSOENLICH}
    if hint:
        told["angaben"] = {"hinweis": hint}
    return Plan(kanal_for(KanalArt.EMAIL, einheit, at), told, **more)


def _may_file(sender, vorgang: Vorgang) -> bool:
    return sender.may(AktenPermission.DOKUMENT_CREATE, vorgang) and not is_closed(vorgang)


def _unit_of(person: Person) -> Organisationseinheit:
    actor = load_actor(person.pk)
    rows = Organisationseinheit.objects.order_by("sort_key")
    own = rows.filter(pk__in=actor.einheiten) if actor else rows.none()
    return own.first() or rows.filter(parent=None)[0]


def sender_of(head: MailHead):
    """Return the actor of whoever of the town a mail says to be from, None for everybody else."""
    address = parseaddr(head.absender)[1].strip()
    if "@" not in address:
        return None
    keys = Person.objects.people().filter(email__iexact=address).values_list("pk", flat=True)
    found = list(keys[:2])
    return load_actor(found[0]) if len(found) == 1 else None
