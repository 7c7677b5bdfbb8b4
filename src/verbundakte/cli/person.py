"""Commands that act as a person of a town: `--tenant T --as LOGIN`."""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from verbundakte.cli.problems import Problem
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actor import PersonActor, load_actor
from verbundakte.verbund.services import person_with, tenant_named

MAX_AGE = 2.0  # seconds


def add_person_arguments(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Declare the town and who acts."""
    parser.add_argument("--tenant", required=required, metavar="KÜRZEL", help="Kommune")
    parser.add_argument(
        "--as", required=required, dest="login", metavar="LOGIN", help="als wer gehandelt wird"
    )


@dataclass
class Acting:
    """A person in an open town."""

    tenant: Tenant
    person_id: UUID
    login: str
    _actor: PersonActor | None = None
    _loaded_at: float = 0.0

    def actor(self) -> PersonActor:
        """Return the actor with rights that are at most two seconds old (inside a transaction)."""
        if self._actor is None or time.monotonic() - self._loaded_at > MAX_AGE:
            self._actor = load_actor(self.person_id)
            self._loaded_at = time.monotonic()
        if self._actor is None:
            raise Problem(f"„{self.login}“ arbeitet nicht mehr in {self.tenant.name}.")
        return self._actor

    def forget(self) -> None:
        """Load the rights anew the next time (a new zone is a new right)."""
        self._actor = None


@contextmanager
def acting(options: argparse.Namespace) -> Iterator[Acting]:
    """Open the town of the options. Raises TenantUnknown or LoginUnknown (verbund.services)."""
    tenant = tenant_named(options.tenant)
    with use_tenant(tenant.pk):
        with transaction.atomic():
            person = person_with(options.login, tenant)
        yield Acting(tenant, person.pk, options.login)
