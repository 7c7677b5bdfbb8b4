"""Settings and code that keep known weaknesses of others out of this house."""

import ast
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from verbundakte.cli import web
from verbundakte.cli.commands import SOURCE
from verbundakte.core.clock import now
from verbundakte.core.models import Session
from verbundakte.web.tests.test_login import PASSWORD, amira

__all__ = ["amira"]
SCRIPTS = SOURCE / "verbundakte/core/ui/static/ui/js"
PRETENDED = {
    "Remote-User": "sachbearbeiterin.musterstadt",
    "X-Remote-User": "sachbearbeiterin.musterstadt",
    "X-Forwarded-User": "sachbearbeiterin.musterstadt",
    "X-Authenticated-User": "sachbearbeiterin.musterstadt",
}
RUNS_CODE = {"pickle", "marshal", "shelve", "jsonpickle", "dill", "yaml"}
CALLS = {"eval", "exec", "compile", "__import__"}


def sources() -> list[Path]:
    """Return all modules of the product."""
    return [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]


def test_no_header_says_who_somebody_is(towns):
    assert Client().get("/musterstadt/", headers=PRETENDED).status_code == 302
    answer = Client(REMOTE_USER=PRETENDED["Remote-User"]).get("/musterstadt/")
    assert answer.status_code == 302


def test_only_a_proxy_on_this_machine_is_believed_and_only_with_tls():
    text = Path(web.__file__).read_text()
    assert "clear_untrusted_proxy_headers=True" in text
    assert settings.SECURE_COOKIES is False
    assert not hasattr(settings, "SECURE_PROXY_SSL_HEADER") or not settings.SECURE_PROXY_SSL_HEADER


def test_nothing_starts_with_a_known_key(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "VERBUNDAKTE_TEST_CLUSTER"}
    done = subprocess.run(
        [sys.executable, "-c", "import verbundakte.settings"],
        env=environment | {"VERBUNDAKTE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Der geheime Schlüssel fehlt" in done.stderr


def test_sessions_and_orders_are_plain_data():
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    for path in sources():
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").partition(".")[0]}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = {node.func.id} & CALLS
            else:
                continue
            assert not names & (RUNS_CODE | CALLS), (path, node.lineno)


def test_no_template_and_no_view_marks_foreign_text_as_safe():
    for path in SOURCE.rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text and "autoescape off" not in text, path


def test_the_viewer_runs_nothing_a_pdf_brings():
    viewer = (SCRIPTS / "viewer_pdf.js").read_text()
    assert "isEvalSupported: false" in viewer and "enableXfa: false" in viewer
    assert "enableScripting: true" not in viewer
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text()
        assert not [word for word in ("eval(", "new Function", "document.write") if word in text], (
            path
        )


@pytest.mark.parametrize("form", ["multipart", "fields"])
def test_a_request_of_too_many_parts_is_refused(towns, form):
    client = towns["musterstadt"].client("sachbearbeiterin")
    many = {f"f{number}": "x" for number in range(5001)}
    more = {} if form == "multipart" else {"content_type": "application/x-www-form-urlencoded"}
    body = many if form == "multipart" else "&".join(f"{key}=x" for key in many)
    assert client.post("/musterstadt/favoriten/", body, **more).status_code == 400


def test_pages_are_asked_for_anew_and_logging_out_forgets_what_the_browser_kept(towns):
    client = towns["musterstadt"].client("sachbearbeiterin")
    assert client.get("/musterstadt/")["Cache-Control"] == "private, no-cache"
    assert client.post("/musterstadt/abmelden/")["Clear-Site-Data"] == '"cache", "storage"'


def test_the_log_names_who_was_refused_and_nobody_else(towns, caplog):
    town = towns["musterstadt"]
    client = town.client("sachbearbeiterin")
    caplog.set_level("INFO", "verbundakte.web")
    client.get("/musterstadt/")
    client.get(f"/musterstadt/vorgaenge/{uuid4()}/")
    client.get("/musterstadt/betrieb/")
    lines = [(row.status, getattr(row, "actor", "")) for row in caplog.records]
    who = str(town.persons["sachbearbeiterin"])
    assert lines == [(200, ""), (404, who), (403, who)]


def test_a_login_gives_the_session_a_new_key(amira):
    client = Client()
    client.get("/musterstadt/anmelden/")
    client.session.save()
    for _ in range(2):
        before = client.session.session_key
        client.post("/musterstadt/anmelden/", {"login": amira.login, "password": PASSWORD})
        assert client.session.session_key not in (None, before)


def test_a_session_ends_after_ten_hours(amira):
    client = Client()
    client.post("/musterstadt/anmelden/", {"login": amira.login, "password": PASSWORD})
    key = client.session.session_key
    row = Session.objects.get(pk=key)
    assert timedelta(hours=9, minutes=59) < row.expire_date - now() <= timedelta(hours=10)
    Session.objects.filter(pk=key).update(expire_date=now())
    assert client.get("/musterstadt/").status_code == 302


def test_every_login_and_every_failure_is_logged(amira, caplog):
    caplog.set_level("INFO", "verbundakte")
    for password in ("falsch", PASSWORD):
        Client().post("/musterstadt/anmelden/", {"login": amira.login, "password": password})
    said = [row.getMessage() for row in caplog.records if "login" in row.getMessage()]
    assert said == ["login failed", "login"]
    assert not [row for row in caplog.records if PASSWORD in str(row.__dict__)]


def test_no_weak_digest_is_used():
    allowed = {"standards/totp.py"}  # RFC 6238: HMAC-SHA-1, where collisions do not matter
    for path in sources():
        if str(path.relative_to(SOURCE / "verbundakte")) not in allowed:
            text = path.read_text()
            assert "hashlib.md5" not in text and "hashlib.sha1" not in text, path


@pytest.mark.parametrize("address", ["/%00/", "/api/v1/personen?after=%00"])
def test_a_nul_in_an_address_is_one_sentence(client, address):
    answer = client.get(address)
    assert answer.status_code == 422
    assert "(NUL)" in answer.content.decode()
