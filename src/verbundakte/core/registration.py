"""What the core itself adds to the registry."""

from verbundakte.core import checks, pruefung
from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.bausteine.desk import delivered_news, look_for_news, waiting_drafts
from verbundakte.core.bausteine.events import Event
from verbundakte.core.blobs.moving import follow_up
from verbundakte.core.jobs.desk import failed_work
from verbundakte.core.kalender import KALENDER, project_kalender, standard_kalender
from verbundakte.core.models import Kalender, Synonymliste
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import DeskSource, NavigationEntry, registry
from verbundakte.core.search import vocabulary
from verbundakte.core.search.completeness import check_once_a_day
from verbundakte.core.search.learning import learn_once_a_week
from verbundakte.core.search.synonymliste import (
    SYNONYME,
    furnish_synonyme,
    project_synonyme,
    standard_synonyme,
)

registry.add_permissions(Permission)
registry.add_events(Event)
registry.add_events(vocabulary.Event)
registry.add_events(pruefung.Event)
registry.subject_urls["core.baustein"] = "vorlagen:vorlage"
registry.add_navigation(
    NavigationEntry(
        "vorlagen",
        "Vorlagen und Regeln",
        "columns",
        "vorlagen:liste",
        Permission.BAUSTEIN_EDIT,
        "Verwaltung",
        705,
        hint="Rollen, Nummern, Arten und Vorlagen in Fassungen",
    )
)
registry.due["core.index"] = check_once_a_day
registry.due["core.woerter"] = learn_once_a_week
registry.due["core.pruefung"] = pruefung.check_once_a_month
registry.due["core.speicher"] = follow_up
registry.due["core.bausteine"] = look_for_news
registry.desk["auslieferung"] = DeskSource("auslieferung", "Auslieferung", delivered_news)
registry.desk["betrieb"] = DeskSource("betrieb", "Betrieb", failed_work)
registry.desk["pruefung"] = DeskSource("pruefung", "Betrieb", pruefung.found_problems)
registry.desk["freigaben"] = DeskSource("freigaben", "Zur Freigabe", waiting_drafts)
delivered_with(SYNONYME, standard_synonyme)
projected(SYNONYME, project=project_synonyme, rows=(Synonymliste,))
registry.foundations["core.synonyme"] = furnish_synonyme
delivered_with(KALENDER, standard_kalender)
projected(KALENDER, project=project_kalender, rows=(Kalender,))
registry.checks.update((check.name, check) for check in checks.CHECKS)
registry.not_exported.update(
    {
        "core_chainhead": "Ende des Protokolls: entsteht beim Übernehmen neu und wird verglichen",
        "core_readchainhead": "Ende der Lesevermerke: entsteht neu und wird verglichen",
        "core_job": "Aufträge dieser Installation, nach 30 Tagen gelöscht",
        "core_idempotencykey": "schon beantwortete Anfragen von Programmen, kurz aufgehoben",
        "core_upload": "Dateien, die gerade ankommen, nach einem Tag gelöscht",
        "core_ausgabe": "für eine Person gemachte Dateien, nach sieben Tagen gelöscht",
    }
)
