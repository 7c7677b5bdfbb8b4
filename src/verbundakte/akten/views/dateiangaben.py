"""What is known about one file, as rows "label: value" of the folded panel beside it.

A row whose value is empty is not shown. Names of people in the file come from the file itself.
"""

from datetime import datetime

from django.utils.timezone import localtime

from verbundakte.akten.actions.verarbeitung import UNRECOGNISED, is_worth_another_try
from verbundakte.akten.lage import told_lage
from verbundakte.akten.models import Datei, Rendition, RenditionKind
from verbundakte.core.ui import formats

TYPE_NAMES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.oasis.opendocument.text": "OpenDocument-Text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument-Tabelle",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument-Präsentation",
    "application/vnd.oasis.opendocument.graphics": "OpenDocument-Zeichnung",
    "application/msword": "Word 97 bis 2003",
    "application/vnd.ms-excel": "Excel 97 bis 2003",
    "application/vnd.ms-powerpoint": "PowerPoint 97 bis 2003",
    "application/rtf": "Rich Text",
    "application/vnd.wordperfect": "WordPerfect",
    "application/vnd.ms-outlook": "E-Mail aus Outlook",
    "application/vnd.ms-tnef": "Outlook-Anlage (winmail.dat)",
    "message/rfc822": "E-Mail",
    "application/mbox": "E-Mail-Ordner",
    "application/zip": "ZIP-Archiv",
    "application/vnd.etsi.asic-s+zip": "Signaturcontainer (ASiC-S)",
    "application/vnd.etsi.asic-e+zip": "Signaturcontainer (ASiC-E)",
    "application/gzip": "Archiv",
    "application/x-7z-compressed": "Archiv",
    "application/vnd.rar": "Archiv",
    "application/x-tar": "Archiv",
    "application/x-bzip2": "Archiv",
    "application/x-xz": "Archiv",
    "application/vnd.ms-cab-compressed": "Archiv",
    "image/jpeg": "JPEG-Bild",
    "image/png": "PNG-Bild",
    "image/tiff": "TIFF-Bild",
    "image/gif": "GIF-Bild",
    "image/bmp": "BMP-Bild",
    "image/webp": "WebP-Bild",
    "image/jp2": "JPEG-2000-Bild",
    "image/avif": "AVIF-Bild",
    "image/heic": "HEIC-Bild",
    "image/svg+xml": "SVG-Zeichnung",
    "text/html": "Webseite",
    "text/plain": "Text",
    "text/markdown": "Text mit Auszeichnung (Markdown)",
    "text/csv": "Tabelle als Text (CSV)",
    "text/xml": "XML",
    "application/json": "JSON",
    "application/pkcs7-mime": "Signatur oder verschlüsselte E-Mail",
    "application/pkcs7-mime; smime-type=signed-data": "E-Mail in einem Umschlag mit Signatur",
    "application/cms": "Datei in einem Umschlag mit Signatur",
    "application/x-executable": "ausführbares Programm",
    "audio/mpeg": "Tonaufnahme (MP3)",
    "audio/wav": "Tonaufnahme (WAV)",
    "audio/ogg": "Tonaufnahme (Ogg)",
    "audio/flac": "Tonaufnahme (FLAC)",
    "audio/mp4": "Tonaufnahme (MP4)",
    "video/mp4": "Film (MP4)",
    "video/quicktime": "Film (QuickTime)",
    "video/x-msvideo": "Film (AVI)",
    "video/webm": "Film (WebM, Matroska)",
}
UNKNOWN = "unbekannt"
TEXTS = (
    ("title", "Titel in der Datei"),
    ("author", "Verfasst von"),
    ("last_author", "Zuletzt geändert von"),
    ("company", "Organisation"),
    ("revision", "Bearbeitungs|stand"),
    ("application", "Geschrieben mit"),
    ("producer", "PDF erzeugt mit"),
    ("duration", "Länge"),
    ("colours", "Farben"),
)
MOMENTS = (
    ("created_at", "Angelegt am"),
    ("changed_at", "Zuletzt geändert am"),
    ("taken_at", "Aufgenommen am"),
)
LISTS = (
    ("attachments", "Eingebettete Dateien"),
    ("embedded", "Eingebettete Objekte"),
    ("links", "Verweist auf"),
)
ACTIVE = {
    "macros": (
        "Die Datei enthält Makros",
        "Das sind kleine Programme. Hier laufen sie nie; im Büroprogramm können sie beim Öffnen des"
        " Originals laufen. Erlauben Sie das nur, wenn Sie wissen, von wem die Datei ist.",
    ),
    "auto_macros": (
        "Ein Makro startet von selbst",
        "Es läuft, sobald jemand das Original im Büroprogramm öffnet und Makros erlaubt. Lesen Sie die"
        " Lesefassung, oder fragen Sie vor dem Öffnen Ihre IT.",
    ),
    "javascript": (
        "Die PDF-Datei enthält Programmcode",
        "Hier läuft er nie. Formulare rechnen oft damit; er kann aber auch anderes tun, wenn das"
        " Original in einem PDF-Programm geöffnet wird.",
    ),
    "launch": (
        "Die PDF-Datei will ein Programm starten",
        "Hier geschieht das nie. Öffnen Sie das Original nur nach Rücksprache mit Ihrer IT.",
    ),
    "submit": (
        "Die PDF-Datei kann Eingaben verschicken",
        "Ein Formular darin sendet an eine fremde Adresse. Hier geschieht das nie.",
    ),
    "media": (
        "Die PDF-Datei enthält Ton, Film oder andere bewegte Inhalte",
        "Hier werden sie nicht abgespielt.",
    ),
    "programs": (
        "In der Datei stecken ausführbare Programme",
        "Öffnen Sie sie nicht. Fragen Sie zuerst Ihre IT.",
    ),
    "dde": (
        "Die Datei will Werte aus einem anderen Programm holen",
        "Hier geschieht das nie. Lehnen Sie die Frage danach ab, wenn Sie das Original öffnen.",
    ),
    "template": (
        "Die Datei lädt eine Vorlage von außen",
        "Hier geschieht das nie. Beim Öffnen des Originals kann die fremde Stelle davon erfahren.",
    ),
}
TOLD_BETTER = frozenset({
    "Die Datei enthält Makros. Sie werden nicht ausgeführt.",
    "Die Datei enthält aktive Inhalte. Sie werden nicht ausgeführt.",
})  # fmt: skip
ROWS_INSTEAD = frozenset({
    "Die Datei enthält weitere Dateien.",
    "Die Datei enthält Formularfelder.",
    "Die Datei hat einen Schutz gegen Ändern oder Drucken.",
})  # fmt: skip
EXPLAINED = {
    "Die Datei ist verschlüsselt.": "Öffnen Sie sie mit ihrem Kennwort, speichern Sie sie ohne und"
    " legen Sie das als neue Fassung ab. Das Original bleibt, wie es ist.",
    "Die Datei ist beschädigt.": "Das Original bleibt, wie es ist, und lässt sich herunterladen."
    " Fordern Sie die Datei noch einmal an.",
    "Die Datei ist leer.": "Beim Senden oder Kopieren ist wohl etwas misslungen. Fordern Sie die"
    " Datei noch einmal an.",
    "Die Endung des Dateinamens passt nicht zum Inhalt.": "Gezeigt wird sie nach ihrem Inhalt. Ein"
    " anderes Programm kann beim Öffnen des Originals scheitern.",
    "Das Formular ist ein XFA-Formular. Hier ist nur sein fester Teil zu sehen.": "Ausfüllen lässt"
    " es sich nur im Programm, mit dem es gemacht ist.",
}
GOOD_TO_KNOW = (
    "Die Datei ist elektronisch signiert.", "Die Datei ist eine Sammlung", "Die E-Mail ist signiert",
    "Elektronische Rechnung", "Das PDF enthält elektronische Rechnungsdaten",
)  # fmt: skip
SAID_ALREADY = "Die PDF-Datei ist beschädigt und"
SAY_LESS = (
    "Die Datei ist beschädigt.", "Die Datei ist verschlüsselt.", "Die PDF-Datei ist beschädigt",
)  # fmt: skip
PAPER = {"210 × 297": "A4", "297 × 210": "A4 quer", "297 × 420": "A3", "420 × 297": "A3 quer"}
FORMS = {"AcroForm": "mit Feldern zum Ausfüllen", "XFA": "XFA"}
SAY_MORE = (
    "Die Lesefassung ist ein reparierter Nachbau.", "mit einem Kennwort geschützt.",
    "Ihr Archiv lässt sich nicht lesen.",
)  # fmt: skip


