"""What is told in a file made for somebody, so that her right can be asked again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_pruefung"),
    ]

    operations = [
        migrations.AddField(
            model_name="ausgabe",
            name="subjects",
            field=models.BinaryField(null=True),
        ),
    ]
