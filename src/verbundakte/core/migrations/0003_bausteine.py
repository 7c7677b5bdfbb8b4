"""Bausteine and their versions; a released version stays as it is."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

# A draft may change; of a released version only the withdrawal is written, once.
GUARD = """
CREATE FUNCTION core_guard_bausteinversion() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE kept core_bausteinversion;
BEGIN
  IF OLD.released_at IS NULL AND OLD.withdrawn_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.baustein_id <> OLD.baustein_id OR NEW.number <> OLD.number THEN
      RAISE EXCEPTION 'a draft keeps its number';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL THEN
    kept := NEW;
    kept.withdrawn_at := OLD.withdrawn_at;
    kept.withdrawn_by := OLD.withdrawn_by;
    IF kept IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'a released version stays as it is';
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON core_bausteinversion
  FOR EACH ROW EXECUTE FUNCTION core_guard_bausteinversion();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_second_lock"),
    ]

    operations = [
        migrations.CreateModel(
            name="Baustein",
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
                ("kind", models.CharField(editable=False, max_length=60)),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("origin", models.CharField(blank=True, max_length=120, verbose_name="Herkunft")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "kind", "name"], name="baustein_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "key"), name="baustein_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="BausteinVersion",
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
                ("number", models.PositiveIntegerField(editable=False)),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=60)),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.CharField(blank=True, max_length=60)),
                ("valid_from", models.DateField(null=True, verbose_name="gilt ab")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=60)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "baustein",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="core.baustein",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "baustein", "number"), name="bausteinversion_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None), ("withdrawn_at", None)),
                        fields=("tenant", "baustein"),
                        name="bausteinversion_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("valid_from", None)),
                            models.Q(("released_at__isnull", False), ("valid_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="bausteinversion_valid_from",
                    ),
                ],
            },
        ),
        SecureTable("Baustein"),
        SecureTable("BausteinVersion"),
        migrations.RunSQL(GUARD, "DROP FUNCTION core_guard_bausteinversion() CASCADE"),
    ]
