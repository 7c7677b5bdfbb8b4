"""All of a hidden part lies in one zone: who sees one object of it sees all."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.models.base
from verbundakte.core.db.operations import TenantKey


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_lesevermerke"),
        ("datenschutz", "0002_auskunft"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="auskunftteil",
            name="auskunftteil_once",
        ),
        migrations.AddField(
            model_name="auskunftteil",
            name="zone",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="core.zone",
            ),
        ),
        TenantKey("AuskunftTeil", "zone"),
        migrations.AddConstraint(
            model_name="auskunftteil",
            constraint=models.UniqueConstraint(
                fields=("tenant", "auskunft", "einheit", "is_verborgen", "zone"),
                name="auskunftteil_once",
                nulls_distinct=False,
            ),
        ),
    ]
