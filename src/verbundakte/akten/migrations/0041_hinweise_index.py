from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0040_bearbeitung"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="datei",
            index=models.Index(
                condition=models.Q(("hinweise", []), _negated=True),
                fields=["tenant", "fassung"],
                name="datei_hinweise",
            ),
        ),
    ]
