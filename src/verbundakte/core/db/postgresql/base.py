"""PostgreSQL backend that tells the database, once per transaction, which tenant is open.

Row-level security reads the setting `verbundakte.tenant`. It is set with `set_config(.., true)`,
which holds for one transaction only, so nothing leaks to the next user of a pooled connection.

Where KEEP_PLANS is set, statements that ask for it (`planned_once`) are prepared: planning a page of
thirty small reads with their policies costs PostgreSQL four times as much as answering them.
"""

import select
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime

import psycopg
from django.db.backends.postgresql import base, psycopg_any

from verbundakte.core.tenancy.context import TenantChanged, open_tenant

PLANS_KEPT = 200
"""Statements kept per connection; more than all that are put together once (`core/db/ready.py`)."""


class PreparedCursor(base.CursorMixin, psycopg.Cursor):
    """Sends values apart from the statement, which the server reads and plans once per connection."""


class MomentLoader(psycopg_any.BaseTzLoader):
    """Reads a moment with what Python has for ISO 8601; a page holds hundreds, and Django's own takes ten
    times as long for each."""

    timezone = UTC

    def load(self, data):
        """Return the moment in UTC."""
        try:
            found = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # before our era
            return super().load(data)
        return found if found.tzinfo is UTC else found.astimezone(UTC)


class Operations(base.DatabaseOperations):
    """Django's, which knows no text of a prepared statement."""

    def last_executed_query(self, cursor, sql, params):
        """Return the statement as it was sent; a prepared one without its values."""
        return super().last_executed_query(cursor, sql, params) or str(sql)


class OutsideTransaction(Exception):
    """A statement ran with a tenant open but outside a transaction, where no setting holds."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper plus the tenant of the running transaction."""

    ops_class = Operations
    # Only tests, which wrap several transactions into one, may pass from one tenant to the next.
    settles_between_tenants = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._tenant_set: int | None = None
        self._tenant_seen: int | None = None
        self.applies_tenant = self.settings_dict.get("APPLY_TENANT", True)
        self.keeps_plans = self.settings_dict.get("KEEP_PLANS", False)
        self.execute_wrappers.append(self._with_tenant)
        self._kept_cursors: dict[bool, psycopg.Cursor] = {}

    def get_new_connection(self, conn_params):
        """Return a connection that prepares what is run with `planned_once`, if it may."""
        connection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", MomentLoader)
        if self.keeps_plans:
            connection.prepare_threshold, connection.prepared_max = 0, PLANS_KEPT
        return connection

    @contextmanager
    def planned_once(self):
        """Inside, statements are prepared: for those whose plan depends on no value, by keys only."""
        self.ensure_connection()
        usual = self.connection.cursor_factory
        if self.keeps_plans:
            self.connection.cursor_factory = PreparedCursor
        try:
            yield
        finally:
            self.connection.cursor_factory = usual

    def fetch(self, statement: str, values, *, planned_once: bool) -> list[tuple]:
        """Return all rows of a statement that has not many; see `planned_once`.

        The cursor is kept: making one, and learning how to read its columns, takes longer than asking.
        """
        cursor = self._kept_cursor(planned_once and self.keeps_plans)
        cursor.execute(statement, values)
        return cursor.fetchall()

    def _kept_cursor(self, planned_once: bool):
        self.close_if_health_check_failed()
        self.ensure_connection()
        kept = self._kept_cursors.get(planned_once)
        if kept is None or kept.connection is not self.connection or kept.closed:
            with self.planned_once() if planned_once else nullcontext():
                kept = self._kept_cursors[planned_once] = self.create_cursor()
        return self._prepare_cursor(kept)

    def _with_tenant(self, execute, sql, params, many, context):
        tenant = open_tenant()
        if tenant is not None and self.applies_tenant and tenant != self._tenant_set:
            self._apply_tenant(tenant)
        return execute(sql, params, many, context)

    def _apply_tenant(self, tenant: int) -> None:
        if not self.in_atomic_block:
            raise OutsideTransaction("a tenant is open, but no transaction")
        if self._tenant_seen not in (None, tenant):
            if not self.settles_between_tenants:
                raise TenantChanged(f"transaction of {self._tenant_seen} asked for {tenant}")
            self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self.connection.execute("SET CONSTRAINTS ALL DEFERRED")
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('verbundakte.tenant', %s, true)", (str(tenant),))
        self._tenant_set = self._tenant_seen = tenant

    def _forget_tenant(self) -> None:
        self._tenant_set = self._tenant_seen = None

    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        self._forget_tenant()
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)

    def _commit(self):
        super()._commit()
        self._forget_tenant()

    def _rollback(self):
        super()._rollback()
        self._forget_tenant()

    def _savepoint_rollback(self, sid):
        super()._savepoint_rollback(sid)
        self._tenant_set = None  # a setting made inside the savepoint is gone with it

    def is_usable(self):
        """Ask the server only when something came from it unasked: its goodbye, mostly."""
        news = select.poll()
        try:
            news.register(self.connection.fileno(), select.POLLIN)
        except psycopg.Error:  # already known to be lost: it has no socket any more
            return False
        return super().is_usable() if news.poll(0) else True

    def close(self):
        self._forget_tenant()
        self._kept_cursors.clear()
        super().close()


assert psycopg_any.is_psycopg3, "Verbundakte needs psycopg 3"
