"""What others name as an address never becomes a way into our network."""

import contextlib
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from verbundakte.core import outbound
from verbundakte.core.outbound import SendingFailed, TargetRefused, is_public, post, read_target

BAD = [
    "http://example.org/",
    "https://example.org:8443/",
    "https://user:word@example.org/",
    "https://example.org/#part",
    "ftp://example.org/",
    "HTTPS://exa mple.org/",
    "https:///path",
    "https://example.org\\@127.0.0.1/",
    "https://example.org/\r\nX: y",
    "https://[::1",
    "//example.org",
    "",
    "https://example.org/" + "a" * 500,
]


@pytest.mark.parametrize("url", BAD)
def test_only_plain_https_addresses_are_taken(url):
    with pytest.raises(TargetRefused):
        read_target(url)


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1",
    "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_counts_as_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_do(address):
    assert is_public(address)


def _named(monkeypatch, *addresses: str) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *args, **more: rows)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    _named(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(TargetRefused):
        post("https://example.org/", b"", {})


def test_the_connection_goes_to_the_address_that_was_checked_and_no_name_is_asked_again(
    monkeypatch,
):
    asked, connected = [], []

    def ask(host, port, **more):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    def connect(address, timeout):
        connected.append(address)
        raise OSError

    monkeypatch.setattr(outbound.socket, "getaddrinfo", ask)
    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    with pytest.raises(SendingFailed):
        post("https://example.org/", b"", {})
    assert asked == ["example.org"] and connected == [("93.184.216.34", 443)]


def test_the_collected_hostile_targets_are_refused_without_a_connection(shared, monkeypatch):
    def fail(*args, **more):
        raise AssertionError("connected")

    monkeypatch.setattr(outbound.socket, "create_connection", fail)
    found = json.loads((shared / "hostile" / "webhook-ziele.json").read_text())
    assert found
    for url in found:
        with pytest.raises(TargetRefused):
            post(url, b"", {})
        with pytest.raises((TargetRefused, SendingFailed)):
            post(url.lower().replace("http://", "https://").replace(":9777", ""), b"", {})


@pytest.fixture
def server(settings):
    """A local server the operator allows; `requests` are the paths that were asked for."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            requests.append(self.path)
            if self.path == "/weiter":
                self.send_response(307)
                self.send_header("Location", "/geheim")
                self.end_headers()
            elif self.path == "/tropfen":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                with contextlib.suppress(OSError):
                    for number in range(100):
                        time.sleep(0.1)
                        self.wfile.write(f"X-{number}: y\r\n".encode())
            else:
                self.send_response(200)
                self.send_header("Retry-After", "7")
                self.end_headers()
                self.wfile.write(b"x" * 10_000_000)

        def log_message(self, *args):
            """Say nothing."""

    found = HTTPServer(("127.0.0.1", 0), Handler)
    found.requests = requests
    found.url = f"http://127.0.0.1:{found.server_port}"
    settings.OUTBOUND_ALLOWED = [found.url]
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def test_a_named_address_may_be_private_but_only_exactly_that_one(server, settings):
    assert post(server.url + "/viel", b"x", {}).retry_after == 7
    with pytest.raises(TargetRefused):
        post(f"http://127.0.0.1:{server.server_port + 1}/", b"x", {})
    settings.OUTBOUND_ALLOWED = []
    with pytest.raises(TargetRefused):
        post(server.url, b"x", {})


def test_redirects_are_answers_and_not_followed(server):
    assert post(server.url + "/weiter", b"x", {}).status == 307
    assert server.requests == ["/weiter"]


def test_whoever_answers_drop_by_drop_does_not_hold_us(server, monkeypatch):
    monkeypatch.setattr(outbound, "TOTAL_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(SendingFailed):
        post(server.url + "/tropfen", b"x", {})
    assert time.monotonic() - began < 3
