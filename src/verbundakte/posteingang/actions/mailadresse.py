"""Addresses of our own: begun by whom they serve, replaced and ended by the same."""

import base64
import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.actions import VorgangClosed, is_closed
from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import action
from verbundakte.organisation.models import Person
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Eingangskanal, Mailadresse
from verbundakte.posteingang.permissions import Permission

VORGANG, PERSON, KANAL = "vorgang", "ablage", "eingang"


def _new_token(prefix: str) -> str:
    """Return a name that nobody guesses: 128 random bits."""
    return f"{prefix}-{base64.b32encode(secrets.token_bytes(16)).decode().rstrip('=').lower()}"


def _end(at: datetime, **aim) -> None:
    Mailadresse.objects.filter(ended_at=None, **aim).update(ended_at=at)


def _renew(actor, prefix: str, at: datetime, **aim) -> Mailadresse:
    _end(at, **aim)
    return Mailadresse.objects.create(
        token=_new_token(prefix), created_at=at, created_by=actor.person_id, **aim
    )


@action(AktenPermission.DOKUMENT_CREATE, Event.ADRESSE_OPENED)
def renew_vorgangadresse(actor, vorgang: Vorgang, *, at: datetime) -> Mailadresse:
    """Give a Vorgang an address for mails; a former one holds no longer. Raises VorgangClosed."""
    if is_closed(vorgang):
        raise VorgangClosed
    return _renew(actor, VORGANG, at, vorgang=vorgang)


@action(AktenPermission.DOKUMENT_CREATE, Event.ADRESSE_ENDED)
def end_vorgangadresse(actor, vorgang: Vorgang, *, at: datetime) -> None:
    """Take no more mails for a Vorgang at its address."""
    _end(at, vorgang=vorgang)


def _check_own(actor, person: Person) -> None:
    if person.pk != actor.person_id:
        raise PermissionDenied(Permission.EINGANG_READ)


@action(Permission.EINGANG_READ, Event.ADRESSE_OPENED)
def renew_own_adresse(actor, person: Person, *, at: datetime) -> Mailadresse:
    """Give oneself an address for mails; a former one holds no longer."""
    _check_own(actor, person)
    return _renew(actor, PERSON, at, person=person)


@action(Permission.EINGANG_READ, Event.ADRESSE_ENDED)
def end_own_adresse(actor, person: Person, *, at: datetime) -> None:
    """Take no more mails at one's own address."""
    _check_own(actor, person)
    _end(at, person=person)


@action(Permission.KANAL_CONFIGURE, Event.ADRESSE_OPENED)
def renew_kanaladresse(actor, kanal: Eingangskanal, *, at: datetime) -> Mailadresse:
    """Give a way in an address to which a mail server forwards; a former one holds no longer."""
    return _renew(actor, KANAL, at, kanal=kanal)


@action(Permission.KANAL_CONFIGURE, Event.ADRESSE_ENDED)
def end_kanaladresse(actor, kanal: Eingangskanal, *, at: datetime) -> None:
    """Take no more mails for a way in at its address."""
    _end(at, kanal=kanal)


def note_not_filed(eingang: Eingang, hinweis: str) -> None:
    """Keep with an Eingang that still waits why it was not filed by sending it."""
    with transaction.atomic():
        row = Eingang.objects.select_for_update().get(pk=eingang.pk)
        if row.done_at is None:
            row.angaben = row.angaben | {"hinweis": hinweis}
            row.save(update_fields=["angaben"])
