"""What the models promise stands in the database: row-level security, keys, grants."""

import pytest
from django.apps import apps
from django.db import connection

from verbundakte.core.models import TenantForeignKey, TenantOneToOneField
from verbundakte.core.tenancy.global_tables import GLOBAL_TABLES

SECURITY = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
POLICIES = "SELECT tablename, roles, qual FROM pg_policies WHERE schemaname = 'public'"
KEYS = """
SELECT c.conrelid::regclass::text, pg_get_constraintdef(c.oid) FROM pg_constraint c
WHERE c.contype = 'f'
"""


@pytest.fixture
def ask(db):
    """Return a function that runs a query."""

    def run(sql, params=()):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    return run


def unsecured(rows) -> set[str]:
    """Return the tables without forced row-level security."""
    return {name for name, enabled, forced in rows if not (enabled and forced)}


def test_every_table_of_a_town_has_forced_row_level_security(ask):
    assert unsecured(ask(SECURITY)) == set(GLOBAL_TABLES)


def test_a_table_without_it_is_found(ask):
    assert unsecured([("akten_neu", True, False)]) == {"akten_neu"}


def test_policies_name_the_setting_directly(ask):
    for table, roles, condition in ask(POLICIES):
        if "va_app" in roles:
            assert "SELECT" not in (condition or "").upper(), table
            assert "current_setting('verbundakte.tenant'::text)" in condition, table


def test_every_reference_inside_a_town_is_a_composite_key(ask):
    keys = ask(KEYS)
    missing = []
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey | TenantOneToOneField):
                table, target = model._meta.db_table, field.remote_field.model._meta.db_table
                wanted = f"FOREIGN KEY (tenant, {field.column}) REFERENCES {target}(tenant, id)"
                if not any(name == table and text.startswith(wanted) for name, text in keys):
                    missing.append(f"{table}.{field.column}")
    assert missing == []


def test_foreign_keys_between_rooms_never_point_up():
    floors = [
        "core", "organisation", "verbund", "akten", "signaturen", "geschaeftsgang", "schriftverkehr",
        "posteingang", "datenschutz", "anbindung",
    ]  # fmt: skip
    breaches = []
    for model in apps.get_models():
        if model._meta.app_label not in floors:
            continue
        for field in model._meta.local_fields:
            target = field.remote_field and field.remote_field.model._meta.app_label
            if target in floors and floors.index(target) > floors.index(model._meta.app_label):
                breaches.append(str(field))
    assert breaches == []


def test_the_application_role_is_neither_owner_nor_superuser(ask):
    rows = ask(
        "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert rows == [("va_app", False, False)]
    owned = ask("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
    assert owned == [(0,)]


def test_models_and_migrations_agree(db):
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    assert "No changes" in out.getvalue() or out.getvalue() == ""
