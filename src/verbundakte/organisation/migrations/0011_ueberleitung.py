"""Reorganisations planned for a day."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0010_pruefauftrag"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ueberleitung",
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
                ("from_on", models.DateField(verbose_name="ab")),
                ("is_whole", models.BooleanField(verbose_name="ganz")),
                (
                    "stellen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("created_by", models.UUIDField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ueberleitungen",
                        to="organisation.organisationseinheit",
                    ),
                ),
                (
                    "into",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisationseinheit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "einheit"], name="ueberleitung_einheit")
                ],
            },
        ),
        SecureTable("Ueberleitung"),
    ]
