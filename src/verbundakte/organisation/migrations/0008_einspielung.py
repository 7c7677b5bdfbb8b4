"""Lasting names of persons and Stellen, and the tables that are brought to change them."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


def _kennung():
    return models.CharField(max_length=60, null=True, blank=True, verbose_name="Kennung")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_nachfolge")]

    operations = [
        migrations.AddField("person", "kennung", _kennung()),
        migrations.AddField("stelle", "kennung", _kennung()),
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(fields=["tenant", "kennung"], name="person_kennung"),
        ),
        migrations.AddConstraint(
            "stelle",
            models.UniqueConstraint(fields=["tenant", "kennung"], name="stelle_kennung"),
        ),
        migrations.CreateModel(
            name="Einspielung",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=verbundakte.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "tenant",
                    models.IntegerField(
                        default=verbundakte.core.tenancy.context.current_tenant, editable=False
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="Datei")),
                ("created_at", models.DateTimeField(verbose_name="vorgelegt")),
                ("created_by", models.UUIDField(null=True, verbose_name="vorgelegt von")),
                ("is_whole", models.BooleanField(default=False, verbose_name="beendet, was fehlt")),
                ("content", models.JSONField(default=dict, editable=False)),
                ("result", models.JSONField(default=list, editable=False)),
                ("job", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(null=True, verbose_name="begonnen")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="fertig")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-created_at"], name="einspielung_created")
                ],
            },
        ),
        SecureTable("Einspielung"),
    ]
