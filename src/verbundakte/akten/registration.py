"""What the room `akten` adds to the registry."""

from verbundakte.akten import desk
from verbundakte.akten.actions import typ
from verbundakte.akten.actions.nummernmuster import check_nummernmuster, project_nummernmuster
from verbundakte.akten.bausteine import DOKUMENTTYP, VORGANGSTYP
from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokumenttyp, Nummernmuster, Vorgangstyp
from verbundakte.akten.nummernmuster import NUMMERNMUSTER
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.felder import field_names
from verbundakte.akten.search import SOURCES
from verbundakte.core.bausteine import projected
from verbundakte.core.registry import DeskSource, NavigationEntry, registry
from verbundakte.core.ui.context import jump_key, provide

registry.add_events(Event)
registry.add_permissions(Permission)
registry.search.update((source.kind, source) for source in SOURCES)
registry.add_navigation(
    NavigationEntry(
        "aktenplan",
        "Aktenplan",
        "tree",
        "akten:aktenplan",
        Permission.AKTENPLAN_READ,
        order=20,
    ),
    NavigationEntry(
        "nicht-zugeordnet",
        "Nicht zugeordnet",
        "inbox",
        "akten:nicht-zugeordnet",
        Permission.DOKUMENT_READ,
        order=30,
    ),
    NavigationEntry(
        "vorgaenge", "Vorgänge", "vorgang", "akten:vorgaenge", Permission.VORGANG_READ, order=34
    ),
    NavigationEntry("akten", "Akten", "akte", "akten:akten", Permission.AKTE_READ, order=36),
)
registry.add_navigation(
    NavigationEntry(
        "entwuerfe",
        "Meine Entwürfe",
        "draft",
        "akten:entwuerfe",
        Permission.DOKUMENT_CREATE,
        order=35,
    ),
)
registry.desk.update(
    (source.id, source)
    for source in (
        DeskSource("vorgaenge", "Vorgänge", desk.own_vorgaenge),
        DeskSource("entwuerfe", "Entwürfe", desk.own_entwuerfe),
        DeskSource("hinweise", "Hinweise", desk.own_hinweise),
        DeskSource("zuletzt", "Zuletzt geöffnet", desk.recent),
        DeskSource("favoriten", "Favoriten", desk.favourites),
    )
)
jump_key("aktenplan", "a")
jump_key("entwuerfe", "e")
provide("favourites", desk.menu_favourites)
provide("new", desk.menu_new)
projected(
    NUMMERNMUSTER,
    project=project_nummernmuster,
    rows=(Nummernmuster,),
    guard=check_nummernmuster,
)
projected(
    DOKUMENTTYP,
    project=typ.project_dokumenttyp,
    rows=(Dokumenttyp,),
    guard=typ.guard_dokumenttyp,
    notes=typ.notes_dokumenttyp,
)
projected(
    VORGANGSTYP,
    project=typ.project_vorgangstyp,
    rows=(Vorgangstyp,),
    guard=typ.guard_vorgangstyp,
    notes=typ.notes_vorgangstyp,
)
registry.foundations["akten.dokumenttypen"] = typ.furnish_dokumenttypen
registry.own_fields["akten"] = field_names
