"""What may differ from the rules, each with its reason. Short lists; a test keeps them needed."""

SIZES: dict[str, str] = {}

WRITES: dict[str, str] = {
    "organisation/accounts.py": "Fehlversuche der Anmeldung: vor jeder Kommune, ohne Handelnden",
    "web/views/account.py": "Ansicht des eigenen Kontos: kein Inhalt einer Kommune",
}

ACTIONS: dict[str, str] = {
    "akten/actions/own.py:toggle_favorit": "eigene Merkzeichen gehen niemanden sonst an",
    "akten/actions/own.py:note_opened": "eigene Merkzeichen gehen niemanden sonst an",
}

READS: dict[str, str] = {
    "web/middleware.py": "Kommune und Mitgliedschaft liegen vor jedem Recht",
    "web/views/jobs.py": "eigene Aufträge, am Handelnden gefiltert",
    "web/views/status.py": "Zahlen für den Betrieb, keine Inhalte",
    "web/views/account.py": "die eigene Person",
    "web/labels.py": "Namen zu Kennzeichen, die schon gefunden wurden",
}

QUERIES: dict[str, str] = {}
