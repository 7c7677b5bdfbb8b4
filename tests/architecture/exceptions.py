"""What may differ from the rules, each with its reason. Short lists; a test keeps them needed."""

SIZES: dict[str, str] = {
    "core/ui/samples.py:lists": "Beispieldaten der Gestaltungsseite: eine Aufzählung, keine Logik",
}

WRITES: dict[str, str] = {
    "organisation/accounts/limits.py": "Fehlversuche der Anmeldung: vor jeder Kommune, ohne Handelnden",
    "organisation/accounts/tokens.py": "letzte Benutzung eines Schlüssels, alle fünf Minuten: vor jeder Kommune",
    "organisation/accounts/saml.py": "Antworten des Anmeldedienstes: vor jeder Anmeldung, ohne Handelnden",
    "organisation/accounts/factors.py": "verbraucht Codes bei der Anmeldung: vor jeder Kommune",
    "organisation/accounts/passkeys.py": "Zähler eines Passkeys bei der Anmeldung: vor jeder Kommune",
    "web/views/account.py": "Ansicht des eigenen Kontos: kein Inhalt einer Kommune",
}

ACTIONS: dict[str, str] = {
    "posteingang/actions/aufnahme.py:record_eingang": "ruft die Handlung, die erfasst oder vermerkt",
    "verbund/actions/auslieferung.py:deliver": "Teil der Freigabe, die protokolliert ist",
    "organisation/actions/einspielung.py:perform_step": "ruft die Handlung der Tabelle und des Schritts",
    "organisation/actions/person.py:let_leave": "ruft deactivate_person",
    "organisation/actions/ueberleitung.py:carry_out": "ruft merge_einheit oder split_einheit",
    "akten/actions/federfuehrung.py:pass_plan": "ruft begin_draft, change_plan und release_plan",
    "akten/actions/federfuehrung.py:change_federfuehrung": "ruft die Handlung der Art des Gegenstands",
    "akten/actions/federfuehrung.py:give_akte": "fragt das Recht am Zugriff, dann pass_akte",
    "akten/actions/own.py:toggle_favorit": "eigene Merkzeichen gehen niemanden sonst an",
    "akten/actions/gemerkte_suche.py:keep_search": "eigene Merkzeichen gehen niemanden sonst an",
    "akten/actions/gemerkte_suche.py:note_seen": "eigene Merkzeichen gehen niemanden sonst an",
    "akten/actions/gemerkte_suche.py:drop_search": "eigene Merkzeichen gehen niemanden sonst an",
    "akten/actions/own.py:note_opened": "eigene Merkzeichen gehen niemanden sonst an",
    "akten/actions/sperre.py:refuse_held_blob": "fragt nur, ob etwas gehalten wird",
    "akten/actions/notiz.py:set_merkzettel": "eigene Zettel gehen niemanden sonst an",
    "akten/actions/ausgabe.py:forget_dokument": "Teil der Löschung, die protokolliert ist",
    "akten/actions/einschraenkung.py:check_not_restricted": "fragt nur, ob eine Einschränkung gilt",
    "akten/actions/schutz.py:forget_protection": "Teil der Löschung, die protokolliert ist",
    "akten/actions/papier.py:refuse_while_kept": "fragt nur, beim Verfügen z. d. A.",
    "akten/actions/schwaerzung.py:begin_schwaerzung": "eigene Vorarbeit; abgelegt wird mit file_schwaerzung",
    "akten/actions/schwaerzung.py:order_schwaerzung": "eigene Vorarbeit; abgelegt wird mit file_schwaerzung",
    "akten/actions/schwaerzung.py:note_found": "eigene Vorarbeit; abgelegt wird mit file_schwaerzung",
    "akten/actions/schwaerzung.py:note_problem": "eigene Vorarbeit; abgelegt wird mit file_schwaerzung",
    "akten/actions/schwaerzung.py:drop_schwaerzungen": "vergisst Vorarbeiten, die niemand beendet",
    "akten/actions/kopie.py:copy_place": "fragt nur, wo die Kopie läge",
    "akten/actions/schwaerzung.py:forget_schwaerzungen": "Teil der Löschung, die protokolliert ist",
    "akten/actions/seiten.py:order_seiten": "stellt nur den Auftrag; abgelegt wird mit file_seiten",
    "akten/actions/seiten.py:file_seiten": "ruft die Handlung, die ablegt und protokolliert",
    "akten/actions/seiten.py:drop_seitenauftraege": "vergisst erledigte Aufträge",
    "akten/actions/seiten.py:forget_seiten": "Teil der Löschung, die protokolliert ist",
    "akten/actions/seiten.py:check_target": "fragt nur, ob abgelegt werden darf",
    "akten/actions/kopie.py:file_copy": "Teil der Handlungen, die eine Kopie ablegen und das Recht prüfen",
    "akten/actions/liste.py:keep_columns": "eigene Ansicht geht niemanden sonst an",
    "akten/actions/liste.py:save_own_view": "eigene Ansicht geht niemanden sonst an",
    "akten/actions/liste.py:drop_own_view": "eigene Ansicht geht niemanden sonst an",
    "akten/actions/aktenplan_entwurf.py:begin_draft": "ruft create_draft, das Recht prüft _keeper",
    "akten/actions/aktenplan_entwurf.py:put_aside_draft": "ruft withdraw, das Recht prüft _keeper",
    "akten/actions/aktenplan_entwurf.py:replace_draft": "ruft begin_draft und change_plan",
    "akten/actions/aktenplan.py:release_sample_plan": "ruft die Handlung release_aktenplan",
    "akten/actions/verarbeitung.py:order_lesefassung": "stellt eine Ableitung her, nichts Neues",
    "akten/actions/pdfa.py:order_pdfa": "stellt eine Ableitung her, nichts Neues",
    "akten/actions/verarbeitung.py:order_ocr": "stellt eine Ableitung her, nichts Neues",
    "akten/actions/erneuerung.py:renew": "ruft die Handlung record_renewal",
    "akten/actions/typ.py:furnish_dokumenttypen": "ruft die Handlungen der Bausteine",
    "akten/actions/ordner.py:list_ordner": "bis zum Beginn ist in der Kommune nichts geschehen",
    "akten/actions/ordner.py:awaited": "liest und fragt das Recht, das Ablegen tun andere",
    "akten/actions/ordner.py:file_ordnerdatei": "ruft die Handlungen, die anlegen und ablegen",
    "akten/actions/ordner.py:note_left_out": "hält fest, was an der eigenen Übernahme nicht kam",
    "akten/actions/upload.py:give_up": "bis zum Ablegen ist in der Kommune nichts geschehen",
    "akten/actions/upload.py:vorgang_of": "nennt den Ort eines Uploads, schreibt nichts",
    "akten/actions/upload.py:begin_upload": "bis zum Ablegen ist in der Kommune nichts geschehen",
    "akten/actions/upload.py:begin_loose_upload": "bis zum Ablegen ist in der Kommune nichts geschehen",
    "akten/actions/upload.py:file_upload": "ruft die Handlung, die ablegt und protokolliert",
}

