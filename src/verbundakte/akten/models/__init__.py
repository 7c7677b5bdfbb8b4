"""Models of the room `akten`."""

from verbundakte.akten.models.akte import Akte, Medium, Vertraulichkeit
from verbundakte.akten.models.aktenantrag import Aktenantrag, Entscheidung
from verbundakte.akten.models.aktenplan import (
    Aktenplaneinheit,
    Archivzustimmung,
    Aussonderungsart,
    Geheimnisklasse,
)
from verbundakte.akten.models.anlagenquelle import Anlagenquelle, found_in
from verbundakte.akten.models.dokument import (
    Datei,
    Dokument,
    Fassung,
    Rendition,
    RenditionKind,
    Seitentext,
)
from verbundakte.akten.models.einsicht import Akteneinsicht, EinsichtDokument
from verbundakte.akten.models.feldwert import Feldwert
from verbundakte.akten.models.fruehere_nummer import FruehereNummer
from verbundakte.akten.models.herkunft import Altverlauf, FremdeKennung
from verbundakte.akten.models.kontakt import (
    Anschrift,
    Beteiligtenrolle,
    Beteiligung,
    Kanal,
    KanalArt,
    Kontakt,
    KontaktArt,
    Zusammenfuehrung,
)
from verbundakte.akten.models.liste import Listenansicht, Spaltenwahl
from verbundakte.akten.models.loeschung import Loeschart, Loeschung
from verbundakte.akten.models.notfall import Notfallkennwort, Notfallliste
from verbundakte.akten.models.notiz import Anmerkung, Merkzettel
from verbundakte.akten.models.nummer import Nummernkreis, Nummernmuster
from verbundakte.akten.models.ordner import (
    Ordnerdatei,
    Ordneruebernahme,
    Ordnerziel,
    Zielart,
)
from verbundakte.akten.models.own import Favorit, GemerkteSuche, ZuletztGeoeffnet
from verbundakte.akten.models.papier import Aushebung, Ausleihe, Papierteil, Verwahrstueck
from verbundakte.akten.models.pdfa import PdfaErgebnis, PdfaUrteil
from verbundakte.akten.models.personalakte import Personalakte, Personalteil
from verbundakte.akten.models.programm import Ablagedatei, Arbeitsstand, Programmsperre
from verbundakte.akten.models.schutz import (
    Berichtigungsvermerk,
    Einschraenkung,
    Einschraenkungsgrund,
    has_berichtigung,
    is_restricted,
)
from verbundakte.akten.models.schwaerzung import Muster, Schwaerzung, Schwaerzungsgrund
from verbundakte.akten.models.seiten import Seitenauftrag
from verbundakte.akten.models.sperre import Bearbeitungssperre, Loeschsperre
from verbundakte.akten.models.stapel import Handlung, Stapel, Stapelposten
from verbundakte.akten.models.stempel import Stempel
from verbundakte.akten.models.typ import Dokumenttyp, Typ, Vorgangstyp
from verbundakte.akten.models.verweis import Verweis
from verbundakte.akten.models.vorgang import Vorgang, ZdaVerfuegung, is_zda
from verbundakte.akten.models.vorlage import Schriftgutvorlage
from verbundakte.akten.models.zugriff import (
    Ausschluss,
    Choice,
    Nachbenennung,
    Pruefakte,
    Zugriffsregel,
)

__all__ = [
    "Ablagedatei",
    "Akte",
    "Aktenantrag",
    "Akteneinsicht",
    "Aktenplaneinheit",
    "Altverlauf",
    "Anlagenquelle",
    "Anmerkung",
    "Anschrift",
    "Arbeitsstand",
    "Archivzustimmung",
    "Aushebung",
    "Ausleihe",
    "Ausschluss",
    "Aussonderungsart",
    "Bearbeitungssperre",
    "Berichtigungsvermerk",
    "Beteiligtenrolle",
    "Beteiligung",
    "Choice",
    "Datei",
    "Dokument",
    "Dokumenttyp",
    "Einschraenkung",
    "Einschraenkungsgrund",
    "EinsichtDokument",
    "Entscheidung",
    "Fassung",
    "Favorit",
    "Feldwert",
    "FremdeKennung",
    "FruehereNummer",
    "Geheimnisklasse",
    "GemerkteSuche",
    "Handlung",
    "Kanal",
    "KanalArt",
    "Kontakt",
    "KontaktArt",
    "Listenansicht",
    "Loeschart",
    "Loeschsperre",
    "Loeschung",
    "Medium",
    "Merkzettel",
    "Muster",
    "Nachbenennung",
    "Notfallkennwort",
    "Notfallliste",
    "Nummernkreis",
    "Nummernmuster",
    "Ordnerdatei",
    "Ordneruebernahme",
    "Ordnerziel",
    "Papierteil",
    "PdfaErgebnis",
    "PdfaUrteil",
    "Personalakte",
    "Personalteil",
    "Programmsperre",
    "Pruefakte",
    "Rendition",
    "RenditionKind",
    "Schriftgutvorlage",
    "Schwaerzung",
    "Schwaerzungsgrund",
    "Seitenauftrag",
    "Seitentext",
    "Spaltenwahl",
    "Stapel",
    "Stapelposten",
    "Stempel",
    "Typ",
    "Vertraulichkeit",
    "Verwahrstueck",
    "Verweis",
    "Vorgang",
    "Vorgangstyp",
    "ZdaVerfuegung",
    "Zielart",
    "Zugriffsregel",
    "ZuletztGeoeffnet",
    "Zusammenfuehrung",
    "found_in",
    "has_berichtigung",
    "is_restricted",
    "is_zda",
]
