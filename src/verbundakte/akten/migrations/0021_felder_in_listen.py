"""Lists are sorted by the text of own fields."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index in the order of lists; `feldwert_text` serves beginnings only."""

    dependencies = [("akten", "0020_aktenantrag")]

    operations = [
        migrations.AddIndex(
            model_name="feldwert",
            index=models.Index(fields=["tenant", "feld_id", "folded"], name="feldwert_order"),
        ),
    ]
