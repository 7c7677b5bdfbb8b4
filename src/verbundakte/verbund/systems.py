"""What the command `system` calls: connect a Fachverfahren, give it keys, end it.

Acts as the named system actor `setup`. Each opens its town itself.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation import actions, queries
from verbundakte.organisation.models import Fachverfahren, Organisationseinheit, Rolle
from verbundakte.verbund.services import SETUP, tenant_named


class SystemUnknown(Refusal):
    """No Fachverfahren of this name is connected."""


class PlaceUnknown(Refusal):
    """No such unit or role."""


@contextmanager
def _town(slug: str) -> Iterator[None]:
    tenant = tenant_named(slug)
    with use_tenant(tenant.pk), transaction.atomic():
        yield


def _named(name: str) -> Fachverfahren:
    rows = Fachverfahren.objects.filter(bezeichnung=name, ended_at=None).select_related("person")
    if found := rows.first():
        return found
    raise SystemUnknown(f"Ein Fachverfahren „{name}“ ist hier nicht angebunden.")


def connect(
    slug: str, name: str, *, einheit: str, rolle: str, zweck: str, scopes: Sequence[str]
) -> Fachverfahren:
    """Connect a Fachverfahren in a unit (Kennzeichen) with a role (name).

    Raises TenantUnknown, PlaceUnknown, FachverfahrenTaken, ScopeUnknown.
    """
    day = today()
    with _town(slug):
        unit = Organisationseinheit.objects.valid_on(day).filter(kennzeichen=einheit).first()
        role = Rolle.objects.valid_on(day).filter(bezeichnung=rolle).first()
        if unit is None or role is None:
            wrong = f"Einheit „{einheit}“" if unit is None else f"Rolle „{rolle}“"
            raise PlaceUnknown(f"Die {wrong} gibt es hier nicht.")
        return actions.create_fachverfahren(
            SETUP, unit, rolle_key=role.key, on=day, scopes=scopes, bezeichnung=name, zweck=zweck
        )


def connected(slug: str) -> list[dict]:
    """Return what is connected and what was, as the page shows it. Raises TenantUnknown."""
    with _town(slug):
        return [
            {
                "client_id": str(one.row.person_id),
                "bezeichnung": one.row.bezeichnung,
                "rollen": ", ".join(one.rollen),
                "zuletzt": one.last_used_at.isoformat() if one.last_used_at else "",
                "zustand": "beendet" if one.row.ended_at else "angebunden",
            }
            for one in queries.list_fachverfahren(SETUP, on=today())
        ]


def new_secret(slug: str, name: str, *, days: int) -> str:
    """Return a new client secret. Raises TenantUnknown, SystemUnknown, TwoSecrets."""
    with _town(slug):
        return actions.create_secret(SETUP, _named(name), days=days)


def new_token(slug: str, name: str, *, days: int, scopes: Sequence[str]) -> str:
    """Return a new long token. Raises TenantUnknown, SystemUnknown, TokenTooLong, ScopeUnknown."""
    with _town(slug):
        return actions.create_token(
            SETUP, _named(name).person, name="Kommandozeile", days=days, scopes=scopes
        )


def end(slug: str, name: str) -> None:
    """End a connection at once. Raises TenantUnknown, SystemUnknown."""
    with _town(slug):
        actions.end_fachverfahren(SETUP, _named(name), on=today())
