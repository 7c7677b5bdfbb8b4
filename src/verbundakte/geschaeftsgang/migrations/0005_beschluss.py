"""The Beschluss of a Gremium as a kind of step (names only, nothing changes in the tables)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("geschaeftsgang", "0004_wv_zeile")]

    operations = [
        migrations.AlterField(
            model_name="schritt",
            name="art",
            field=models.CharField(
                choices=[
                    ("kenntnis", "Kenntnisnahme"),
                    ("bearbeitung", "Bearbeitung"),
                    ("stellungnahme", "Stellungnahme"),
                    ("einvernehmen", "Einvernehmen"),
                    ("benehmen", "Benehmen"),
                    ("beschluss", "Beschluss"),
                    ("mitzeichnung", "Mitzeichnung"),
                    ("schlusszeichnung", "Schlusszeichnung"),
                    ("versand", "Versand"),
                    ("wiedervorlage", "Wiedervorlage"),
                    ("zda", "z. d. A."),
                    ("vermerk", "Vermerk"),
                ],
                max_length=16,
                verbose_name="Art",
            ),
        ),
        migrations.AlterField(
            model_name="erledigung",
            name="ergebnis",
            field=models.CharField(
                choices=[
                    ("erledigt", "erledigt"),
                    ("kenntnis", "zur Kenntnis genommen"),
                    ("zugestimmt", "zugestimmt"),
                    ("bemerkung", "zugestimmt mit Bemerkung"),
                    ("abgelehnt", "nicht mitgezeichnet"),
                    ("hergestellt", "hergestellt"),
                    ("versagt", "versagt"),
                    ("beschlossen", "beschlossen"),
                    ("verworfen", "abgelehnt"),
                    ("vertagt", "vertagt"),
                ],
                max_length=12,
            ),
        ),
    ]
