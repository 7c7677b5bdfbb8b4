"""Single Akten that a Prüfauftrag opens."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0022_personalakte"),
        ("organisation", "0010_pruefauftrag"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pruefakte",
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
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pruefauftraege",
                        to="akten.akte",
                    ),
                ),
                (
                    "auftrag",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="akten",
                        to="organisation.pruefauftrag",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "akte"], name="pruefakte_akte")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "auftrag", "akte"), name="pruefakte_once"
                    )
                ],
            },
        ),
        SecureTable("Pruefakte"),
    ]
