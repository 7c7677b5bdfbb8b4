"""Every Dokument has a type; the values of own fields."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable, TenantKey
from verbundakte.core.models.base import TenantForeignKey


class Migration(migrations.Migration):
    dependencies = [("akten", "0014_standard_dokumenttypen")]

    operations = [
        migrations.AlterField(
            "dokument",
            "dokumenttyp",
            TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dokumente",
                to="akten.dokumenttyp",
                verbose_name="Art",
            ),
        ),
        TenantKey("Dokument", "dokumenttyp"),
        migrations.AddIndex(
            "dokument", models.Index(fields=["tenant", "dokumenttyp"], name="dok_typ")
        ),
        migrations.RemoveField("dokument", "dokumenttyp_code"),
        migrations.CreateModel(
            name="Feldwert",
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
                ("feld_id", models.UUIDField()),
                ("text", models.TextField()),
                ("folded", models.CharField(max_length=200)),
                ("number", models.BigIntegerField(null=True)),
                ("day", models.DateField(null=True)),
                ("reference", models.UUIDField(null=True)),
                (
                    "dokument",
                    TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feldwerte",
                        to="akten.dokument",
                    ),
                ),
                (
                    "vorgang",
                    TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feldwerte",
                        to="akten.vorgang",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "feld_id", "folded"],
                        name="feldwert_text",
                        opclasses=["int4_ops", "uuid_ops", "text_pattern_ops"],
                    ),
                    models.Index(
                        condition=~Q(number=None),
                        fields=["tenant", "feld_id", "number"],
                        name="feldwert_number",
                    ),
                    models.Index(
                        condition=~Q(day=None),
                        fields=["tenant", "feld_id", "day"],
                        name="feldwert_day",
                    ),
                    models.Index(
                        condition=~Q(reference=None),
                        fields=["tenant", "feld_id", "reference"],
                        name="feldwert_reference",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(dokument=None),
                        fields=("tenant", "dokument", "feld_id"),
                        name="feldwert_dokument_once",
                    ),
                    models.UniqueConstraint(
                        condition=~Q(vorgang=None),
                        fields=("tenant", "vorgang", "feld_id"),
                        name="feldwert_vorgang_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(dokument=None) ^ Q(vorgang=None), name="feldwert_one_subject"
                    ),
                ],
            },
        ),
        SecureTable("Feldwert"),
    ]
