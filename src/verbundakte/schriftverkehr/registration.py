"""What the room `schriftverkehr` adds to the registry."""

from django.http import HttpRequest
from django.urls import reverse

from verbundakte.akten.actions import dokument_erasing
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.registry import (
    ReferenceKind,
    ScopeGroup,
    SubjectPage,
    SubjectTab,
    registry,
)
from verbundakte.schriftverkehr import queries
from verbundakte.schriftverkehr.actions import forget_schreiben, furnish_vorgaben
from verbundakte.schriftverkehr.actions.vorgabe import ROWS, projection
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import Schreiben
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.samples import source

registry.add_events(Event)
registry.add_permissions(Permission)
for kind in ROWS:
    projected(kind, **projection(kind))
    delivered_with(kind, source(kind))
registry.add_scopes(
    ScopeGroup(
        "briefe",
        "Schreiben",
        ("schriftverkehr.schreiben", "akten.dokument"),
        ("akten.akte", "akten.vorgang", "akten.kontakt"),
    )
)
registry.foundations["schriftverkehr.vorgaben"] = furnish_vorgaben
registry.references["schriftverkehr.schreiben"] = ReferenceKind(
    "schriftverkehr.schreiben",
    lambda ids: {
        row.pk: row.dokument.betreff
        for row in Schreiben.objects.filter(pk__in=ids).select_related("dokument")
    },
)
registry.subject_urls["schriftverkehr.schreiben"] = "schriftverkehr:schreiben"
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "Schreiben",
        "mail",
        "schriftverkehr:auswahl",
        lambda actor, vorgang: (
            not vorgang.is_closed
            and actor.may(AktenPermission.DOKUMENT_CREATE, vorgang)
            and actor.may(Permission.SCHREIBEN_WRITE, vorgang)
        ),
        key="B",
    )
)


def is_letter(request: HttpRequest, dokument: Dokument, fassung) -> dict | None:
    """Return the way from a Dokument to the Schreiben it is; only who wrote is asked for one."""
    found = queries.schreiben_of(request.actor, dokument) if dokument.bearbeiter else None
    if found is None:
        return None
    label = "Weiterschreiben" if dokument.is_entwurf else "Empfänger und Reinschrift"
    return {"url": reverse("schriftverkehr:schreiben", args=[found.pk]), "label": label}


registry.subject_tabs.setdefault("akten.dokument", []).append(
    SubjectTab(
        "schreiben",
        "",
        "schriftverkehr/_hinweis.html",
        is_letter,
        notice=is_letter,
        notice_template="schriftverkehr/_hinweis.html",
    )
)
dokument_erasing.subscribe(forget_schreiben)
