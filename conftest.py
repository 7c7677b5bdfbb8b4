"""Test database and the shared cast: two towns that never see each other.

One template database is migrated as owner and filled with both towns; each test worker gets a copy
and connects as the application role, under row-level security like the product.
"""

import fcntl
import hashlib
import json
import os
import pickle
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connections, transaction
from django.test import TransactionTestCase, override_settings

# How fast a machine is says nothing about the code.
hypothesis.settings.register_profile(
    "haus", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("haus")

ROOT = Path(__file__).parent
VERSUCH = "versuch"  # property of a test that is an experiment: its figures (tests/faults)
COLUMNS = ("Versuch", "Läufe", "bestätigt", "verloren", "Sekunden", "dazu")
SHARED = ROOT.parent / "shared"
SHAPES = (
    "*/migrations/*.py",
    "core/db/*.py",
    "core/management/commands/*.py",
    "organisation/**/*.py",
    "organisation/samples/*.json",
    "akten/samples/*typen.json",
    "akten/tests/factories.py",
    "core/models/*.py",
    "demo/towns.py",
)


def pytest_addoption(parser) -> None:
    """Let the experiments run in full, or a part of all tests."""
    parser.addoption("--long", action="store_true", help="die Versuche in voller Länge")
    parser.addoption("--quick", action="store_true", help="aus jeder Datei ein Teil, ohne Browser")


LONGEST = {"test_every_page_is_accessible_in_german_and_fits_every_screen"}
QUICK = 4  # the quick run takes of each file every fourth test, beginning with the first
QUICKER = {"tests/leaks": 30, "tests/architecture": 1}


def pytest_collection_modifyitems(config, items) -> None:
    """Begin with what takes minutes: at the end the other workers would wait for it."""
    if config.getoption("--quick"):
        taken = dict.fromkeys(quick_part(items))
        config.hook.pytest_deselected(items=[item for item in items if item not in taken])
        items[:] = taken
    items.sort(key=lambda item: item.name not in LONGEST)


def quick_part(items: list) -> list:
    """Return the tests of the quick run: a part of each file that neither is slow nor needs a browser."""
    seen, taken = Counter(), []
    for item in items:
        if item.get_closest_marker("slow") or item.get_closest_marker("browser"):
            continue
        folder = item.path.parent.relative_to(ROOT).as_posix()
        if seen[item.path] % QUICKER.get(folder, QUICK) == 0:
            taken.append(item)
        seen[item.path] += 1
    return taken


@pytest.fixture
def long_run(request) -> None:
    """What starts whole installations for minutes; it runs with `--long`."""
    if not request.config.getoption("--long"):
        pytest.skip("dauert Minuten und läuft mit --long")


def pytest_terminal_summary(terminalreporter) -> None:
    """Write the table of the experiments that ran, and for the start script what failed."""
    if note := os.environ.get("VERBUNDAKTE_FAILED"):
        stats = terminalreporter.stats
        bad = [report.nodeid for kind in ("failed", "error") for report in stats.get(kind, ())]
        Path(note).write_text(json.dumps(list(dict.fromkeys(bad))))
    rows = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == VERSUCH and report.when == "teardown"
    ]
    if not rows:
        return
    terminalreporter.section("Versuche")
    terminalreporter.write_line(" | ".join(COLUMNS))
    for row in sorted(rows, key=lambda row: row["number"]):
        more = ", ".join(f"{key} {value}" for key, value in row["more"].items())
        cells = (f"{row['number']:>2} {row['title']}", row["runs"], row["acknowledged"], row["lost"],
                 f"{row['seconds']:.1f}", more)  # fmt: skip
        terminalreporter.write_line(" | ".join(map(str, cells)))


