"""What scanning adds to the registry: folders that are watched, classes of documents."""

from verbundakte.akten.actions import dokument_erasing
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.registry import Check, NavigationEntry, SubjectPage, registry
from verbundakte.posteingang.actions import scanklasse
from verbundakte.posteingang.actions.stapel import forget_scan
from verbundakte.posteingang.checks import check_vermerke
from verbundakte.posteingang.models import Scanklasse
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.samples.scanklassen import standard_scanklassen
from verbundakte.posteingang.scan.klassen import SCANKLASSE
from verbundakte.posteingang.scan.wecken import wake

registry.waking["eingangsordner"] = wake
registry.checks["transfervermerke"] = Check(
    "transfervermerke", check_vermerke, "Transfervermerke und ihre Siegel"
)
dokument_erasing.subscribe(forget_scan)
projected(
    SCANKLASSE, project=scanklasse.project, rows=(Scanklasse,), guard=scanklasse.guard_scanklasse
)
delivered_with(SCANKLASSE, standard_scanklassen)
registry.foundations["posteingang.scanklassen"] = scanklasse.furnish_scanklassen
registry.add_navigation(
    NavigationEntry(
        "scanstapel",
        "Scanstapel",
        "scan",
        "scannen:stapel",
        Permission.SCAN_WORK,
        order=26,
        hint="Was die Scanner gebracht haben, und was daraus wurde",
    ),
    NavigationEntry(
        "scanpruefung",
        "Scans prüfen",
        "eye",
        "scannen:pruefung",
        Permission.SCAN_CHECK,
        order=28,
        hint="Scans ansehen, bevor ihr Papier gehen darf",
    ),
    NavigationEntry(
        "scanordner",
        "Überwachte Ordner",
        "scan",
        "scannen:ordner",
        Permission.KANAL_CONFIGURE,
        "Verwaltung",
        772,
        hint="Wohin Scanner schreiben, und an wen es geht",
    ),
    NavigationEntry(
        "scanbericht",
        "Prüfbericht Scannen",
        "history",
        "scannen:pruefbericht",
        Permission.SCAN_AUDIT,
        "Verwaltung",
        774,
        hint="Was geprüft wurde, was fehlerhaft war, welches Papier vernichtet ist",
    ),
)
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "Deckblatt für Scans",
        "scan",
        "scannen:deckblatt",
        lambda actor, vorgang: actor.may(AktenPermission.DOKUMENT_CREATE, vorgang),
        method="post",
    )
)
registry.subject_urls["posteingang.scanstapel"] = "scannen:ein-stapel"
registry.subject_urls["posteingang.scanprodukt"] = "scannen:scan"