READS: dict[str, str] = {
    "akten/forms.py": "Auswahllisten der Personen und Einheiten, die alle Beschäftigten sehen",
    "web/sign_in.py": "die Anmeldung liegt vor jeder Kommune und jedem Recht",
    "web/middleware.py": "Kommune und Mitgliedschaft liegen vor jedem Recht",
    "web/views/status.py": "Zahlen für den Betrieb, keine Inhalte",
}

QUERIES: dict[str, str] = {
    "akten/queries/nachbenennung.py:rules_naming": "für Übergabe und Auftrag; gezeigt werden Zahlen",
    "akten/queries/nachbenennung.py:units_naming": "für Übergabe und Auftrag; gezeigt werden Zahlen",
    "akten/queries/kontakt.py:with_ort": "zu einer schon eingegrenzten Liste",
    "akten/queries/kontakt.py:is_gesperrt": "zu einem schon gelesenen Kontakt",
    "akten/queries/felder.py:felder_of_typ": "liest aus einer schon gelesenen Zeile",
    "akten/queries/felder.py:vorgaben_of": "liest aus einer schon gelesenen Zeile",
    "akten/queries/felder.py:typ_field": "nennt nur ein Feld des Modells",
    "akten/queries/felder.py:typ_of": "liest aus einer schon gelesenen Zeile",
    "akten/queries/felder.py:field_names": "Namen der Suche, für alle der Kommune gleich",
    "akten/queries/listing.py:cursor_of": "Adresse einer Seite, liest nichts",
    "akten/queries/listing.py:read_cursor": "Adresse einer Seite, liest nichts",
    "akten/queries/listing.py:capped_count": "zählt eine schon eingegrenzte Liste",
    "akten/queries/objects.py:rendition_of": "zu einer Datei, die schon durch get_datei gelesen ist",
    "akten/queries/objects.py:with_newest": "zu einer schon eingegrenzten Liste",
    "akten/queries/verlauf.py:person_names": "Namen zu Kennungen aus einem gelesenen Verlauf",
    "akten/queries/verlauf.py:last_change": "zu einem schon gelesenen Gegenstand",
}

# Migrations after the first release that may break the version before them: {app.name: reason}.
MIGRATIONS: dict[str, str] = {}
