"""The application may let the planner look at tables anew that it has just filled."""

from django.db import migrations

# ANALYZE needs the owner; it reads samples only and gives nothing out.
ANALYZE = """
CREATE FUNCTION core_analyze(tables text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY tables LOOP
    EXECUTE format('ANALYZE public.%I', name);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION core_analyze(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_analyze(text[]) TO va_app;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0013_job_queued")]

    operations = [migrations.RunSQL(ANALYZE, "DROP FUNCTION core_analyze(text[])")]
