"""How the titles of a town write a learned word, for the page that lists them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0016_job_failed"),
    ]

    operations = [
        migrations.AddField(
            model_name="gelernteswort",
            name="schreibweise",
            field=models.CharField(default="", max_length=40),
        ),
    ]
