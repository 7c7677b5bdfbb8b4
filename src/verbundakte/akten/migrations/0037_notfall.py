"""The Notfallliste and its password."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0036_fassung_ruecknahme"),
        ("core", "0020_fachverfahren"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notfallkennwort",
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
                ("sealed", models.TextField(editable=False)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "-set_at"], name="notfallkennwort_new")],
            },
        ),
        migrations.CreateModel(
            name="Notfallliste",
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
                ("counts", models.JSONField(default=dict)),
                ("pages", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notfalllisten",
                        to="core.blob",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "-made_at"], name="notfallliste_new")],
            },
        ),
        SecureTable("Notfallkennwort"),
        SecureTable("Notfallliste"),
    ]
