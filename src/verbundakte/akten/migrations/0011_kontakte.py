import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0010_sperren"),
        ("core", "0006_ausgabe"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kontakt",
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
                        choices=[("natuerlich", "Person"), ("juristisch", "Organisation")],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("anrede", models.CharField(blank=True, max_length=40, verbose_name="Anrede")),
                ("vorname", models.CharField(blank=True, max_length=120, verbose_name="Vorname")),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("name_folded", models.CharField(editable=False, max_length=340)),
                ("sort_key", models.CharField(editable=False, max_length=400)),
                (
                    "geboren_on",
                    models.DateField(blank=True, null=True, verbose_name="Geburtsdatum"),
                ),
                ("bemerkung", models.TextField(blank=True, verbose_name="Bemerkung")),
                (
                    "geheimnisklasse",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("steuer", "Steuergeheimnis (§ 30 AO)"),
                            ("sozial", "Sozialgeheimnis (§ 35 SGB I)"),
                            ("jugend", "Anvertraute Daten (§ 65 SGB VIII)"),
                            ("personal", "Personalakten"),
                            ("personalvertretung", "Personalvertretung"),
                            ("standesamt", "Standesamt"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "is_allgemein",
                    models.BooleanField(
                        default=False, verbose_name="Für alle Beschäftigten sichtbar"
                    ),
                ),
                (
                    "is_gesperrt",
                    models.BooleanField(default=False, verbose_name="Auskunftssperre (§ 51 BMG)"),
                ),
                (
                    "gesperrt_until",
                    models.DateField(blank=True, null=True, verbose_name="Auskunftssperre bis"),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "merged_into",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="akten.kontakt",
                    ),
                ),
                (
                    "zone",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="core.zone",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Kanal",
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
                        choices=[
                            ("telefon", "Telefon"),
                            ("mobil", "Mobiltelefon"),
                            ("email", "E-Mail"),
                            ("fax", "Fax"),
                            ("postfach", "Elektronisches Postfach"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("wert", models.CharField(max_length=200, verbose_name="Nummer oder Adresse")),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kanaele",
                        to="akten.kontakt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Beteiligung",
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
                    "rolle",
                    models.CharField(
                        choices=[
                            ("antragsteller", "Antragsteller"),
                            ("bevollmaechtigter", "Bevollmächtigter"),
                            ("betroffener", "Betroffener"),
                            ("nachbar", "Nachbar"),
                            ("behoerde", "beteiligte Behörde"),
                            ("absender", "Absender"),
                            ("empfaenger", "Empfänger"),
                            ("sonstige", "sonstige Beteiligung"),
                        ],
                        max_length=20,
                        verbose_name="Rolle",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beteiligungen",
                        to="akten.akte",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beteiligungen",
                        to="akten.dokument",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beteiligungen",
                        to="akten.vorgang",
                    ),
                ),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beteiligungen",
                        to="akten.kontakt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Anschrift",
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
                ("zusatz", models.CharField(blank=True, max_length=200, verbose_name="Zusatz")),
                (
                    "strasse",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Straße und Hausnummer"
                    ),
                ),
                ("plz", models.CharField(blank=True, max_length=12, verbose_name="PLZ")),
                ("ort", models.CharField(blank=True, max_length=120, verbose_name="Ort")),
                ("land", models.CharField(blank=True, max_length=80, verbose_name="Land")),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anschriften",
                        to="akten.kontakt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Zusammenfuehrung",
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
                ("moved", models.JSONField(default=dict)),
                ("merged_at", models.DateTimeField()),
                ("merged_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "into",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zusammenfuehrungen",
                        to="akten.kontakt",
                    ),
                ),
                (
                    "other",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.kontakt",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="kontakt",
            index=models.Index(fields=["tenant", "sort_key", "id"], name="kontakt_sort"),
        ),
        migrations.AddIndex(
            model_name="kontakt",
            index=models.Index(
                fields=["tenant", "name_folded"],
                name="kontakt_name_prefix",
                opclasses=["int4_ops", "text_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="kanal",
            index=models.Index(fields=["tenant", "kontakt"], name="kanal_kontakt"),
        ),
        migrations.AddIndex(
            model_name="beteiligung",
            index=models.Index(
                condition=models.Q(("akte", None), _negated=True),
                fields=["tenant", "akte"],
                name="beteiligung_akte",
            ),
        ),
        migrations.AddIndex(
            model_name="beteiligung",
            index=models.Index(
                condition=models.Q(("vorgang", None), _negated=True),
                fields=["tenant", "vorgang"],
                name="beteiligung_vorgang",
            ),
        ),
        migrations.AddIndex(
            model_name="beteiligung",
            index=models.Index(
                condition=models.Q(("dokument", None), _negated=True),
                fields=["tenant", "dokument"],
                name="beteiligung_dokument",
            ),
        ),
        migrations.AddConstraint(
            model_name="beteiligung",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("akte", None), ("dokument__isnull", False), ("vorgang", None)),
                    models.Q(("akte", None), ("dokument", None), ("vorgang__isnull", False)),
                    models.Q(("akte__isnull", False), ("dokument", None), ("vorgang", None)),
                    _connector="OR",
                ),
                name="beteiligung_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="beteiligung",
            constraint=models.UniqueConstraint(
                fields=("tenant", "kontakt", "rolle", "akte", "vorgang", "dokument"),
                name="beteiligung_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="anschrift",
            index=models.Index(fields=["tenant", "kontakt"], name="anschrift_kontakt"),
        ),
        migrations.AddIndex(
            model_name="zusammenfuehrung",
            index=models.Index(fields=["tenant", "into"], name="zusammenfuehrung_into"),
        ),
        SecureTable("Kontakt"),
        SecureTable("Anschrift"),
        SecureTable("Kanal"),
        SecureTable("Beteiligung"),
        SecureTable("Zusammenfuehrung"),
    ]
