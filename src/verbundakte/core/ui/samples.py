"""Invented things for the gallery: nothing here comes from a town."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from django import forms

from verbundakte.core import clock
from verbundakte.core.ui.context import MenuItem
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.widgets import DateInput

SWATCHES = [
    ("sunken", "Grund des Dokuments"),
    ("canvas", "Rahmen"),
    ("surface", "Arbeitsfläche"),
    ("raised", "Darüber"),
    ("accent", "Akzent"),
    ("accent-soft", "Gewählt"),
    ("good", "Gut"),
    ("note", "Hinweis"),
    ("warn", "Achtung"),
    ("bad", "Fehler"),
    ("control-line", "Rand bedienbar"),
    ("line", "Linie"),
]
SPRITE = Path(__file__).parent / "static/ui/symbole.svg"
SYMBOLS = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text())
CHIPS = [
    ("Entwurf", "draft", ""),
    ("Neu", "inbox", "note"),
    ("In Bearbeitung", "edit", "note"),
    ("3 von 5", "sign", "warn"),
    ("Zugestimmt", "ok", "good"),
    ("Mit Hinweis", "remark", "note"),
    ("Nicht einverstanden", "dissent", "bad"),
    ("Ungültig", "void", "warn"),
    ("Wartet", "pending", ""),
    ("Abgesandt", "out", ""),
    ("Abgeschlossen", "lock", ""),
    ("z. d. A.", "archive", ""),
]
NO_SUCH_DAY = "Kein Tag im Kalender. Gemeint ist vielleicht der 30.11.2026."
SNIPPET = [
    ("… wird Ihnen die ", False),
    ("Befreiung", True),
    (" von der ", False),
    ("Hundesteuer", True),
    (" nach § 6 der ", False),
    ("Hundesteuer", True),
    ("satzung gewährt. Sie gilt ab dem 1. November …", False),
]


class SampleForm(Form):
    """Every kind of control once."""

    betreff = forms.CharField(label="Betreff")
    frist_on = forms.DateField(label="Frist", widget=DateInput)
    art = forms.ChoiceField(
        label="Dokumentart", choices=[("", "Auswählen"), ("b", "Bescheid"), ("v", "Vermerk")]
    )
    empfaenger = forms.CharField(
        label="Empfänger", error_messages={"required": "Wählen Sie eine Person oder Stelle."}
    )
    notiz = forms.CharField(
        label="Notiz",
        required=False,
        help_text="Sehen alle, die den Vorgang sehen.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    versand = forms.ChoiceField(
        label="Versand", choices=[("k", "Servicekonto"), ("p", "Post")], widget=forms.RadioSelect
    )
    datei = forms.FileField(label="Anlage", required=False)
    bestaetigung = forms.BooleanField(label="Eingangsbestätigung senden", required=False)


@dataclass
class Node:
    """A line of a tree."""

    no: str
    label: str
    url: str = "#baum"
    count: int | None = None
    is_current: bool = False
    is_open: bool = False
    mark: str = ""
    children: list = field(default_factory=list)


def gallery() -> dict:
    """Return the context of the gallery page."""
    given = {"betreff": "Bewohnerparkausweis Zone B", "frist_on": "31.11.2026", "art": "b"}
    form = SampleForm(given | {"versand": "k", "bestaetigung": "on"})
    form.fields["frist_on"].error_messages["invalid"] = NO_SUCH_DAY
    return {
        "swatches": SWATCHES,
        "symbols": SYMBOLS,
        "chips": CHIPS,
        "form": form,
        **lists(),
        **histories(),
        **menus(),
        **post(),
    }


def post() -> dict:
    """Return proposals for a letter, and rows of a queue of post."""
    sure = {"level": 3, "word": "sicher"}
    return {
        "offers": [
            {
                "id": "vorschlag-1",
                "key": "1",
                "title": "Baugenehmigung Carport, Lindenallee 12",
                "az": "632.20-2026/0147-03",
                "sure": sure,
                "reasons": ["Ihr Zeichen steht im Betreff", "wie 14 frühere Schreiben"],
                "url": "#vorschlag",
                "is_first": True,
            },
            {"id": "vorschlag-2", "key": "2", "title": "An 63.1 Baugenehmigungen", "url": "#vorschlag"},
        ],
        "post": [
            {
                "icon": "scan",
                "title": "Finanzamt Probe",
                "sub": "Messbescheid Gewerbesteuer",
                "time": "07:52",
                "url": "#vorschlag",
                "sure": sure,
                "pick": "1",
                "form": "stapel-muster",
                "is_here": True,
            },
            {
                "icon": "lock",
                "title": "Verschlossenes Angebot",
                "sub": "Paketeintrag",
                "time": "07:41",
                "url": "#vorschlag",
                "chip": {"label": "seit 3 Tagen", "icon": "clock", "tone": "warn"},
                "pick": "2",
                "form": "stapel-muster",
            },
        ],
    }


def menus() -> dict:
    """Return tabs, choices, menus and the tree."""
    return {
        "tabs": [
            {"label": "Details", "url": "#reiter", "is_current": True},
            {"label": "Verlauf", "url": "#verlauf", "count": 37},
            {"label": "Verfügung", "url": "#reiter"},
            {"label": "Zugriff", "url": "#zugriff"},
        ],
        "choices": [
            {"label": "Alles", "url": "#reiter", "count": 14, "is_current": True},
            {"label": "Meins", "url": "#reiter", "count": 10},
        ],
        "more": [
            MenuItem("Zu den Akten verfügen", "#leiste", "archive"),
            MenuItem("Verlauf drucken", "#leiste", "print"),
            MenuItem("Löschen", "#leiste", "trash", is_danger=True),
        ],
        "steps": [
            ("63 Bauordnung", "#ort"),
            ("632.20 Wohngebäude", "#ort"),
            ("Akte 632.20-2026/0147 Lindenallee 12", "#ort"),
        ],
        "facts": [
            {"copies": "632.20-2026/0147-03"},
            {"chip": {"label": "In Bearbeitung", "icon": "edit", "tone": "note"}},
            {
                "icon": "calendar",
                "text": "Frist",
                "strong": "Fr 04.12.2026",
                "after": ", noch 11 Tage",
            },
            {"icon": "user", "text": "Amira Beispiel, SG 63.1"},
            {"icon": "lock", "text": "Zugriff: Bauordnung (11 Personen)", "url": "#zugriff"},
        ],
        "tree": _tree(),
    }


def _tree() -> list[Node]:
    ordnung = [
        Node("112.30", "Bußgelder", count=18),
        Node("112.40", "Bewohnerparken", count=24, is_current=True),
    ]
    return [
        Node("11", "Ordnung", count=42, is_open=True, children=ordnung),
        Node(
            "92",
            "Steuern und Abgaben",
            count=64,
            children=[Node("922", "Kommunale Steuern", mark="neu")],
        ),
        Node("95", "Vermögen", count=12),
    ]


def lists() -> dict:
    """Return rows of the desk, of a Vorgang and of a search."""
    today = clock.today()
    carport, steuer = "632.20-2026/0147-03", "922.52-2026/0881-01"
    soon, ago = today + timedelta(3), today - timedelta(3)
    return {
        "desk": [
            _waiting(
                "Mitzeichnung", "sign", "Baugenehmigung Carport, Lindenallee 12", carport, ago
            ),
            _waiting(
                "Eingang", "inbox", "Widerspruch gegen den Gebührenbescheid", steuer, today, True
            ),
            _waiting(
                "Wiedervorlage", "clock", "Baulastenverzeichnis: Zustimmung fehlt", carport, soon
            ),
        ],
        "recent": [
            _recent("vorgang", "Carport Lindenallee 12", carport, clock.now()),
            _recent("akte", "Obstwiesen Süd, Bauleitplanung", "610.21-2025/0007", ago),
        ],
        "documents": [
            _document(
                14,
                "draft",
                "Bescheid Baugenehmigung Carport",
                "Entwurf, Fassung 3 · A. Beispiel",
                today,
            )
            | {"is_here": True, "chip": {"label": "3 von 5", "icon": "sign", "tone": "warn"}},
            _document(
                13, "scan", "Einwendung der Nachbarin Paula Zaun", "Schreiben · Poststelle", today
            )
            | {"is_new": True, "chip": {"label": "Neu", "icon": "inbox", "tone": "note"}},
            _document(
                12,
                "mail",
                "Stellungnahme untere Naturschutzbehörde",
                "E-Mail · Landkreis Probe",
                ago,
            ),
            _document(12, "doc", "Karte der Obstwiesen", "PDF, 2 Seiten", ago) | {"level": 1},
        ],
        "hits": [
            {
                "icon": "out",
                "title": "Bescheid über die Befreiung von der Hundesteuer",
                "url": "#listen",
                "number": steuer,
                "facts": ["Hundesteuer, Einzelfälle", "Kim Steuer"],
                "date": today,
                "chip": {"label": "Abgesandt", "icon": "out"},
                "snippet": SNIPPET,
            }
        ],
        "facet": [
            {"value": "bescheid", "label": "Bescheid", "count": 171, "is_checked": True},
            {"value": "antrag", "label": "Antrag", "count": 115},
        ],
    }


def histories() -> dict:
    """Return events, jobs and an explanation of access."""
    now = clock.now()
    frist = {"label": "Frist", "before": "27.11.2026", "after": "04.12.2026"}
    locked = "Die Datei ist mit einem Kennwort geschützt. Das Original liegt in der Akte."
    return {
        "entries": [
            _event("ok", "Bernd Entwurf", "hat Fassung 3 zugestimmt", now, tone="good"),
            _event(
                "edit",
                "Amira Beispiel",
                "i. V. Jonas Probst hat die Frist geändert",
                now - timedelta(days=1),
                changes=[frist],
            ),
            _event("plus", "Onlinedienst", "hat den Vorgang angelegt", now - timedelta(days=40)),
        ],
        "jobs": [
            _job("Text erkennen: Bauakte Hofweg 3", 212, 640, started_at=now, seconds_left=118),
            _job(
                "Vorschau erzeugen: 14 Dokumente",
                14,
                14,
                started_at=now,
                finished_at=now,
                item_errors=[{"item": "alt.doc", "error": locked}],
            ),
            _job("Import: Ordner Bebauungsplan 17", 0, 31),
        ],
        "answer": {
            "is_allowed": True,
            "sentence": "Ja, sie sieht ihn, kann ihn aber nicht ändern.",
            "detail": "Lale Vorlage leitet das Sachgebiet 37.1 und zeichnet Dokument 14 mit.",
            "chain": [
                {"name": "Lale Vorlage", "note": "Person"},
                {"name": "Leitung SG 37.1", "note": "Stelle, seit 01.04.2024"},
                {"name": "Vorgang 0147-03", "note": "lesen, bis z. d. A."},
            ],
            "note": "Endet von selbst, wenn der Vorgang zu den Akten verfügt ist.",
        },
    }


def _waiting(kind, icon, title, number, due, is_new=False):
    who = "Kim Muster"
    return SimpleNamespace(
        kind=kind,
        icon=icon,
        title=title,
        number=number,
        due=due,
        url="#listen",
        who=who,
        is_new=is_new,
        is_for_other=False,
    )


def _recent(icon, title, number, at):
    return {"icon": icon, "title": title, "number": number, "url": "#listen", "at": at}


def _document(no, icon, title, sub, date):
    return {"no": no, "icon": icon, "title": title, "url": "#listen", "sub": sub, "date": date}


def _event(icon, who, text, at, **more):
    return {"icon": icon, "who": who, "text": text, "at": at, **more}


def _job(label, done, total, **more):
    known = {"started_at": None, "finished_at": None, "error": "", "seconds_left": None}
    known |= {"item_errors": [], "result": {}, "url": ""}
    return SimpleNamespace(label=label, done=done, total=total, **{**known, **more})
