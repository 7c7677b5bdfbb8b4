"""Tokens of persons and Fachverfahren: issue, end. What they may is narrowed by scopes, never widened."""

from collections.abc import Sequence
from datetime import timedelta

from verbundakte.core import audit
from verbundakte.core.access import scopes as known
from verbundakte.core.actions import Refusal, action
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, Membership
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.accounts import generate_token, token_digest
from verbundakte.organisation.actions.konto import NoKonto, NotYourself
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission

MAX_TOKEN_DAYS = 366


class TokenTooLong(Refusal):
    message = "Ein Zugangsschlüssel gilt mindestens einen Tag und höchstens ein Jahr."


class TokenUnknown(Refusal):
    message = "Diesen Zugangsschlüssel gibt es nicht."


class ScopeUnknown(Refusal):
    """A scope that does not exist."""


def check_scopes(scopes: Sequence[str]) -> list[str]:
    """Return the scopes in their order. Raises ScopeUnknown."""
    wrong = known.unknown(scopes)
    if wrong:
        raise ScopeUnknown(f"Den Umfang „{wrong[0]}“ gibt es nicht.")
    return [scope for scope in known.choices() if scope in set(scopes)]


def scope_text(scopes: Sequence[str]) -> str:
    """Return what the log says about scopes."""
    return ", ".join(scopes) or "ohne Einschränkung"


def access_of(person: Person) -> Membership:
    """Return how somebody comes in from outside: person with a login or Fachverfahren. Raises NoKonto."""
    rows = Membership.objects.filter(tenant=current_tenant(), person_id=person.pk, ended_at=None)
    membership = rows.first()
    if membership is None:
        raise NoKonto
    return membership


def _check_whose(actor: Actor, person: Person) -> None:
    """Raise NotYourself: a person makes tokens for herself, and for Fachverfahren with that right."""
    if actor.kind != "person" or str(person.pk) == str(actor.id):
        return
    is_system = hasattr(person, "fachverfahren")
    if not is_system or not actor.may(Permission.FACHVERFAHREN_EDIT, None):
        raise NotYourself


@action(CorePermission.TOKEN_CREATE, Event.TOKEN_CREATED)
def create_token(
    actor: Actor, person: Person, *, name: str, days: int = 90, scopes: Sequence[str] = ()
) -> str:
    """Return a new API token, this once: only its digest is kept. It acts with the person's rights,
    narrowed to `scopes` (none: not narrowed).

    Raises NotYourself, NoKonto, TokenTooLong, ScopeUnknown.
    """
    _check_whose(actor, person)
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise TokenTooLong
    checked, token = check_scopes(scopes), generate_token()
    ApiToken.objects.create(
        digest=token_digest(token),
        membership=access_of(person),
        name=name,
        scopes=checked,
        expires_at=now() + timedelta(days=days),
    )
    audit.note_change("Zugangsschlüssel", None, name)
    audit.note_change("Umfang", None, scope_text(checked))
    return token


@action(CorePermission.TOKEN_CREATE, Event.TOKEN_ENDED)
def end_token(actor: Actor, person: Person, *, token_id: int) -> None:
    """End a token at once: one's own, or anybody's with the right over Fachverfahren.

    Raises NotYourself, NoKonto or TokenUnknown.
    """
    is_own = actor.kind != "person" or str(person.pk) == str(actor.id)
    if not is_own and not actor.may(Permission.FACHVERFAHREN_EDIT, None):
        raise NotYourself
    token = access_of(person).tokens.filter(pk=token_id, ended_at=None).first()
    if not token:
        raise TokenUnknown
    token.ended_at = now()
    token.save(update_fields=["ended_at"])
    audit.note_change("Zugangsschlüssel", token.name, None)