def facts_of(datei: Datei) -> list[tuple[str, str]]:
    """Return label and value of everything known about a file (blob and renditions fetched)."""
    known = datei.properties.get("known", {})
    return [
        ("Art nach Inhalt", type_name(datei)),
        ("Endung", _ending(datei)),
        ("Größe", formats.size(datei.size)),
        ("Seiten", formats.number(datei.pages) if datei.pages else ""),
        ("Seitengröße", _page_sizes(known.get("page_sizes", []))),
        ("Bildpunkte", " × ".join(map(formats.number, known.get("pixels", [])))),
        ("Auflösung", f"{known['resolution']} Punkte je Zoll" if "resolution" in known else ""),
        *((label, known.get(code, "")) for code, label in TEXTS),
        *((label, _moment(known.get(code, ""))) for code, label in MOMENTS),
        (
            "Standort",
            "in der Datei enthalten, wird hier nicht gezeigt" if "has_location" in known else "",
        ),
        ("Formular", FORMS.get(known.get("form", ""), "")),
        ("Schutz", _protection(known.get("protection", []))),
        (
            "Unterschrifts|felder",
            formats.number(known["signatures"]) if "signatures" in known else "",
        ),
        (
            "Sammlung",
            "ja, der Inhalt liegt in den eingebetteten Dateien" if "is_portfolio" in known else "",
        ),
        *((label, ", ".join(known.get(code, []))) for code, label in LISTS),
        *_active_rows(datei.properties.get("active", {})),
        *made_facts(datei),
        ("Prüfsumme", f"{grouped(datei.blob.sha256)} (SHA-256)"),
    ]


