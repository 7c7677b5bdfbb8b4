import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_zone_geheimnisklasse"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ausgabe",
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
                ("owner_id", models.CharField(max_length=60)),
                ("request", models.JSONField(default=dict)),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("media_type", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ausgaben",
                        to="core.blob",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "owner_id", "-created_at"], name="ausgabe_owner"
                    ),
                    models.Index(fields=["tenant", "expires_at"], name="ausgabe_expires"),
                ],
            },
        ),
        SecureTable("Ausgabe"),
    ]
