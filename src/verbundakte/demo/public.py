"""Citizens, firms, clubs and authorities outside the town halls; all invented."""

from random import Random

from verbundakte.demo.people import login_of
from verbundakte.demo.world import Kontakt

FRAUEN = [
    "Paula",
    "Erna",
    "Silke",
    "Yasmin",
    "Frieda",
    "Gesa",
    "Olivia",
    "Ronja",
    "Wiebke",
    "Zoe",
    "Almut",
    "Dörte",
    "Swantje",
    "Merle",
    "Jördis",
    "Leyla",
    "Mathilda",
    "Undine",
    "Thekla",
    "Selma",
]
MAENNER = [
    "Ole",
    "Hinnerk",
    "Jasper",
    "Malte",
    "Cem",
    "Detlev",
    "Gustav",
    "Ivo",
    "Knut",
    "Lorenz",
    "Nepomuk",
    "Ottokar",
    "Quirin",
    "Rasmus",
    "Sönke",
    "Tjark",
    "Ulf",
    "Veit",
    "Xaver",
    "Yannis",
]
FAMILIEN = [
    "Zaun",
    "Fichtner",
    "Regentonne",
    "Dachrinne",
    "Kieselstein",
    "Gartentor",
    "Lattenrost",
    "Blumenkübel",
    "Apfelbaum",
    "Kopfsteiner",
    "Brunnenrand",
    "Laubhaufen",
    "Gehsteig",
    "Wetterhahn",
    "Schornstein",
    "Fensterbank",
    "Heckenschnitt",
    "Treppenstufe",
    "Sandkasten",
    "Briefschlitz",
    "Klingelknopf",
    "Wäscheleine",
    "Torbogen",
    "Mauerfuge",
    "Kellerlicht",
    "Hofeinfahrt",
    "Dachziegel",
    "Windfang",
    "Rosenbogen",
    "Holzstapel",
    "Kompost",
    "Schuppenfach",
    "Pfostenloch",
    "Türklinke",
    "Vogelhaus",
    "Gießkanne",
    "Bordstein",
    "Feldweg",
    "Wiesengrund",
    "Bachlauf",
]
STRASSEN = (
    "Lindenallee",
    "Am Anger",
    "Zum Mühlbach",
    "Hofweg",
    "Probengasse",
    "Musterweg",
    "Beispielstraße",
    "Platzhalterplatz",
    "Am Alten Speicher",
    "Ziegelteichweg",
    "Kirchsteig",
    "Obstwiesenring",
    "Schäferkamp",
    "Brunnenstraße",
    "Hinter den Gärten",
    "Bleicherufer",
    "Rübenweg",
    "Am Wasserturm",
    "Kranichwinkel",
    "Fliederhöhe",
)
FIRMEN = (
    "Dachdeckerei Muster GmbH",
    "Elektro Beispiel KG",
    "Gartenbau Vorlage GmbH",
    "Hochbau Platzhalter AG",
    "Malerbetrieb Entwurf e. K.",
    "Rohrbau Probe GmbH",
    "Aufzugsservice Fiktiv GmbH",
    "Café Beispielblick",
    "Fahrradhaus Mustermann & Tochter",
    "Gebäudereinigung Schablone GmbH",
    "Ingenieurbüro Annahme PartG",
    "Bürotechnik Attrappe GmbH",
)
VEREINE = (
    "Heimatverein Musterdorf e. V.",
    "Schützengilde Beispielhausen e. V.",
    "Sportverein Probental e. V.",
    "Werbegemeinschaft Marktplatz e. V.",
    "Musikzug Oberbeispiel e. V.",
    "Förderverein Freibad e. V.",
)
BEHOERDEN = (
    "Landesamt für Mustervermessung",
    "Wasserverband Probental",
    "Amt für Beispielstraßen",
    "Stadtwerke Beispielhausen",
    "Landwirtschaftskammer Musterland",
    "Industrie- und Handelskammer Probe",
    "Landesbetrieb Musterforst",
    "Netzgesellschaft Fiktiv",
)
ORTE = {
    "musterstadt": ("00001", "Musterstadt"),
    "beispielhausen": ("00002", "Beispielhausen"),
    "landkreis-probe": ("00004", "Oberbeispiel"),
}


def street(rng: Random, name: str = "") -> str:
    """Return a street with house number."""
    suffix = rng.choice(("", "", "", "a", "b"))
    return f"{name or rng.choice(STRASSEN)} {rng.randint(1, 148)}{suffix}"


def citizen(rng: Random, slug: str, address: str = "") -> Kontakt:
    """Return somebody who lives in the town."""
    anrede = rng.choice(("Frau", "Herr"))
    vorname = rng.choice(FRAUEN if anrede == "Frau" else MAENNER)
    familienname = rng.choice(FAMILIEN)
    plz, ort = ORTE[slug]
    mail = f"{login_of(vorname, familienname)}@post.example"
    return Kontakt(f"{vorname} {familienname}", anrede, address or street(rng), plz, ort, mail)


def organisation(rng: Random, slug: str, names: tuple[str, ...]) -> Kontakt:
    """Return a firm, club or authority with somebody who signs for it."""
    person = citizen(rng, slug)
    name = rng.choice(names)
    domain = login_of("info", name.split()[0] + name.split()[1]).replace("info.", "")
    domain = "".join(c for c in domain if c.isalnum()) + ".example"
    return Kontakt(
        name=person.name,
        anrede=person.anrede,
        strasse=street(rng),
        plz="00009",
        ort="Musterdorf",
        email=f"kontakt@{domain}",
        organisation=name,
    )