def notices_of(datei: Datei) -> list[dict]:
    """Return what must be known before somebody works with the original, as alerts.

    What is merely a property stands in the rows; what acts is told with what it means.
    """
    active = datei.properties.get("active", {})
    told = [
        {"tone": "warning", "title": ACTIVE[code][0], "text": ACTIVE[code][1]}
        for code in active
        if code in ACTIVE
    ]
    silent = ROWS_INSTEAD | (TOLD_BETTER if told else frozenset())
    more = [text for text in datei.hinweise if text not in silent]
    if EXPLAINED.keys() & set(more):
        more = [text for text in more if not text.startswith(SAID_ALREADY)]
    if best := [text for text in more if any(part in text for part in SAY_MORE)]:
        more = [text for text in more if text in best or not text.startswith(SAY_LESS)]
    return [*told, *map(_as_alert, more)]


def _as_alert(text: str) -> dict:
    tone = "info" if text.startswith(GOOD_TO_KNOW) else "warning"
    return {"tone": tone, "title": text, "text": EXPLAINED.get(text, "")}


def may_try_again(datei: Datei) -> bool:
    """Tell whether another try makes sense: something failed, or reading ended without a result."""
    return datei.ingested_at is None or is_worth_another_try(datei)


def type_name(datei: Datei) -> str:
    """Return the German name of what the content is, empty before anybody has looked."""
    if not datei.media_type:
        return ""
    return TYPE_NAMES.get(datei.media_type, UNKNOWN)


def _ending(datei: Datei) -> str:
    if "name_mismatch" not in datei.properties.get("notices", ()):
        return ""
    ending = datei.file_name.rpartition(".")[2]
    return f"„.{ending}“ passt nicht zum Inhalt"


def _page_sizes(sizes: list[str]) -> str:
    return ", ".join(PAPER.get(size, f"{size} mm") for size in sizes)


def _moment(value: str) -> str:
    if not value:
        return ""
    at = datetime.fromisoformat(value)
    return f"{localtime(at) if at.tzinfo else at:%d.%m.%Y %H:%M}"


def _protection(denied: list[str]) -> str:
    if denied == ["nichts"]:
        return "Kennwortschutz, alles erlaubt"
    return f"untersagt: {', '.join(denied)}" if denied else ""


def _active_rows(active: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [
        ("Makros", ", ".join(active.get("macros", []))),
        ("Startet von selbst", ", ".join(active.get("auto_macros", []))),
        ("Programme darin", ", ".join(active.get("programs", []))),
        ("Vorlage von außen", ", ".join(active.get("template", []))),
    ]


def made_facts(datei: Datei) -> list[tuple[str, str]]:
    """Return with which programs text, Lesefassung, picture and recognised words were made."""
    made = {row.kind: row for row in datei.renditions.all() if row.tool}
    text = datei.properties.get("text_tool") or datei.properties.get("tool", "")
    failed = sorted(map(int, datei.properties.get(UNRECOGNISED, ())))
    return [
        ("Text gelesen mit", text),
        ("Lesefassung", _made(made.get(RenditionKind.PDF))),
        ("Gerade gerichtet", told_lage(datei)),
        ("Vorschaubild", _made(made.get(RenditionKind.THUMBNAIL))),
        ("Text|erkennung", _made(made.get(RenditionKind.WORDS))),
        ("Nicht erkannt", f"Seite {', '.join(map(str, failed[:20]))}" if failed else ""),
    ]


def _made(row: Rendition | None) -> str:
    return f"{row.tool}, am {localtime(row.created_at):%d.%m.%Y}" if row else ""


def grouped(text: str) -> str:
    """Return a SHA-256 in groups of eight, so that it can break; other texts as they are."""
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        return text
    return " ".join(text[at : at + 8] for at in range(0, 64, 8))
