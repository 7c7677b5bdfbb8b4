"""The cast: who works where. All names are invented and look it."""

from verbundakte.demo.world import Person, Stelle, Town

# anrede, titel, vorname, familienname | unit | Stelle (a star leads the unit) | roles
MUSTERSTADT = """
Frau||Ada|Amtlich|BM|Bürgermeisterin*|leitung
Frau||Wilma|Vorzimmer|BM|Vorzimmer der Bürgermeisterin|assistenz
Herr||Konrad|Kopfbogen|10|Leitung Hauptamt*|leitung sachbearbeitung
Frau||Greta|Gremium|10|Sitzungsdienst|sachbearbeitung
Herr||Theo|Tastatur|10.1|Systemverwaltung*|systemverwaltung
Frau||Fenja|Fachverfahren|10.1|Digitalisierung und Fachadministration|fachadministration sachbearbeitung
Frau||Petra|Planstelle|10.2|Personal*|leitung sachbearbeitung
Herr||Egon|Entgelt|10.2|Personalsachbearbeitung|personalstelle sachbearbeitung
Frau||Rita|Stempel|10.3|Registratur*|registratur
Herr||Udo|Umschlag|10.3|Poststelle|registratur
Herr||Fritz|Aktenmann|14|Rechnungsprüfung*|rechnungspruefung
Frau|Dr.|Daria|Datenschatz|15|Datenschutzbeauftragte*|datenschutz
Herr||Paul|Personenrat|16|Vorsitz Personalrat*|personalrat sachbearbeitung
Frau||Gudrun|Gleichmaß|17|Gleichstellungsbeauftragte*|sachbearbeitung
Herr||Holger|Haushalt|20|Kämmerer*|leitung sachbearbeitung
Frau||Vera|Vergabe|20.1|Beschaffung und Vergabe*|sachbearbeitung
Herr||Kim|Steuer|22.1|Steuern und Abgaben*|leitung sachbearbeitung
Frau||Hanna|Hebesatz|22.1|Steuersachbearbeitung|sachbearbeitung
Herr||Karl|Kassenzeichen|21.1|Stadtkasse*|sachbearbeitung
Herr||Otto|Ordnung|32|Leitung Ordnung und Bürgerdienste*|leitung sachbearbeitung
Frau||Berta|Bürgernah|32.1|Bürgerbüro*|sachbearbeitung
Herr||Gero|Gewerbe|32.2|Gewerbe und Straßenverkehr*|sachbearbeitung
Frau||Stine|Standesamt|34|Standesbeamtin*|sachbearbeitung
Frau||Lale|Vorlage|40|Schulen, Kindertagesstätten, Kultur*|leitung sachbearbeitung
Herr||Anton|Archivkarton|41|Stadtarchiv*|archiv
Frau|Dr.|Ina|Probe|61|Leitung Stadtplanung*|leitung sachbearbeitung
Herr||Pit|Planzeichen|61.1|Bauleitplanung*|sachbearbeitung
Herr||Jonas|Probst|63|Leitung Bauordnung*|leitung sachbearbeitung
Frau||Amira|Beispiel|63.1|Baugenehmigungen*|sachbearbeitung
Herr||Kim|Muster|63.1|Baukontrolle|sachbearbeitung
Frau||Tilda|Tiefbau|66|Leitung Straßen und Wege*|leitung sachbearbeitung
Herr||Bernd|Entwurf|66.2|Straßenunterhaltung*|sachbearbeitung
Herr||Willi|Winterdienst|68|Bauhof*|sachbearbeitung
Frau||Karin|Kanalnetz|70|Stadtentwässerung*|sachbearbeitung
"""

BEISPIELHAUSEN = """
Herr||Erik|Platzhalter|VB|Verbandsvorsteher*|leitung
Frau||Sina|Sekretariat|VB|Assistenz|assistenz
Frau||Zita|Zentrale|1|Zentrale Dienste*|leitung sachbearbeitung
Herr||Niels|Netzwerk|1|Informationstechnik|systemverwaltung fachadministration
Frau||Pia|Probezeit|1.1|Personal*|personalstelle sachbearbeitung
Frau||Regine|Register|1.2|Registratur und Archiv*|registratur archiv
Frau|Dr.|Daria|Datenschatz|1.3|Datenschutzbeauftragte für den Verbund*|datenschutz
Herr||Rolf|Randnotiz|1.4|Rechnungsprüfung*|rechnungspruefung
Herr||Benno|Buchung|2|Finanzen*|leitung sachbearbeitung
Frau||Ella|Erlass|2.1|Steuern und Gebühren*|sachbearbeitung
Herr||Mirko|Mahnung|2.2|Verbandskasse*|sachbearbeitung
Frau||Olga|Obliegenheit|3|Bürgerdienste und Ordnung*|leitung sachbearbeitung
Herr||Leo|Laufzettel|3|Ordnung und Gewerbe|sachbearbeitung
Frau||Sophie|Siegel|3.1|Standesamt und Soziales*|sachbearbeitung
Frau||Thea|Tafel|3.2|Schulen und Kindertagesstätten*|sachbearbeitung personalrat
Herr||Bruno|Bauakte|4|Bauen und Umwelt*|leitung sachbearbeitung
Frau||Mia|Entwurf|4|Bauverwaltung|sachbearbeitung
Herr||Sven|Straßenschild|4.1|Tiefbau und Bauhof*|sachbearbeitung
Frau||Wanda|Wasseruhr|4.2|Wasser und Abwasser*|sachbearbeitung
"""

