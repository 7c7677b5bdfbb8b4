"""How units were called and where they stood, from a day on."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

ALWAYS = date(1900, 1, 1)


def write_first(apps, schema_editor):
    """Write the first state of every unit there is."""
    owner = schema_editor.connection.alias
    Einheitsstand = apps.get_model("organisation", "Einheitsstand")
    units = apps.get_model("organisation", "Organisationseinheit")._base_manager.using(owner)
    Einheitsstand._base_manager.using(owner).bulk_create(
        Einheitsstand(
            id=verbundakte.core.ids.uuid7(),
            tenant=unit.tenant,
            einheit_id=unit.pk,
            from_on=unit.valid_from or ALWAYS,
            kennzeichen=unit.kennzeichen,
            name=unit.name,
            parent_id=unit.parent_id,
        )
        for unit in units.all()
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_vertretung")]

    operations = [
        migrations.CreateModel(
            name="Einheitsstand",
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
                ("kennzeichen", models.CharField(max_length=20, verbose_name="Kennzeichen")),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staende",
                        to="organisation.organisationseinheit",
                    ),
                ),
                (
                    "parent",
                    verbundakte.core.models.base.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staende_below",
                        to="organisation.organisationseinheit",
                        verbose_name="übergeordnet",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["tenant", "einheit", "from_on"], name="einheitsstand_day"
                    )
                ]
            },
        ),
        SecureTable("Einheitsstand"),
        migrations.RunPython(write_first, migrations.RunPython.noop),
    ]
