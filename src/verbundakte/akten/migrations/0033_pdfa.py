import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0032_inhalt"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "Lesefassung"),
                    ("thumbnail", "Vorschaubild"),
                    ("words", "Wortpositionen der Texterkennung"),
                    ("inhalt", "Dateien, die darin stecken"),
                    ("pdfa", "PDF/A"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="PdfaUrteil",
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
                ("kind", models.CharField(blank=True, max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "ergebnis",
                    models.CharField(
                        choices=[
                            ("bestanden", "bestanden"),
                            ("nicht", "nicht bestanden"),
                            ("kein", "kein PDF/A"),
                            ("unklar", "nicht prüfbar"),
                        ],
                        max_length=12,
                    ),
                ),
                ("profil", models.CharField(blank=True, max_length=20)),
                ("befunde", models.JSONField(default=list)),
                ("grund", models.CharField(blank=True, max_length=400)),
                ("tool", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
                (
                    "datei",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pdfa_urteile",
                        to="akten.datei",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "datei", "kind"), name="pdfa_urteil_once"
                    )
                ],
            },
        ),
        SecureTable("PdfaUrteil"),
    ]
