"""Words of a town's own language for the search: learned ones, and lists of synonyms."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0014_statistics"),
    ]

    operations = [
        migrations.CreateModel(
            name="GelerntesWort",
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
                ("wort", models.CharField(max_length=40)),
                ("learned_at", models.DateTimeField()),
                ("excluded_at", models.DateTimeField(null=True)),
                ("excluded_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "wort"), name="gelerntes_wort")
                ],
            },
        ),
        SecureTable("GelerntesWort"),
        migrations.CreateModel(
            name="Synonymliste",
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
                ("gruppen", models.JSONField()),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="synonymliste_version"
                    )
                ],
            },
        ),
        SecureTable("Synonymliste"),
    ]
