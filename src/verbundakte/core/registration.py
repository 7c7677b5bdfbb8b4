"""What the core itself adds to the registry."""

from verbundakte.core import checks
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import registry

registry.add_permissions(Permission)
registry.checks.update((check.name, check) for check in checks.CHECKS)
