"""People who will leave on a day."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0011_ueberleitung"),
    ]

    operations = [
        migrations.CreateModel(
            name="Austritt",
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
                ("leaves_on", models.DateField(verbose_name="scheidet aus am")),
                ("targets", models.JSONField(default=dict, editable=False)),
                ("created_by", models.UUIDField(null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="austritte",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "person"), name="austritt_once")
                ],
            },
        ),
        SecureTable("Austritt"),
    ]
