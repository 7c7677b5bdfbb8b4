"""Single Akten may be given to another unit, many at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0030_eingeschraenkt_ungeprueft"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stapel",
            name="handlung",
            field=models.CharField(
                choices=[
                    ("sachbearbeitung", "Sachbearbeitung ändern"),
                    ("federfuehrung", "Federführung ändern"),
                    ("dokumenttyp", "Art ändern"),
                    ("verschiebung", "Verschieben"),
                    ("zda", "Zu den Akten verfügen"),
                    ("zugriff", "Zugriff ändern"),
                    ("person_dazu", "Im Zugriff Personen dazunehmen"),
                    ("person_weg", "Im Zugriff Personen streichen"),
                    ("ueberleitung", "In eine andere Einheit überleiten"),
                    ("bestaetigung", "Beantragte Akten bestätigen"),
                    ("umlegung", "Inhalt in eine andere Akte legen"),
                    ("ablehnung", "Beantragte Akten ablehnen"),
                ],
                max_length=20,
                verbose_name="Handlung",
            ),
        ),
    ]
