"""Who read what of a Geheimnisklasse: a chain of its own, whose content can be erased."""

import uuid

from django.db import migrations, models

import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import TENANT, SecureTable

# As the log's chain (0002), with a head of its own, made with the first link of a town. Content can
# be erased, all of it at once and not before 30 days: nobody covers her tracks of yesterday.
CHAIN = f"""
ALTER TABLE core_readchainhead ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_readchainhead FORCE ROW LEVEL SECURITY;
CREATE POLICY app ON core_readchainhead FOR SELECT TO va_app USING ({TENANT});
CREATE POLICY audit ON core_readchainhead TO va_audit USING (true) WITH CHECK (true);
CREATE POLICY owner ON core_readchainhead TO va_owner USING (true) WITH CHECK (true);
CREATE POLICY system ON core_readchainhead FOR SELECT TO va_system USING (true);
CREATE POLICY audit ON core_lesevermerk TO va_audit USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON core_readchainhead FROM va_app;
REVOKE DELETE ON core_lesevermerk FROM va_app;
GRANT SELECT, INSERT, UPDATE ON core_readchainhead TO va_audit;
GRANT SELECT ON core_lesevermerk TO va_audit;
GRANT UPDATE (seq, hash) ON core_lesevermerk TO va_audit;

CREATE FUNCTION core_chain_read() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE s bigint; h bytea;
BEGIN
  INSERT INTO core_readchainhead (tenant, seq, hash)
    VALUES (NEW.tenant, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
  SELECT seq + 1, sha256(hash || NEW.digest) INTO s, h
    FROM core_readchainhead WHERE tenant = NEW.tenant FOR UPDATE;
  UPDATE core_readchainhead SET seq = s, hash = h WHERE tenant = NEW.tenant;
  UPDATE core_lesevermerk SET seq = s, hash = h WHERE id = NEW.id AND tenant = NEW.tenant;
  RETURN NULL;
END $$;

CREATE FUNCTION core_guard_read() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'va_audit' AND OLD.seq IS NULL AND OLD.hash IS NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.read_on < CURRENT_DATE - 29
     AND num_nonnulls(NEW.person_id, NEW.on_behalf_of, NEW.subject_kind, NEW.subject_id, NEW.art,
                      NEW.read_on, NEW.read_at, NEW.salt) = 0
     AND NEW.id = OLD.id AND NEW.tenant = OLD.tenant AND NEW.seq = OLD.seq
     AND NEW.digest = OLD.digest AND NEW.hash = OLD.hash THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a record of reading can only be erased after its time';
END $$;

ALTER FUNCTION core_chain_read() OWNER TO va_audit;
REVOKE EXECUTE ON FUNCTION core_chain_read() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON core_lesevermerk
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_chain_read();
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON core_lesevermerk
  FOR EACH ROW EXECUTE FUNCTION core_guard_read();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_freigabe"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadChainHead",
            fields=[
                ("tenant", models.IntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Lesevermerk",
            fields=[
                (
                    "tenant",
                    models.IntegerField(
                        default=verbundakte.core.tenancy.context.current_tenant, editable=False
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.BigIntegerField(editable=False, null=True)),
                ("person_id", models.UUIDField(null=True)),
                ("on_behalf_of", models.CharField(max_length=60, null=True)),
                ("subject_kind", models.CharField(max_length=60, null=True)),
                ("subject_id", models.UUIDField(null=True)),
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("lesen", "gelesen"),
                            ("ausgabe", "heruntergeladen oder ausgegeben"),
                        ],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("read_on", models.DateField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("salt", models.BinaryField(max_length=16, null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "subject_id", "read_on"], name="lesevermerk_subject"
                    ),
                    models.Index(fields=["tenant", "read_on"], name="lesevermerk_day"),
                    models.Index(fields=["tenant", "seq"], name="lesevermerk_seq"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "person_id", "subject_id", "art", "read_on"),
                        name="lesevermerk_once",
                    )
                ],
            },
        ),
        SecureTable("Lesevermerk"),
        migrations.RunSQL(CHAIN, migrations.RunSQL.noop),
    ]
