"""What this room adds to the house."""

from verbundakte.core.bausteine import projected
from verbundakte.core.registry import registry
from verbundakte.organisation.actions.rolle import check_rolle_successor
from verbundakte.organisation.bausteine import ROLLE, project_rolle
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Rolle
from verbundakte.organisation.permissions import Permission

registry.add_permissions(Permission)
registry.add_events(Event)
projected(ROLLE, project=project_rolle, rows=(Rolle,), guard=check_rolle_successor)
