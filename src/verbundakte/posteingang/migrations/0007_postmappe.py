"""Postmappe and quarantine; watched folders also bring messages of authorities and applications."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

FOLDERS = """
DROP FUNCTION posteingang_ordner();
CREATE FUNCTION posteingang_ordner()
RETURNS TABLE (
  tenant int, slug text, kanal uuid, art text, ordner text, ruhe int, is_failing boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.tenant, t.slug::text, k.id, k.art::text, k.einstellungen ->> 'ordner',
    (k.einstellungen ->> 'ruhe')::int, k.failing_since IS NOT NULL
  FROM posteingang_eingangskanal k JOIN core_tenant t ON t.id = k.tenant
  WHERE k.is_active AND k.art IN ('scan', 'ordner', 'behoerdenpost', 'antrag')
    AND k.einstellungen ? 'ordner'
  LIMIT 2000
$$;
REVOKE EXECUTE ON FUNCTION posteingang_ordner() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION posteingang_ordner() TO va_app;
"""
BEFORE = """
DROP FUNCTION posteingang_ordner();
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


def key():
    """Return the id of a row."""
    return models.UUIDField(
        default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False
    )


def tenant():
    """Return the column of the town."""
    return models.IntegerField(
        default=verbundakte.core.tenancy.context.current_tenant, editable=False
    )


def to(model, **more):
    """Return a key that does not cross towns."""
    return verbundakte.core.models.base.TenantForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        to=model,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0022_initial_password"),
        ("organisation", "0013_fachverfahren"),
        ("posteingang", "0006_stueckelung"),
    ]

    operations = [
        migrations.RunSQL(FOLDERS, BEFORE),
        migrations.CreateModel(
            name="Quarantaene",
            fields=[
                ("id", key()),
                ("tenant", tenant()),
                ("file_name", models.CharField(max_length=255, verbose_name="Datei")),
                ("befund", models.CharField(max_length=200, verbose_name="Befund")),
                ("at", models.DateTimeField()),
                ("freigegeben_at", models.DateTimeField(null=True)),
                ("freigegeben_by", models.UUIDField(null=True)),
                ("grund", models.CharField(blank=True, max_length=500, verbose_name="Grund")),
                ("rueckfrage_at", models.DateTimeField(null=True)),
                ("rueckfrage_by", models.UUIDField(null=True)),
                ("blob", to("core.blob", related_name="+")),
                ("eingang", to("posteingang.eingang", related_name="quarantaene")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "eingang"], name="quarantaene_eingang"),
                    models.Index(
                        condition=models.Q(("freigegeben_at", None)),
                        fields=["tenant", "-at", "-id"],
                        name="quarantaene_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sichtvermerk",
            fields=[
                ("id", key()),
                ("tenant", tenant()),
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("gesehen", "Sichtvermerk"),
                            ("ruecksprache", "b. R. (bitte Rücksprache)"),
                            ("veranlassung", "z. w. V. (zur weiteren Veranlassung)"),
                            ("eilt", "Eilt"),
                            ("schlusszeichnung", "Vorbehalt der Schlusszeichnung"),
                        ],
                        max_length=20,
                        verbose_name="Vermerk",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="Text")),
                ("frist_on", models.DateField(blank=True, null=True, verbose_name="Bis")),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("for_person", models.UUIDField(null=True)),
                ("eingang", to("posteingang.eingang", related_name="sichtvermerke")),
                ("einheit", to("organisation.organisationseinheit", related_name="+")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "eingang", "at"], name="sichtvermerk_eingang")
                ],
            },
        ),
        SecureTable("Quarantaene"),
        SecureTable("Sichtvermerk"),
    ]
