"""One's own second factors and devices; and what a town may do when somebody has lost hers."""

from uuid import UUID

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.clock import now
from verbundakte.core.models import Account, Passkey, TotpDevice
from verbundakte.core.secrets import seal
from verbundakte.core.sessions import end_sessions, sessions_of
from verbundakte.organisation.accounts import NewPasskey
from verbundakte.organisation.accounts.factors import (
    TOTP,
    drop_factors,
    has_factor,
    renew_recovery_codes,
)
from verbundakte.organisation.actions.konto import own_account, unshared_account
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission
from verbundakte.standards.totp import matching_step

APP, PASSKEY, DEVICE = "Zweiter Faktor", "Passkey", "Gerät"
APP_NAME = "App für Einmalcodes"


class CodeWrong(Refusal):
    message = (
        "Der Code passt nicht. Prüfen Sie, ob die Uhr des Geräts richtig geht, und geben Sie den"
        " Code ein, den die App jetzt zeigt."
    )


class FactorGone(Refusal):
    message = "Das ist schon entfernt. Laden Sie die Seite neu."


def _first_codes(account: Account, was_there: bool) -> list[str]:
    return [] if was_there else renew_recovery_codes(account)


@action(Permission.KONTO_OWN, Event.FAKTOR_ADDED)
def add_totp(actor: Actor, person: Person, *, secret: bytes, code: str) -> list[str]:
    """Take an app for one-time codes into use (instead of a former one) after a right code.

    Returns recovery codes when this is the first factor. Raises CodeWrong, NotYourself, NoKonto.
    """
    account, moment = own_account(person, actor), now()
    was_there = has_factor(account)
    step = matching_step(secret, code.replace(" ", ""), moment, after=0) if code.isascii() else None
    if step is None:
        raise CodeWrong
    TotpDevice.objects.filter(account=account).delete()
    TotpDevice.objects.create(
        account=account, secret=seal(TOTP, secret), last_step=step, created_at=moment
    )
    audit.note_change(APP, None, APP_NAME)
    return _first_codes(account, was_there)


@action(Permission.KONTO_OWN, Event.FAKTOR_ADDED)
def add_passkey(actor: Actor, person: Person, *, name: str, passkey: NewPasskey) -> list[str]:
    """Keep a passkey whose answer was right; recovery codes come with the first factor.

    Raises NotYourself or NoKonto.
    """
    account = own_account(person, actor)
    was_there = has_factor(account)
    Passkey.objects.create(
        account=account,
        name=name,
        credential_id=passkey.credential_id,
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
        created_at=now(),
    )
    audit.note_change(APP, None, PASSKEY)
    return _first_codes(account, was_there)


def _forget_codes(account: Account) -> None:
    if not has_factor(account):
        drop_factors(account)


@action(Permission.KONTO_OWN, Event.FAKTOR_REMOVED)
def remove_totp(actor: Actor, person: Person) -> None:
    """Remove one's app for one-time codes. Raises FactorGone, NotYourself, NoKonto."""
    account = own_account(person, actor)
    removed, _ = TotpDevice.objects.filter(account=account).delete()
    if not removed:
        raise FactorGone
    _forget_codes(account)
    audit.note_change(APP, APP_NAME, None)


@action(Permission.KONTO_OWN, Event.FAKTOR_REMOVED)
def remove_passkey(actor: Actor, person: Person, *, passkey: UUID) -> None:
    """Remove one of one's passkeys. Raises FactorGone, NotYourself, NoKonto."""
    account = own_account(person, actor)
    removed, _ = Passkey.objects.filter(account=account, pk=passkey).delete()
    if not removed:
        raise FactorGone
    _forget_codes(account)
    audit.note_change(APP, PASSKEY, None)


@action(Permission.KONTO_OWN, Event.WIEDERHERSTELLUNG_RENEWED)
def renew_codes(actor: Actor, person: Person) -> list[str]:
    """Return new recovery codes; the old ones are void. Raises FactorGone, NotYourself, NoKonto."""
    account = own_account(person, actor)
    if not has_factor(account):
        raise FactorGone("Wiederherstellungscodes gibt es erst mit einem zweiten Faktor.")
    return renew_recovery_codes(account)


@action(Permission.KONTO_OWN, Event.SITZUNGEN_ENDED)
def end_session(actor: Actor, person: Person, *, session: UUID) -> None:
    """End one of one's sessions at once. Raises FactorGone, NotYourself, NoKonto."""
    rows = sessions_of(own_account(person, actor))
    found = next((row for row in rows if row.public_id == session), None)
    if found is None:
        raise FactorGone
    audit.note_change(DEVICE, found.device, None)
    found.delete()


@action(Permission.KONTO_OWN, Event.SITZUNGEN_ENDED)
def end_own_sessions(actor: Actor, person: Person, *, keep: str = "") -> int:
    """End one's sessions everywhere but the one with the key `keep`; return how many.

    Raises NotYourself or NoKonto.
    """
    ended = end_sessions(own_account(person, actor), keep=keep)
    audit.note_change("Abgemeldete Geräte", None, ended)
    return ended


@action(Permission.KONTO_EDIT, Event.FAKTOREN_RESET)
def reset_factors(actor: Actor, person: Person) -> None:
    """Remove all second factors of somebody who has lost hers; her sessions end.

    Raises NoKonto or SharedAccount.
    """
    account = unshared_account(person)
    drop_factors(account)
    end_sessions(account)
