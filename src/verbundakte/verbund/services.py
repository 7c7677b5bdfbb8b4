"""What commands and the demo call: found a tenant, let it join a Verbund, make a token.

They act as the named system actor `setup`. Each opens its town itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.models import RESERVED_SLUGS, Account, Membership, Tenant, TenantKind
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.accounts import generate_password, normal_login
from verbundakte.organisation.actions import (
    create_token,
    limit_first_password,
    set_anmeldedienst,
    set_saml_dienst,
)
from verbundakte.organisation.models import Anmeldedienst, Person
from verbundakte.organisation.permissions import Permission as OrganisationPermission
from verbundakte.verbund.actions import add_member, add_tenant, create_tenant
from verbundakte.verbund.models import Mitgliedschaft
from verbundakte.verbund.permissions import Permission

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}")
AGS = re.compile(r"(\d{5}|\d{8}|\d{12})?")
SETUP = SystemActor(
    id="setup",
    permissions=frozenset(
        {
            CorePermission.TENANT_CREATE,
            CorePermission.TOKEN_CREATE,
            CorePermission.BAUSTEIN_EDIT,
            CorePermission.BAUSTEIN_RELEASE,
            OrganisationPermission.EINHEIT_EDIT,
            OrganisationPermission.STELLE_OCCUPY,
            OrganisationPermission.PERSON_EDIT,
            OrganisationPermission.ROLLE_ASSIGN,
            OrganisationPermission.KONTO_EDIT,
            OrganisationPermission.FACHVERFAHREN_EDIT,
            OrganisationPermission.ANMELDEDIENST_EDIT,
            Permission.MITGLIED_EDIT,
        }
    ),
)
"""The actor of everything that happens before a town has people who may do it."""


class SlugMalformed(Refusal):
    message = (
        "Das Kürzel besteht aus 2 bis 39 Zeichen: kleine Buchstaben a bis z, Ziffern und"
        " Bindestrich, am Anfang ein Buchstabe."
    )


class SlugTaken(Refusal):
    """The address is in use."""


class NameMissing(Refusal):
    message = "Der Name fehlt."


class AgsMalformed(Refusal):
    message = "Der amtliche Gemeindeschlüssel hat 5, 8 oder 12 Ziffern."


class KindUnknown(Refusal):
    """No such kind of tenant."""


class TenantUnknown(Refusal):
    """No tenant has this slug."""


class LoginUnknown(Refusal):
    """Nobody works in the town with this login."""


@dataclass(frozen=True)
class Founded:
    """A new tenant, its first person and that person's password (shown this once)."""

    tenant: Tenant
    person: Person
    login: str
    password: str


def _check(name: str, slug: str, ags: str, kind: str) -> None:
    if not name.strip():
        raise NameMissing
    if not SLUG.fullmatch(slug):
        raise SlugMalformed
    if slug in RESERVED_SLUGS:
        raise SlugTaken(f"Das Kürzel „{slug}“ ist vergeben. Wählen Sie ein anderes.")
    if not AGS.fullmatch(ags):
        raise AgsMalformed
    if kind not in TenantKind.values:
        known = ", ".join(TenantKind.values)
        raise KindUnknown(f"Die Art „{kind}“ gibt es nicht. Möglich sind: {known}.")


def require_free_slug(slug: str) -> None:
    """Refuse a slug that cannot be used. Raises SlugMalformed or SlugTaken."""
    _check(slug, slug, "", TenantKind.GEMEINDE)
    if taken := Tenant.objects.filter(slug=slug).first():
        raise SlugTaken(f"Das Kürzel „{slug}“ ist vergeben ({taken.name}).")


def found_tenant(
    name: str, slug: str, *, admin_login: str, ags: str = "", kind: str = "gemeinde", on: date
) -> Founded:
    """Found a tenant with standard roles, a first unit and a first person; return her password.

    All in one transaction: after an error nothing is left, and the call can be repeated.
    Raises a Refusal when something about it is wrong or the slug or login is taken.
    """
    _check(name, slug, ags, kind)
    password = generate_password()
    with transaction.atomic():
        tenant, is_new = add_tenant(slug=slug, name=name.strip(), ags=ags, kind=kind)
        if not is_new:
            raise SlugTaken(f"Das Kürzel „{slug}“ ist vergeben ({tenant.name}).")
        with use_tenant(tenant.pk):
            person = create_tenant(SETUP, tenant, admin_login=admin_login, password=password, on=on)
    return Founded(tenant, person, normal_login(admin_login), password)


def tenant_named(slug: str) -> Tenant:
    """Return the tenant with this slug. Raises TenantUnknown."""
    tenant = Tenant.objects.filter(slug=slug).first()
    if tenant is None:
        raise TenantUnknown(f"Eine Kommune mit dem Kürzel „{slug}“ gibt es nicht.")
    return tenant


def person_with(login: str, tenant: Tenant) -> Person:
    """Return who works with this login in the open tenant. Raises LoginUnknown."""
    found = Membership.objects.filter(
        account__login=normal_login(login), tenant=tenant, ended_at=None
    ).first()
    person = found and Person.objects.active().filter(pk=found.person_id).first()
    if not person:
        raise LoginUnknown(f"In {tenant.name} arbeitet niemand mit der Anmeldung „{login}“.")
    return person


def issue_token(
    login: str,
    slug: str,
    *,
    name: str = "Kommandozeile",
    days: int = 366,
    scopes: Sequence[str] = (),
) -> str:
    """Return a new API token of a person. Raises TenantUnknown, LoginUnknown or ScopeUnknown."""
    tenant = tenant_named(slug)
    with use_tenant(tenant.pk), transaction.atomic():
        return create_token(SETUP, person_with(login, tenant), name=name, days=days, scopes=scopes)


def demand_own_password(login: str) -> None:
    """Let the password that was just told to somebody be for her first login only."""
    limit_first_password(Account.objects.get(login=normal_login(login)))


def join_verbund(verbund: str, member: str, *, from_on: date) -> Mitgliedschaft:
    """Let a tenant join a Verbund (both by slug). Raises TenantUnknown, NotAVerbund, AlreadyMember."""
    group, town = tenant_named(verbund), tenant_named(member)
    with use_tenant(group.pk), transaction.atomic():
        return add_member(SETUP, group, member=town, from_on=from_on)


def set_directory(slug: str, *, secret: str, **values) -> None:
    """Set up the directory service of a tenant (values: see set_anmeldedienst).

    Raises TenantUnknown or SecretMissing.
    """
    tenant = tenant_named(slug)
    with use_tenant(tenant.pk), transaction.atomic():
        set_anmeldedienst(SETUP, None, secret=secret, **values)


def set_saml_directory(slug: str, *, metadata: bytes, **values) -> Anmeldedienst:
    """Set up the directory service of a tenant by SAML (values: see set_saml_dienst).

    Raises TenantUnknown, MetadataMissing or MetadataWrong.
    """
    tenant = tenant_named(slug)
    with use_tenant(tenant.pk), transaction.atomic():
        return set_saml_dienst(SETUP, None, metadata=metadata, **values)
