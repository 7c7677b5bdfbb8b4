"""Keys that lie in a device or with a remote service."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signaturen", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="organisationszertifikat",
            name="werk",
            field=models.CharField(
                choices=[
                    ("datei", "in dieser Installation"),
                    ("geraet", "in einem Gerät"),
                    ("dienst", "bei einem Fernsignaturdienst"),
                ],
                default="datei",
                max_length=10,
                verbose_name="Schlüssel",
            ),
        ),
        migrations.AddField(
            model_name="organisationszertifikat",
            name="person",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="organisationszertifikat",
            name="is_qualified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="organisationszertifikat",
            name="zugang",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
