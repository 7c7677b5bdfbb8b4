"""Which town is open. Opened by a door (request, job, command) and closed again even after an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open_tenant: ContextVar[int | None] = ContextVar("verbundakte_tenant", default=None)


class NoTenant(Exception):
    """A tenant's rows were asked for while no tenant is open."""


class TenantChanged(Exception):
    """One transaction touched two tenants; across towns only messages travel."""


def open_tenant() -> int | None:
    """Return the id of the open tenant, or None."""
    return _open_tenant.get()


def current_tenant() -> int:
    """Return the id of the open tenant. Raises NoTenant when none is open."""
    tenant = _open_tenant.get()
    if tenant is None:
        raise NoTenant("no tenant is open")
    return tenant


@contextmanager
def use_tenant(tenant: int) -> Iterator[None]:
    """Open `tenant` (its integer id) for the block and restore what was open before."""
    token = _open_tenant.set(int(tenant))
    try:
        yield
    finally:
        _open_tenant.reset(token)


@contextmanager
def no_tenant() -> Iterator[None]:
    """Close the open tenant for the block (work on global tables between two towns)."""
    token = _open_tenant.set(None)
    try:
        yield
    finally:
        _open_tenant.reset(token)
