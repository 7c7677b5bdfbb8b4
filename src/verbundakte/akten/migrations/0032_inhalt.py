from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0031_stapel_ueberleitung"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "Lesefassung"),
                    ("thumbnail", "Vorschaubild"),
                    ("words", "Wortpositionen der Texterkennung"),
                    ("inhalt", "Dateien, die darin stecken"),
                ],
                max_length=12,
            ),
        ),
    ]
