"""The eleven Dokumenttypen known until now become Bausteine of every town; Dokumente refer to them.

The content is written out here, so that later forms of the specification do not change it.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import migrations

KIND = "akten.dokumenttyp"
BEGINNING = date(2000, 1, 1)
TYPEN = (
    ("schreiben", "Schreiben", "doc", "Briefe, die ein- oder ausgehen."),
    ("antrag", "Antrag", "doc", "Womit jemand etwas beantragt."),
    ("bescheid", "Bescheid", "out", "Entscheidungen mit Rechtsbehelfsbelehrung."),
    ("vermerk", "Vermerk", "doc", "Notizen über Gespräche, Ortstermine und Überlegungen."),
    ("stellungnahme", "Stellungnahme", "doc", "Was andere Stellen zur Sache sagen."),
    ("email", "E-Mail", "mail", "Nachrichten mit ihren Anhängen."),
    ("tabelle", "Tabelle", "sheet", "Berechnungen und Aufstellungen."),
    ("plan", "Plan", "plan", "Lagepläne, Bauzeichnungen und Karten."),
    ("lichtbild", "Lichtbild", "image", "Fotos."),
    ("vertrag", "Vertrag", "doc", "Verträge und Aufträge."),
    ("sonstiges", "Sonstiges", "doc", "Alles, was keine eigene Art hat."),
)
ASSIGN = """
UPDATE akten_dokument d SET dokumenttyp_id = t.id FROM akten_dokumenttyp t
WHERE t.tenant = d.tenant AND t.version = 1 AND t.kuerzel =
  CASE WHEN d.dokumenttyp_code = ANY(%s) THEN d.dokumenttyp_code ELSE 'sonstiges' END
"""


def install(apps, schema_editor):
    """Give each town the types, then let each Dokument refer to its own."""
    database = schema_editor.connection.alias
    for tenant in (
        apps.get_model("core", "Tenant").objects.using(database).values_list("pk", flat=True)
    ):
        for number, row in enumerate(TYPEN, 1):
            _install(apps, database, tenant, number, row)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ASSIGN, [[row[0] for row in TYPEN]])


def _install(apps, database, tenant, number, row):
    kuerzel, bezeichnung, symbol, beschreibung = row
    key = UUID(f"8d0c2a6e-1f3b-4c0a-9b77-0d0c70000{number:03d}")
    values = {
        "kuerzel": kuerzel,
        "bezeichnung": bezeichnung,
        "beschreibung": beschreibung,
        "reihenfolge": number * 10,
        "felder": [],
        "symbol": symbol,
    }
    content = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    moment = datetime.now(UTC)
    baustein = (
        apps.get_model("core", "Baustein")
        .objects.using(database)
        .create(
            tenant=tenant,
            key=key,
            kind=KIND,
            name=bezeichnung,
            origin="Standard",
            created_at=moment,
        )
    )
    apps.get_model("core", "BausteinVersion").objects.using(database).create(
        tenant=tenant,
        baustein=baustein,
        number=1,
        content=content,
        digest=hashlib.sha256(f"{KIND}\n{content}".encode()).hexdigest(),
        reason="Grundausstattung",
        created_at=moment,
        created_by="setup",
        released_at=moment,
        released_by="setup",
        valid_from=BEGINNING,
    )
    apps.get_model("akten", "Dokumenttyp").objects.using(database).create(
        tenant=tenant, key=key, version=1, valid_from=BEGINNING, **values
    )


class Migration(migrations.Migration):
    dependencies = [("akten", "0013_typen"), ("core", "0004_leitung")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
