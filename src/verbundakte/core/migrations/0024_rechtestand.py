"""What rights that were read are known by: marks that change with everything they depend on."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from verbundakte.core.db.operations import NoteRights

# A row that another transaction is just writing is left alone: nobody waits for anybody.
FUNCTION = """
CREATE FUNCTION core_note_rechte() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE town integer;
BEGIN
  FOR town IN SELECT DISTINCT tenant FROM changed LOOP
    UPDATE core_rechtestand SET marke = gen_random_uuid() WHERE id = (
      SELECT id FROM core_rechtestand WHERE tenant_id = town ORDER BY id LIMIT 1
      FOR UPDATE SKIP LOCKED
    );
    IF NOT FOUND THEN
      INSERT INTO core_rechtestand (tenant_id, marke) VALUES (town, gen_random_uuid());
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION core_note_rechte() FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE ON core_rechtestand FROM va_app;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0023_kalender")]

    operations = [
        migrations.CreateModel(
            name="Rechtestand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marke", models.UUIDField(default=uuid.uuid4)),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rechtestaende",
                        to="core.tenant",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION core_note_rechte()"),
        NoteRights("core_zone", "core_zoneentry", "core_freigabe"),
    ]
