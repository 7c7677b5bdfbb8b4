"""Settings and code that keep known weaknesses of others out of this house."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from verbundakte.cli import web
from verbundakte.cli.commands import SOURCE

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
