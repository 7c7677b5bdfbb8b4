"""What is recognised and learned, by zone; rules about the post."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0038_entwurf_index"),
        ("core", "0022_initial_password"),
        ("organisation", "0013_fachverfahren"),
        ("posteingang", "0004_postfach"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lernbeispiel",
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
                (
                    "art",
                    models.CharField(
                        choices=[("ablage", "Ablage"), ("zuleitung", "Zuleitung")], max_length=10
                    ),
                ),
                ("klasse", models.CharField(blank=True, max_length=20)),
                (
                    "merkmale",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "schluessel",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("ziele", models.JSONField()),
                ("on", models.DateField()),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
                (
                    "zone",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.zone",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lernguete",
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
                ("ziel", models.CharField(max_length=1)),
                ("stufe", models.PositiveSmallIntegerField()),
                ("richtig", models.PositiveIntegerField(default=0)),
                ("gesamt", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "ziel", "stufe"), name="lernguete_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lernschluessel",
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
                ("schluessel", models.BigIntegerField()),
                ("on", models.DateField()),
                (
                    "beispiel",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="posteingang.lernbeispiel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lernstand",
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
                ("xid", models.BigIntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                ("walked_to", models.UUIDField(null=True)),
                ("is_walked", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant",), name="lernstand_once")],
            },
        ),
        migrations.CreateModel(
            name="Lernzahl",
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
                ("klasse", models.CharField(blank=True, max_length=20)),
                ("merkmal", models.BigIntegerField()),
                ("zaehler", models.JSONField()),
                (
                    "zone",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.zone",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Eingangsregel",
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
                ("bezeichnung", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("position", models.IntegerField(default=100, verbose_name="Reihenfolge")),
                (
                    "absender",
                    models.CharField(blank=True, max_length=200, verbose_name="Absender enthält"),
                ),
                (
                    "kanal",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="Eingangskanal heißt"
                    ),
                ),
                ("woerter", models.JSONField(default=list)),
                ("befunde", models.JSONField(default=list)),
                ("dokumenttyp", models.CharField(blank=True, max_length=30, verbose_name="Art")),
                (
                    "planeinheit",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Aktenplankennzeichen"
                    ),
                ),
                (
                    "verschluss",
                    models.CharField(blank=True, max_length=12, verbose_name="Verschluss"),
                ),
                ("selbsttaetig", models.CharField(max_length=10, verbose_name="Selbsttätig")),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisationseinheit",
                        verbose_name="Einheit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="eingangsregel_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Erkennung",
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
                ("version", models.PositiveSmallIntegerField()),
                ("text_hash", models.CharField(max_length=64)),
                ("funde", models.JSONField(default=list)),
                ("schreiben", models.JSONField(default=dict)),
                ("recognised_at", models.DateTimeField()),
                (
                    "eingang",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erkennung",
                        to="posteingang.eingang",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "eingang"), name="erkennung_eingang")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="lernbeispiel",
            constraint=models.UniqueConstraint(
                fields=("tenant", "dokument", "art"), name="lernbeispiel_once"
            ),
        ),
        migrations.AddIndex(
            model_name="lernschluessel",
            index=models.Index(fields=["tenant", "schluessel", "-on"], name="lernschluessel_find"),
        ),
        migrations.AddIndex(
            model_name="lernschluessel",
            index=models.Index(fields=["tenant", "beispiel"], name="lernschluessel_of"),
        ),
        migrations.AddConstraint(
            model_name="lernzahl",
            constraint=models.UniqueConstraint(
                fields=("tenant", "merkmal", "klasse", "zone"), name="lernzahl_once"
            ),
        ),
        SecureTable("Erkennung"),
        SecureTable("Lernbeispiel"),
        SecureTable("Lernschluessel"),
        SecureTable("Lernzahl"),
        SecureTable("Lernguete"),
        SecureTable("Lernstand"),
        SecureTable("Eingangsregel"),
    ]
