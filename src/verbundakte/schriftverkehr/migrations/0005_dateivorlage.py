"""Templates of Writer and Word."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0023_kalender"),
        ("schriftverkehr", "0004_serie_zeichnung"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dateivorlage",
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
                ("bezeichnung", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("version", models.PositiveIntegerField(editable=False)),
                ("art", models.CharField(editable=False, max_length=4)),
                ("felder", models.JSONField(default=list, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("created_by", models.UUIDField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.blob",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "bezeichnung", "version"), name="dateivorlage_version"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("tenant", "bezeichnung"),
                        name="dateivorlage_current",
                    ),
                ],
            },
        ),
        SecureTable("dateivorlage"),
    ]
