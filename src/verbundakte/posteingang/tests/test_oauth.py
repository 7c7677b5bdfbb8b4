"""Mailboxes opened by OAuth 2.0: a provider on this machine gives keys, a real server takes them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from verbundakte.posteingang.actions.postfach import secret_of
from verbundakte.posteingang.models import Eingang, Postfachstand
from verbundakte.posteingang.tests.mailservers import PASSWORD, mail
from verbundakte.posteingang.tests.postfaecher import fetch, make_postfach


class Provider(HTTPServer):
    """Answers at its token endpoint as `answers` says, in turn; keeps what it was asked."""

    def __init__(self, *answers: tuple[int, dict]):
        self.answers, self.asked = list(answers), []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.server_port}/token"


class Handler(BaseHTTPRequestHandler):
    """One question to the provider."""

    def do_POST(self):  # the name http.server asks for
        """Answer the next thing."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append({name: one[0] for name, one in parse_qs(body).items()})
        status, told = self.server.answers.pop(0)
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        """Say nothing."""


def test_a_mailbox_is_opened_by_a_key_that_is_renewed_and_replaced(musterstadt, server, settings):
    if "XOAUTH2" not in server.mechanisms():
        pytest.skip("this server does not offer XOAUTH2")
    provider = Provider(
        (200, {"access_token": PASSWORD, "refresh_token": "zweiter", "expires_in": 3600}),
        (200, {"access_token": "abgelaufen"}),
        (400, {"error": "invalid_grant"}),
    )
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{server.port}", provider.url]
    folder = server.new_folder()
    server.append(mail(1), folder=folder)
    kanal = make_postfach(
        musterstadt.fachadministration,
        server,
        folder=folder,
        anmeldung="oauth2",
        token_url=provider.url,
        client_id="verbundakte",
        scope="imap",
        geheimnis={"client_secret": "geheim", "refresh_token": "erster"},
    )
    try:
        kanal = fetch(kanal)
        assert (kanal.failure, Eingang.objects.count()) == ("", 1)
        assert provider.asked[0] == {
            "grant_type": "refresh_token", "client_id": "verbundakte", "refresh_token": "erster",
            "client_secret": "geheim", "scope": "imap",
        }  # fmt: skip
        assert secret_of(kanal) == {"client_secret": "geheim", "refresh_token": "zweiter"}
        kanal = fetch(kanal)
        assert provider.asked[1]["refresh_token"] == "zweiter"
        assert kanal.failure == "Der Mailserver nimmt den Zugangsschlüssel des Anbieters nicht an."
        kanal = fetch(kanal)
        assert "nimmt den Erneuerungsschlüssel nicht mehr an" in kanal.failure
        assert Postfachstand.objects.get(kanal=kanal).failures == 1
    finally:
        provider.shutdown()
        provider.server_close()
