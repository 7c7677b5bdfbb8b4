"""Scans: batches, sheets, classes, and what is proven after TR-RESISCAN; the folders that are watched."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

FOLDERS = """
CREATE FUNCTION posteingang_ordner()
RETURNS TABLE (tenant int, slug text, kanal uuid, ordner text, ruhe int, is_failing boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.tenant, t.slug::text, k.id, k.einstellungen ->> 'ordner',
    (k.einstellungen ->> 'ruhe')::int, k.failing_since IS NOT NULL
  FROM posteingang_eingangskanal k JOIN core_tenant t ON t.id = k.tenant
  WHERE k.is_active AND k.art IN ('scan', 'ordner') AND k.einstellungen ? 'ordner'
  LIMIT 2000
$$;
REVOKE EXECUTE ON FUNCTION posteingang_ordner() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION posteingang_ordner() TO va_app;
"""
BACK = "DROP FUNCTION posteingang_ordner();"


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0038_entwurf_index"),
        ("core", "0022_initial_password"),
        ("organisation", "0013_fachverfahren"),
        ("posteingang", "0002_weitergabe"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scanklasse",
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
                ("kuerzel", models.CharField(max_length=30)),
                ("bezeichnung", models.CharField(max_length=80)),
                ("beschreibung", models.TextField(blank=True)),
                ("schutzbedarf", models.CharField(max_length=10)),
                ("is_ersetzend", models.BooleanField()),
                ("ausschluss", models.CharField(blank=True, max_length=300)),
                ("pruefung", models.CharField(max_length=12)),
                ("prozent", models.PositiveSmallIntegerField()),
                ("mindestens", models.PositiveIntegerField()),
                ("wartezeit_tage", models.PositiveIntegerField()),
                ("is_mobil", models.BooleanField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "kuerzel"], name="scanklasse_kuerzel")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="scanklasse_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scanstapel",
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
                ("kennung", models.CharField(editable=False, max_length=64)),
                ("file_name", models.CharField(max_length=255, verbose_name="Datei")),
                ("created_at", models.DateTimeField(verbose_name="Übernommen")),
                ("scanned_at", models.DateTimeField(verbose_name="Gescannt")),
                ("seiten", models.PositiveIntegerField(null=True, verbose_name="Seiten")),
                (
                    "seiten_erwartet",
                    models.PositiveIntegerField(null=True, verbose_name="Seiten gezählt"),
                ),
                ("gescannt_by", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "auffaellig",
                    models.CharField(blank=True, max_length=500, verbose_name="Auffälligkeiten"),
                ),
                ("befunde", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=400)),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.blob",
                    ),
                ),
                (
                    "kanal",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stapel",
                        to="posteingang.eingangskanal",
                    ),
                ),
                (
                    "klasse",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posteingang.scanklasse",
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
            name="Scanprodukt",
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
                ("position", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("seiten", models.JSONField(default=list)),
                ("leer", models.JSONField(default=list)),
                ("blaetter", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scanprodukt",
                        to="akten.dokument",
                    ),
                ),
                (
                    "klasse",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posteingang.scanklasse",
                    ),
                ),
                (
                    "nachscan_von",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nachscans",
                        to="posteingang.scanprodukt",
                    ),
                ),
                (
                    "stapel",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="produkte",
                        to="posteingang.scanstapel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sichtpruefung",
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
                ("is_in_ordnung", models.BooleanField()),
                (
                    "mangel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unleserlich", "nicht lesbar"),
                            ("unvollstaendig", "Seiten fehlen"),
                            ("abgeschnitten", "abgeschnitten oder verdeckt"),
                            ("reihenfolge", "falsche Reihenfolge oder fremde Seiten"),
                            ("farbe", "Farben oder Marken gehen verloren"),
                            ("sonstiges", "etwas anderes"),
                        ],
                        max_length=16,
                        verbose_name="Mangel",
                    ),
                ),
                (
                    "bemerkung",
                    models.CharField(blank=True, max_length=500, verbose_name="Bemerkung"),
                ),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField(null=True)),
                (
                    "produkt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pruefungen",
                        to="posteingang.scanprodukt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stichprobe",
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
                ("seed", models.CharField(max_length=64)),
                ("prozent", models.PositiveSmallIntegerField()),
                ("mindestens", models.PositiveIntegerField()),
                ("umfang", models.PositiveIntegerField()),
                ("gezogen", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "klasse",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stichproben",
                        to="posteingang.scanklasse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stichprobenlos",
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
                ("is_drawn", models.BooleanField()),
                (
                    "produkt",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="los",
                        to="posteingang.scanprodukt",
                    ),
                ),
                (
                    "stichprobe",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lose",
                        to="posteingang.stichprobe",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfervermerk",
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
                ("angaben", models.JSONField()),
                ("xml_sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "produkt",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfervermerk",
                        to="posteingang.scanprodukt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trennblatt",
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
                            ("eingang", "Neuer Eingang"),
                            ("dokument", "Neue Anlage"),
                            ("einheit", "Neuer Eingang an eine Einheit"),
                            ("vorgang", "Deckblatt eines Vorgangs"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("created_by", models.UUIDField(editable=False, null=True)),
                ("gilt_bis", models.DateField(null=True, verbose_name="Gilt bis")),
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
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.vorgang",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Verfahrensdokumentation",
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
                ("nummer", models.PositiveIntegerField()),
                ("angaben", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "blob",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.blob",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vernichtung",
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
                ("verfahren", models.CharField(max_length=200, verbose_name="Verfahren")),
                ("durch", models.CharField(max_length=200, verbose_name="Durchgeführt von")),
                ("on", models.DateField(verbose_name="Vernichtet am")),
                ("seiten", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                (
                    "stapel",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vernichtung",
                        to="posteingang.scanstapel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scanpseudonym",
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
                ("kennung", models.CharField(max_length=12)),
                (
                    "person",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scanpseudonym",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "person"), name="scanpseudonym_person"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "kennung"), name="scanpseudonym_kennung"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="scanstapel",
            index=models.Index(fields=["tenant", "-created_at", "-id"], name="scanstapel_new"),
        ),
        migrations.AddIndex(
            model_name="scanstapel",
            index=models.Index(
                fields=["tenant", "zone", "-created_at", "-id"], name="scanstapel_zone_new"
            ),
        ),
        migrations.AddIndex(
            model_name="scanstapel",
            index=models.Index(fields=["tenant", "kanal", "-created_at"], name="scanstapel_kanal"),
        ),
        migrations.AddConstraint(
            model_name="scanstapel",
            constraint=models.UniqueConstraint(
                fields=("tenant", "kennung"), name="scanstapel_kennung"
            ),
        ),
        migrations.AddIndex(
            model_name="scanprodukt",
            index=models.Index(
                fields=["tenant", "klasse", "created_at"], name="scanprodukt_klasse"
            ),
        ),
        migrations.AddIndex(
            model_name="scanprodukt",
            index=models.Index(
                condition=models.Q(("nachscan_von", None), _negated=True),
                fields=["tenant", "nachscan_von"],
                name="scanprodukt_nachscan",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanprodukt",
            constraint=models.UniqueConstraint(
                fields=("tenant", "stapel", "position"), name="scanprodukt_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="scanprodukt",
            constraint=models.UniqueConstraint(
                fields=("tenant", "dokument"), name="scanprodukt_dokument"
            ),
        ),
        migrations.AddIndex(
            model_name="sichtpruefung",
            index=models.Index(fields=["tenant", "produkt", "-at"], name="sichtpruefung_produkt"),
        ),
        migrations.AddIndex(
            model_name="sichtpruefung",
            index=models.Index(fields=["tenant", "-at"], name="sichtpruefung_at"),
        ),
        migrations.AddIndex(
            model_name="stichprobe",
            index=models.Index(
                fields=["tenant", "klasse", "-created_at"], name="stichprobe_klasse"
            ),
        ),
        migrations.AddIndex(
            model_name="stichprobe",
            index=models.Index(fields=["tenant", "-created_at"], name="stichprobe_new"),
        ),
        migrations.AddIndex(
            model_name="stichprobenlos",
            index=models.Index(
                fields=["tenant", "stichprobe", "is_drawn"], name="stichprobenlos_drawn"
            ),
        ),
        migrations.AddConstraint(
            model_name="stichprobenlos",
            constraint=models.UniqueConstraint(
                fields=("tenant", "produkt"), name="stichprobenlos_produkt"
            ),
        ),
        migrations.AddIndex(
            model_name="transfervermerk",
            index=models.Index(fields=["tenant", "created_at"], name="transfervermerk_at"),
        ),
        migrations.AddConstraint(
            model_name="transfervermerk",
            constraint=models.UniqueConstraint(
                fields=("tenant", "produkt"), name="transfervermerk_produkt"
            ),
        ),
        migrations.AddIndex(
            model_name="trennblatt",
            index=models.Index(
                condition=models.Q(("vorgang", None), _negated=True),
                fields=["tenant", "vorgang"],
                name="trennblatt_vorgang",
            ),
        ),
        migrations.AddConstraint(
            model_name="verfahrensdokumentation",
            constraint=models.UniqueConstraint(
                fields=("tenant", "nummer"), name="verfahrensdokumentation_nummer"
            ),
        ),
        migrations.AddConstraint(
            model_name="vernichtung",
            constraint=models.UniqueConstraint(
                fields=("tenant", "stapel"), name="vernichtung_stapel"
            ),
        ),
        SecureTable("Scanklasse"),
        SecureTable("Trennblatt"),
        SecureTable("Scanstapel"),
        SecureTable("Scanprodukt"),
        SecureTable("Stichprobe", append_only=True),
        SecureTable("Stichprobenlos", append_only=True),
        SecureTable("Sichtpruefung", append_only=True),
        SecureTable("Transfervermerk", append_only=True),
        SecureTable("Vernichtung", append_only=True),
        SecureTable("Scanpseudonym", append_only=True),
        SecureTable("Verfahrensdokumentation", append_only=True),
        migrations.RunSQL(FOLDERS, BACK),
    ]
