"""Row-level security and composite keys for the tables of this room."""

from django.db import migrations

from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial"), ("core", "0002_second_lock")]

    operations = [
        SecureTable("Organisationseinheit"),
        SecureTable("Person"),
        SecureTable("Stelle"),
        SecureTable("Stellenbesetzung"),
        SecureTable("Rolle"),
        SecureTable("Rollenzuweisung"),
    ]
