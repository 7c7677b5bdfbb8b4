"""Who is told what, the outbox, and the trigger that fills it in the transaction of the event."""

import django.contrib.postgres.fields
import django.db.models.deletion
import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from django.db import migrations, models

from verbundakte.core.db.operations import SecureTable

# The chain trigger of the log gives an event its place at commit; with that place it goes out. The
# functions run as owner: they write for, and look across, all towns, and give out ids only.
OUTBOX = """
CREATE FUNCTION anbindung_note_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO anbindung_meldung
    (id, tenant, abonnement_id, event_id, seq, anlass, subject_kind, subject_id, at)
  SELECT gen_random_uuid(), NEW.tenant, a.id, NEW.id, NEW.seq, NEW.name, NEW.subject_kind,
    NEW.subject_id, NEW.at
  FROM anbindung_abonnement a
  WHERE a.tenant = NEW.tenant AND a.ended_at IS NULL AND NEW.name = ANY(a.anlaesse)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER outbox AFTER UPDATE OF seq ON core_event
  FOR EACH ROW WHEN (OLD.seq IS NULL AND NEW.seq IS NOT NULL)
  EXECUTE FUNCTION anbindung_note_event();

CREATE FUNCTION anbindung_waiting() RETURNS TABLE (tenant int, abonnement uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.tenant, a.id FROM anbindung_abonnement a
  WHERE a.ended_at IS NULL AND a.paused_at IS NULL
    AND coalesce(a.next_try_at <= statement_timestamp(), true)
    AND coalesce(a.busy_until <= statement_timestamp(), true)
    AND EXISTS (SELECT 1 FROM anbindung_meldung m WHERE m.tenant = a.tenant
      AND m.abonnement_id = a.id AND m.delivered_at IS NULL AND m.dropped_at IS NULL)
  ORDER BY a.next_try_at NULLS FIRST LIMIT 200
$$;
REVOKE EXECUTE ON FUNCTION anbindung_note_event(), anbindung_waiting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION anbindung_waiting() TO va_app;
"""
BACK = """
DROP TRIGGER outbox ON core_event;
DROP FUNCTION anbindung_note_event();
DROP FUNCTION anbindung_waiting();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_second_lock'),
        ('organisation', '0012_austritt'),
    ]

    operations = [
        migrations.CreateModel(
            name='Abonnement',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('bezeichnung', models.CharField(max_length=100, verbose_name='Bezeichnung')),
                ('url', models.CharField(max_length=500, verbose_name='Adresse')),
                ('anlaesse', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None, verbose_name='Anlässe')),
                ('secret', models.TextField(editable=False)),
                ('previous_secret', models.TextField(blank=True, editable=False)),
                ('previous_until', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('paused_at', models.DateTimeField(editable=False, null=True)),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('failures', models.IntegerField(default=0, editable=False)),
                ('next_try_at', models.DateTimeField(editable=False, null=True)),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('busy_until', models.DateTimeField(editable=False, null=True)),
                ('revision', models.IntegerField(default=1, editable=False)),
                ('person', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='Rechte von')),
            ],
        ),
        migrations.CreateModel(
            name='Meldung',
            fields=[
                ('id', models.UUIDField(default=verbundakte.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.IntegerField(default=verbundakte.core.tenancy.context.current_tenant, editable=False)),
                ('event_id', models.UUIDField()),
                ('seq', models.BigIntegerField()),
                ('anlass', models.CharField(max_length=80)),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('tries', models.IntegerField(db_default=0, default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('status', models.SmallIntegerField(null=True)),
                ('note', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('abonnement', verbundakte.core.models.base.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='meldungen', to='anbindung.abonnement')),
            ],
        ),
        migrations.AddIndex(
            model_name='abonnement',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['tenant'], name='abonnement_live'),
        ),
        migrations.AddIndex(
            model_name='meldung',
            index=models.Index(fields=['tenant', 'abonnement', '-seq'], name='meldung_newest'),
        ),
        migrations.AddIndex(
            model_name='meldung',
            index=models.Index(condition=models.Q(('delivered_at', None), ('dropped_at', None)), fields=['tenant', 'abonnement', 'seq'], name='meldung_waiting'),
        ),
        migrations.AddIndex(
            model_name='meldung',
            index=models.Index(fields=['tenant', 'at'], name='meldung_age'),
        ),
        migrations.AddConstraint(
            model_name='meldung',
            constraint=models.UniqueConstraint(fields=('tenant', 'abonnement', 'event_id'), name='meldung_once'),
        ),
        SecureTable("Abonnement"),
        SecureTable("Meldung"),
        migrations.RunSQL(OUTBOX, BACK),
    ]
