"""Restriction of the processing and correction by a note (Art. 16, 18 DSGVO)."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0025_nachbenennung"),
        ("organisation", "0009_saml"),
    ]

    operations = [
        migrations.CreateModel(
            name="Berichtigungsvermerk",
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
                ("text", models.CharField(max_length=1000, verbose_name="Berichtigung")),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="berichtigungen",
                        to="akten.dokument",
                    ),
                ),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="berichtigungen",
                        to="akten.kontakt",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dokument", None), _negated=True),
                        fields=["tenant", "dokument"],
                        name="berichtigung_dokument",
                    ),
                    models.Index(
                        condition=models.Q(("kontakt", None), _negated=True),
                        fields=["tenant", "kontakt"],
                        name="berichtigung_kontakt",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dokument", None), ("kontakt__isnull", False)),
                            models.Q(("dokument__isnull", False), ("kontakt", None)),
                            _connector="OR",
                        ),
                        name="berichtigung_one_object",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Einschraenkung",
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
                (
                    "grund",
                    models.CharField(
                        choices=[
                            ("bestritten", "Richtigkeit bestritten (Buchst. a)"),
                            (
                                "unrechtmaessig",
                                "Verarbeitung unrechtmäßig, keine Löschung gewünscht (Buchst. b)",
                            ),
                            ("ansprueche", "Für Rechtsansprüche der Person gebraucht (Buchst. c)"),
                            ("widerspruch", "Widerspruch eingelegt (Buchst. d)"),
                        ],
                        max_length=20,
                        verbose_name="Grund",
                    ),
                ),
                (
                    "bemerkung",
                    models.CharField(blank=True, max_length=300, verbose_name="Bemerkung"),
                ),
                ("set_at", models.DateTimeField()),
                ("set_by", models.UUIDField()),
                ("opened_by", models.UUIDField(null=True)),
                ("opened_until", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="einschraenkungen",
                        to="akten.dokument",
                    ),
                ),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisation.organisationseinheit",
                    ),
                ),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="einschraenkungen",
                        to="akten.kontakt",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            models.Q(("dokument", None), _negated=True), ("lifted_at", None)
                        ),
                        fields=["tenant", "dokument"],
                        name="einschraenkung_dokument",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("kontakt", None), _negated=True), ("lifted_at", None)
                        ),
                        fields=["tenant", "kontakt"],
                        name="einschraenkung_kontakt",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dokument", None), ("kontakt__isnull", False)),
                            models.Q(("dokument__isnull", False), ("kontakt", None)),
                            _connector="OR",
                        ),
                        name="einschraenkung_one_object",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("tenant", "dokument", "kontakt"),
                        name="einschraenkung_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        SecureTable("Berichtigungsvermerk"),
        SecureTable("Einschraenkung"),
    ]
