"""Remarks of signed steps as a digest, so that they can be erased and the chain holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("geschaeftsgang", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="zeichnung",
            name="bemerkung_digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
    ]
