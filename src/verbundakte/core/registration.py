"""What the core itself adds to the registry."""

from verbundakte.core.permissions import Permission
from verbundakte.core.registry import registry

registry.add_permissions(Permission)
