"""A Reinschrift keeps the whole letter, so that each Empfaenger gets the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schriftverkehr", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reinschrift",
            name="satz",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
