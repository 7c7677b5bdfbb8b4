"""A Briefserie keeps its date and who signs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schriftverkehr", "0003_postausgang")]

    operations = [
        migrations.AddField("briefserie", "datum", models.DateField("Datum", null=True)),
        migrations.AddField(
            "briefserie", "besetzung_id", models.UUIDField(editable=False, null=True)
        ),
    ]