LANDKREIS = """
Frau|Dr.|Lotte|Landrecht|LR|Landrätin*|leitung
Herr||Viktor|Vorlauf|LR|Büroleitung|assistenz
Frau||Kira|Kreistag|01|Büro der Landrätin*|sachbearbeitung
Herr||Zeno|Zuständig|10|Zentrale Dienste*|leitung sachbearbeitung
Frau||Svea|Schnittstelle|10.1|Informationstechnik*|systemverwaltung
Herr||Falk|Formular|10.1|Fachadministration E-Akte|fachadministration
Frau||Elke|Ernennung|11|Personal*|leitung sachbearbeitung personalstelle
Herr||Albert|Ablage|12|Registratur*|registratur
Frau||Hilde|Heftstreifen|12|Registratur|registratur
Herr||Dirk|Diskret|13|Datenschutzbeauftragter*|datenschutz
Frau||Ruth|Revision|14|Rechnungsprüfungsamt*|rechnungspruefung
Herr||Alfons|Aufsicht|15|Kommunalaufsicht*|sachbearbeitung
Frau||Inge|Interesse|16|Vorsitz Personalrat*|personalrat sachbearbeitung
Herr||Felix|Finanzplan|20|Finanzen*|leitung sachbearbeitung
Frau||Bella|Beleg|21|Kreiskasse*|sachbearbeitung
Herr||Gerd|Gefahrenabwehr|32|Ordnung und Bevölkerungsschutz*|leitung sachbearbeitung
Frau||Maja|Kennzeichen|36|Straßenverkehr*|sachbearbeitung
Herr|Dr.|Tim|Tierwohl|39|Veterinärwesen und Gesundheit*|sachbearbeitung
Frau||Sara|Schulzeit|40|Schulen und Kultur*|leitung sachbearbeitung
Herr||Henri|Haltestelle|40.1|Schülerbeförderung*|sachbearbeitung
Frau||Agnes|Archivgut|47|Kreisarchiv*|archiv
Herr||Hannes|Hilfeplan|51|Jugend und Familie*|leitung sachbearbeitung
Frau||Sonja|Sozialbuch|50|Soziales*|leitung sachbearbeitung
Herr||Bastian|Baulast|63|Bauaufsicht*|leitung sachbearbeitung
Frau||Uta|Umwelt|67|Umwelt*|leitung sachbearbeitung
Frau||Nora|Naturschutz|67.1|Untere Naturschutzbehörde*|sachbearbeitung
Herr||Kuno|Kreisstraße|66|Kreisstraßen und Hochbau*|sachbearbeitung
"""

CASTS = {
    "musterstadt": MUSTERSTADT,
    "beispielhausen": BEISPIELHAUSEN,
    "landkreis-probe": LANDKREIS,
}
SECRET_AUFGABEN = frozenset(
    (
        *("feuerwehr", "jugend", "kita", "personal", "personalrat"),
        *("soziales", "standesamt", "steuern", "strassenverkehr", "wohnen"),
    )
)
"""Task words of the plan units with a Geheimnisklasse: the Leitung sees of those only what she
works on herself, so in a small town hall she has a second Stelle."""
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})


def login_of(vorname: str, familienname: str) -> str:
    """Return `amira.beispiel`; umlauts are written out."""
    return f"{vorname}.{familienname}".lower().translate(_ASCII)


def people_and_stellen(town: Town, cast: str) -> tuple[tuple[Person, ...], tuple[Stelle, ...]]:
    """Return the people of a town and their Stellen, in the order of the cast."""
    people, stellen, per_unit = [], [], {}
    secret = {unit.kennzeichen for unit in town.einheiten if SECRET_AUFGABEN & set(unit.aufgaben)}

    def add_stelle(bezeichnung: str, einheit: str, *, leads: bool) -> str:
        per_unit[einheit] = per_unit.get(einheit, 0) + 1
        stelle = Stelle(f"{einheit}-{per_unit[einheit]:02d}", bezeichnung, einheit, leads)
        stellen.append(stelle)
        return stelle.kennzeichen

    for index, line in enumerate(cast.strip().splitlines(), start=1):
        anrede, titel, vorname, familienname, einheit, stelle, roles = line.split("|")
        held = [add_stelle(stelle.rstrip("*"), einheit, leads=stelle.endswith("*"))]
        if stelle.endswith("*") and einheit in secret and "sachbearbeitung" in roles.split():
            held.append(add_stelle("Sachbearbeitung", einheit, leads=False))
        login = login_of(vorname, familienname)
        people.append(
            Person(
                login=login,
                anrede=anrede,
                titel=titel,
                vorname=vorname,
                familienname=familienname,
                email=f"{login}@{town.domain}",
                telefon=f"{town.telefon}-{200 + index}",
                zimmer=str(100 * (1 + index % 3) + index),
                stellen=tuple(held),
                roles=tuple(roles.split()),
            )
        )
    return tuple(people), tuple(stellen)
