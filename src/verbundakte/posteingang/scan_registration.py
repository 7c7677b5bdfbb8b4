"""What scanning adds to the registry: folders that are watched, classes of documents."""

from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.registry import registry
from verbundakte.posteingang.actions import scanklasse
from verbundakte.posteingang.models import Scanklasse
from verbundakte.posteingang.samples.scanklassen import standard_scanklassen
from verbundakte.posteingang.scan.klassen import SCANKLASSE
from verbundakte.posteingang.scan.wecken import wake

registry.waking["eingangsordner"] = wake
projected(
    SCANKLASSE, project=scanklasse.project, rows=(Scanklasse,), guard=scanklasse.guard_scanklasse
)
delivered_with(SCANKLASSE, standard_scanklassen)
registry.foundations["posteingang.scanklassen"] = scanklasse.furnish_scanklassen
