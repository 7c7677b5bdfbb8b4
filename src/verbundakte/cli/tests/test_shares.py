"""New connections go to the web process that has the fewest."""

import http.client
import socket
from contextlib import ExitStack

import pytest

from verbundakte.cli import shares
from verbundakte.cli.shares import Shares, number_of, share_connections
from verbundakte.cli.tests.serving import serving


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


def sharing(listener: socket.socket, own: Shares):
    """Serve on a socket that others serve on, too; give the server."""
    return serving(
        application, lambda server: share_connections(server, own), sockets=[listener.dup()]
    )


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def visitor(listener: socket.socket) -> http.client.HTTPConnection:
    """Return a connection on which something was asked, and that stays open."""
    connection = http.client.HTTPConnection(*listener.getsockname(), timeout=30)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"ok"
    return connection


def test_each_process_gets_the_same_number_of_connections(listener, tmp_path, monkeypatch):
    monkeypatch.setattr(shares, "PATIENCE", 0.5)
    first, second = (Shares(tmp_path / "anteile", number) for number in range(2))
    with ExitStack() as stack:
        servers = [stack.enter_context(sharing(listener, one)) for one in (first, second)]
        visitors = [visitor(listener) for _ in range(6)]
        assert [len(server.active_channels) for server in servers] == [3, 3]
        for one in visitors:
            one.close()


def test_who_has_more_takes_it_when_the_others_do_not(listener, tmp_path):
    first, second = (Shares(tmp_path / "anteile", number) for number in range(2))
    second.tell(0)  # it says that it has none, but does not answer
    with sharing(listener, first) as server:
        visitors = [visitor(listener) for _ in range(3)]
        assert len(server.active_channels) == 3
        assert not first.has_fewest()
        second.end()
        assert first.has_fewest()
        for one in visitors:
            one.close()


def test_a_process_that_begins_anew_has_none(tmp_path):
    first, second = (Shares(tmp_path / "anteile", number) for number in range(2))
    second.tell(7)
    assert first.has_fewest()
    assert not second.has_fewest()
    again = Shares(tmp_path / "anteile", 1)
    assert again.has_fewest()


def test_alone_it_takes_everything(listener):
    with sharing(listener, Shares(None, 0)) as server:
        visitors = [visitor(listener) for _ in range(2)]
        assert len(server.active_channels) == 2
        for one in visitors:
            one.close()


def test_the_number_stands_in_the_name():
    assert [number_of(name) for name in ("web", "web-2", "web-8")] == [0, 1, 7]
