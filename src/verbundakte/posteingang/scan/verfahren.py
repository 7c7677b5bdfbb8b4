"""The Verfahrensdokumentation as text, from what is configured. Pure.

What TR-RESISCAN asks for in A.G.1: what may be scanned, who does it with what, how it is controlled,
secured and destroyed. Sections of (title, paragraphs, pairs) that page and PDF show alike.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from verbundakte.posteingang.scan.klassen import Schutzbedarf, massnahmen, why_kept


@dataclass(frozen=True)
class Abschnitt:
    """A part of the document."""

    titel: str
    absaetze: tuple[str, ...] = ()
    zeilen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Scanner:
    """A way in for paper: name, folder, to whom it brings, class."""

    name: str
    ordner: str
    einheit: str
    klasse: str


def write(
    town: str,
    klassen: Iterable,
    scanner: Iterable[Scanner],
    zustaendig: dict[str, list[str]],
    siegel: str = "",
) -> list[dict]:
    """Return the sections as JSON knows them. `zustaendig`: which roles do what; `siegel`: whose seal
    is put on Transfervermerke."""
    classes = list(klassen)
    found = [
        Abschnitt(
            "Gegenstand",
            (
                f"{town} scannt eingehendes Papier nach der Technischen Richtlinie BSI TR-03138"
                " (TR-RESISCAN). Diese Dokumentation beschreibt, wie es geschieht. Sie ist aus der"
                " Einrichtung des Systems erzeugt; ändert sich die Einrichtung, gilt eine neue Nummer.",
                "Ob Papier durch einen Scan ersetzt werden darf, bestimmt das Recht je Klasse von"
                " Unterlagen. Was hier nicht zugelassen ist, bleibt auf Papier.",
            ),
        ),
        Abschnitt("Zuständigkeit", (), tuple((k, ", ".join(v) or "niemand") for k, v in zustaendig.items())),
        _scanners(scanner),
        Abschnitt("Ablauf", FLOW),
        *(_klasse(one) for one in classes),
        Abschnitt("Unversehrtheit", (*INTEGRITY, SEALED.format(siegel) if siegel else NOT_SEALED)),
        Abschnitt("Vernichtung", DESTRUCTION),
    ]  # fmt: skip
    return [asdict(one) for one in found]


FLOW = (
    "Vorbereiten: Klammern und Hüllen werden entfernt, die Seiten gezählt, Trennblätter eingelegt.",
    "Scannen: Das Gerät legt den ganzen Stapel als Datei in einen überwachten Ordner. Übernommen wird"
    " eine Datei, wenn sie nicht mehr wächst und niemand sie zum Schreiben offen hat. Jede wird genau"
    " einmal übernommen und bleibt unverändert erhalten.",
    "Teilen: Trennblätter tragen einen unterschriebenen Code; fremde und gefälschte bewirken nichts."
    " Trennblätter und leere Seiten fehlen nur in den Dokumenten, die aus dem Stapel entstehen; welche"
    " es waren, steht im Protokoll. Schief liegende Seiten werden nur in der Lesefassung gerade gestellt.",
    "Zählen: Eine Person vergleicht die Zahl der Seiten mit dem Papier und erklärt, gescannt zu haben."
    " Weicht die Zahl ab, ist der Grund anzugeben, oder es wird neu gescannt.",
    "Prüfen: Der Scan wird Seite für Seite angesehen, je nach Klasse jeder oder eine Stichprobe. Ein"
    " beanstandeter Scan wird durch einen neuen ersetzt.",
    "Freigeben: Mit der Freigabe entsteht der Transfervermerk nach A.NB.4. Er nennt die scannende Person"
    " mit einem Pseudonym, das nur für eine Prüfung aufgelöst wird.",
)
INTEGRITY = (
    "Jede Datei wird unter ihrer Prüfsumme (SHA-256) gespeichert und kann nicht überschrieben werden."
    " Der Transfervermerk nennt diese Prüfsumme und lässt sich nicht ändern.",
    "Jeder Schritt steht in einem Protokoll, dessen Einträge durch Prüfsummen verkettet sind; eine"
    " nachträgliche Änderung fällt auf. Prüfläufe vergleichen Dateien und Kette regelmäßig.",
)
NOT_SEALED = (
    "Ein elektronisches Siegel wird zurzeit nicht angebracht. Für normalen Schutzbedarf sollte die"
    " Kommune schriftlich begründen, dass die Verkettung und die Datensicherung genügen."
)
SEALED = (
    "Jeder Transfervermerk erhält das fortgeschrittene elektronische Siegel „{}“ mit Zeitstempel (CAdES)."
    " Ist der Zeitstempeldienst nicht erreichbar, bleibt der Vermerk gültig und wird gesiegelt, sobald er"
    " wieder antwortet; bis dahin steht am Vermerk, warum das Siegel fehlt."
)
DESTRUCTION = (
    "Papier wird erst vernichtet, wenn jeder Scan des Stapels freigegeben ist und die Wartezeit der"
    " Klasse seit der letzten Freigabe vorüber ist. Je Stapel entsteht ein Protokoll mit Tag, Verfahren"
    " und ausführender Stelle.",
    "Stapel mit Unterlagen einer ausgeschlossenen Klasse, ohne Klasse oder mit hohem oder sehr hohem"
    " Schutzbedarf werden nicht vernichtet; das System lässt es nicht zu.",
)


def _scanners(scanner: Iterable[Scanner]) -> Abschnitt:
    rows = tuple(
        (
            one.name,
            f"Ordner {one.ordner}, geht an {one.einheit}, Scanklasse {one.klasse or 'keine'}",
        )
        for one in scanner
    )
    empty = () if rows else ("Zurzeit wird kein Ordner überwacht; Scans werden hochgeladen.",)
    return Abschnitt("Geräte und Ordner", empty, rows)


def _klasse(klasse) -> Abschnitt:
    told = [klasse.beschreibung] if klasse.beschreibung else []
    kept = why_kept(klasse)
    told.append(
        kept or f"Das Papier wird {klasse.wartezeit_tage} Tage nach der Freigabe vernichtet."
    )
    rows = [("Schutzbedarf", Schutzbedarf(klasse.schutzbedarf).label)]
    rows += [
        (one.kennung, one.text if one.is_met else f"{one.text} Noch nicht erfüllt.")
        for one in massnahmen(klasse)
    ]
    return Abschnitt(f"Scanklasse „{klasse.bezeichnung}“", tuple(told), tuple(rows))


def sentence(bericht) -> str:
    """Return what an auditor reads of a class: "3 % geprüft, 2 Fehler"."""
    if not bericht.scans:
        return "Kein Scan."
    share = 100 * bericht.geprueft / bericht.scans
    percent = f"{share:.1f}".replace(".", ",").removesuffix(",0")
    bad = {0: "kein Fehler", 1: "1 Fehler"}.get(
        bericht.beanstandet, f"{bericht.beanstandet} Fehler"
    )
    return f"{percent} % geprüft ({bericht.geprueft} von {bericht.scans}), {bad}"
