"""What recognition and learning add to the registry."""

from verbundakte.akten.actions import dokument_erasing
from verbundakte.core.bausteine import projected
from verbundakte.core.registry import NavigationEntry, registry
from verbundakte.posteingang.actions.lernen import forget_letter
from verbundakte.posteingang.actions.regel import project_regel
from verbundakte.posteingang.eingangsregel import EINGANGSREGEL
from verbundakte.posteingang.lern_jobs import Watch, read_what_is_left
from verbundakte.posteingang.models import Eingangsregel
from verbundakte.posteingang.permissions import Permission

registry.waking["posteingang.lernen"] = Watch().wake
registry.due["posteingang.lernen"] = read_what_is_left
dokument_erasing.subscribe(forget_letter)
registry.not_exported["posteingang_lernstand"] = "wie weit diese Installation gelesen hat"
projected(EINGANGSREGEL, project=project_regel, rows=(Eingangsregel,))
registry.add_navigation(
    NavigationEntry(
        "eingangsregeln",
        "Eingangsregeln",
        "columns",
        "posteingang:regeln",
        Permission.REGEL_CONFIGURE,
        "Verwaltung",
        771,
        hint="Was für Post von selbst gilt, an vergangenen Eingängen erprobt",
    )
)
