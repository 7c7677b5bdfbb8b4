"""Where new bytes go, chosen while everything runs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0017_schreibweise")]

    operations = [
        migrations.CreateModel(
            name="Speicherwahl",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("speicher", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("keep_days", models.PositiveSmallIntegerField(default=7)),
            ],
        ),
    ]
