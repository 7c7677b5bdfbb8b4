"""What the room `akten` adds to the registry."""

from verbundakte.akten.events import Event
from verbundakte.akten.permissions import Permission
from verbundakte.akten.search import SOURCES
from verbundakte.core.registry import registry

registry.add_events(Event)
registry.add_permissions(Permission)
registry.search.update((source.kind, source) for source in SOURCES)
