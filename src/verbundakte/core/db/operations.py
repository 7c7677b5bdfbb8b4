"""Migration operations that put the second lock on a tenant's table."""

from django.db.migrations.operations.base import Operation

from verbundakte.core.models.base import TenantForeignKey, TenantOneToOneField

TENANT = "tenant = current_setting('verbundakte.tenant')::int"


def policies(table: str) -> list[str]:
    """Return the SQL that puts `table` under forced row-level security (fundament: direct form)."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY app ON {table} TO va_app USING ({TENANT}) WITH CHECK ({TENANT})",
        f"CREATE POLICY owner ON {table} TO va_owner USING (true) WITH CHECK (true)",
        f"CREATE POLICY system ON {table} FOR SELECT TO va_system USING (true)",
    ]


def composite_key(table: str, field) -> str:
    """Return the SQL of the key (tenant, x_id) for a TenantForeignKey `field` of `table`."""
    target = field.remote_field.model._meta.db_table
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_tenant_fk"
        f" FOREIGN KEY (tenant, {field.column}) REFERENCES {target} (tenant, id)"
        " DEFERRABLE INITIALLY DEFERRED"
    )


class SecureTable(Operation):
    """Row-level security, `(tenant, id)` key, composite foreign keys, grants for one model.

    `append_only` takes UPDATE and DELETE away from the application role.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, append_only: bool = False):
        self.model_name = model_name
        self.append_only = append_only

    def state_forwards(self, app_label, state):
        """The model's state does not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Secure the table."""
        model = to_state.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        statements = [
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant_id_key UNIQUE (tenant, id)",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant_fk"
            " FOREIGN KEY (tenant) REFERENCES core_tenant (id)",
            *policies(table),
        ]
        if self.append_only:
            statements.append(f"REVOKE UPDATE, DELETE ON {table} FROM va_app")
        schema_editor.deferred_sql.extend(
            composite_key(table, field)
            for field in model._meta.local_fields
            if isinstance(field, TenantForeignKey | TenantOneToOneField)
        )
        for statement in statements:
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Nothing to do: the table itself is dropped by the operation before."""

    def describe(self):
        """Return the line that `migrate --plan` shows."""
        return f"Secure the table of {self.model_name} for its tenant"


class TenantKey(Operation):
    """The composite key of one TenantForeignKey that was added later (after AddField)."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, name: str):
        self.model_name = model_name
        self.name = name

    def state_forwards(self, app_label, state):
        """The model's state does not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Add the key."""
        meta = to_state.apps.get_model(app_label, self.model_name)._meta
        schema_editor.execute(composite_key(meta.db_table, meta.get_field(self.name)))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Nothing to do: the column itself is dropped by the operation before."""


class NoteRights(Operation):
    """Changes of these tables change the marks of their town (`Rechtestand`), whoever makes them."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *tables: str):
        self.tables = tables

    def state_forwards(self, app_label, state):
        """No model changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Add the triggers, one for each way to change a table."""
        for table in self.tables:
            for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                schema_editor.execute(
                    f"CREATE TRIGGER rechte_{event.lower()} AFTER {event} ON {table}"
                    f" REFERENCING {rows} TABLE AS changed"
                    " FOR EACH STATEMENT EXECUTE FUNCTION core_note_rechte()"
                )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Remove the triggers."""
        for table in self.tables:
            for event in ("insert", "update", "delete"):
                schema_editor.execute(f"DROP TRIGGER rechte_{event} ON {table}")

    def describe(self):
        """Return the line that `migrate --plan` shows."""
        return f"Note changes of rights in {', '.join(self.tables)}"
