"""What the room `posteingang` adds to the registry."""

from verbundakte.akten.actions import dokument_answered, dokument_assigned, dokument_erasing
from verbundakte.core.bausteine import projected
from verbundakte.core.registry import (
    Check,
    DeskSource,
    ListSource,
    NavigationEntry,
    OpenEnds,
    ReferenceKind,
    ScopeGroup,
    SubjectPage,
    registry,
)
from verbundakte.core.ui.context import jump_key
from verbundakte.geschaeftsgang.queries import FRISTQUELLEN
from verbundakte.organisation.actions import einheit_closing
from verbundakte.posteingang import desk, uebergabe
from verbundakte.posteingang.actions import (
    forget_eingang,
    note_ablage,
    note_printed,
    settle_answered,
)
from verbundakte.posteingang.actions.liegefrist import project_liegefrist
from verbundakte.posteingang.checks import check_eingaenge
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.fristquelle import QUELLE
from verbundakte.posteingang.liegefrist import LIEGEFRIST
from verbundakte.posteingang.listen import BUCH, LISTING, get_buch
from verbundakte.posteingang.models import Eingang, Liegefrist
from verbundakte.posteingang.offen import open_ends
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.auskunft import SOURCE as PERSONAL_DATA

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_navigation(
    NavigationEntry(
        "posteingang",
        "Posteingang",
        "inbox",
        "posteingang:eingaenge",
        Permission.EINGANG_READ,
        order=12,
        hint="Was angekommen ist, und wohin es geht",
    )
)
registry.add_scopes(
    ScopeGroup(
        "eingaenge",
        "Posteingang",
        ("posteingang.eingang", "akten.dokument"),
        ("akten.akte", "akten.vorgang", "organisation.einheit", "organisation.person"),
    )
)
registry.desk["posteingang"] = DeskSource("posteingang", "Posteingang", desk.waiting_post)
FRISTQUELLEN["posteingang"] = QUELLE
registry.desk["quarantaene"] = DeskSource("quarantaene", "Quarantäne", desk.held_back)
registry.desk["rueckstand"] = DeskSource("rueckstand", "Rückstand", desk.lying_too_long)
projected(LIEGEFRIST, project=project_liegefrist, rows=(Liegefrist,))
registry.open_ends["eingaenge"] = OpenEnds("eingaenge", "Posteingang", open_ends)
registry.handover[uebergabe.HANDOVER.id] = uebergabe.HANDOVER
registry.holdings[uebergabe.HOLDINGS.id] = uebergabe.HOLDINGS
registry.personal_data[PERSONAL_DATA.id] = PERSONAL_DATA
registry.checks["posteingang"] = Check(
    "posteingang", check_eingaenge, "Eingänge und Posteingangsbuch"
)
registry.references["posteingang.eingang"] = ReferenceKind(
    "posteingang.eingang",
    lambda ids: {row.pk: row.number for row in Eingang.objects.filter(pk__in=ids)},
)
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "Laufweg",
        "branch",
        "posteingang:laufweg-vorgang",
        lambda actor, vorgang: Permission.EINGANG_READ in actor.permissions,
    )
)
dokument_assigned.subscribe(note_ablage)
dokument_answered.subscribe(settle_answered)
dokument_answered.subscribe(note_printed)
registry.listings[BUCH] = ListSource(LISTING, get_buch, "posteingang:eingang")
registry.subject_urls["posteingang.eingang"] = "posteingang:eingang"
jump_key("posteingang", "p")
dokument_erasing.subscribe(forget_eingang)
einheit_closing.subscribe(uebergabe.refuse_holder)
registry.sealed["posteingang_eingangskanal"] = ("geheimnis",)
