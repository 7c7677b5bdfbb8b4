"""What the room `geschaeftsgang` adds to the registry."""

from verbundakte.core.registry import ReferenceKind, registry
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import Verfuegung
from verbundakte.geschaeftsgang.permissions import Permission

registry.add_events(Event)
registry.add_permissions(Permission)
registry.references["geschaeftsgang.verfuegung"] = ReferenceKind(
    "geschaeftsgang.verfuegung",
    lambda ids: {row.pk: str(row) for row in Verfuegung.objects.filter(pk__in=ids)},
)
