"""What leaves the house: Versand, its proofs and returns, print jobs, e-mails."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

# What is decided about the access of a Dokument, wherever and by whom, holds for its Versand too.
FOLLOW = """
CREATE FUNCTION schriftverkehr_follow_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schriftverkehr_versand SET zone_id = NEW.zone_id
  WHERE tenant = NEW.tenant AND dokument_id = NEW.id AND zone_id <> NEW.zone_id;
  RETURN NULL;
END $$;
CREATE TRIGGER versand_zone AFTER UPDATE OF zone_id ON akten_dokument
  FOR EACH ROW WHEN (OLD.zone_id IS DISTINCT FROM NEW.zone_id)
  EXECUTE FUNCTION schriftverkehr_follow_zone();

-- Runs as owner: it looks across all towns, and gives out their numbers only.
CREATE INDEX mailversand_due ON schriftverkehr_mailversand (next_try_at)
  WHERE next_try_at IS NOT NULL;
CREATE FUNCTION schriftverkehr_mails_due() RETURNS TABLE (tenant int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT m.tenant FROM schriftverkehr_mailversand m
  WHERE m.next_try_at <= statement_timestamp() LIMIT 200
$$;
REVOKE EXECUTE ON FUNCTION schriftverkehr_mails_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION schriftverkehr_mails_due() TO va_app;
"""
BACK = """
DROP TRIGGER versand_zone ON akten_dokument;
DROP FUNCTION schriftverkehr_follow_zone();
DROP FUNCTION schriftverkehr_mails_due();
DROP INDEX mailversand_due;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0039_stempel"),
        ("core", "0022_initial_password"),
        ("organisation", "0013_fachverfahren"),
        ("schriftverkehr", "0002_satz"),
    ]

    operations = [
        migrations.CreateModel(
            name="Druckauftrag",
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
                ("jahr", models.PositiveSmallIntegerField(editable=False)),
                ("nummer", models.PositiveIntegerField(editable=False)),
                ("ausgabe", models.UUIDField(editable=False, null=True)),
                ("job", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(editable=False)),
                ("created_by", models.UUIDField(editable=False, null=True)),
                ("aufgegeben_on", models.DateField(null=True, verbose_name="Zur Post gegeben am")),
                ("aufgegeben_by", models.UUIDField(editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-created_at", "-id"], name="druckauftrag_new")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "jahr", "nummer"), name="druckauftrag_nummer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailkonto",
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
                    "absender_name",
                    models.CharField(max_length=120, verbose_name="Name des Absenders"),
                ),
                (
                    "absender_email",
                    models.CharField(max_length=254, verbose_name="Absenderadresse"),
                ),
                ("host", models.CharField(max_length=250, verbose_name="Mailserver")),
                ("port", models.PositiveIntegerField(default=587, verbose_name="Anschluss")),
                (
                    "security",
                    models.CharField(
                        default="starttls", max_length=10, verbose_name="Verschlüsselung"
                    ),
                ),
                ("login", models.CharField(blank=True, max_length=250, verbose_name="Anmeldename")),
                ("geheimnis", models.TextField(blank=True, default="", editable=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="In Betrieb")),
                ("last_success_at", models.DateTimeField(editable=False, null=True)),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                (
                    "failure",
                    models.CharField(blank=True, default="", editable=False, max_length=400),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("tenant",),
                        name="mailkonto_active",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Versand",
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
                ("jahr", models.PositiveSmallIntegerField(editable=False)),
                ("nummer", models.PositiveIntegerField(editable=False)),
                ("name", models.CharField(max_length=300, verbose_name="Empfänger")),
                ("anschrift", models.TextField(blank=True, verbose_name="Anschrift")),
                (
                    "adresse",
                    models.CharField(
                        blank=True, max_length=254, verbose_name="Elektronische Adresse"
                    ),
                ),
                ("betreff", models.CharField(max_length=500, verbose_name="Betreff")),
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("original", "Original"),
                            ("ausfertigung", "Ausfertigung"),
                            ("durchschrift", "Durchschrift"),
                            ("nachrichtlich", "nachrichtlich"),
                        ],
                        max_length=16,
                        verbose_name="Erhält",
                    ),
                ),
                (
                    "weg",
                    models.CharField(
                        choices=[
                            ("post", "Post"),
                            ("uebergabe", "Übergabe"),
                            ("hauspost", "Hauspost"),
                            ("email", "E-Mail"),
                            ("fax", "Fax"),
                            ("portal", "Bürgerportal"),
                            ("bebpo", "Behördenpostfach"),
                        ],
                        max_length=12,
                        verbose_name="Weg",
                    ),
                ),
                (
                    "zustellart",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "keine förmliche Zustellung"),
                            ("pzu", "Postzustellungsurkunde"),
                            ("uebergabe_einschreiben", "Übergabe-Einschreiben"),
                            ("rueckschein", "Einschreiben mit Rückschein"),
                            ("empfangsbekenntnis", "Empfangsbekenntnis"),
                            ("bote", "Zustellung durch die Behörde"),
                            ("oeffentlich", "öffentliche Zustellung"),
                        ],
                        max_length=24,
                        verbose_name="Zustellung",
                    ),
                ),
                ("fensterhinweis", models.CharField(blank=True, editable=False, max_length=300)),
                ("created_at", models.DateTimeField(editable=False)),
                ("created_by", models.UUIDField(editable=False, null=True)),
                ("versandt_on", models.DateField(null=True, verbose_name="Aufgegeben am")),
                ("versandt_at", models.DateTimeField(editable=False, null=True)),
                ("versandt_by", models.UUIDField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_by", models.UUIDField(editable=False, null=True)),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="Grund"),
                ),
                ("spur", models.UUIDField(editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "antwort_auf",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versand",
                        to="akten.dokument",
                    ),
                ),
                (
                    "druckauftrag",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versand",
                        to="schriftverkehr.druckauftrag",
                    ),
                ),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisationseinheit",
                    ),
                ),
                (
                    "empfaenger",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versand",
                        to="schriftverkehr.empfaenger",
                    ),
                ),
                (
                    "fassung",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.fassung",
                    ),
                ),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.kontakt",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versand",
                        to="akten.vorgang",
                    ),
                ),
                (
                    "wiederholt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schriftverkehr.versand",
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
            name="Ruecklauf",
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
                    "grund",
                    models.CharField(
                        choices=[
                            ("verzogen", "unbekannt verzogen"),
                            ("unbekannt", "Empfänger nicht zu ermitteln"),
                            ("verweigert", "Annahme verweigert"),
                            ("nicht_abgeholt", "nicht abgeholt"),
                            ("verstorben", "Empfänger verstorben"),
                            ("email", "E-Mail nicht zustellbar"),
                            ("sonstiges", "anderer Grund"),
                        ],
                        max_length=16,
                        verbose_name="Grund",
                    ),
                ),
                (
                    "bemerkung",
                    models.CharField(blank=True, max_length=500, verbose_name="Bemerkung"),
                ),
                ("am", models.DateField(verbose_name="Zurück am")),
                ("at", models.DateTimeField(editable=False)),
                ("by", models.UUIDField(editable=False, null=True)),
                ("erledigt_at", models.DateTimeField(editable=False, null=True)),
                ("erledigt_by", models.UUIDField(editable=False, null=True)),
                (
                    "erledigt_durch",
                    models.CharField(blank=True, max_length=300, verbose_name="Erledigt durch"),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
                (
                    "versand",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ruecklaeufe",
                        to="schriftverkehr.versand",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mailversand",
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
                ("message_id", models.CharField(editable=False, max_length=200)),
                ("text", models.TextField(blank=True, verbose_name="Text der E-Mail")),
                ("versuche", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_try_at", models.DateTimeField(editable=False, null=True)),
                ("busy_until", models.DateTimeField(editable=False, null=True)),
                ("stopped_at", models.DateTimeField(editable=False, null=True)),
                (
                    "problem",
                    models.CharField(blank=True, default="", editable=False, max_length=400),
                ),
                (
                    "answer",
                    models.CharField(blank=True, default="", editable=False, max_length=300),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
                (
                    "versand",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail",
                        to="schriftverkehr.versand",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Versandstueck",
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
                ("position", models.PositiveSmallIntegerField()),
                ("bezeichnung", models.CharField(max_length=300, verbose_name="Bezeichnung")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "datei",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.datei",
                    ),
                ),
                (
                    "versand",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stuecke",
                        to="schriftverkehr.versand",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Zustellnachweis",
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
                ("am", models.DateField(verbose_name="Zugestellt am")),
                (
                    "empfangen_von",
                    models.CharField(blank=True, max_length=300, verbose_name="Angenommen von"),
                ),
                (
                    "bemerkung",
                    models.CharField(blank=True, max_length=500, verbose_name="Bemerkung"),
                ),
                ("at", models.DateTimeField(editable=False)),
                ("by", models.UUIDField(editable=False, null=True)),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
                (
                    "versand",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nachweise",
                        to="schriftverkehr.versand",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="versand",
            index=models.Index(fields=["tenant", "-created_at", "-id"], name="versand_new"),
        ),
        migrations.AddIndex(
            model_name="versand",
            index=models.Index(
                fields=["tenant", "zone", "-created_at", "-id"], name="versand_zone_new"
            ),
        ),
        migrations.AddIndex(
            model_name="versand",
            index=models.Index(fields=["tenant", "dokument"], name="versand_dokument"),
        ),
        migrations.AddIndex(
            model_name="versand",
            index=models.Index(fields=["tenant", "vorgang", "-created_at"], name="versand_vorgang"),
        ),
        migrations.AddIndex(
            model_name="versand",
            index=models.Index(
                condition=models.Q(("druckauftrag", None), _negated=True),
                fields=["tenant", "druckauftrag"],
                name="versand_druckauftrag",
            ),
        ),
        migrations.AddIndex(
            model_name="versand",
            index=models.Index(
                condition=models.Q(("versandt_at", None), ("withdrawn_at", None)),
                fields=["tenant", "id"],
                name="versand_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="versand",
            constraint=models.UniqueConstraint(
                fields=("tenant", "jahr", "nummer"), name="versand_nummer"
            ),
        ),
        migrations.AddIndex(
            model_name="ruecklauf",
            index=models.Index(fields=["tenant", "versand"], name="ruecklauf_versand"),
        ),
        migrations.AddIndex(
            model_name="ruecklauf",
            index=models.Index(
                condition=models.Q(("erledigt_at", None)),
                fields=["tenant", "at"],
                name="ruecklauf_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruecklauf",
            constraint=models.UniqueConstraint(
                condition=models.Q(("erledigt_at", None)),
                fields=("tenant", "versand"),
                name="ruecklauf_once",
            ),
        ),
        migrations.AddIndex(
            model_name="mailversand",
            index=models.Index(
                condition=models.Q(("next_try_at", None), _negated=True),
                fields=["tenant", "next_try_at"],
                name="mailversand_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailversand",
            constraint=models.UniqueConstraint(
                fields=("tenant", "message_id"), name="mailversand_message"
            ),
        ),
        migrations.AddConstraint(
            model_name="versandstueck",
            constraint=models.UniqueConstraint(
                fields=("tenant", "versand", "position"), name="versandstueck_position"
            ),
        ),
        migrations.AddIndex(
            model_name="zustellnachweis",
            index=models.Index(fields=["tenant", "versand"], name="zustellnachweis_versand"),
        ),
        SecureTable("druckauftrag"),
        SecureTable("mailkonto"),
        SecureTable("versand"),
        SecureTable("ruecklauf"),
        SecureTable("mailversand"),
        SecureTable("versandstueck"),
        SecureTable("zustellnachweis"),
        migrations.RunSQL(FOLLOW, BACK),
    ]