def _digest() -> str:
    """Return the state of the code, and where its picture lies: both must know the same towns."""
    digest = hashlib.sha256(tempfile.gettempdir().encode())
    for shape in SHAPES:
        for path in sorted((ROOT / "src/verbundakte").glob(shape)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _execute(database: str, *statements: str) -> None:
    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, dbname=database, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _exists(database: str) -> bool:
    with psycopg.connect(
        os.environ["DATABASE_OWNER_URL"], dbname="postgres", autocommit=True
    ) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(query, (database,)).fetchone() is not None


def _use(database: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


def _make_logins(tenant, persons: dict) -> None:
    """Give everybody of the cast a login such as `leitung.musterstadt`, without a password."""
    from verbundakte.core.models import Account, Membership

    with transaction.atomic():
        for role, person in persons.items():
            account = Account(login=f"{role}.{tenant.slug}")
            account.set_unusable_password()
            account.save()
            Membership.objects.create(account=account, tenant=tenant, person_id=person)


def _fill_template(building: str) -> dict:
    from verbundakte.akten.tests.factories import install_dokumenttypen
    from verbundakte.core.models import Tenant
    from verbundakte.core.tenancy.context import use_tenant
    from verbundakte.organisation.tests.cast import cast

    _use(building)
    call_command("migrate", database="owner", verbosity=0)
    towns = {}
    for slug, name in (("musterstadt", "Stadt Musterstadt"), ("beispielhausen", "Beispielhausen")):
        with transaction.atomic():
            tenant = Tenant.objects.create(slug=slug, name=name)
        with use_tenant(tenant.pk), transaction.atomic():
            people = cast(tenant)
            install_dokumenttypen()
        persons = {
            role: actor.person_id
            for role, actor in vars(people).items()
            if hasattr(actor, "person_id")
        }
        _make_logins(tenant, persons)
        towns[slug] = (tenant, persons)
    return towns


def _template() -> tuple[str, dict]:
    """Return name of the template database and the towns in it; it is made once per state of the code."""
    digest = _digest()
    name = f"template_{digest}"
    folder = Path(tempfile.gettempdir()) / f"verbundakte-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    key = hashlib.sha256(os.environ["DATABASE_OWNER_URL"].encode()).hexdigest()[:8]
    picture = folder / f"{key}-{name}.pickle"
    with open(folder / f"{key}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (picture.exists() and _exists(name)):
            building = f"building_{digest}"
            _execute("postgres", f"DROP DATABASE IF EXISTS {building} WITH (FORCE)")
            _execute("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            source = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_OWNER_URL"])["dbname"]
            _execute("postgres", f"CREATE DATABASE {building} TEMPLATE {source}")
            towns = _fill_template(building)
            _use(building)
            _execute("postgres", f"ALTER DATABASE {building} RENAME TO {name}")
            picture.write_bytes(pickle.dumps(towns))
    return name, pickle.loads(picture.read_bytes())


@dataclass
class Town:
    """A town of the cast. Each access to a person loads the rights anew, as each request does."""

    tenant: object
    persons: dict

    def __getattr__(self, role):
        from verbundakte.core.tenancy.context import use_tenant
        from verbundakte.organisation.actor import load_actor

        if role.startswith("_") or role not in self.persons:
            raise AttributeError(role)
        with use_tenant(self.tenant.pk), transaction.atomic():
            return load_actor(self.persons[role])

    def client(self, role: str):
        """Return a browser in which this person is logged in."""
        from django.test import Client

        from verbundakte.core.models import Account

        client = Client()
        client.force_login(Account.objects.get(login=f"{role}.{self.tenant.slug}"))
        return client


class Databases:
    """The database of this test worker and how to begin it anew."""

    def __init__(self, worker: str):
        self.template, self.towns = _template()
        self.name = f"test_{worker}_{os.getpid()}"
        self.renew()

    def renew(self) -> None:
        """Throw the database away and copy the template again."""
        _use("postgres")
        _execute(
            "postgres",
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.template} STRATEGY file_copy",
        )
        _use(self.name)

    def drop(self) -> None:
        """Remove the database at the end."""
        _use("postgres")
        _execute("postgres", f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


@pytest.fixture(scope="session")
def databases(worker_id, django_test_environment, django_db_blocker):
    """The databases of this worker."""
    from verbundakte.core.db.postgresql.base import DatabaseWrapper

    DatabaseWrapper.settles_between_tenants = True
    Path(django_settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock():
        found = Databases(worker_id)
    yield found
    with django_db_blocker.unblock():
        found.drop()


@pytest.fixture(scope="session")
def django_db_setup(databases):
    """Replaces the plugin's own set-up; tests that commit get a fresh copy afterwards."""
    TransactionTestCase._fixture_teardown = lambda case: databases.renew()


@pytest.fixture(scope="session", autouse=True)
def files_read_once():
    """Each browser of a test would look through all files of the pages anew."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    known, read = {}, WhiteNoiseMiddleware.add_files_from_finders

    def remember(middleware):
        if not known:
            read(middleware)
            known.update(middleware.files)
        middleware.files.update(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", remember)
        yield


class CheapHasher(Argon2PasswordHasher):
    """The product's, without what makes guessing dear: a login in a test cost 0.1 s for it."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_cheaply():
    """Tests make passwords by the thousand; who asks what one costs asks the product's own hasher."""
    with override_settings(PASSWORD_HASHERS=["conftest.CheapHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def actors_read_anew():
    """A test counts the queries of a page with those that read who asks, whoever asked before."""
    from verbundakte.organisation.actor_kept import kept

    kept.most = 0


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings):
    """Each test has its own data folder."""
    settings.DATA_DIR = tmp_path / "data"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "data" / "tmp")
    settings.VERTRAUENSANKER = settings.DATA_DIR / "vertrauensanker"
    for name in ("blobs", "tmp"):
        (settings.DATA_DIR / name).mkdir(parents=True)
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def remembered_towns(monkeypatch):
    """A test begins without remembered towns and keeps them: the time must not change a count."""
    from django.urls import clear_script_prefix

    from verbundakte.core import audit
    from verbundakte.web import middleware

    clear_script_prefix()  # the test client keeps the town of the request before; WSGI does not
    monkeypatch.setattr(middleware, "TENANT_SECONDS", 24 * 3600)
    monkeypatch.setattr(middleware, "_tenants", {})
    monkeypatch.setattr(audit, "_tenant_uuids", {})  # a fresh database gives the same numbers


@pytest.fixture
def towns(db, databases):
    """Both towns by their slug, none open."""
    return {slug: Town(*town) for slug, town in databases.towns.items()}


@pytest.fixture
def musterstadt(towns):
    """The first town, open."""
    from verbundakte.core.tenancy.context import use_tenant

    with use_tenant(towns["musterstadt"].tenant.pk):
        yield towns["musterstadt"]


@pytest.fixture
def beispielhausen(towns):
    """The neighbouring town, not open."""
    return towns["beispielhausen"]


@pytest.fixture
def settle():
    """Run what the database does at commit (the audit chain) inside the test's transaction."""

    def run():
        with connections["default"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return run


def follow_outbox(tail) -> None:
    """Let the indexer read all that is committed.

    The product waits for older transactions of the whole cluster; here other test workers hold
    theirs open for minutes and write nothing of ours, so their horizon is left out.
    """
    from verbundakte.core.search import changes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "NEWER", changes.NEWER.replace(changes.HORIZON, "true"))
        while tail.step():
            pass


@pytest.fixture(scope="session")
def s3_port(testrun_uid):
    """The port of a real S3 server, started when the first test asks for it."""
    from verbundakte.core.tests import s3_server

    s3_server.require()
    with s3_server.shared_server(testrun_uid) as port:
        yield port


@pytest.fixture
def bucket(s3_port, settings):
    """An empty bucket that is set up beside the folder."""
    from verbundakte.core.blobs import places
    from verbundakte.core.tests import s3_server

    settings.S3 = s3_server.new_bucket(s3_port)
    places.forget()
    yield places.bucket_of(settings.S3)
    places.forget()


@pytest.fixture(scope="session")
def shared():
    """The folder with real test data beside the repository; tests are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared liegt nicht neben dem Projekt")
    return SHARED
