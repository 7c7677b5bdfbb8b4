"""A Vertretung for some kinds of work only, and one passed on because the substitute is absent, too."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.models.base
from verbundakte.core.db.operations import TenantKey


class Migration(migrations.Migration):
    dependencies = [("organisation", "0013_fachverfahren")]

    operations = [
        migrations.AddField(
            model_name="vertretung",
            name="arten",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="nur für",
            ),
        ),
        migrations.AddField(
            model_name="vertretung",
            name="weitergabe",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="weitergegeben",
                to="organisation.vertretung",
            ),
        ),
        TenantKey("Vertretung", "weitergabe"),
    ]
