"""Who plays which part in the work that the demo shows, and the Bausteine and letters it needs."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from verbundakte.demo.world import Kontakt, Person, Town


@dataclass(frozen=True)
class Scene:
    """Around whom most of the shown work of a town lies; `plan` is a plan unit of the clerk."""

    clerk: str
    colleague: str
    leitung: str
    substitute: str
    plan: str
    leaver: tuple[str, str]
    """given name and surname of somebody who worked beside the clerk and has left"""

    @property
    def excluded(self) -> str:
        """Return who is kept out of a matter that touches her."""
        return self.substitute if self.colleague == self.leitung else self.colleague


SCENES = (
    Scene(
        *("amira.beispiel", "kim.muster", "jonas.probst", "ina.probe", "632.20"),
        leaver=("Arno", "Abschied"),
    ),
    Scene(
        *("mia.entwurf", "bruno.bauakte", "bruno.bauakte", "olga.obliegenheit", "632.60"),
        leaver=("Wera", "Wechsel"),
    ),
    Scene(
        *("nora.naturschutz", "uta.umwelt", "uta.umwelt", "bastian.baulast", "364.10"),
        leaver=("Rudi", "Ruhestand"),
    ),
)
READERS = (
    ("rechnungspruefung", "vergabe", "Prüfung der Vergaben"),
    ("assistenz", "beschluss", "Vorbereitung der Sitzung"),
    ("archiv", "vertrag", "Bewertung für das Archiv"),
)
"""Roles that see only what was opened for them, the kind of matter that is, and why."""
POST = (
    ("Angebot Wartung der Brandmeldeanlage", "wie besprochen bieten wir Ihnen die jährliche Wartung"
     " der Brandmeldeanlage an. Der Preis gilt für zwölf Monate."),
    ("Anfrage zur Straßenbeleuchtung", "seit zwei Wochen ist die Laterne vor unserem Haus dunkel."
     " Wer ist dafür zuständig, und wann wird sie repariert?"),
    ("Einladung zum Erfahrungsaustausch der Poststellen", "wir laden Sie zum nächsten Treffen der"
     " Poststellen ein. Ein Schwerpunkt ist das ersetzende Scannen."),
)  # fmt: skip
"""Letters that came in and belong to no Vorgang yet: Betreff and text."""
GESPERRT = Kontakt("Merle Windfang", "Frau", "Hofweg 3", "00009", "Musterdorf")
"""Somebody whose address is told to nobody."""
OLD_LETTER = (
    "Niederschrift über die Abnahme",
    "Der Spielplatz wurde ohne Mängel abgenommen. Die Unterhaltung liegt beim Bauhof.",
)
"""What lies in an Akte whose retention is over."""
TWICE = ("Paula", "Zaun")
"""Somebody who was entered twice."""
RECHNUNG = (
    "Rechnung Gutachten Bodenverhältnisse",
    "für das Gutachten vom vergangenen Monat berechnen wir 1.428,00 EUR einschließlich 19 %"
    " Umsatzsteuer, fällig in 30 Tagen.",
)
ENTWURF = (
    "Vermerk zur Dienstbesprechung",
    "Besprochen wurden die offenen Verfahren, die Vertretung in den Ferien und die neuen Vorlagen.",
)
ENTWURF_OLD = ("Notizen zur Aktenordnung", "Erster Stand, durch den Vermerk überholt.")
ENTWUERFE = (
    (
        "assistenz",
        (
            "Grußwort zum Neujahrsempfang",
            "Entwurf für die Leitung: Dank an die Vereine, Ausblick auf das kommende Jahr.",
        ),
    ),
    (
        "fachadministration",
        (
            "Anleitung zu den neuen Vorlagen",
            "Wer eine Genehmigungsakte anlegt, wählt die Vorlage und ergänzt die Lage.",
        ),
    ),
)
"""Drafts of those with other tasks: the role and the text."""


def scene_of(town: Town) -> Scene:
    """Return the scene whose people work in the town. Raises LookupError."""
    logins = {person.login for person in town.personen}
    for scene in SCENES:
        if scene.clerk in logins:
            return scene
    raise LookupError(town.slug)


def unit_of(town: Town, person: Person) -> str:
    """Return the Kennzeichen of the unit in which the person has her first Stelle."""
    return next(row.einheit for row in town.stellen if row.kennzeichen == person.stellen[0])


def kontakt_values(kontakt: Kontakt) -> dict:
    """Return the fields of a Kontakt of the product."""
    if kontakt.organisation:
        return {"art": "juristisch", "name": kontakt.organisation}
    vorname, _, name = kontakt.name.rpartition(" ")
    return {"art": "natuerlich", "anrede": kontakt.anrede, "vorname": vorname, "name": name}


def _feld(typ: str, bezeichnung: str, art: str, position: int, **more) -> dict:
    """Return a field of a type; `optionen` are given as labels."""
    labels = more.pop("optionen", ())
    key = f"{typ}/{bezeichnung}"
    return {
        "id": str(uuid5(NAMESPACE_URL, key)),
        "bezeichnung": bezeichnung,
        "art": art,
        "reihenfolge": 10 * position,
        "optionen": [
            {
                "id": str(uuid5(NAMESPACE_URL, f"{key}/{label}")),
                "bezeichnung": label,
                "reihenfolge": 10 * number,
            }
            for number, label in enumerate(labels, 1)
        ],
        **more,
    }


GENEHMIGUNG = {
    "kuerzel": "genehmigung",
    "bezeichnung": "Genehmigungsverfahren",
    "beschreibung": "Anträge, über die mit Bescheid entschieden wird.",
    "reihenfolge": 10,
    "felder": [
        _feld(
            "genehmigung", "Flurstück", "text", 1,
            muster="{Ziffern:1-4}[/{Ziffern:1-3}]", beispiel="123/4", hinweis="Wie im Liegenschaftskataster.",
        ),
        _feld(
            "genehmigung", "Prüfstand", "auswahl", 2,
            optionen=("Unterlagen fehlen", "vollständig", "entscheidungsreif"),
        ),
        _feld(
            "genehmigung", "Nachforderung bis", "datum", 3,
            nur_wenn_feld="Prüfstand", nur_wenn_wert="Unterlagen fehlen",
        ),
        _feld("genehmigung", "Gebühr", "geld", 4),
    ],
}  # fmt: skip


def _entries(where: str, *titles: str, **more) -> list[dict]:
    """Return the entries of a template in this order; `more` stands in each."""
    return [
        {
            "id": str(uuid5(NAMESPACE_URL, f"{where}/{title}")),
            "position": number,
            "bezeichnung": title,
            **more,
        }
        for number, title in enumerate(titles, 1)
    ]


def _presets(where: str, **werte: str) -> list[dict]:
    """Return the preset fields of a template: {name of the field: what stands in it}."""
    return [
        {"id": str(uuid5(NAMESPACE_URL, f"{where}/{feld}")), "feld": feld, "wert": wert}
        for feld, wert in werte.items()
    ]


def named_stelle(bezeichnung: str, key: UUID) -> dict:
    """Return the entry of a template that names a Stelle of the town."""
    return {
        "id": str(uuid5(NAMESPACE_URL, bezeichnung)),
        "bezeichnung": bezeichnung,
        "stelle": {"kind": "organisation.stelle", "key": str(key)},
    }


GENEHMIGUNG_KEY = uuid5(NAMESPACE_URL, "genehmigung")
AKTENVORLAGE = {
    "bezeichnung": "Genehmigungsakte",
    "beschreibung": "Akte zu einem Grundstück, mit den Vorgängen, die es immer gibt.",
    "betreff": "Grundstück ",
    "vorgaenge": _entries(
        "akte",
        *("Antrag", "Beteiligung der Nachbarn"),
        is_extended=True,
        vorgangstyp={"kind": "akten.vorgangstyp", "key": str(GENEHMIGUNG_KEY)},
        werte=_presets("antrag", Prüfstand="Unterlagen fehlen"),
        dokumente=_entries("antrag", "Schreiben mit Unterschrift", "Lageplan"),
    ),
}
BESCHWERDE = {
    "bezeichnung": "Beschwerde über Beschäftigte",
    "beschreibung": "Sieht nur, wer sie aufnimmt, und die Leitung.",
    "betreff": "Beschwerde",
    "zugriff": "nur",
    "dokumente": _entries("beschwerde", "Beschwerdeschreiben"),
}
VORGANGSVORLAGE = {
    "bezeichnung": "Anhörung",
    "beschreibung": "Vor einem belastenden Bescheid (§ 28 VwVfG).",
    "betreff": "Anhörung ",
    "dokumente": _entries("anhoerung", "Anhörungsschreiben", "Stellungnahme"),
}
EXTENDED = VORGANGSVORLAGE | {
    "dokumente": _entries("anhoerung", "Anhörungsschreiben", "Stellungnahme", "Zustellnachweis")
}
"""The Vorgangsvorlage as the draft has it that waits for its release."""
