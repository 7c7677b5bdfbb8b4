"""What the room `signaturen` adds to the registry."""

from verbundakte.akten.actions import dokument_erasing
from verbundakte.core.bausteine import projected
from verbundakte.core.registry import registry
from verbundakte.signaturen.actions import forget_signaturen
from verbundakte.signaturen.actions.konzept import guard_konzept, project_dienst, project_konzept
from verbundakte.signaturen.events import Event
from verbundakte.signaturen.konzept import SIGNATURKONZEPT, ZEITSTEMPELDIENST
from verbundakte.signaturen.models import Signaturkonzept, Zeitstempeldienst
from verbundakte.signaturen.permissions import Permission

registry.add_events(Event)
registry.add_permissions(Permission)
projected(SIGNATURKONZEPT, project=project_konzept, rows=(Signaturkonzept,), guard=guard_konzept)
projected(ZEITSTEMPELDIENST, project=project_dienst, rows=(Zeitstempeldienst,))
dokument_erasing.subscribe(forget_signaturen)
registry.sealed["signaturen_organisationszertifikat"] = ("geheimnis",)
