"""/gestaltung/ and /hilfe/tastatur/ : what the interface is made of, and its shortcuts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte.core.ui import samples
from verbundakte.core.ui.shortcuts import render_page

SHORTCUTS = [
    (
        "Überall",
        [
            ("/", "Suchen"),
            ("g s", "Schreibtisch"),
            ("g p", "Posteingang"),
            ("g m", "Mitzeichnung"),
            ("n", "Neu anlegen"),
            ("j k", "In Listen bewegen"),
            ("o", "Öffnen"),
            ("x", "Auswählen"),
            ("u", "Eine Ebene höher"),
            ("z", "Zurücknehmen"),
            ("esc", "Schließen"),
            ("?", "Kürzel dieser Seite"),
        ],
    ),
    (
        "Vorgang und Dokument",
        [
            ("space", "Weiterblättern"),
            ("f", "Im Dokument suchen"),
            ("+ -", "Größe"),
            ("1 2 3 4", "Reiter"),
            ("d", "Dokument hinzufügen"),
            ("v", "In den Geschäftsgang geben"),
            ("A", "Zu den Akten verfügen"),
            ("b", "Angaben ändern"),
        ],
    ),
    (
        "Zeichnen",
        [
            ("m", "Zustimmen, weiter"),
            ("r", "Mit Bemerkung"),
            ("N", "Nicht mitzeichnen"),
            ("s", "Später"),
            ("e", "Ausgewählte zur Kenntnis nehmen"),
        ],
    ),
    (
        "Verwaltung",
        [("h l", "Zu- und aufklappen"), ("n", "Neu"), ("b", "Bearbeiten"), ("ctrl+s", "Speichern")],
    ),
]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with the sentence that says when to take it."""
    return render_page(request, "ui/gallery.html", samples.gallery())


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    """Show the shortcuts of all pages (the dialog of "?" shows those of one page)."""
    return render_page(request, "ui/keyboard.html", {"groups": SHORTCUTS})
