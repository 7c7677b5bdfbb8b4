"""What the core itself adds to the registry."""

from verbundakte.core.bausteine.events import Event as BausteinEvent
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import registry

registry.add_permissions(Permission)
registry.add_events(BausteinEvent)
