import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0028_anlagenquelle"),
    ]

    operations = [
        migrations.AlterField(
            model_name="verweis",
            name="art",
            field=models.CharField(
                choices=[
                    ("siehe", "siehe auch"),
                    ("folgt", "folgt auf"),
                    ("betrifft", "betrifft"),
                    ("rechtsbehelf", "Rechtsbehelf gegen"),
                    ("schwaerzung", "geschwärzte Kopie von"),
                ],
                max_length=20,
                verbose_name="Art",
            ),
        ),
        migrations.CreateModel(
            name="Schwaerzung",
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
                ("begriffe", models.JSONField(default=list)),
                ("muster", models.JSONField(default=list)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("blank", models.JSONField(default=list)),
                ("stellen", models.JSONField(default=list)),
                ("ausgelassen", models.JSONField(default=list)),
                ("bereiche", models.JSONField(default=list)),
                ("betreff", models.CharField(blank=True, max_length=500, verbose_name="Betreff")),
                (
                    "grund",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("vwvfg", "Akteneinsicht: Geheimnisse anderer (§§ 29, 30 VwVfG)"),
                            ("sgbx", "Akteneinsicht: Sozialdaten anderer (§ 25 SGB X, § 35 SGB I)"),
                            (
                                "ifg",
                                "Informationsfreiheit: personenbezogene Daten (IFG des Landes, UIG, VIG)",
                            ),
                            ("ifg_behoerde", "Informationsfreiheit: behördliche Entscheidung"),
                            ("dsgvo", "Datenschutz: Rechte anderer (Art. 15 Abs. 4 DSGVO)"),
                            ("geschaeft", "Betriebs- oder Geschäftsgeheimnis"),
                            ("ao", "Steuergeheimnis (§ 30 AO)"),
                            ("personal", "Personalangelegenheit"),
                            ("veroeffentlichung", "Veröffentlichung"),
                            ("sonstiger", "anderer Grund"),
                        ],
                        max_length=20,
                        verbose_name="Rechtsgrundlage",
                    ),
                ),
                (
                    "begruendung",
                    models.CharField(blank=True, max_length=500, verbose_name="Begründung"),
                ),
                (
                    "is_wide",
                    models.BooleanField(
                        default=False, verbose_name="Sehen dürfen sie alle, die den Vorgang sehen"
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=400)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField()),
                ("searched_at", models.DateTimeField(null=True)),
                ("ordered_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "datei",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schwaerzungen",
                        to="akten.datei",
                    ),
                ),
                (
                    "ergebnis",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "datei"], name="schwaerzung_datei"),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["tenant", "created_at"],
                        name="schwaerzung_open",
                    ),
                ],
            },
        ),
        SecureTable("Schwaerzung"),
    ]
