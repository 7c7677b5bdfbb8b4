"""What Office programs leave here while they edit: drafts, locks of their own, files beside the work."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0039_stempel"),
        ("core", "0023_kalender"),
        ("organisation", "0013_fachverfahren"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ablagedatei",
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
                ("parent", models.TextField()),
                ("name", models.TextField()),
                ("is_ordner", models.BooleanField(default=False)),
                ("size", models.BigIntegerField(default=0)),
                ("eigenschaften", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ablagedateien",
                        to="core.blob",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ablagedateien",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "changed_at"], name="ablagedatei_old")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "person", "parent", "name"), name="ablagedatei_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arbeitsstand",
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
                ("file_name", models.TextField()),
                ("size", models.BigIntegerField()),
                ("saved_at", models.DateTimeField()),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arbeitsstaende",
                        to="core.blob",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arbeitsstaende",
                        to="akten.dokument",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arbeitsstaende",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "person", "-saved_at"], name="arbeitsstand_own")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "dokument", "person"), name="arbeitsstand_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Programmsperre",
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
                ("token", models.CharField(max_length=1100)),
                ("place", models.TextField()),
                ("has_begun", models.BooleanField(default=False)),
                ("is_shared", models.BooleanField(default=False)),
                ("is_deep", models.BooleanField(default=False)),
                ("owner", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmsperren",
                        to="organisation.person",
                    ),
                ),
                (
                    "sperre",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmsperren",
                        to="akten.bearbeitungssperre",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "token"], name="programmsperre_token"),
                    models.Index(fields=["tenant", "place"], name="programmsperre_place"),
                    models.Index(fields=["tenant", "expires_at"], name="programmsperre_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sperre", None), _negated=True),
                        fields=("tenant", "sperre"),
                        name="programmsperre_once",
                    )
                ],
            },
        ),
        SecureTable("Arbeitsstand"),
        SecureTable("Programmsperre"),
        SecureTable("Ablagedatei"),
    ]
