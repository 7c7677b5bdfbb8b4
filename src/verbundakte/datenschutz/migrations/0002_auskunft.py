"""Auskunft nach Art. 15 DSGVO."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0020_aktenantrag"),
        ("datenschutz", "0001_initial"),
        ("organisation", "0009_saml"),
    ]

    operations = [
        migrations.CreateModel(
            name="Auskunft",
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
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("vorname", models.CharField(blank=True, max_length=120, verbose_name="Vorname")),
                ("geboren_on", models.DateField(null=True, verbose_name="Geburtsdatum")),
                (
                    "anschrift",
                    models.CharField(blank=True, max_length=300, verbose_name="Anschrift"),
                ),
                ("antwort_until", models.DateField(verbose_name="Antwort bis")),
                ("started_at", models.DateTimeField()),
                ("started_by", models.UUIDField()),
                ("collected_at", models.DateTimeField(null=True)),
                ("sources", models.JSONField(default=list)),
                (
                    "missing_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Warum Teile fehlen"),
                ),
                ("closing_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="auskuenfte",
                        to="akten.kontakt",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="auskuenfte",
                        to="akten.vorgang",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuskunftTeil",
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
                ("is_verborgen", models.BooleanField(default=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.UUIDField(null=True)),
                (
                    "auskunft",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teile",
                        to="datenschutz.auskunft",
                    ),
                ),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisation.organisationseinheit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fundstelle",
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
                ("source", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.UUIDField()),
                ("why", models.CharField(max_length=300)),
                (
                    "entscheidung",
                    models.CharField(
                        choices=[
                            ("offen", "noch nicht geprüft"),
                            ("gehoert", "gehört dazu"),
                            ("nicht", "gehört nicht dazu"),
                            ("ausgenommen", "ausgenommen"),
                        ],
                        default="offen",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Grund der Ausnahme"),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("line", models.JSONField(null=True)),
                (
                    "teil",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fundstellen",
                        to="datenschutz.auskunftteil",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="auskunft",
            index=models.Index(fields=["tenant", "vorgang"], name="auskunft_vorgang"),
        ),
        migrations.AddIndex(
            model_name="auskunft",
            index=models.Index(fields=["tenant", "kontakt"], name="auskunft_kontakt"),
        ),
        migrations.AddIndex(
            model_name="auskunftteil",
            index=models.Index(
                condition=models.Q(("released_at", None)),
                fields=["tenant", "einheit"],
                name="auskunftteil_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="auskunftteil",
            constraint=models.UniqueConstraint(
                fields=("tenant", "auskunft", "einheit", "is_verborgen"), name="auskunftteil_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundstelle",
            constraint=models.UniqueConstraint(
                fields=("tenant", "teil", "object_id"), name="fundstelle_once"
            ),
        ),
        SecureTable("Auskunft"),
        SecureTable("AuskunftTeil"),
        SecureTable("Fundstelle"),
    ]
