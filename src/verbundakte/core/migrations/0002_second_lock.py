"""Row-level security, the append-only log with its hash chain, the order of the index outbox."""

from django.db import migrations

from verbundakte.core.db.operations import TENANT, SecureTable

# The application role may add events; only the chain function (owned by va_audit) may set seq and
# hash, and only once. chain_head is written by functions alone.
CHAIN = f"""
ALTER TABLE core_chainhead ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_chainhead FORCE ROW LEVEL SECURITY;
CREATE POLICY app ON core_chainhead FOR SELECT TO va_app USING ({TENANT});
CREATE POLICY audit ON core_chainhead TO va_audit USING (true) WITH CHECK (true);
CREATE POLICY owner ON core_chainhead TO va_owner USING (true) WITH CHECK (true);
CREATE POLICY system ON core_chainhead FOR SELECT TO va_system USING (true);
CREATE POLICY audit ON core_event TO va_audit USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON core_chainhead FROM va_app;
GRANT SELECT, INSERT, UPDATE ON core_chainhead TO va_audit;
GRANT SELECT ON core_event TO va_audit;
GRANT UPDATE (seq, hash) ON core_event TO va_audit;
REVOKE DELETE ON core_eventdetail FROM va_app;

CREATE FUNCTION core_chain_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE s bigint; h bytea;
BEGIN
  SELECT seq + 1, sha256(hash || NEW.digest) INTO s, h
    FROM core_chainhead WHERE tenant = NEW.tenant FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no chain head for tenant %', NEW.tenant; END IF;
  UPDATE core_chainhead SET seq = s, hash = h WHERE tenant = NEW.tenant;
  UPDATE core_event SET seq = s, hash = h WHERE id = NEW.id AND tenant = NEW.tenant;
  RETURN NULL;
END $$;

CREATE FUNCTION core_begin_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO core_chainhead (tenant, seq, hash) VALUES (NEW.id, 0, decode(repeat('00', 32), 'hex'));
  RETURN NULL;
END $$;

CREATE FUNCTION core_guard_event() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'va_audit' AND OLD.seq IS NULL AND OLD.hash IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log is append-only';
END $$;

CREATE FUNCTION core_guard_detail() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.name IS NULL AND NEW.old IS NULL AND NEW.new IS NULL
     AND NEW.salt IS NULL AND NEW.digest = OLD.digest AND NEW.event_id = OLD.event_id
     AND NEW.position = OLD.position AND NEW.id = OLD.id AND NEW.tenant = OLD.tenant THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a detail of the log can only be erased';
END $$;

ALTER FUNCTION core_chain_event() OWNER TO va_audit;
ALTER FUNCTION core_begin_chain() OWNER TO va_audit;
REVOKE EXECUTE ON FUNCTION core_chain_event(), core_begin_chain() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON core_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_chain_event();
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON core_event
  FOR EACH ROW EXECUTE FUNCTION core_guard_event();
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON core_eventdetail
  FOR EACH ROW EXECUTE FUNCTION core_guard_detail();
CREATE TRIGGER begin_chain AFTER INSERT ON core_tenant
  FOR EACH ROW EXECUTE FUNCTION core_begin_chain();
"""

# Tailed by transaction id: a row of a late commit is never skipped.
OUTBOX = """
ALTER TABLE core_indexchange ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX indexchange_tail ON core_indexchange (xid, id);
CREATE INDEX indexchange_object ON core_indexchange (tenant, object_id);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        SecureTable("AuditEvent", append_only=True),
        SecureTable("AuditDetail"),
        SecureTable("Blob"),
        SecureTable("Upload"),
        SecureTable("Job"),
        SecureTable("Zone"),
        SecureTable("ZoneEntry"),
        migrations.RunSQL(CHAIN, migrations.RunSQL.noop),
        migrations.RunSQL(OUTBOX, migrations.RunSQL.noop),
    ]
