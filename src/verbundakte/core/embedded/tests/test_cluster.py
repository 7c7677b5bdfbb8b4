"""The embedded server itself: real initdb, real processes."""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from verbundakte.core.embedded import Cluster, EmbeddedError, cluster, identity, processes


@contextmanager
def open_folder():
    """A folder another system user can reach, which pytest's own is not (a plain chroot needs it)."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture
def folder():
    with open_folder() as found:
        yield found


@pytest.fixture(scope="module")
def server():
    with open_folder() as found, cluster(found / "data", durable=False) as running:
        yield running


def connect(server: Cluster, role: str, name: str = "verbundakte") -> psycopg.Connection:
    return psycopg.connect(server.url(role, name), autocommit=True)


def test_the_server_listens_on_a_unix_socket_only(server):
    with server.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_wrong_password_is_refused(server):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url("va_app").replace("va_app:", "va_app:x"))


def test_the_application_role_is_neither_owner_nor_superuser(server):
    with connect(server, "va_app") as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


def test_tables_of_the_owner_are_written_by_the_application_and_read_by_the_system(server):
    with connect(server, "va_owner") as owner:
        owner.execute("CREATE TABLE probe (id int)")
    with connect(server, "va_app") as app:
        app.execute("INSERT INTO probe VALUES (7)")
    with connect(server, "va_system") as system:
        assert system.execute("SELECT id FROM probe").fetchall() == [(7,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            system.execute("DELETE FROM probe")


def test_the_owner_may_hand_a_function_to_the_audit_role_which_cannot_log_in(server):
    with connect(server, "va_owner") as owner:
        owner.execute("CREATE FUNCTION chain() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        owner.execute("ALTER FUNCTION chain() OWNER TO va_audit")
        query = "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'va_audit'"
        assert owner.execute(query).fetchone() == (False,)


def test_a_database_is_copied_from_a_template_with_its_rows_and_rights(server):
    source = server.create_database("source")
    with psycopg.connect(source["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE copied AS SELECT 3 AS id")
    copy = server.create_database("copy", template="source")
    with psycopg.connect(copy["DATABASE_URL"]) as app:
        assert app.execute("SELECT id FROM copied").fetchall() == [(3,)]
        assert app.execute("SHOW jit").fetchone() == ("off",)
        assert app.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("2min",)


def test_a_dropped_database_is_gone_even_while_somebody_is_connected(server):
    with psycopg.connect(server.create_database("short_lived")["DATABASE_URL"]):
        server.drop_database("short_lived")
    server.drop_database("short_lived")
    with pytest.raises(psycopg.OperationalError):
        connect(server, "va_app", "short_lived")


def test_passwords_are_readable_by_their_owner_only(server):
    assert (server.data / "db.json").stat().st_mode & 0o777 == 0o600


def test_values_that_were_rejected_do_not_reach_the_log(server):
    with connect(server, "va_app") as app, pytest.raises(psycopg.Error):
        app.execute("SELECT 'Erika Mustermann'::int")
    assert "Erika" not in server.log.read_text()


def test_a_long_data_folder_still_gets_a_short_socket_path(folder):
    with cluster(folder / ("x" * 100) / ("y" * 100), durable=False) as running:
        assert running.is_running()
    assert not running.is_running()


def test_a_second_start_leaves_the_running_server_alone(server):
    before = server.pid
    assert cluster(server.data).start() == before


def test_a_killed_server_starts_again_with_committed_rows(folder):
    with cluster(folder) as running:
        with connect(running, "va_owner") as owner:
            owner.execute("CREATE TABLE kept AS SELECT 5 AS id")
        os.kill(running.pid, signal.SIGKILL)
        assert processes.wait_until(lambda: not running.is_running(), 5)
        running.start()
        with connect(running, "va_app") as app:
            assert app.execute("SELECT id FROM kept").fetchall() == [(5,)]
    assert not processes.working_in(running.folder)


def test_a_stale_postmaster_pid_of_a_strangers_process_is_recognised(folder):
    with cluster(folder, durable=False) as running:
        pass
    pid_file = running.folder / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{running.folder}\n")
    assert not running.is_running()
    with running:
        assert running.is_running()


def test_the_server_ends_with_the_process_that_wanted_it_so(folder):
    script = (
        "import os, sys\nfrom verbundakte.core.embedded import cluster\n"
        "cluster(sys.argv[1], durable=False).start(die_with_parent=True)\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
    assert processes.wait_until(lambda: not cluster(folder).is_running(), 10)


def test_an_interrupted_initdb_is_begun_again(folder):
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "half").write_text("made")
    with cluster(folder, durable=False) as running:
        assert running.is_running()
    assert not (folder / "pg.new").exists()


def test_a_folder_of_another_postgresql_is_refused_in_one_sentence(folder):
    with cluster(folder, durable=False) as running:
        pass
    (running.folder / "PG_VERSION").write_text("14\n")
    with pytest.raises(EmbeddedError, match="PostgreSQL 14"):
        running.start()


def test_a_socket_folder_made_by_somebody_else_is_not_trusted(folder):
    with cluster(folder, durable=False) as running:
        sockets = running._socket_folder()
    assert not sockets.exists()
    sockets.mkdir()
    sockets.chmod(0o777)
    (sockets / "trap").touch()
    with pytest.raises(EmbeddedError, match="für andere offen"):
        running.start()
    (sockets / "trap").unlink()
    sockets.rmdir()


def test_without_user_namespaces_root_uses_another_system_user(folder, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root needs another identity")
    closed = [each for each in Path(sys.prefix).parents if not each.stat().st_mode & 0o001]
    if closed:
        pytest.skip(f"{closed[0]} ist für andere Systembenutzer verschlossen")
    monkeypatch.setattr(identity, "SYSTEM_USER", "nobody")
    monkeypatch.setenv("PATH", str(folder))  # no unshare to be found
    with cluster(folder / "data", durable=False) as running:
        nobody = pwd.getpwnam("nobody").pw_uid
        assert running.folder.stat().st_uid == processes.owner(running.pid) == nobody
        assert connect(running, "va_app").execute("SELECT 1").fetchone() == (1,)
    monkeypatch.undo()
    with running:
        assert processes.owner(running.pid) == nobody


def test_a_system_user_that_cannot_reach_the_folder_is_told_so(tmp_path, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root needs another identity")
    monkeypatch.setattr(identity, "SYSTEM_USER", "nobody")
    monkeypatch.setenv("PATH", str(tmp_path))
    tmp_path.chmod(0o700)
    with pytest.raises(EmbeddedError, match="--data"):
        cluster(tmp_path / "data").start()
