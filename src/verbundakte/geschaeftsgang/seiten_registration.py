"""What the pages of the room `geschaeftsgang` add to the registry."""

from verbundakte.core.registry import (
    NavigationEntry,
    SubjectPage,
    SubjectTab,
    Vertretbares,
    registry,
)
from verbundakte.core.ui.context import jump_key
from verbundakte.geschaeftsgang.desk import QUEUE
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import platz
from verbundakte.geschaeftsgang.views import reiter

registry.add_navigation(
    NavigationEntry(
        "mitzeichnung",
        "Mitzeichnung",
        "sign",
        "geschaeftsgang:schritte",
        Permission.SCHRITT_DO,
        order=12,
        hint="Was Sie zeichnen, zur Kenntnis nehmen oder bearbeiten sollen",
        is_exact=True,
    )
)
jump_key("mitzeichnung", "m")
registry.desk_queues[QUEUE.id] = QUEUE
DOES = frozenset({Permission.VERFUEGUNG_READ, Permission.SCHRITT_DO})
SIGNS = DOES | {Permission.SCHRITT_SIGN}
registry.vertretbar.update(
    {
        platz.MITZEICHNUNG: Vertretbares("Mitzeichnung", SIGNS),
        platz.SCHLUSS: Vertretbares("Schlusszeichnung", SIGNS),
        platz.KENNTNIS: Vertretbares("Kenntnisnahme", DOES),
        platz.ARBEIT: Vertretbares("Bearbeitung", DOES),
    }
)
registry.subject_pages.setdefault("akten.vorgang", []).append(
    SubjectPage(
        "In den Geschäftsgang geben",
        "out",
        "geschaeftsgang:verfuegung-neu",
        reiter.may_begin,
        key="v",
        short="Geschäftsgang",
    )
)
for kind in ("akten.vorgang", "akten.dokument"):
    registry.subject_tabs.setdefault(kind, []).append(
        SubjectTab(
            "verfuegung",
            "Vfg.",
            "geschaeftsgang/_reiter.html",
            reiter.load,
            notice=reiter.notice,
            notice_template="geschaeftsgang/_schritt.html",
        )
    )
registry.subject_urls["geschaeftsgang.verfuegung"] = "geschaeftsgang:verfuegung"
