"""A series may be written from a template of Writer or Word."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.models.base
from verbundakte.core.db.operations import TenantKey


def _key(to: str):
    return verbundakte.core.models.base.TenantForeignKey(
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="serien",
        to=to,
    )


class Migration(migrations.Migration):
    dependencies = [("schriftverkehr", "0007_serienliste")]

    operations = [
        migrations.AlterField("briefserie", "vorlage", _key("schriftverkehr.briefvorlage")),
        migrations.AddField("briefserie", "dateivorlage", _key("schriftverkehr.dateivorlage")),
        TenantKey("Briefserie", "dateivorlage"),
        migrations.AddConstraint(
            model_name="briefserie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vorlage", None), ("dateivorlage", None), _connector="XOR"
                ),
                name="briefserie_one_vorlage",
            ),
        ),
    ]
