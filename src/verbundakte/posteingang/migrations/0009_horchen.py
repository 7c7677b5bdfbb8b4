"""A worker waits on mailboxes for news: which one it is, until when it holds, since when it hears."""

from django.db import migrations, models

SQL = """
CREATE FUNCTION posteingang_horchen(given uuid, most int)
RETURNS TABLE (tenant int, kanal uuid, revision int)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH chosen AS (
    SELECT s.id FROM posteingang_postfachstand s
    JOIN posteingang_eingangskanal k ON k.tenant = s.tenant AND k.id = s.kanal_id
    WHERE k.is_active AND s.stopped_at IS NULL
      AND k.failing_since IS NULL AND k.last_success_at IS NOT NULL
      AND (s.horcher = given OR coalesce(s.horcht_until <= statement_timestamp(), true))
    ORDER BY (s.horcher IS NOT DISTINCT FROM given) DESC, s.id LIMIT most
    FOR UPDATE OF s
  )
  UPDATE posteingang_postfachstand s SET horcher = given,
    horcht_until = statement_timestamp() + interval '1 minute',
    hoert_since = CASE WHEN s.horcher = given THEN s.hoert_since END
  FROM chosen c, posteingang_eingangskanal k
  WHERE s.id = c.id AND k.tenant = s.tenant AND k.id = s.kanal_id
  RETURNING s.tenant, s.kanal_id, k.revision
$$;

CREATE OR REPLACE FUNCTION posteingang_postfaecher() RETURNS TABLE (tenant int, kanal uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.tenant, k.id FROM posteingang_eingangskanal k
  JOIN posteingang_postfachstand s ON s.tenant = k.tenant AND s.kanal_id = k.id
  WHERE k.is_active AND s.stopped_at IS NULL
    AND (coalesce(k.next_try_at <= statement_timestamp(), true)
         OR (s.news_at IS NOT NULL AND k.failing_since IS NULL))
    AND coalesce(s.busy_until <= statement_timestamp(), true)
  ORDER BY k.next_try_at NULLS FIRST LIMIT 200
$$;

REVOKE EXECUTE ON FUNCTION posteingang_horchen(uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION posteingang_horchen(uuid, int) TO va_app;
"""
BACK = """
DROP FUNCTION posteingang_horchen(uuid, int);

CREATE OR REPLACE FUNCTION posteingang_postfaecher() RETURNS TABLE (tenant int, kanal uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.tenant, k.id FROM posteingang_eingangskanal k
  JOIN posteingang_postfachstand s ON s.tenant = k.tenant AND s.kanal_id = k.id
  WHERE k.is_active AND s.stopped_at IS NULL
    AND coalesce(k.next_try_at <= statement_timestamp(), true)
    AND coalesce(s.busy_until <= statement_timestamp(), true)
  ORDER BY k.next_try_at NULLS FIRST LIMIT 200
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("posteingang", "0008_liegefrist")]

    operations = [
        migrations.AddField("postfachstand", "news_at", models.DateTimeField(null=True)),
        migrations.AddField("postfachstand", "horcher", models.UUIDField(null=True)),
        migrations.AddField("postfachstand", "horcht_until", models.DateTimeField(null=True)),
        migrations.AddField("postfachstand", "hoert_since", models.DateTimeField(null=True)),
        migrations.RunSQL(SQL, BACK),
    ]
