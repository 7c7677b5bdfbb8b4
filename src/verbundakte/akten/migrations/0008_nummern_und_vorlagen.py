"""Number patterns, templates for Akten and Vorgänge, and numbers of Dokumente."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0007_uebernahme"),
        ("core", "0006_ausgabe"),
        ("organisation", "0003_vertretung"),
    ]

    operations = [
        migrations.CreateModel(
            name="Nummernmuster",
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
                ("key", models.UUIDField(editable=False)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("bezeichnung", models.CharField(max_length=200, verbose_name="Bezeichnung")),
                ("gegenstand", models.CharField(max_length=12, verbose_name="Für")),
                ("kreis", models.CharField(max_length=12)),
                ("bloecke", models.JSONField()),
                ("start", models.PositiveIntegerField(default=1)),
                ("is_standard", models.BooleanField(default=False)),
                ("is_lueckenlos", models.BooleanField(default=False, verbose_name="Lückenlos")),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
        ),
        migrations.CreateModel(
            name="Schriftgutvorlage",
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
                ("key", models.UUIDField(editable=False)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("kind", models.CharField(max_length=60)),
                ("bezeichnung", models.CharField(max_length=200, verbose_name="Bezeichnung")),
                ("inhalt", models.JSONField()),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
        ),
        migrations.AddField(
            model_name="dokument",
            name="kennzeichen",
            field=models.CharField(
                blank=True, editable=False, max_length=120, verbose_name="Nummer"
            ),
        ),
        migrations.AddField(
            model_name="vorgang",
            name="erwartet",
            field=models.JSONField(
                default=list, editable=False, verbose_name="Erwartete Dokumente"
            ),
        ),
        migrations.AddConstraint(
            model_name="dokument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kennzeichen", ""), _negated=True),
                fields=("tenant", "kennzeichen"),
                name="dokument_kennzeichen",
            ),
        ),
        migrations.AddConstraint(
            model_name="nummernmuster",
            constraint=models.UniqueConstraint(
                fields=("tenant", "key", "version"), name="nummernmuster_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="schriftgutvorlage",
            constraint=models.UniqueConstraint(
                fields=("tenant", "key", "version"), name="schriftgutvorlage_version"
            ),
        ),
        SecureTable("Nummernmuster"),
        SecureTable("Schriftgutvorlage"),
    ]
