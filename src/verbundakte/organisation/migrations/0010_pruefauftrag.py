"""Prüfaufträge: who reads what for an audit, until when."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0009_saml"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pruefauftrag",
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
                ("anlass", models.CharField(max_length=200, verbose_name="Anlass")),
                (
                    "einheiten",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        size=None,
                        verbose_name="Einheiten",
                    ),
                ),
                (
                    "geheimnisklassen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="Geheimnisklassen",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="ab")),
                ("to_on", models.DateField(verbose_name="endet am")),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                (
                    "pruefer",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pruefauftraege",
                        to="organisation.person",
                        verbose_name="Wer prüft",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "pruefer", "to_on"], name="pruefauftrag_pruefer")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gt", models.F("from_on"))),
                        name="pruefauftrag_period",
                    )
                ],
            },
        ),
        SecureTable("Pruefauftrag"),
    ]
