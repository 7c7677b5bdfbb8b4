"""The order of Zuleitungen as a number, and paper that follows the access of its Vorgang."""

from django.db import migrations, models

# What was filed without a Dokument has the access of its Vorgang; that of a Dokument follows in 0001.
FOLLOW = """
CREATE FUNCTION posteingang_follow_vorgang() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE posteingang_eingang e SET zone_id = NEW.zone_id FROM posteingang_ablage a
  WHERE a.tenant = NEW.tenant AND a.vorgang_id = NEW.id AND a.undone_at IS NULL
    AND e.tenant = NEW.tenant AND e.id = a.eingang_id AND e.dokument_id IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER eingang_zone AFTER UPDATE OF zone_id ON akten_vorgang
  FOR EACH ROW WHEN (OLD.zone_id IS DISTINCT FROM NEW.zone_id)
  EXECUTE FUNCTION posteingang_follow_vorgang();
"""
BACK = "DROP TRIGGER eingang_zone ON akten_vorgang; DROP FUNCTION posteingang_follow_vorgang();"


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0013_fachverfahren"),
        ("posteingang", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="zuleitung",
            name="zuleitung_eingang",
        ),
        migrations.AddField(
            model_name="zuleitung",
            name="nummer",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name="zuleitung",
            constraint=models.UniqueConstraint(
                fields=("tenant", "eingang", "nummer"), name="zuleitung_nummer"
            ),
        ),
        migrations.RunSQL(FOLLOW, BACK),
    ]
