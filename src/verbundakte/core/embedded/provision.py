"""The roles and what they may do. The same statements serve any PostgreSQL from version 15 on.

va_owner owns databases and tables (migrations), va_app is the web and the workers, va_audit owns
the functions of the audit chain and cannot log in, va_system reads a listed few tables.
"""

import psycopg
from psycopg import sql

LOGINS = ("va_owner", "va_app", "va_system")
DATABASE = "verbundakte"

GRANTS = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO va_app, va_system;
ALTER DATABASE {database} SET jit = off;
GRANT CREATE, USAGE ON SCHEMA public TO va_audit, va_owner;
GRANT USAGE ON SCHEMA public TO va_app, va_system;
ALTER DEFAULT PRIVILEGES FOR ROLE va_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO va_app;
ALTER DEFAULT PRIVILEGES FOR ROLE va_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO va_app;
ALTER DEFAULT PRIVILEGES FOR ROLE va_owner IN SCHEMA public
  GRANT EXECUTE ON FUNCTIONS TO va_app;
ALTER DEFAULT PRIVILEGES FOR ROLE va_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO va_system;
"""


def make_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Make the roles that are missing; existing ones keep their passwords. Needs a superuser."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role in (name for name in LOGINS if name not in known):
        secret = connection.pgconn.encrypt_password(
            passwords[role].encode(), role.encode(), b"scram-sha-256"
        )
        statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(secret.decode())))
    if "va_audit" not in known:
        connection.execute("CREATE ROLE va_audit NOLOGIN NOSUPERUSER NOBYPASSRLS")
    connection.execute("GRANT va_audit TO va_owner")
    connection.execute("ALTER ROLE va_app SET idle_in_transaction_session_timeout = '120s'")


def make_database(connection: psycopg.Connection, name: str, template: str | None = None) -> None:
    """Make the database, owned by va_owner. `connection` is in autocommit."""
    statement = sql.SQL("CREATE DATABASE {} OWNER va_owner TEMPLATE {}")
    source = sql.Identifier(template or "template1")
    connection.execute(statement.format(sql.Identifier(name), source))


def grant(connection: psycopg.Connection, name: str) -> None:
    """Give the roles their rights. `connection` is open to that very database; may be repeated."""
    connection.execute(sql.SQL(GRANTS).format(database=sql.Identifier(name)))
