"""What was decided about access (rules, exclusions) as rows of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0015_eigene_felder"),
        ("organisation", "0003_vertretung"),
        ("core", "0008_freigabe"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ausschluss",
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
                ("reason", models.CharField(max_length=300, verbose_name="Grund")),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ausschluesse",
                        to="akten.akte",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ausschluesse",
                        to="organisation.person",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ausschluesse",
                        to="akten.vorgang",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("akte", None), ("vorgang", None), _connector="XOR"),
                        name="ausschluss_one_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("akte__isnull", False)),
                        fields=("tenant", "akte", "person"),
                        name="ausschluss_akte_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("vorgang__isnull", False)),
                        fields=("tenant", "vorgang", "person"),
                        name="ausschluss_vorgang_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Zugriffsregel",
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
                    "choice",
                    models.CharField(
                        choices=[
                            ("sachgebiet", "Sachgebiet"),
                            ("plus", "Sachgebiet und genannte Personen"),
                            ("nur", "Nur genannte Personen"),
                        ],
                        max_length=10,
                        verbose_name="Zugriff",
                    ),
                ),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="Genannte"
                    ),
                ),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zugriffsregeln",
                        to="akten.akte",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zugriffsregeln",
                        to="akten.dokument",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zugriffsregeln",
                        to="akten.vorgang",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("akte__isnull", False), ("dokument", None), ("vorgang", None)
                            ),
                            models.Q(
                                ("akte", None), ("dokument", None), ("vorgang__isnull", False)
                            ),
                            models.Q(
                                ("akte", None), ("dokument__isnull", False), ("vorgang", None)
                            ),
                            _connector="OR",
                        ),
                        name="zugriffsregel_one_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("akte__isnull", False)),
                        fields=("tenant", "akte"),
                        name="zugriffsregel_akte_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("vorgang__isnull", False)),
                        fields=("tenant", "vorgang"),
                        name="zugriffsregel_vorgang_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dokument__isnull", False)),
                        fields=("tenant", "dokument"),
                        name="zugriffsregel_dokument_once",
                    ),
                ],
            },
        ),
        SecureTable("Ausschluss"),
        SecureTable("Zugriffsregel"),
    ]
