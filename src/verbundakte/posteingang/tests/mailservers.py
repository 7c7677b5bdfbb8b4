"""Real IMAP servers for the tests: pymap (Python) and, where it is installed, Dovecot."""

import contextlib
import email.utils
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

LOGIN, PASSWORD = "poststelle", "kennwort-postfach"
DOVECOT = shutil.which("dovecot") or shutil.which("/usr/sbin/dovecot")
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
auth_failure_delay = 0
mail_uid = {uid}
mail_gid = {gid}
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class MailServer:
    """A running server; `append` puts a mail into one of its folders."""

    port: int
    process: subprocess.Popen
    login: str = LOGIN
    password: str = PASSWORD

    @contextlib.contextmanager
    def opened(self):
        """Log in as the owner of the mailbox."""
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            connection.login(self.login, self.password)
            yield connection
        finally:
            connection.logout()

    def mechanisms(self) -> set[str]:
        """Return by which mechanisms one can log in."""
        with self.opened() as connection:
            told = connection.capabilities
        return {one.removeprefix("AUTH=") for one in told if one.startswith("AUTH=")}

    def append(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Let mails arrive."""
        with self.opened() as connection:
            for mail in mails:
                status, told = connection.append(folder, "", time.time(), mail)
                assert status == "OK", told

    def new_folder(self) -> str:
        """Make an empty folder and return its name."""
        name = f"Ordner{uuid4().hex[:8]}"
        with self.opened() as connection:
            connection.create(name)
        return name

    def lying(self, folder: str = "INBOX", criterion: str = "ALL") -> int:
        """Return how many mails of a kind lie in a folder."""
        with self.opened() as connection:
            status, _ = connection.select(folder, readonly=True)
            assert status == "OK"
            return len(connection.search(None, criterion)[1][0].split())

    def end(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(10)


def _wait(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        assert process.poll() is None, "the mail server ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as one:
            if one.recv(10):
                return
        time.sleep(0.05)
    raise AssertionError("the mail server does not answer")


def start_pymap(folder: Path) -> MailServer:
    """Start pymap with one mailbox in memory."""
    port = free_port()
    command = [
        sys.executable, "-c", "from pymap.main import main; main()",
        "--host", "127.0.0.1", "--port", str(port), "--no-tls",
        "dict", "--demo-data", "--demo-user", LOGIN, "--demo-password", PASSWORD,
    ]  # fmt: skip
    with open(folder / "pymap.log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    _wait(port, process)
    server = MailServer(port, process)
    with server.opened() as connection:
        connection.select("INBOX")
        connection.store("1:*", "+FLAGS", r"(\Deleted)")
        connection.expunge()
    return server


def start_dovecot(folder: Path, *, certificate: tuple[Path, Path] | None = None) -> MailServer:
    """Start Dovecot on a configuration of its own, with any login and one password."""
    port = free_port()
    tls_port = free_port() if certificate else 0
    config = folder / "dovecot.conf"
    owner = pwd.getpwnam("dovecot") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    user, group = owner.pw_name, grp.getgrgid(owner.pw_gid).gr_name
    lines = f"ssl_cert = <{certificate[0]}\nssl_key = <{certificate[1]}" if certificate else ""
    config.write_text(
        CONFIG.format(
            folder=folder, port=port, tls_port=tls_port, certificate=lines, user=user, group=group,
            ssl="yes" if certificate else "no", uid=owner.pw_uid, gid=owner.pw_gid, password=PASSWORD,
        )
    )  # fmt: skip
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        shutil.chown(folder / "mail", user, group)
        folder.chmod(0o755)
    process = subprocess.Popen([DOVECOT, "-F", "-c", config])
    _wait(port, process)
    server = MailServer(port, process)
    server.tls_port = tls_port
    return server


def mail(number: int, *, subject: str = "", body: str = "Guten Tag", **headers: str) -> bytes:
    """Return a plain mail of an invented person."""
    lines = {
        "From": "Frieda Muster <frieda@example.org>",
        "To": "poststelle@musterstadt.example",
        "Date": email.utils.formatdate(1_790_000_000 + number),
        "Message-ID": f"<{number}@example.org>",
        "Subject": subject or f"Anfrage {number}",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"{head}\r\n{body} {number}\r\n".encode()
