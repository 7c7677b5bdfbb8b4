"""Logins of the persons of a town. Accounts are global; a town only ties them to itself."""

import re
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now, today
from verbundakte.core.models import Account, Membership
from verbundakte.core.sessions import end_sessions
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.accounts import normal_login
from verbundakte.organisation.actions.person import end_access
from verbundakte.organisation.actions.rolle import check_administrator_stays
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission

FIRST_PASSWORD = timedelta(days=14)
SAME_AGAIN = "Wählen Sie ein anderes Kennwort als das, das Sie bekommen haben."
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,148}")


class LoginTaken(Refusal):
    message = "Diesen Anmeldenamen gibt es schon. Wählen Sie einen anderen."


class LoginUnknown(Refusal):
    message = "Diesen Anmeldenamen gibt es nicht."


class LoginMalformed(Refusal):
    message = (
        "Der Anmeldename darf aus kleinen Buchstaben a bis z, Ziffern und . _ @ + - bestehen und"
        " hat mindestens zwei Zeichen."
    )


class HasKonto(Refusal):
    message = "Die Person hat schon eine Anmeldung, oder die Anmeldung gehört einer anderen Person."


class NoKonto(Refusal):
    message = "Die Person hat keine Anmeldung."


class NoLoginForFachverfahren(Refusal):
    message = "Ein Fachverfahren meldet sich nicht an. Stellen Sie ihm einen Zugangsschlüssel aus."


class SharedAccount(Refusal):
    message = (
        "Diese Anmeldung gilt auch in anderen Kommunen. Das Kennwort ändert nur die Person selbst."
    )


class PasswordTooWeak(Refusal):
    """The password breaks a rule; the message says which."""


class NotYourself(Refusal):
    message = "Das richtet nur die Person selbst für sich ein."


def membership_of(person: Person) -> Membership | None:
    """Return the login of a person in the open town, or None."""
    rows = Membership.objects.filter(tenant=current_tenant(), person_id=person.pk, ended_at=None)
    return rows.exclude(account=None).select_related("account").first()


def own_account(person: Person, actor: Actor) -> Account:
    """Return the login of the person who acts. Raises NotYourself or NoKonto."""
    if str(person.pk) != str(actor.id):
        raise NotYourself
    membership = membership_of(person)
    if membership is None:
        raise NoKonto
    return membership.account


def unshared_account(person: Person) -> Account:
    """Return a login that works in this town alone. Raises NoKonto or SharedAccount."""
    membership = membership_of(person)
    if membership is None:
        raise NoKonto
    elsewhere = Membership.objects.filter(account=membership.account, ended_at=None)
    if elsewhere.exclude(pk=membership.pk).exists():
        raise SharedAccount
    return membership.account


