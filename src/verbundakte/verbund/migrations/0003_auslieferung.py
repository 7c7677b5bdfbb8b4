"""What a Verbund delivers to its members travels between tenants."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_suchwoerter"),
        ("verbund", "0002_global_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="Auslieferung",
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
                ("kind", models.CharField(max_length=60)),
                ("key", models.UUIDField()),
                ("content", models.JSONField()),
                ("released_at", models.DateTimeField()),
                (
                    "verbund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="auslieferungen",
                        to="core.tenant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("verbund", "kind", "key"), name="auslieferung_once"
                    )
                ],
            },
        ),
    ]
