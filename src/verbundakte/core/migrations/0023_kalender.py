"""The calendar of a town."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0022_initial_password"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kalender",
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
                ("inhalt", models.JSONField()),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="kalender_version"
                    )
                ],
            },
        ),
        SecureTable("Kalender"),
    ]
