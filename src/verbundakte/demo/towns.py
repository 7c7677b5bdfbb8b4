"""The three municipalities of the demo with their units (all invented)."""

from dataclasses import replace

from verbundakte.demo.people import CASTS, people_and_stellen
from verbundakte.demo.world import Organisationseinheit, Town

MUSTERSTADT = """
BM|Bürgermeisterin||leitung
10|Hauptamt|BM|hauptamt recht wahlen gremien
10.1|Organisation und Informationstechnik|10|organisation it
10.2|Personal|10|personal
10.3|Registratur und Poststelle|10|
14|Rechnungsprüfung|BM|rechnungspruefung
15|Datenschutz|BM|datenschutz
16|Personalrat|BM|personalrat
17|Gleichstellung|BM|gleichstellung
20|Kämmerei|BM|finanzen liegenschaften
20.1|Haushalt und Beschaffung|20|vergabe
22.1|Steuern und Abgaben|20|steuern
21.1|Stadtkasse|20|kasse
32|Ordnung und Bürgerdienste|BM|ordnung feuerwehr
32.1|Bürgerbüro|32|buergerservice soziales wohnen
32.2|Gewerbe und Straßenverkehr|32|gewerbe strassenverkehr
34|Standesamt|32|standesamt friedhof
40|Schulen, Kindertagesstätten, Kultur|BM|schulen kita kultur einrichtungen wirtschaft
41|Stadtarchiv|40|archiv
61|Stadtplanung|BM|stadtplanung geoinformation
61.1|Bauleitplanung|61|
63|Bauordnung|BM|bauverwaltung
63.1|Baugenehmigungen|63|bauordnung denkmalschutz
66|Straßen und Wege|BM|tiefbau hochbau umwelt naturschutz
66.2|Straßenunterhaltung|66|
68|Bauhof|66|bauhof
70|Stadtentwässerung|66|abwasser
"""

BEISPIELHAUSEN = """
VB|Verbandsvorsteher||leitung
1|Zentrale Dienste|VB|hauptamt gremien organisation it recht wahlen wirtschaft gleichstellung
1.1|Personal|1|personal personalrat
1.2|Registratur und Archiv|1|archiv
1.3|Datenschutz|VB|datenschutz
1.4|Rechnungsprüfung|VB|rechnungspruefung
2|Finanzen|VB|finanzen vergabe liegenschaften
2.1|Steuern und Gebühren|2|steuern
2.2|Verbandskasse|2|kasse
3|Bürgerdienste und Ordnung|VB|ordnung buergerservice gewerbe strassenverkehr feuerwehr wohnen
3.1|Standesamt und Soziales|3|standesamt soziales friedhof
3.2|Schulen und Kindertagesstätten|3|schulen kita kultur einrichtungen
4|Bauen und Umwelt|VB|bauverwaltung bauordnung stadtplanung geoinformation umwelt
4.1|Tiefbau und Bauhof|4|tiefbau hochbau bauhof naturschutz
4.2|Wasser und Abwasser|4|abwasser
"""

LANDKREIS = """
LR|Landrätin||leitung
01|Büro der Landrätin|LR|gremien wirtschaft gleichstellung
10|Zentrale Dienste|LR|hauptamt organisation recht wahlen
10.1|Informationstechnik|10|it
11|Personal|LR|personal
12|Registratur|10|
13|Datenschutz|LR|datenschutz
14|Rechnungsprüfungsamt|LR|rechnungspruefung
15|Kommunalaufsicht|LR|kommunalaufsicht
16|Personalrat|LR|personalrat
20|Finanzen|LR|finanzen vergabe liegenschaften
21|Kreiskasse|20|kasse steuern
32|Ordnung und Bevölkerungsschutz|LR|ordnung feuerwehr gewerbe
36|Straßenverkehr|32|strassenverkehr buergerservice standesamt
39|Veterinärwesen und Gesundheit|32|gesundheit
40|Schulen und Kultur|LR|schulen kultur einrichtungen
40.1|Schülerbeförderung|40|schuelerbefoerderung
47|Kreisarchiv|40|archiv
50|Soziales|LR|soziales wohnen
51|Jugend und Familie|LR|jugend kita
63|Bauaufsicht|LR|bauordnung bauverwaltung stadtplanung geoinformation denkmalschutz
67|Umwelt|LR|umwelt abwasser friedhof
67.1|Untere Naturschutzbehörde|67|naturschutz
66|Kreisstraßen und Hochbau|LR|tiefbau hochbau bauhof
"""


def _einheiten(table: str) -> tuple[Organisationseinheit, ...]:
    rows = [line.split("|") for line in table.strip().splitlines()]
    return tuple(
        Organisationseinheit(kennzeichen, name, parent or None, tuple(aufgaben.split()))
        for kennzeichen, name, parent, aufgaben in rows
    )


BARE_TOWNS = (
    Town(
        slug="musterstadt",
        name="Stadt Musterstadt",
        kind="gemeinde",
        anschrift=("Marktplatz 1", "00001 Musterstadt"),
        leitung_titel="Die Bürgermeisterin",
        domain="musterstadt.example",
        telefon="00000 555",
        einheiten=_einheiten(MUSTERSTADT),
        stellen=(),
        personen=(),
    ),
    Town(
        slug="beispielhausen",
        name="Verwaltungsgemeinschaft Beispielhausen",
        kind="gemeinde",
        anschrift=("Dorfanger 4", "00002 Beispielhausen"),
        leitung_titel="Der Verbandsvorsteher",
        domain="beispielhausen.example",
        telefon="00000 666",
        einheiten=_einheiten(BEISPIELHAUSEN),
        stellen=(),
        personen=(),
    ),
    Town(
        slug="landkreis-probe",
        name="Landkreis Probe",
        kind="gemeinde",
        anschrift=("Kreishausplatz 7", "00003 Probestadt"),
        leitung_titel="Die Landrätin",
        domain="landkreis-probe.example",
        telefon="00000 777",
        einheiten=_einheiten(LANDKREIS),
        stellen=(),
        personen=(),
    ),
)


def staffed_towns() -> tuple[Town, ...]:
    """Return the three towns with Stellen and people, still without files."""
    return tuple(
        replace(town, stellen=stellen, personen=personen)
        for town in BARE_TOWNS
        for personen, stellen in [people_and_stellen(town, CASTS[town.slug])]
    )


def einheit_for(town: Town, aufgabe: str) -> Organisationseinheit:
    """Return the unit that has the task; the Hauptamt's where nobody has it."""
    for wanted in (aufgabe, "hauptamt"):
        for einheit in town.einheiten:
            if wanted in einheit.aufgaben:
                return einheit
    raise LookupError(aufgabe)
