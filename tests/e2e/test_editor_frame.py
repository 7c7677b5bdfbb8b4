"""The page that shows a document server: the browser posts the ticket into the frame, and nothing else."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.db import transaction
from playwright.sync_api import expect

from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.tenancy.context import use_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DISCOVERY = """<wopi-discovery><net-zone name="external-http"><app name="writer">
<action name="edit" ext="odt" urlsrc="{}/editor?"/></app></net-zone></wopi-discovery>"""


@pytest.fixture
def editor(settings, tmp_path):
    """A document server that reads the Dokument with the ticket it is given, and shows it."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            (source,) = parse_qs(urlsplit(self.path).query)["WOPISrc"]
            (ticket,) = given["access_token"]
            with urlopen(f"{source}/contents?access_token={ticket}") as opened:
                text = opened.read()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<p>Geladen: " + text + b"</p>")

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    discovery = tmp_path / "discovery.xml"
    discovery.write_text(DISCOVERY.format(f"http://127.0.0.1:{server.server_port}"))
    settings.WOPI_DISCOVERY = str(discovery)
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def test_the_document_server_opens_in_its_frame_with_and_without_a_script(office, editor):
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        dokument = make_dokument(
            lambda: town.sachbearbeiterin, name="Bescheid.odt", content=b"Entwurf des Bescheids"
        )
    for has_script in (True, False):
        page = office.log_in("sachbearbeiterin", java_script_enabled=has_script)
        page.goto(f"{office.address}/musterstadt/dokumente/{dokument.pk}/programm/")
        page.get_by_role("link", name="Im Browser bearbeiten").click()
        if not has_script:
            page.get_by_role("button", name="Öffnen").click()
        frame = page.frame_locator("iframe[name=bearbeitung]")
        expect(frame.get_by_text("Geladen: Entwurf des Bescheids")).to_be_visible()
