"""Tell apart what has changed: who works where as what, or who reaches which files."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION core_note_rechte() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  town integer;
  what text := CASE WHEN TG_TABLE_NAME LIKE 'core_zone%' THEN 'zonen' ELSE 'personen' END;
BEGIN
  FOR town IN SELECT DISTINCT tenant FROM changed LOOP
    UPDATE core_rechtestand SET marke = gen_random_uuid() WHERE id = (
      SELECT id FROM core_rechtestand WHERE tenant_id = town AND bereich = what ORDER BY id LIMIT 1
      FOR UPDATE SKIP LOCKED
    );
    IF NOT FOUND THEN
      INSERT INTO core_rechtestand (tenant_id, bereich, marke)
      VALUES (town, what, gen_random_uuid());
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION core_note_rechte() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0024_rechtestand")]

    operations = [
        migrations.AddField(
            model_name="rechtestand",
            name="bereich",
            field=models.CharField(
                choices=[
                    ("personen", "Personen, Stellen, Rollen und Einheiten"),
                    ("zonen", "Zugriff auf Akten"),
                ],
                db_default="personen",
                default="personen",
                max_length=8,
            ),
        ),
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
    ]
