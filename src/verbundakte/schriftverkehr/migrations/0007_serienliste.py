"""The list of a series that one Schlusszeichnung binds."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable, TenantKey


def _key(to: str, **more):
    return verbundakte.core.models.base.TenantForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        to=to,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0039_stempel"),
        ("schriftverkehr", "0006_exemplar"),
    ]

    operations = [
        migrations.CreateModel(
            name="Serienliste",
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
                ("digest", models.CharField(max_length=64)),
                ("anzahl", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("dokument", _key("akten.dokument", related_name="serienlisten")),
                ("serie", _key("schriftverkehr.briefserie", related_name="listen")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "serie"], name="serienliste_serie"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "dokument"), name="serienliste_dokument"
                    )
                ],
            },
        ),
        SecureTable("serienliste"),
        migrations.AddField(
            model_name="serienposten",
            name="sha256",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="serienposten",
            name="liste",
            field=_key("schriftverkehr.serienliste", null=True, related_name="posten"),
        ),
        TenantKey("Serienposten", "liste"),
        migrations.AddIndex(
            model_name="serienposten",
            index=models.Index(
                condition=models.Q(("liste", None), _negated=True),
                fields=["tenant", "liste"],
                name="serienposten_liste",
            ),
        ),
    ]
