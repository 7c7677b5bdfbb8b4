"""Fachverfahren: connect, change, give secrets to, let fetch tokens, end."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, ClientSecret, Membership
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.accounts import generate_token, token_digest
from verbundakte.organisation.actions.person import end_access, end_posts
from verbundakte.organisation.actions.rolle import UnknownRolle
from verbundakte.organisation.actions.zugang import access_of, check_scopes, scope_text
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import (
    Fachverfahren,
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.permissions import Permission

MOST_SECRETS = 2
SECRET_DAYS = 366
TOKEN_SECONDS = 3600


class FachverfahrenTaken(Refusal):
    message = "Ein Fachverfahren mit dieser Bezeichnung ist schon angebunden."


class FachverfahrenEnded(Refusal):
    message = "Die Anbindung dieses Fachverfahrens ist beendet."


class TwoSecrets(Refusal):
    message = "Es gelten schon zwei Geheimnisse. Beenden Sie zuerst das alte."


class SecretUnknown(Refusal):
    message = "Dieses Geheimnis gibt es nicht."


class ScopeTooWide(Refusal):
    message = "So weit reicht der Umfang des Fachverfahrens nicht."


def _check_name(bezeichnung: str, without: UUID | None = None) -> None:
    rows = Fachverfahren.objects.filter(bezeichnung=bezeichnung, ended_at=None)
    if rows.exclude(pk=without).exists():
        raise FachverfahrenTaken


def _person(einheit: Organisationseinheit, bezeichnung: str, rolle: Rolle, on: date) -> Person:
    """Return the name in the log, with a Stelle in the unit, a role and a way in."""
    person = Person.objects.create(titel="Fachverfahren", vorname="", familienname=bezeichnung)
    stelle = Stelle.objects.create(einheit=einheit, bezeichnung=f"Fachverfahren {bezeichnung}")
    Stellenbesetzung.objects.create(stelle=stelle, person=person, from_on=on)
    Rollenzuweisung.objects.create(person=person, rolle_key=rolle.key, from_on=on)
    Membership.objects.create(tenant_id=current_tenant(), person_id=person.pk)
    return person


@action(Permission.FACHVERFAHREN_EDIT, Event.FACHVERFAHREN_CREATED, about="result", locks=False)
def create_fachverfahren(
    actor: Actor,
    einheit: Organisationseinheit,
    *,
    rolle_key: UUID,
    on: date,
    scopes: Sequence[str] = (),
    **values,
) -> Fachverfahren:
    """Connect a program that acts with a role in a unit; `values`: bezeichnung, zweck.

    Whoever does it gives rights, so she needs that right, too (PermissionDenied).
    Raises FachverfahrenTaken, UnknownRolle, ScopeUnknown.
    """
    if not actor.may(Permission.ROLLE_ASSIGN, None):
        raise PermissionDenied(Permission.ROLLE_ASSIGN)
    _check_name(values["bezeichnung"])
    rolle = Rolle.objects.valid_on(on).filter(key=rolle_key).first()
    if rolle is None:
        raise UnknownRolle
    checked = check_scopes(scopes)
    person = _person(einheit, values["bezeichnung"], rolle, on)
    for name, shown in (
        ("Fachverfahren", values["bezeichnung"]),
        ("Organisationseinheit", einheit),
        ("Rolle", rolle),
        ("Umfang", scope_text(checked)),
    ):
        audit.note_change(name, None, shown)
    return Fachverfahren.objects.create(person=person, scopes=checked, **values)


def _issued(fachverfahren: Fachverfahren):
    """Return the short tokens of a Fachverfahren that still hold."""
    rows = ApiToken.objects.filter(membership__person_id=fachverfahren.person_id, ended_at=None)
    return rows.filter(membership__tenant=current_tenant()).exclude(client_secret=None)


@action(Permission.FACHVERFAHREN_EDIT, Event.FACHVERFAHREN_CHANGED)
def change_fachverfahren(
    actor: Actor, fachverfahren: Fachverfahren, *, seen: int, scopes: Sequence[str], **values
) -> Fachverfahren:
    """Change bezeichnung, zweck and scopes; other scopes end the tokens fetched before.

    Raises Changed, FachverfahrenEnded, FachverfahrenTaken, ScopeUnknown.
    """
    check_unchanged(fachverfahren, seen)
    _check_open(fachverfahren)
    _check_name(values["bezeichnung"], fachverfahren.pk)
    before, checked = fachverfahren.scopes, check_scopes(scopes)
    assign(fachverfahren, {**values, "scopes": checked})
    Person.objects.filter(pk=fachverfahren.person_id).update(familienname=values["bezeichnung"])
    if before != checked:
        _issued(fachverfahren).update(ended_at=now())
    return fachverfahren


def _check_open(fachverfahren: Fachverfahren) -> None:
    if fachverfahren.ended_at is not None:
        raise FachverfahrenEnded


@action(Permission.FACHVERFAHREN_EDIT, Event.FACHVERFAHREN_ENDED)
def end_fachverfahren(actor: Actor, fachverfahren: Fachverfahren, *, on: date) -> None:
    """End the connection: no secret and no token is good from this moment on. Its name stays.

    Raises FachverfahrenEnded.
    """
    _check_open(fachverfahren)
    person = fachverfahren.person
    end_access(person)
    held = Stellenbesetzung.objects.filter(person=person, to_on=None)
    stellen = Stelle.objects.filter(pk__in=list(held.values_list("stelle_id", flat=True)))
    end_posts(person, on)
    stellen.filter(bezeichnung__startswith="Fachverfahren ", ended_on=None).update(ended_on=on)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    fachverfahren.ended_at = now()
    fachverfahren.save(update_fields=["ended_at"])
    audit.note_change("Fachverfahren", fachverfahren.bezeichnung, None)


@action(Permission.FACHVERFAHREN_EDIT, Event.SECRET_CREATED)
def create_secret(actor: Actor, fachverfahren: Fachverfahren, *, days: int = SECRET_DAYS) -> str:
    """Return a new client secret, this once: only its digest is kept. At most two hold.

    Raises FachverfahrenEnded, TwoSecrets.
    """
    _check_open(fachverfahren)
    membership = access_of(fachverfahren.person)
    held = membership.client_secrets.filter(ended_at=None, expires_at__gt=now())
    if held.count() >= MOST_SECRETS:
        raise TwoSecrets
    secret = generate_token()
    ends = now() + timedelta(days=days)
    membership.client_secrets.create(digest=token_digest(secret), expires_at=ends)
    audit.note_change("Geheimnis gültig bis", None, localdate(ends))
    return secret


@action(Permission.FACHVERFAHREN_EDIT, Event.SECRET_ENDED)
def end_secret(actor: Actor, fachverfahren: Fachverfahren, *, secret_id: int) -> None:
    """End a client secret at once, with the tokens fetched with it. Raises SecretUnknown."""
    rows = ClientSecret.objects.filter(
        pk=secret_id, membership__person_id=fachverfahren.person_id, ended_at=None
    )
    secret = rows.filter(membership__tenant=current_tenant()).first()
    if secret is None:
        raise SecretUnknown
    secret.ended_at = now()
    secret.save(update_fields=["ended_at"])
    secret.tokens.filter(ended_at=None).update(ended_at=now())
    audit.note_change("Geheimnis ausgestellt am", localdate(secret.created_at), None)


@action(CorePermission.TOKEN_CREATE, Event.TOKEN_ISSUED)
def _issue(
    actor: Actor, fachverfahren: Fachverfahren, *, secret: ClientSecret, scopes: list[str]
) -> str:
    token = generate_token()
    ApiToken.objects.create(
        digest=token_digest(token),
        membership_id=secret.membership_id,
        client_secret=secret,
        name="OAuth 2.0",
        scopes=scopes,
        expires_at=min(now() + timedelta(seconds=TOKEN_SECONDS), secret.expires_at),
    )
    secret.last_used_at = now()
    secret.save(update_fields=["last_used_at"])
    audit.note_change("Umfang", None, scope_text(scopes))
    return token


def issue_token(secret: ClientSecret, asked: Sequence[str]) -> tuple[str, list[str]]:
    """Return a short token of the Fachverfahren with this secret (its town is open) and its scopes.

    `asked`: for which parts of the API, none: for all it may. Raises ScopeUnknown, ScopeTooWide.
    """
    fachverfahren = Fachverfahren.objects.get(person=secret.membership.person_id)
    scopes, held = check_scopes(asked), set(fachverfahren.scopes)
    if held and not set(scopes) <= held | {one.replace(":schreiben", ":lesen") for one in held}:
        raise ScopeTooWide
    scopes = scopes or fachverfahren.scopes
    actor = SystemActor(
        id="fachverfahren",
        permissions=frozenset({CorePermission.TOKEN_CREATE}),
        on_behalf_of=str(fachverfahren.person_id),
    )
    return _issue(actor, fachverfahren, secret=secret, scopes=scopes), scopes
