"""Which unit follows another."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


def _unit(related_name):
    return verbundakte.core.models.base.TenantForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="organisation.organisationseinheit",
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_anmeldedienst")]

    operations = [
        migrations.AddField(
            "stelle",
            "earlier_einheiten",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, editable=False, size=None
            ),
        ),
        migrations.CreateModel(
            name="Nachfolge",
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
                ("from_on", models.DateField(verbose_name="ab")),
                ("vorher", _unit("nachfolgen")),
                ("nachher", _unit("vorgaengerinnen")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["tenant", "vorher", "nachher"], name="nachfolge_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vorher", models.F("nachher")), _negated=True),
                        name="nachfolge_by_another",
                    ),
                ],
                "indexes": [models.Index(fields=["tenant", "nachher"], name="nachfolge_nachher")],
            },
        ),
        SecureTable("Nachfolge"),
    ]
