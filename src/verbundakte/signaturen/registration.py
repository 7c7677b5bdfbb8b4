"""What the room `signaturen` adds to the registry."""

from verbundakte.akten.actions import datei_read, dokument_erasing
from verbundakte.core.bausteine import projected
from verbundakte.core.registry import (
    Check,
    NavigationEntry,
    SubjectPage,
    SubjectTab,
    registry,
)
from verbundakte.signaturen.actions import begin_pruefung, forget_signaturen
from verbundakte.signaturen.actions.konzept import guard_konzept, project_dienst, project_konzept
from verbundakte.signaturen.events import Event
from verbundakte.signaturen.konzept import SIGNATURKONZEPT, ZEITSTEMPELDIENST
from verbundakte.signaturen.models import Signaturkonzept, Zeitstempeldienst
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.sign_jobs import try_again
from verbundakte.signaturen.vertrauen import check_vertrauen
from verbundakte.signaturen.views.pruefung import chips, notice

registry.add_events(Event)
registry.add_permissions(Permission)
projected(SIGNATURKONZEPT, project=project_konzept, rows=(Signaturkonzept,), guard=guard_konzept)
projected(ZEITSTEMPELDIENST, project=project_dienst, rows=(Zeitstempeldienst,))
dokument_erasing.subscribe(forget_signaturen)
registry.sealed["signaturen_organisationszertifikat"] = ("geheimnis",)
datei_read.subscribe(begin_pruefung)
registry.checks["vertrauensanker"] = Check(
    "vertrauensanker", check_vertrauen, "Vertrauensanker für Signaturen", is_of_now=True
)
registry.subject_pages.setdefault("akten.dokument", []).append(
    SubjectPage("Signaturen", "stamp", "signaturen:dokument", lambda actor, dokument: True)
)
registry.subject_tabs.setdefault("akten.dokument", []).append(
    SubjectTab("signaturen", "", "", lambda *given: None, None, notice, "signaturen/_stand.html")
)
registry.subject_chips.setdefault("akten.dokument", []).append(chips)
registry.due["signaturauftraege"] = try_again
registry.add_navigation(
    NavigationEntry(
        "zertifikate",
        "Zertifikate",
        "stamp",
        "signaturen:zertifikate",
        Permission.ZERTIFIKAT_CONFIGURE,
        "Verwaltung",
        776,
        hint="Womit die Kommune signiert und siegelt",
    )
)
