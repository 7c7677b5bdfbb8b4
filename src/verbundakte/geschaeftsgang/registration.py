"""What the room `geschaeftsgang` adds to the registry."""

from verbundakte.akten.actions import dokument_erasing, fassung_changed, vorgang_closing
from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.registry import Check, OpenEnds, ReferenceKind, ScopeGroup, registry
from verbundakte.geschaeftsgang import open_ends
from verbundakte.geschaeftsgang.actions import (
    at_begin,
    at_end,
    end_with_schritt,
    forget_remarks,
    furnish_vorlagen,
    plan_for_schritt,
    project_regel,
    project_vorlage,
    refuse_while_running,
    void_zeichnungen,
)
from verbundakte.geschaeftsgang.bausteine import VERFUEGUNGSVORLAGE, VIERAUGENREGEL
from verbundakte.geschaeftsgang.checks import check_schritte, check_zeichnungen
from verbundakte.geschaeftsgang.due import end_reading_of_past, give_stranded_to_heads
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    SchrittArt,
    Verfuegung,
    Verfuegungsvorlage,
    Vieraugenregel,
)
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.samples import standard_regeln, standard_vorlagen
from verbundakte.geschaeftsgang.uebergabe import SOURCES

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_scopes(
    ScopeGroup(
        "geschaeftsgang",
        "Geschäftsgang",
        ("geschaeftsgang.verfuegung", "geschaeftsgang.schritt"),
        (
            "akten.akte",
            "akten.vorgang",
            "akten.dokument",
            "organisation.einheit",
            "organisation.person",
        ),
    )
)
registry.references["geschaeftsgang.verfuegung"] = ReferenceKind(
    "geschaeftsgang.verfuegung",
    lambda ids: {row.pk: str(row) for row in Verfuegung.objects.filter(pk__in=ids)},
)
registry.checks["zeichnungen"] = Check("zeichnungen", check_zeichnungen, "Zeichnungen als Nachweis")
registry.checks["geschaeftsgang"] = Check(
    "geschaeftsgang", check_schritte, "Verfügungen und ihre Schritte"
)
registry.open_ends["geschaeftsgang"] = OpenEnds(
    "geschaeftsgang", "im Geschäftsgang", open_ends.schritte
)
at_begin[SchrittArt.WIEDERVORLAGE] = [plan_for_schritt]
at_end[SchrittArt.WIEDERVORLAGE] = [end_with_schritt]
fassung_changed.subscribe(void_zeichnungen)
vorgang_closing.subscribe(refuse_while_running)
dokument_erasing.subscribe(forget_remarks)
projected(VERFUEGUNGSVORLAGE, project=project_vorlage, rows=(Verfuegungsvorlage,))
delivered_with(VERFUEGUNGSVORLAGE, standard_vorlagen)
projected(VIERAUGENREGEL, project=project_regel, rows=(Vieraugenregel,))
delivered_with(VIERAUGENREGEL, standard_regeln)
registry.foundations["geschaeftsgang.vorlagen"] = furnish_vorlagen
registry.due["leserechte"] = end_reading_of_past
registry.due["geschaeftsgang.verwaist"] = give_stranded_to_heads
registry.handover.update((source.id, source) for source in SOURCES)
