"""Every table without row-level security, with the reason. A test compares this with the database."""

GLOBAL_TABLES = {
    "core_tenant": "die Kommunen selbst",
    "core_account": "Anmeldungen gelten für die Installation, nicht für eine Kommune",
    "core_membership": "wo eine Anmeldung arbeitet; nötig, bevor eine Kommune offen ist",
    "core_rechtestand": "woran gemerkte Rechte gelten, bevor eine Kommune offen ist; nur Zufallsmarken",
    "core_apitoken": "nennt Person und Kommune, bevor eine offen ist; nur Prüfsummen",
    "core_clientsecret": "nennt Fachverfahren und Kommune, bevor eine offen ist; nur Prüfsummen",
    "core_loginattempt": "Bremse gegen Raten, vor der Anmeldung; nur Prüfsummen",
    "core_session": "Sitzungen, vor der Wahl einer Kommune; Anmeldung, Gerät und Meldungen",
    "core_totpdevice": "zweiter Faktor einer Anmeldung, vor der Wahl einer Kommune; verschlüsselt",
    "core_passkey": "zweiter Faktor einer Anmeldung; nur öffentliche Schlüssel",
    "core_recoverycode": "Ersatz für einen zweiten Faktor; nur Prüfsummen",
    "core_indexchange": "Ausgang zum Suchindex; nur Kennungen, quer über alle Kommunen gelesen",
    "core_speicherwahl": "in welchen Speicher neue Bytes kommen; gilt für die Installation",
    "core_indexreader": "wie weit jeder Rechner diesen Ausgang gelesen hat; keine Inhalte",
    "verbund_mitgliedschaft": "welche Kommune in welchem Verbund ist",
    "verbund_auslieferung": "was ein Verbund seinen Mitgliedern liefert: freigegebene Regeln",
    "django_migrations": "Stand der Datenbank",
    "django_content_type": "Liste der Modelle",
    "auth_permission": "von Django angelegt, nicht benutzt",
    "auth_group": "von Django angelegt, nicht benutzt",
    "auth_group_permissions": "von Django angelegt, nicht benutzt",
    "procrastinate_jobs": "Warteschlange; nur {tenant, job}, für Post {account, town}",
    "procrastinate_events": "Verlauf der Warteschlange",
    "procrastinate_periodic_defers": "regelmäßige Aufträge der Warteschlange",
    "procrastinate_workers": "wer die Warteschlange abarbeitet",
}

# The only places that may work across towns, with the reason.
ACROSS_TENANTS = {
    "core/checks.py": "prüft eine Kommune nach der anderen",
    "core/search/changes.py": "ein Ausgang für alle Kommunen",
    "core/search/indexer.py": "ein Ausgang für alle Kommunen",
    "core/housekeeping.py": "räumt in einer Kommune nach der anderen auf",
}
