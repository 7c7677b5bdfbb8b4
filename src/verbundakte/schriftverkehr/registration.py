"""What the room `schriftverkehr` adds to the registry."""

from verbundakte.akten.actions import dokument_erasing
from verbundakte.core.registry import ReferenceKind, registry
from verbundakte.schriftverkehr.actions import forget_schreiben
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import Schreiben
from verbundakte.schriftverkehr.permissions import Permission

registry.add_events(Event)
registry.add_permissions(Permission)
registry.references["schriftverkehr.schreiben"] = ReferenceKind(
    "schriftverkehr.schreiben",
    lambda ids: {
        row.pk: row.dokument.betreff
        for row in Schreiben.objects.filter(pk__in=ids).select_related("dokument")
    },
)
dokument_erasing.subscribe(forget_schreiben)
