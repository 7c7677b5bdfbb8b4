"""Reading Fachverfahren and the tokens of a town, for whoever connects them. Else: Http404."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.http import Http404

from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, ClientSecret
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import Fachverfahren, Person, Rolle, Rollenzuweisung
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.queries.organisation import require

MOST_TOKENS = 200


@dataclass
class Angebunden:
    """A Fachverfahren with what the list says about it."""

    row: Fachverfahren
    rollen: list[str] = field(default_factory=list)
    last_used_at: datetime | None = None


def get_fachverfahren(actor: Actor, key: UUID) -> Fachverfahren:
    """Return a Fachverfahren with its person. Raises Http404."""
    require(actor, Permission.FACHVERFAHREN_EDIT)
    found = Fachverfahren.objects.select_related("person").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def list_fachverfahren(actor: Actor, *, on: date) -> list[Angebunden]:
    """Return what is connected, by name, then what was, with roles and last use (four queries)."""
    require(actor, Permission.FACHVERFAHREN_EDIT)
    rows = Fachverfahren.objects.select_related("person").order_by(
        F("ended_at").desc(nulls_first=True), "bezeichnung", "pk"
    )
    found = {row.person_id: Angebunden(row) for row in rows}
    names = {rolle.key: rolle.bezeichnung for rolle in Rolle.objects.valid_on(on)}
    held = Rollenzuweisung.objects.valid_on(on).filter(person__in=found)
    for person, key in held.values_list("person", "rolle_key"):
        found[person].rollen.append(names.get(key, ""))
    used = ApiToken.objects.filter(membership__tenant=current_tenant(), membership__account=None)
    for person, at in used.exclude(last_used_at=None).values_list(
        "membership__person_id", "last_used_at"
    ):
        one = found[person]
        one.last_used_at = max(one.last_used_at or at, at)
    return list(found.values())


def secrets_of(actor: Actor, fachverfahren: Fachverfahren) -> list[ClientSecret]:
    """Return the client secrets that hold, newest first. Raises Http404."""
    require(actor, Permission.FACHVERFAHREN_EDIT)
    rows = ClientSecret.objects.filter(
        membership__tenant=current_tenant(),
        membership__person_id=fachverfahren.person_id,
        ended_at=None,
        expires_at__gt=now(),
    )
    return list(rows.order_by("-created_at", "-pk"))


def tokens_of(actor: Actor, person: Person) -> list[ApiToken]:
    """Return the long tokens of a Fachverfahren that are not ended. Raises Http404."""
    require(actor, Permission.FACHVERFAHREN_EDIT)
    rows = _open_tokens().filter(membership__person_id=person.pk)
    return list(rows.order_by("-created_at", "-pk"))


def _open_tokens():
    return ApiToken.objects.filter(
        membership__tenant=current_tenant(),
        client_secret=None,
        ended_at=None,
        expires_at__gt=now(),
    )


def tokens_of_people(actor: Actor) -> list[tuple[ApiToken, Person]]:
    """Return the tokens of the people of the town, the last used first (two queries).

    At most 200. Raises Http404.
    """
    require(actor, Permission.FACHVERFAHREN_EDIT)
    rows = _open_tokens().exclude(membership__account=None).select_related("membership")
    tokens = list(rows.order_by(F("last_used_at").desc(nulls_last=True), "-pk")[:MOST_TOKENS])
    persons = Person.objects.in_bulk({token.membership.person_id for token in tokens})
    return [(token, persons[token.membership.person_id]) for token in tokens]


def get_token(actor: Actor, token_id: int) -> tuple[ApiToken, Person]:
    """Return a token of the town and whose it is. Raises Http404."""
    require(actor, Permission.FACHVERFAHREN_EDIT)
    token = _open_tokens().select_related("membership").filter(pk=token_id).first()
    person = token and Person.objects.filter(pk=token.membership.person_id).first()
    if not token or not person:
        raise Http404
    return token, person
