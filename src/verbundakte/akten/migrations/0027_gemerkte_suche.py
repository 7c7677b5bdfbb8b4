import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0026_schutz"),
        ("organisation", "0012_austritt"),
    ]

    operations = [
        migrations.CreateModel(
            name="GemerkteSuche",
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
                ("text", models.CharField(blank=True, max_length=400)),
                ("filters", models.JSONField(default=dict)),
                ("bekannt", models.JSONField(default=list)),
                ("neu", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gemerkte_suchen",
                        to="organisation.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="gemerktesuche",
            index=models.Index(
                fields=["tenant", "person", "-created_at"], name="gemerkte_suche_order"
            ),
        ),
        SecureTable("GemerkteSuche"),
    ]
