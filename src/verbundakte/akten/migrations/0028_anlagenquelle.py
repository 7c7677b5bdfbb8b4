import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0027_gemerkte_suche"),
    ]

    operations = [
        migrations.CreateModel(
            name="Anlagenquelle",
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
                ("stelle", models.CharField(max_length=64)),
                (
                    "datei",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entnommen",
                        to="akten.datei",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quellen",
                        to="akten.dokument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "datei", "stelle"), name="anlagenquelle_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "dokument"), name="anlagenquelle_dokument"
                    ),
                ],
            },
        ),
        SecureTable("Anlagenquelle"),
    ]
