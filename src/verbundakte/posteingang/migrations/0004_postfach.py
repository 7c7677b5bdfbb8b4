"""Mailboxes: how far each was read, what stayed in it, and addresses of our own."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

# The functions run as owner: they look across all towns, and give out ids and counts only.
WAITING = """
CREATE INDEX mailadresse_of_token ON posteingang_mailadresse (token) WHERE ended_at IS NULL;

CREATE FUNCTION posteingang_postfaecher() RETURNS TABLE (tenant int, kanal uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.tenant, k.id FROM posteingang_eingangskanal k
  JOIN posteingang_postfachstand s ON s.tenant = k.tenant AND s.kanal_id = k.id
  WHERE k.is_active AND s.stopped_at IS NULL
    AND coalesce(k.next_try_at <= statement_timestamp(), true)
    AND coalesce(s.busy_until <= statement_timestamp(), true)
  ORDER BY k.next_try_at NULLS FIRST LIMIT 200
$$;

CREATE FUNCTION posteingang_mailadresse_of(given text) RETURNS TABLE (tenant int, adresse uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.tenant, a.id FROM posteingang_mailadresse a
  WHERE a.token = given AND a.ended_at IS NULL LIMIT 1
$$;

CREATE FUNCTION posteingang_kanalstand() RETURNS TABLE (art text, state text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.art, CASE WHEN NOT k.is_active THEN 'paused' WHEN s.stopped_at IS NOT NULL THEN 'stopped'
    WHEN k.failing_since IS NOT NULL THEN 'failing' ELSE 'ok' END, count(*)
  FROM posteingang_eingangskanal k
  LEFT JOIN posteingang_postfachstand s ON s.tenant = k.tenant AND s.kanal_id = k.id
  GROUP BY 1, 2 ORDER BY 1, 2
$$;
REVOKE EXECUTE ON FUNCTION posteingang_postfaecher(), posteingang_mailadresse_of(text),
  posteingang_kanalstand() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION posteingang_postfaecher(), posteingang_mailadresse_of(text),
  posteingang_kanalstand() TO va_app;
"""
BACK = """
DROP FUNCTION posteingang_postfaecher();
DROP FUNCTION posteingang_mailadresse_of(text);
DROP FUNCTION posteingang_kanalstand();
DROP INDEX mailadresse_of_token;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0038_entwurf_index"),
        ("organisation", "0013_fachverfahren"),
        ("posteingang", "0003_scan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Annahmehindernis",
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
                ("uid_validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("grund", models.CharField(max_length=400, verbose_name="Grund")),
                ("noted_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "kanal",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hindernisse",
                        to="posteingang.eingangskanal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["tenant", "kanal", "tried_at"],
                        name="annahmehindernis_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "kanal", "uid_validity", "uid"),
                        name="annahmehindernis_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailadresse",
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
                ("token", models.CharField(editable=False, max_length=40)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "kanal",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adressen",
                        to="posteingang.eingangskanal",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
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
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("ended_at", None), models.Q(("vorgang", None), _negated=True)
                        ),
                        fields=["tenant", "vorgang"],
                        name="mailadresse_vorgang",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("ended_at", None), models.Q(("person", None), _negated=True)
                        ),
                        fields=["tenant", "person"],
                        name="mailadresse_person",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("ended_at", None), models.Q(("kanal", None), _negated=True)
                        ),
                        fields=["tenant", "kanal"],
                        name="mailadresse_kanal",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "token"), name="mailadresse_token"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kanal__isnull", False),
                                ("person__isnull", True),
                                ("vorgang__isnull", True),
                            ),
                            models.Q(
                                ("kanal__isnull", True),
                                ("person__isnull", False),
                                ("vorgang__isnull", True),
                            ),
                            models.Q(
                                ("kanal__isnull", True),
                                ("person__isnull", True),
                                ("vorgang__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mailadresse_one_aim",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Postfachstand",
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
                ("uid_validity", models.BigIntegerField(default=0)),
                ("next_uid", models.BigIntegerField(default=1)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("claim", models.UUIDField(null=True)),
                ("busy_until", models.DateTimeField(null=True)),
                (
                    "kanal",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand",
                        to="posteingang.eingangskanal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "kanal"), name="postfachstand_kanal")
                ],
            },
        ),
        SecureTable("Annahmehindernis"),
        SecureTable("Mailadresse"),
        SecureTable("Postfachstand"),
        migrations.RunSQL(WAITING, BACK),
    ]
