import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0004_notizen"),
        ("core", "0006_ausgabe"),
        ("organisation", "0002_second_lock"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listenansicht",
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
                ("liste", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("abfrage", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Spaltenwahl",
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
                ("liste", models.CharField(max_length=40)),
                ("spalten", models.JSONField(default=list)),
            ],
        ),
        migrations.AddIndex(
            model_name="akte",
            index=models.Index(
                fields=["tenant", "aktenzeichen_folded", "id"], name="akte_by_number"
            ),
        ),
        migrations.AddIndex(
            model_name="akte",
            index=models.Index(fields=["tenant", "betreff_folded", "id"], name="akte_by_betreff"),
        ),
        migrations.AddIndex(
            model_name="vorgang",
            index=models.Index(
                fields=["tenant", "aktenzeichen_folded", "id"], name="vorgang_by_number"
            ),
        ),
        migrations.AddIndex(
            model_name="vorgang",
            index=models.Index(
                fields=["tenant", "betreff_folded", "id"], name="vorgang_by_betreff"
            ),
        ),
        migrations.AddIndex(
            model_name="vorgang",
            index=models.Index(
                fields=["tenant", "federfuehrung", "-created_at", "-id"], name="vorgang_unit_new"
            ),
        ),
        migrations.AddField(
            model_name="listenansicht",
            name="einheit",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listenansichten",
                to="organisation.organisationseinheit",
            ),
        ),
        migrations.AddField(
            model_name="listenansicht",
            name="person",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listenansichten",
                to="organisation.person",
            ),
        ),
        migrations.AddField(
            model_name="spaltenwahl",
            name="person",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spaltenwahlen",
                to="organisation.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="listenansicht",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), ("einheit", None), _connector="XOR"),
                name="ansicht_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="listenansicht",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person", None), _negated=True),
                fields=("tenant", "person", "liste", "name"),
                name="ansicht_person_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="listenansicht",
            constraint=models.UniqueConstraint(
                condition=models.Q(("einheit", None), _negated=True),
                fields=("tenant", "einheit", "liste", "name"),
                name="ansicht_einheit_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="spaltenwahl",
            constraint=models.UniqueConstraint(
                fields=("tenant", "person", "liste"), name="spaltenwahl_once"
            ),
        ),
        SecureTable("Listenansicht"),
        SecureTable("Spaltenwahl"),
    ]
