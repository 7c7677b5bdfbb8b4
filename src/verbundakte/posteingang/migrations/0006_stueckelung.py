"""Fristen of what arrived, Eingänge merged and split, and how another copy is noticed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

# Ways in that were made by themselves before that was noted.
STANDARD = """
UPDATE posteingang_eingangskanal SET is_standard = true
WHERE art IN ('upload', 'papier', 'schnittstelle') AND geheimnis = '' AND einstellungen = '{}'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0038_entwurf_index"),
        ("core", "0022_initial_password"),
        ("organisation", "0013_fachverfahren"),
        ("posteingang", "0005_lernen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Eingangsfrist",
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
                            ("wunsch", "Antwort erbeten bis"),
                            ("frist", "Frist"),
                            ("ausschluss", "Ausschlussfrist"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("am", models.DateField(verbose_name="Am")),
                (
                    "quelle",
                    models.CharField(blank=True, max_length=300, verbose_name="Im Schreiben"),
                ),
                ("vorfrist_am", models.DateField(blank=True, null=True, verbose_name="Vorfrist")),
                ("at", models.DateTimeField(editable=False)),
                ("by", models.UUIDField(editable=False, null=True)),
                ("bestaetigt_at", models.DateTimeField(editable=False, null=True)),
                ("bestaetigt_by", models.UUIDField(editable=False, null=True)),
                ("erledigt_at", models.DateTimeField(editable=False, null=True)),
                ("erledigt_by", models.UUIDField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Trennteil",
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
                ("nummer", models.PositiveSmallIntegerField()),
                ("seiten", models.JSONField(default=list)),
                ("folge", models.CharField(max_length=500, verbose_name="Seiten")),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Zusammenlegung",
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
                    "anlagen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="eingang",
            name="nachricht",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="eingangskanal",
            name="is_standard",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="eingang",
            index=models.Index(
                condition=models.Q(("nachricht", ""), _negated=True),
                fields=["tenant", "nachricht"],
                name="eingang_nachricht",
            ),
        ),
        migrations.AddIndex(
            model_name="eingang",
            index=models.Index(
                condition=models.Q(("absender", ""), _negated=True),
                fields=["tenant", "absender"],
                name="eingang_absender",
            ),
        ),
        migrations.RunSQL(STANDARD, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="eingangskanal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True), ("is_standard", True)),
                fields=("tenant", "art", "einheit"),
                name="eingangskanal_standard",
            ),
        ),
        migrations.AddField(
            model_name="eingangsfrist",
            name="eingang",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fristen",
                to="posteingang.eingang",
            ),
        ),
        migrations.AddField(
            model_name="eingangsfrist",
            name="zweite",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.person",
                verbose_name="Zweite Person",
            ),
        ),
        migrations.AddField(
            model_name="trennteil",
            name="eingang",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trennteile",
                to="posteingang.eingang",
            ),
        ),
        migrations.AddField(
            model_name="trennteil",
            name="teil",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="getrennt_aus",
                to="posteingang.eingang",
            ),
        ),
        migrations.AddField(
            model_name="zusammenlegung",
            name="eingang",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="zusammenlegungen",
                to="posteingang.eingang",
            ),
        ),
        migrations.AddField(
            model_name="zusammenlegung",
            name="into",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="aufgenommen",
                to="posteingang.eingang",
            ),
        ),
        migrations.AddIndex(
            model_name="eingangsfrist",
            index=models.Index(fields=["tenant", "eingang"], name="eingangsfrist_eingang"),
        ),
        migrations.AddIndex(
            model_name="eingangsfrist",
            index=models.Index(
                condition=models.Q(
                    ("erledigt_at", None), models.Q(("bestaetigt_at", None), _negated=True)
                ),
                fields=["tenant", "am"],
                name="eingangsfrist_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="eingangsfrist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("art", "ausschluss"), _negated=True),
                    models.Q(
                        ("bestaetigt_at__isnull", False),
                        ("vorfrist_am__lt", models.F("am")),
                        ("zweite__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="ausschlussfrist_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="eingangsfrist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("art", "wunsch"), _negated=True),
                    ("bestaetigt_at", None),
                    _connector="OR",
                ),
                name="wunsch_binds_not",
            ),
        ),
        migrations.AddIndex(
            model_name="trennteil",
            index=models.Index(
                condition=models.Q(("teil", None), _negated=True),
                fields=["tenant", "teil"],
                name="trennteil_teil",
            ),
        ),
        migrations.AddConstraint(
            model_name="trennteil",
            constraint=models.UniqueConstraint(
                fields=("tenant", "eingang", "nummer"), name="trennteil_nummer"
            ),
        ),
        migrations.AddIndex(
            model_name="zusammenlegung",
            index=models.Index(fields=["tenant", "into"], name="zusammenlegung_into"),
        ),
        migrations.AddConstraint(
            model_name="zusammenlegung",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("tenant", "eingang"),
                name="zusammenlegung_once",
            ),
        ),
        SecureTable("Eingangsfrist"),
        SecureTable("Trennteil"),
        SecureTable("Zusammenlegung"),
    ]
