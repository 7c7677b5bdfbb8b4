"""The town's seal over a Transfervermerk."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [("posteingang", "0010_vermerkschritte")]

    operations = [
        migrations.CreateModel(
            name="Vermerksiegel",
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
                    "inhaber",
                    models.CharField(blank=True, max_length=300, verbose_name="Gesiegelt von"),
                ),
                ("zeitstempel_at", models.DateTimeField(null=True, verbose_name="Zeitstempel")),
                (
                    "zeitstempeldienst",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Zeitstempeldienst"
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=400)),
                ("ordered_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(null=True)),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.blob",
                    ),
                ),
                (
                    "vermerk",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="siegel",
                        to="posteingang.transfervermerk",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "vermerk"), name="vermerksiegel_vermerk"
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("blob", None)),
                        fields=["tenant", "ordered_at"],
                        name="vermerksiegel_open",
                    )
                ],
            },
        ),
        SecureTable("Vermerksiegel"),
    ]
