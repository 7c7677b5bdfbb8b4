"""Sending to addresses that others chose, without becoming their hand inside our network (SSRF).

The name is resolved once, every address it has must be public, and the connection goes to the
address that was checked. https on port 443, no redirects, little time, few bytes. What the operator
names (`settings.OUTBOUND_ALLOWED`, origins) may be private, and of another scheme or port.
"""

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PORTS = {"https": 443, "http": 80, "imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
CONNECT_SECONDS, TOTAL_SECONDS = 5, 15
MOST_ANSWER_BYTES = 64 * 1024
MOST_URL = 500
NO_ADDRESS = "Das ist keine Adresse im Netz. Schreiben Sie sie wie https://beispiel.de/meldungen."
NO_SERVER = "Das ist kein Name eines Servers. Schreiben Sie ihn wie imap.beispiel.de."
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?")
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class TargetRefused(Exception):
    """An address to which nothing is sent; `message` is German."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class SendingFailed(Exception):
    """No answer; `message` is German and tells nothing of what lies behind the address."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Target:
    """A checked address as it was written: scheme, host (ASCII), port and what follows."""

    scheme: str
    host: str
    port: int
    path: str
    is_named: bool

    @property
    def origin(self) -> str:
        """Return scheme, host and port, as the operator names what is allowed."""
        return f"{self.scheme}://{self.host}:{self.port}"


@dataclass(frozen=True)
class Answer:
    """How the other side answered."""

    status: int
    retry_after: int | None


def _origin(text: str) -> str:
    parts = urlsplit(text.strip())
    port = parts.port or PORTS.get(parts.scheme, 80)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def read_target(url: str) -> Target:
    """Return what an address means. Nothing is looked up. Raises TargetRefused."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise TargetRefused(NO_ADDRESS) from error
    clean = url.isprintable() and " " not in url and "\\" not in url and url.isascii()
    if not host or not clean or len(url) > MOST_URL:
        raise TargetRefused(NO_ADDRESS)
    if parts.username is not None or parts.fragment:
        raise TargetRefused("Die Adresse darf weder Anmeldename noch Sprungmarke enthalten.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    origin = f"{parts.scheme}://{host}:{port}"
    is_named = origin in {_origin(one) for one in settings.OUTBOUND_ALLOWED}
    if parts.scheme not in ("http", "https"):
        raise TargetRefused("Die Adresse muss mit https:// beginnen.")
    if not is_named and (parts.scheme != "https" or port != 443):
        raise TargetRefused("Erlaubt ist nur https:// ohne eigene Portnummer.")
    return Target(parts.scheme, host, port, path, is_named)


def is_public(address: str) -> bool:
    """Tell whether an IP address lies in the open internet, also behind every kind of mapping."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if hidden is None and ip in NAT64:
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(str(hidden))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def resolve(target: Target) -> str:
    """Return the one address to connect to. Raises TargetRefused, SendingFailed."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SendingFailed("Der Name der Adresse ist nicht bekannt.") from error
    addresses = [str(row[4][0]) for row in found]
    if not target.is_named and not all(is_public(one) for one in addresses):
        raise TargetRefused("Die Adresse liegt nicht im öffentlichen Netz.")
    return addresses[0]


def tls_context() -> ssl.SSLContext:
    """Return how certificates of others are checked: always, with the authorities this machine trusts."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def name_server(scheme: str, host: str, port: int, usual: Collection[int]) -> Target:
    """Return a checked server that speaks another protocol; nothing is looked up.

    `usual`: the ports it may have unless the operator names it (`scheme://host:port`).
    Raises TargetRefused.
    """
    try:
        name = host.strip().encode("idna").decode().lower()
    except UnicodeError as error:
        raise TargetRefused(NO_SERVER) from error
    if not HOST_NAME.fullmatch(name) or not 0 < port < 65536:
        raise TargetRefused(NO_SERVER)
    is_named = f"{scheme}://{name}:{port}" in {_origin(one) for one in settings.OUTBOUND_ALLOWED}
    if not is_named and port not in usual:
        ports = " und ".join(map(str, sorted(usual)))
        raise TargetRefused(f"Erlaubt sind nur die Anschlüsse {ports}.")
    return Target(scheme, name, port, "", is_named)


def open_server(target: Target) -> socket.socket:
    """Return a plain connection to a server, at the address that was checked.

    Raises TargetRefused, SendingFailed.
    """
    address = resolve(target)
    try:
        return socket.create_connection((address, target.port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise SendingFailed("Der Server ist nicht erreichbar.") from error


def _connect(target: Target, address: str) -> socket.socket:
    raw = socket.create_connection((address, target.port), timeout=CONNECT_SECONDS)
    if target.scheme == "http":
        return raw
    context = tls_context()
    return context.wrap_socket(raw, server_hostname=target.host, do_handshake_on_connect=False)


class Watch(threading.Timer):
    """Ends a connection when its time is over, however busy the other side keeps it."""

    def __init__(self, sock: socket.socket, seconds: float):
        super().__init__(seconds, self._end, [sock])
        self.daemon, self.has_ended = True, False

    def _end(self, sock: socket.socket) -> None:
        self.has_ended = True
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        """Raise TimeoutError when the time was over before the answer was there."""
        if self.has_ended:
            raise TimeoutError


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send bytes; return how it was answered. Raises TargetRefused, SendingFailed."""
    return ask(url, body, headers)[0]


def ask(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[Answer, bytes]:
    """Send bytes; return how it was answered and the beginning of the answer itself, 64 KiB.

    Raises TargetRefused, SendingFailed.
    """
    target = read_target(url)
    address = resolve(target)
    connection = http.client.HTTPConnection(target.host, target.port, timeout=CONNECT_SECONDS)
    watch = None
    try:
        connection.sock = _connect(target, address)
        watch = Watch(connection.sock, TOTAL_SECONDS)
        watch.start()
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        connection.sock.settimeout(TOTAL_SECONDS)
        connection.request(
            "POST", target.path, body=body, headers={**headers, "Host": _host(target)}
        )
        with connection.getresponse() as found:
            content = found.read(MOST_ANSWER_BYTES)
            watch.check()
            return Answer(found.status, _seconds(found.getheader("Retry-After"))), content
    except TimeoutError as error:
        raise SendingFailed("Die Gegenstelle hat nicht rechtzeitig geantwortet.") from error
    except ssl.SSLError as error:
        raise SendingFailed("Das Zertifikat der Gegenstelle gilt nicht.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SendingFailed("Die Gegenstelle ist nicht erreichbar.") from error
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()


def _host(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    is_usual = target.port == (443 if target.scheme == "https" else 80)
    return host if is_usual else f"{host}:{target.port}"


def _seconds(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else None
