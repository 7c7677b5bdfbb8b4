"""A password that somebody else chose is for the first login only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0021_idempotencykey"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="initial_until",
            field=models.DateTimeField(null=True),
        ),
    ]
