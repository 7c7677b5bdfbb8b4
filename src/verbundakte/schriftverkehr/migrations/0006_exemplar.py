"""The letter of each further Empfaenger; an Auskunftssperre that was confirmed."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


def _key(to: str, **more):
    return verbundakte.core.models.base.TenantForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="exemplare",
        to=to,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0039_stempel"),
        ("schriftverkehr", "0005_dateivorlage"),
    ]

    operations = [
        migrations.AddField(
            model_name="versand",
            name="is_sperre_bestaetigt",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.CreateModel(
            name="Exemplar",
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
                ("sha256", models.CharField(max_length=64)),
                ("dokument", _key("akten.dokument")),
                ("empfaenger", _key("schriftverkehr.empfaenger", null=True)),
                ("reinschrift", _key("schriftverkehr.reinschrift")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "reinschrift"], name="exemplar_reinschrift"),
                    models.Index(fields=["tenant", "empfaenger"], name="exemplar_empfaenger"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "dokument"), name="exemplar_dokument")
                ],
            },
        ),
        SecureTable("exemplar"),
    ]
