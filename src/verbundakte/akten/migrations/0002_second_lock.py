"""Row-level security and composite keys for the tables of `akten`."""

from django.db import migrations

from verbundakte.core.db.operations import SecureTable

TABLES = (
    "Aktenplaneinheit",
    "Akte",
    "Vorgang",
    "ZdaVerfuegung",
    "Dokument",
    "Fassung",
    "Datei",
    "Rendition",
    "Seitentext",
    "Nummernkreis",
    "Favorit",
    "ZuletztGeoeffnet",
)


class Migration(migrations.Migration):
    dependencies = [("akten", "0001_initial")]

    operations = [SecureTable(table) for table in TABLES]
