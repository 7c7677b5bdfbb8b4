"""What is written into the log about Akten. Each sentence follows the name of whoever acted."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `akten`."""

    AKTENPLAN_RELEASED = "akten.aktenplan.released", "hat den Aktenplan freigegeben"
    AKTENPLAN_CHANGED = "akten.aktenplan.changed", "hat den Entwurf des Aktenplans geändert"
    AKTE_CREATED = "akten.akte.created", "hat die Akte angelegt"
    AKTE_WIEDERHERGESTELLT = (
        "akten.akte.wiederhergestellt",
        "hat die Akte aus einer Sicherung zurückgeholt",
    )
    AKTE_BEGUN = "akten.akte.begun", "hat die Akte aus einer Vorlage begonnen"
    AKTE_REQUESTED = "akten.akte.requested", "hat die Akte beantragt"
    AKTE_CONFIRMED = "akten.akte.confirmed", "hat die beantragte Akte bestätigt"
    AKTE_REFILED = "akten.akte.refiled", "hat den Inhalt der beantragten Akte anders abgelegt"
    AKTE_REFUSED = "akten.akte.refused", "hat die beantragte Akte abgelehnt"
    AKTE_WITHDRAWN = "akten.akte.withdrawn", "hat den Antrag auf die Akte zurückgezogen"
    AKTE_CHANGED = "akten.akte.changed", "hat Angaben der Akte geändert"
    AKTE_CLOSED = "akten.akte.closed", "hat die Akte zu den Akten verfügt"
    AKTE_REOPENED = "akten.akte.reopened", "hat die Akte wieder aufgenommen"
    VORGANG_CREATED = "akten.vorgang.created", "hat den Vorgang angelegt"
    VORGANG_BEGUN = "akten.vorgang.begun", "hat den Vorgang aus einer Vorlage begonnen"
    VORGANG_CHANGED = "akten.vorgang.changed", "hat Angaben des Vorgangs geändert"
    VORGANG_CLOSED = "akten.vorgang.closed", "hat den Vorgang zu den Akten verfügt"
    VORGANG_TAKEN_BACK = "akten.vorgang.taken_back", "hat den leeren Vorgang zurückgenommen"
    VORGANG_REOPENED = "akten.vorgang.reopened", "hat den Vorgang wieder aufgenommen"
    DOKUMENT_REGISTERED = "akten.dokument.registered", "hat das Dokument abgelegt"
    ANLAGE_ADDED = "akten.anlage.added", "hat eine Anlage abgelegt"
    ANLAGEN_TAKEN_OUT = "akten.anlagen.taken_out", "hat enthaltene Dateien als Anlagen abgelegt"
    ENTPACKUNG_ORDERED = "akten.entpackung.ordered", "hat das Archiv entpacken lassen"
    ENTPACKUNG_UNDONE = "akten.entpackung.undone", "hat das Entpacken zurückgenommen"
    DOKUMENT_ASSIGNED = "akten.dokument.assigned", "hat das Dokument in einen Vorgang gelegt"
    DOKUMENT_CHANGED = "akten.dokument.changed", "hat Angaben des Dokuments geändert"
    FASSUNG_ADDED = "akten.fassung.added", "hat eine neue Fassung abgelegt"
    FASSUNG_WITHDRAWN = "akten.fassung.withdrawn", "hat eine Fassung zurückgezogen"
    FASSUNG_RESTORED = "akten.fassung.restored", "lässt eine Fassung wieder gelten"
    DATEI_INGESTED = "akten.datei.ingested", "hat Art und Text der Datei ermittelt"
    DATEI_RENDERED = "akten.datei.rendered", "hat die Lesefassung erzeugt"
    DATEI_STRAIGHTENED = "akten.datei.straightened", "hat Seiten der Lesefassung gerade gerichtet"
    DATEI_ARCHIVED = "akten.datei.archived", "hat das PDF/A der Datei hergestellt"
    DATEI_RECOGNISED = "akten.datei.recognised", "hat den Text der Seiten erkannt"
    DATEI_RENEWED = "akten.datei.renewed", "hat Text und Lesefassung neu hergestellt"
    DATEI_RETRIED = "akten.datei.retried", "hat die Datei noch einmal verarbeiten lassen"
    ERNEUERUNG_STARTED = "akten.erneuerung.started", "lässt Lesefassungen neu herstellen"
    DATEI_READ = "akten.datei.read", "hat die Datei gelesen"  # of old; now a Lesevermerk
    DOKUMENT_MOVED = "akten.dokument.moved", "hat das Dokument verschoben"
    DOKUMENT_TAKEN_OUT = (
        "akten.dokument.taken_out",
        "hat die Ablage eines Dokuments zurückgenommen",
    )
    DOKUMENT_LEFT = "akten.dokument.left", "hat ein Dokument in einen anderen Vorgang verschoben"
    DOKUMENT_COPIED = "akten.dokument.copied", "hat das Dokument als Kopie abgelegt"
    VORGANG_MOVED = "akten.vorgang.moved", "hat den Vorgang in eine andere Akte verschoben"
    VORGANG_LEFT = "akten.vorgang.left", "hat einen Vorgang in eine andere Akte verschoben"
    AKTE_MOVED = "akten.akte.moved", "hat die Akte unter eine andere Einheit gelegt"
    NACHBENENNUNG_PROPOSED = (
        "akten.nachbenennung.proposed",
        "hat eine Nachfolge in Akten vorgeschlagen, die nur Genannte sehen",
    )
    NACHBENENNUNG_DECIDED = (
        "akten.nachbenennung.decided",
        "hat die Nachfolge in Akten benannt, die nur Genannte sehen",
    )
    AKTE_PASSED = "akten.akte.passed", "hat die Akte einer anderen Einheit übergeben"
    DOKUMENT_LOCKED = "akten.dokument.locked", "hat das Dokument zur Bearbeitung gesperrt"
    DOKUMENT_LOCK_TAKEN = (
        "akten.dokument.lock_taken",
        "hat die Bearbeitung des Dokuments übernommen",
    )
    DOKUMENT_UNLOCKED = "akten.dokument.unlocked", "hat das Dokument wieder freigegeben"
    ARBEITSSTAND_DROPPED = "akten.arbeitsstand.dropped", "hat einen Arbeitsstand verworfen"
    DOKUMENT_STAMPED = "akten.dokument.stamped", "hat eine Kopie mit Stempel ausgegeben"
    DOKUMENT_TRASHED = "akten.dokument.trashed", "hat den Entwurf in den Papierkorb gelegt"
    DOKUMENT_TAKEN_BACK = (
        "akten.dokument.taken_back",
        "hat das übernommene Dokument in den Papierkorb gelegt",
    )
    DOKUMENT_RESTORED = "akten.dokument.restored", "hat das Dokument aus dem Papierkorb geholt"
    DOKUMENT_PURGED = "akten.dokument.purged", "hat das Dokument im Papierkorb endgültig gelöscht"
    DOKUMENT_ERASED_AGAIN = (
        "akten.dokument.erased_again",
        "hat das Dokument nach dem Zurückspielen einer Sicherung erneut gelöscht",
    )
    NOTFALL_KENNWORT_SET = (
        "akten.notfall.password_set",
        "hat das Kennwort der Notfallliste festgelegt",
    )
    NOTFALL_ORDERED = "akten.notfall.ordered", "hat die Notfallliste herstellen lassen"
    NOTFALL_MADE = "akten.notfall.made", "hat die Notfallliste hergestellt"
    LOESCHSPERRE_SET = "akten.loeschsperre.set", "hat eine Löschsperre gesetzt"
    LOESCHSPERRE_LIFTED = "akten.loeschsperre.lifted", "hat eine Löschsperre aufgehoben"
    LOESCHUNG_REQUESTED = "akten.loeschung.requested", "hat die Löschung beantragt"
    LOESCHUNG_CONFIRMED = "akten.loeschung.confirmed", "hat die Löschung bestätigt und vollzogen"
    LOESCHUNG_DECLINED = "akten.loeschung.declined", "hat die Löschung abgelehnt"
    STAPEL_BEGUN = "akten.stapel.begun", "hat mehrere auf einmal bearbeitet"
    STAPEL_UNDONE = "akten.stapel.undone", "hat eine Bearbeitung mehrerer zurückgenommen"
    ORDNER_STARTED = "akten.ordner.started", "hat die Übernahme eines Ordners begonnen"
    ORDNER_UNDONE = "akten.ordner.undone", "hat die Übernahme eines Ordners zurückgenommen"
    ENTWURF_BEGUN = "akten.entwurf.begun", "hat einen eigenen Entwurf abgelegt"
    VORGANG_HANDED_OVER = "akten.vorgang.handed_over", "hat den Vorgang übergeben"
    ENTWURF_HANDED_OVER = "akten.entwurf.handed_over", "hat den Entwurf übergeben"
    ENTWURF_SUBMITTED = "akten.entwurf.submitted", "hat den Entwurf der Leitung vorgelegt"
    ANMERKUNG_ADDED = "akten.anmerkung.added", "hat eine Anmerkung geschrieben"
    ANMERKUNG_CHANGED = "akten.anmerkung.changed", "hat eine Anmerkung geändert"
    ANMERKUNG_SETTLED = "akten.anmerkung.settled", "hat eine Anmerkung als erledigt vermerkt"
    ANMERKUNG_REOPENED = "akten.anmerkung.reopened", "hat eine erledigte Anmerkung wieder geöffnet"
    ANMERKUNG_WITHDRAWN = "akten.anmerkung.withdrawn", "hat eine Anmerkung zurückgenommen"
    ANMERKUNG_RESTORED = "akten.anmerkung.restored", "hat eine Anmerkung wieder gelten lassen"
    OBJEKT_UEBERNOMMEN = "akten.uebernahme.noted", "hat aus einem Altsystem übernommen"
    ALTVERLAUF_UEBERNOMMEN = (
        "akten.altverlauf.taken",
        "hat den Verlauf aus einem Altsystem übernommen",
    )
    ZUGRIFF_CHANGED = "akten.zugriff.changed", "hat den Zugriff geändert"
    LISTE_EXPORTED = "akten.liste.exported", "hat eine Liste ausgegeben"
    ANSICHT_SAVED = "akten.ansicht.saved", "hat eine Ansicht für die Einheit gespeichert"
    ANSICHT_ENDED = "akten.ansicht.ended", "hat eine Ansicht der Einheit gelöscht"
    AKTE_EXPORTED = "akten.akte.exported", "hat den Inhalt ausgegeben"
    KONTAKT_CREATED = "akten.kontakt.created", "hat den Kontakt angelegt"
    KONTAKT_CHANGED = "akten.kontakt.changed", "hat Angaben des Kontakts geändert"
    KONTAKT_MERGED = "akten.kontakt.merged", "hat zwei Kontakte zusammengeführt"
    KONTAKT_SPLIT = "akten.kontakt.split", "hat eine Zusammenführung zurückgenommen"
    BETEILIGUNG_ADDED = "akten.beteiligung.added", "hat einen Beteiligten genannt"
    BETEILIGUNG_ENDED = "akten.beteiligung.ended", "hat einen Beteiligten gestrichen"
    ZUGRIFF_SPREAD = "akten.zugriff.spread", "hat den Zugriff nach unten übertragen"
    AUSSCHLUSS_MADE = "akten.ausschluss.made", "hat eine Person vom Zugriff ausgeschlossen"
    AUSSCHLUSS_ENDED = "akten.ausschluss.ended", "hat einen Ausschluss vom Zugriff aufgehoben"
    FREIGABE_GIVEN = "akten.freigabe.given", "hat das Lesen auf Zeit freigegeben"
    FREIGABE_ENDED = "akten.freigabe.ended", "hat die Freigabe zum Lesen beendet"
    PERSONALAKTE_CREATED = "akten.personalakte.created", "hat die Personalakte angelegt"
    PERSONALTEIL_ADDED = "akten.personalakte.extended", "hat einen Teil der Personalakte angelegt"
    PERSONALAKTE_OPENED = (
        "akten.personalakte.opened",
        "hat Einsicht in die eigene Personalakte gewährt",
    )
    PRUEFAUFTRAG_GIVEN = "akten.pruefauftrag.given", "hat einen Prüfauftrag erteilt"
    PRUEFAUFTRAG_ENDED = "akten.pruefauftrag.ended", "hat den Prüfauftrag beendet"
    PRUEFUNG_OPENED = "akten.pruefung.opened", "hat die Akte für eine Prüfung zum Lesen geöffnet"
    EINSICHT_PREPARED = "akten.einsicht.prepared", "hat eine Akteneinsicht zusammengestellt"
    SEITEN_FILED = "akten.seiten.filed", "hat Seiten als eigenes Dokument abgelegt"
    SCHWAERZUNG_FILED = "akten.schwaerzung.filed", "hat die geschwärzte Kopie abgelegt"
    SCHWAERZUNG_MADE = "akten.schwaerzung.made", "hat eine geschwärzte Kopie erstellt"
    EINSICHT_HANDED = "akten.einsicht.handed", "hat Akteneinsicht gewährt"
    EINSCHRAENKUNG_SET = "akten.einschraenkung.set", "hat die Verarbeitung eingeschränkt"
    EINSCHRAENKUNG_OPENED = (
        "akten.einschraenkung.opened",
        "hat trotz Einschränkung zu arbeiten begonnen",
    )
    EINSCHRAENKUNG_LIFTED = "akten.einschraenkung.lifted", "hat die Einschränkung aufgehoben"
    BERICHTIGUNG_ADDED = "akten.berichtigung.added", "hat eine Berichtigung vermerkt"
    BERICHTIGUNG_ENDED = "akten.berichtigung.ended", "hat einen Berichtigungsvermerk beendet"
    VERWEIS_ADDED = "akten.verweis.added", "hat einen Verweis gesetzt"
    VERWEIS_ENDED = "akten.verweis.ended", "hat einen Verweis gelöscht"
    PAPIER_CHANGED = "akten.papier.changed", "hat Angaben zum Papierteil geändert"
    PAPIER_LENT = "akten.papier.lent", "hat die Papierakte ausgeliehen"
    PAPIER_RETURNED = "akten.papier.returned", "hat die Papierakte zurückgenommen"
    PAPIER_REQUESTED = "akten.papier.requested", "hat die Papierakte angefordert"
    PAPIER_FETCHED = "akten.papier.fetched", "hat die Anforderung erledigt"
    VERWAHRUNG_BEGUN = "akten.verwahrung.begun", "hat etwas in Verwahrung genommen"
    VERWAHRUNG_ENDED = "akten.verwahrung.ended", "hat etwas aus der Verwahrung zurückgegeben"