def _set(account: Account, password: str, *, by: Actor | None = None) -> None:
    """Set a password; one that another person (`by`) chose is for the first login only."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(error.messages)) from error
    if account.initial_until and account.check_password(password):
        raise PasswordTooWeak(SAME_AGAIN)
    account.set_password(password)
    is_first = by is not None and by.kind == "person"
    account.initial_until = now() + FIRST_PASSWORD if is_first else None


def limit_first_password(account: Account) -> None:
    """Let a password that was told to somebody be for her first login only."""
    account.initial_until = now() + FIRST_PASSWORD
    account.save(update_fields=["initial_until"])


def _tie(account: Account, person: Person) -> Membership:
    """Let an account work here as this person; a former membership begins anew."""
    if hasattr(person, "fachverfahren"):
        raise NoLoginForFachverfahren
    if membership_of(person):
        raise HasKonto
    tie = Membership.objects.filter(account=account, tenant=current_tenant()).first()
    if tie is None:
        return Membership.objects.create(
            account=account, tenant_id=current_tenant(), person_id=person.pk
        )
    if tie.ended_at is None:
        raise HasKonto
    tie.person_id, tie.ended_at = person.pk, None
    tie.save(update_fields=["person_id", "ended_at"])
    return tie


@action(Permission.KONTO_EDIT, Event.KONTO_CREATED)
def create_konto(
    actor: Actor, person: Person, *, login: str, password: str, encoded: str = ""
) -> Membership:
    """Make a login for a person. Raises LoginMalformed, LoginTaken, HasKonto, PasswordTooWeak.

    `encoded`: the hash of `password`, where many logins of a demo share one (hashing is slow).
    """
    name = normal_login(login)
    if not LOGIN.fullmatch(name):
        raise LoginMalformed
    if Account.objects.filter(login=name).exists():
        raise LoginTaken
    account = Account(login=name, email=person.email)
    if encoded:
        account.password = encoded
    else:
        _set(account, password, by=actor)
    account.save(force_insert=True)
    audit.note_change("Anmeldename", None, name)
    return _tie(account, person)


@action(Permission.KONTO_EDIT, Event.KONTO_CREATED)
def join_konto(actor: Actor, person: Person, *, login: str) -> Membership:
    """Let a login that exists (somebody who works in several towns) work here as this person.

    Raises LoginUnknown or HasKonto.
    """
    account = Account.objects.filter(login=normal_login(login), is_active=True).first()
    if account is None:
        raise LoginUnknown
    audit.note_change("Anmeldename", None, account.login)
    return _tie(account, person)


@action(Permission.KONTO_EDIT, Event.KONTO_PASSWORD_SET)
def set_password(actor: Actor, person: Person, *, password: str) -> None:
    """Set a person's password; her sessions end. Raises NoKonto, SharedAccount, PasswordTooWeak."""
    account = unshared_account(person)
    _set(account, password, by=actor)
    account.save(update_fields=["password", "initial_until"])
    end_sessions(account)


@action(Permission.KONTO_OWN, Event.KONTO_PASSWORD_CHANGED)
def change_own_password(actor: Actor, person: Person, *, password: str, keep: str = "") -> None:
    """Change the password of one's own login; all sessions end but the one with the key `keep`.

    Raises NotYourself, NoKonto, PasswordTooWeak.
    """
    account = own_account(person, actor)
    _set(account, password)
    account.save(update_fields=["password", "initial_until"])
    end_sessions(account, keep=keep)


LINK = SystemActor(id="kennwort-link", permissions=frozenset({Permission.KONTO_OWN}))
"""Whoever holds the link that was sent to the address of a login."""


@action(Permission.KONTO_OWN, Event.KONTO_PASSWORD_RESET)
def _reset(actor: Actor, person: Person, *, account: Account, password: str) -> None:
    _set(account, password)
    account.save(update_fields=["password", "initial_until"])
    end_sessions(account)


def reset_password(account: Account, password: str) -> None:
    """Set the password of a login of the open town by its link; all its sessions end.

    Raises NoKonto (it does not work here) or PasswordTooWeak.
    """
    here = Membership.objects.filter(tenant=current_tenant(), account=account, ended_at=None)
    person = Person.objects.active().filter(pk__in=here.values("person_id")).first()
    if person is None:
        raise NoKonto
    _reset(LINK, person, account=account, password=password)


@action(Permission.KONTO_OWN, Event.KONTO_EMAIL_CHANGED)
def change_own_email(actor: Actor, person: Person, *, email: str) -> None:
    """Change the address to which a link for a new password goes. Raises NotYourself, NoKonto."""
    account = own_account(person, actor)
    account.email = email
    account.save(update_fields=["email"])


@action(Permission.KONTO_EDIT, Event.KONTO_ENDED)
def end_konto(actor: Actor, person: Person) -> None:
    """End a person's login in this town with its tokens; the account itself stays.

    Raises NoKonto, LastAdministrator.
    """
    membership = membership_of(person)
    if membership is None:
        raise NoKonto
    check_administrator_stays(today(), without=person)
    end_access(person)
    audit.note_change("Anmeldename", membership.account.login, None)
