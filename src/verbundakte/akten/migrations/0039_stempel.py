"""The stamps of a town."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0038_entwurf_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stempel",
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
                ("key", models.UUIDField(editable=False)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("bezeichnung", models.CharField(max_length=60, verbose_name="Bezeichnung")),
                ("aufschrift", models.CharField(max_length=40, verbose_name="Aufschrift")),
                ("has_tag", models.BooleanField(default=False, verbose_name="Darunter der Tag")),
                (
                    "zusatz",
                    models.CharField(blank=True, max_length=40, verbose_name="Letzte Zeile"),
                ),
                (
                    "reihenfolge",
                    models.IntegerField(default=100, verbose_name="Platz in der Auswahl"),
                ),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="stempel_version"
                    )
                ],
            },
        ),
        SecureTable("Stempel"),
    ]
