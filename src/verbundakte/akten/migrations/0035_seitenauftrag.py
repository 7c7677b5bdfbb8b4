import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0034_anmerkung_seite"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seitenauftrag",
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
                ("seiten", models.JSONField(default=list)),
                ("folge", models.TextField()),
                ("betreff", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "datei",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seitenauftraege",
                        to="akten.datei",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "datei"], name="seitenauftrag_datei"),
                    models.Index(fields=["tenant", "created_at"], name="seitenauftrag_new"),
                ],
            },
        ),
        SecureTable("Seitenauftrag"),
    ]
