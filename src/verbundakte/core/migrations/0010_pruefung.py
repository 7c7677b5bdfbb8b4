"""A zone may name a Prüfauftrag."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_lesevermerke"),
    ]

    operations = [
        migrations.AlterField(
            model_name="zoneentry",
            name="principal_kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("einheit", "Organisationseinheit"),
                    ("mitarbeit", "Sachbearbeitung der Einheit, ohne ihre Leitung"),
                    ("leitung", "Leitung der Einheit und darüber"),
                    ("rolle", "Rolle"),
                    ("freigabe", "Freigabe zum Lesen auf Zeit"),
                    ("pruefung", "Prüfauftrag"),
                    ("alle", "Alle Beschäftigten"),
                ],
                max_length=10,
            ),
        ),
    ]
