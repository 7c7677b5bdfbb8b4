"""A zone says which Geheimnisklasse lies in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_leitung")]

    operations = [
        migrations.AddField(
            "zone", "geheimnisklasse", models.CharField(max_length=20, blank=True, default="")
        ),
    ]
