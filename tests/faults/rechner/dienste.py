"""What runs on the machines: the programs and the very files of `deploy/mehrere-rechner`."""

import json
import os
import pwd
import re
import shutil
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.faults.rechner import netz
from verbundakte.core.blobs.s3 import Bucket
from verbundakte.core.blobs.sigv4 import Keys, Server

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy" / "mehrere-rechner"
ROLES = ROOT / "docs" / "betrieb" / "eigene-datenbank.md"
PASSWORDS = {"KENNWORT_1": "eigner", "KENNWORT_2": "dienst", "KENNWORT_3": "lesend"}
ENTRANCE = "http://192.0.2.10:8080"
S3_PORT = 8333
STRAIGHT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_rewind"))
    if not found:
        raise SystemExit(
            "Es fehlt ein PostgreSQL mit Serverprogrammen (apt-get install postgresql)"
        )
    return found[-1].parent


def _server_user() -> int:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise SystemExit("Es fehlt ein Benutzer für den Datenbankserver")


@dataclass
class Layout:
    """All machines below one folder."""

    folder: Path
    patroni: str
    is_pooled: bool = bool(shutil.which("pgbouncer"))
    environments: dict[str, dict[str, str]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start what belongs to a machine, the first time or after it was killed."""
        kind = name.rstrip("12") if name != "s3" else "s3"
        getattr(self, f"_{kind}")(name)

    def place(self, name: str) -> Path:
        """Return the folder of a machine."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    # --- the machines ---

    def _etcd(self, name: str) -> None:
        url = f"http://{netz.ADDRESSES[name]}:2379"
        command = [
            "etcd",
            "--data-dir",
            str(self.place(name) / "data"),
            "--listen-client-urls",
            url,
        ]
        netz.run(name, [*command, "--advertise-client-urls", url], self.place(name) / "log")

    def _db(self, name: str) -> None:
        folder, user = self.place(name), _server_user()
        data = folder / "data"
        text = (DEPLOY / "patroni.yml").read_text()
        text = text.replace("name: db1", f"name: {name}").replace(
            "192.0.2.41", netz.ADDRESSES[name]
        )
        text = re.sub(r"hosts: \[.*\]", f"hosts: [{netz.ADDRESSES['etcd']}:2379]", text)
        text = text.replace("/var/lib/postgresql/verbundakte", str(data))
        text = text.replace("/var/run/postgresql", str(folder))
        text = re.sub(r"bin_dir: .*", f"bin_dir: {_postgres_programs()}", text)
        (folder / "patroni.yml").write_text(text)
        for path in (folder, folder / "patroni.yml"):
            os.chown(path, user, user)
        environment = {"HOME": str(folder), "PYTHONPATH": ""}
        command = [self.patroni, str(folder / "patroni.yml")]
        netz.run(name, command, folder / "log", environment=environment, user=user)

    def _eingang(self, name: str) -> None:
        shutil.copy(DEPLOY / "haproxy.cfg", self.place(name) / "haproxy.cfg")
        command = ["haproxy", "-db", "-f", str(self.place(name) / "haproxy.cfg")]
        netz.run(name, command, self.place(name) / "log")
        if self.is_pooled:
            self._start_pool(name)

    def _start_pool(self, name: str) -> None:
        """Start pgbouncer beside HAProxy, with the file of the layout."""
        folder, user = self.place(name), _server_user()
        text = (DEPLOY / "pgbouncer.ini").read_text()
        users = folder / "userlist.txt"
        text = text.replace("/etc/pgbouncer/userlist.txt", str(users))
        users.write_text(f'"va_app" "{PASSWORDS["KENNWORT_2"]}"\n')
        (folder / "pgbouncer.ini").write_text(text + "unix_socket_dir =\n")
        for path in (users, folder / "pgbouncer.ini"):
            os.chown(path, user, user)
        command = ["pgbouncer", str(folder / "pgbouncer.ini")]
        netz.run(name, command, folder / "pgbouncer.log", user=user)

    def _s3(self, name: str) -> None:
        folder, address = self.place(name), netz.ADDRESSES[name]
        (folder / "data").mkdir(exist_ok=True)
        rights = ["Admin", "Read", "Write", "List", "Tagging"]
        keys = [{"accessKey": "probe", "secretKey": "nur-zur-probe"}]
        identity = {"name": "probe", "credentials": keys, "actions": rights}
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        weed = str(Path(sys.executable).parent / "weed")
        command = [
            weed, "server", f"-dir={folder / 'data'}", f"-ip={address}", f"-ip.bind={address}",
            "-master.telemetry=false", "-master.volumeSizeLimitMB=256", "-volume.max=0", "-filer",
            "-s3", f"-s3.port={S3_PORT}", f"-s3.config={folder / 's3.json'}", "-s3.iam=false",
        ]  # fmt: skip
        netz.run(name, command, folder / "log")

    def _web(self, name: str) -> None:
        self._product(name, "web")

    def _jobs(self, name: str) -> None:
        self._product(name, "jobs")

    def _product(self, name: str, part: str) -> None:
        folder = self.place(name)
        command = [sys.executable, "-m", "verbundakte.cli", "start"]
        command += ["--data", str(folder / "data"), "--port", "8000"]
        environment = self.environment(name) | {"VERBUNDAKTE_PART": part}
        netz.run(name, command, folder / "log", environment=environment)

    # --- what they need ---

    def environment(self, name: str) -> dict[str, str]:
        """Return what `umgebung.beispiel` says, for one machine of this run."""
        found = {}
        for line in (DEPLOY / "umgebung.beispiel").read_text().splitlines():
            if line and not line.startswith("#"):
                key, _, value = line.partition("=")
                found[key] = value
        if self.is_pooled:
            straight = found["DATABASE_URL"]
            found["DATABASE_URL"] = straight.replace(":5432/", ":6432/")
            found["DATABASE_QUEUE_URL"] = straight
        for word, password in PASSWORDS.items():
            found = {key: value.replace(word, password) for key, value in found.items()}
        secret, keys = self.folder / "schluessel", self.folder / "s3-zugang"
        if not secret.exists():
            secret.write_text(os.urandom(32).hex())
            keys.write_text("probe\nnur-zur-probe\n")
        address = netz.ADDRESSES[name]
        return found | {
            "VERBUNDAKTE_ADDRESS": address,
            "VERBUNDAKTE_HOSTS": f"192.0.2.10,localhost,{address}",
            "VERBUNDAKTE_HTTPS": "0",
            "VERBUNDAKTE_SECRET_KEY_FILE": str(secret),
            "VERBUNDAKTE_S3_KEY_FILE": str(keys),
            "PYTHONPATH": str(ROOT / "src"),
        }

    def make_bucket(self) -> None:
        """Make the bucket, as an operator does once."""
        keys = Keys("probe", "nur-zur-probe", "us-east-1")
        url = f"http://{netz.ADDRESSES['s3']}:{S3_PORT}"
        Bucket(Server(url, "verbundakte", keys)).make()

    def make_roles(self) -> None:
        """Run the statements of the handbook for a database of one's own."""
        text = ROLES.read_text().split("```sql\n")[1].split("```")[0]
        for word, password in PASSWORDS.items():
            text = text.replace(f"'{word}'", f"'{password}'")
        first, second = text.split("\\connect verbundakte\n")
        for database, statements in (("postgres", first), ("verbundakte", second)):
            url = f"postgresql://postgres:KENNWORT_SUPERUSER@192.0.2.10:5432/{database}"
            with psycopg.connect(url, autocommit=True) as connection:
                for statement in statements.split(";\n"):
                    if statement.strip():
                        connection.execute(statement)


def leader() -> str:
    """Return which database machine leads; "" while none does."""
    for name in ("db1", "db2"):
        try:
            url = f"http://{netz.ADDRESSES[name]}:8008/primary"
            with STRAIGHT.open(url, timeout=1) as answer:
                if answer.status == 200:
                    return name
        except OSError:
            continue
    return ""


def has_standby() -> bool:
    """Tell whether a synchronous second copy follows."""
    for name in ("db1", "db2"):
        try:
            url = f"http://{netz.ADDRESSES[name]}:8008/synchronous"
            with STRAIGHT.open(url, timeout=1) as answer:
                return answer.status == 200
        except OSError:
            continue
    return False


def answers(name: str) -> bool:
    """Tell whether the pages of a machine (or of the entrance) are ready."""
    host = "192.0.2.10:8080" if name == "eingang" else f"{netz.ADDRESSES[name]}:8000"
    with STRAIGHT.open(f"http://{host}/readyz", timeout=3) as answer:
        return answer.status == 200
