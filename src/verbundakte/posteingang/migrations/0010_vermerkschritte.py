"""Which Verfügung followed from the marks of a head when an Eingang was filed."""

import django.db.models.deletion
from django.db import migrations

import verbundakte.core.models.base
from verbundakte.core.db.operations import TenantKey


class Migration(migrations.Migration):
    dependencies = [
        ("geschaeftsgang", "0001_initial"),
        ("posteingang", "0009_horchen"),
    ]

    operations = [
        migrations.AddField(
            model_name="ablage",
            name="verfuegung",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="geschaeftsgang.verfuegung",
            ),
        ),
        TenantKey("Ablage", "verfuegung"),
    ]
