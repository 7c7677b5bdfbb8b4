"""The parts of this room's API for which a token may be good (`core.access.scopes`)."""

from verbundakte.core.registry import ScopeGroup

AKTENPLAN = "akten.aktenplan"
FILES = ("akten.akte", "akten.vorgang")

SCOPES = (
    ScopeGroup("aktenplan", "Aktenplan", (AKTENPLAN,), writes=False),
    ScopeGroup("akten", "Akten und Vorgänge", (*FILES, "akten.verweis"), (AKTENPLAN,)),
    ScopeGroup("dokumente", "Dokumente und ihre Dateien", ("akten.dokument",), FILES),
    ScopeGroup("webdav", "WebDAV: Word und LibreOffice", ("akten.dokument",), FILES),
    ScopeGroup("kontakte", "Kontakte und Beteiligte", ("akten.kontakt", "akten.sperre"), FILES),
    ScopeGroup("suche", "Suche", (), (*FILES, "akten.dokument", AKTENPLAN), writes=False),
    ScopeGroup("auftraege", "Aufträge", (), writes=False),
    ScopeGroup("protokoll", "Protokoll", (), (*FILES, "akten.dokument"), writes=False),
)
