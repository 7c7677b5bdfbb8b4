"""As whom the server runs: PostgreSQL refuses to run as root.

Not root: as ourselves. Root: in a user namespace of its own (the files stay root's). Where that
is refused (a plain chroot): as the system user `verbundakte`, to whom the database folder then
belongs. The owner of an existing folder decides, so that it can be used on either kind of machine.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from verbundakte.core.embedded.errors import EmbeddedError

ENVIRONMENT = {"PATH": os.defpath + ":/usr/sbin:/sbin", "LANG": "C.UTF-8", "TZ": "UTC"}
SYSTEM_USER = "verbundakte"
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True)
class Identity:
    """A prefix for the command line, and the system user to change to (None: stay who we are)."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def popen_options(self) -> dict:
        """Arguments for subprocess that make the child run as this identity."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, folder: Path) -> None:
        """Make the folder and everything in it belong to this identity."""
        if self.uid is None or self.gid is None:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def for_folder(folder: Path, binaries: Path) -> Identity:
    """Who runs the server whose database folder is `folder` (it need not exist yet).

    Raises EmbeddedError when nobody can: the sentence names the remedy.
    """
    owner = folder.stat().st_uid if folder.exists() else os.geteuid()
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise EmbeddedError(
                f"Der Datenbankordner {folder} gehört einem anderen Benutzer; bitte als dieser"
                " starten oder mit --data einen eigenen Ordner angeben."
            )
        return Identity()
    if owner == 0 and _namespaces_work():
        return Identity(prefix=NAMESPACE)
    account = pwd.getpwuid(owner) if owner else _system_user()
    identity = Identity(uid=account.pw_uid, gid=account.pw_gid)
    _require_reach(identity, folder.parent.parent, binaries)
    return identity


def _namespaces_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False)
    return probe.returncode == 0


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, capture_output=True, check=True, env=ENVIRONMENT)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise EmbeddedError(
            "PostgreSQL darf nicht als root laufen, und ein Systembenutzer konnte nicht angelegt"
            " werden; bitte als gewöhnlicher Benutzer starten und mit --data einen Ordner angeben,"
            " der ihm gehört."
        ) from error


def _require_reach(identity: Identity, *folders: Path) -> None:
    for path in folders:
        command = ["test", "-x", str(path)]
        options = identity.popen_options()
        check = subprocess.run(command, check=False, env=ENVIRONMENT, **options)
        if check.returncode != 0:
            raise EmbeddedError(
                f"Der Systembenutzer {SYSTEM_USER}, unter dem PostgreSQL hier laufen muss, kommt"
                f" nicht an {path}; bitte mit --data einen Ordner angeben und das Programm an einem"
                " Ort ablegen, die nicht unter einem geschlossenen Verzeichnis wie /root liegen."
            )
