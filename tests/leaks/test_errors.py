"""Pages of refusal and failure are as safe as all others, and tell nothing of the house's inside.

That every other answer is safe is asked at each knock (tests/leaks/safe.py).
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client

from tests.leaks.safe import check_safe
from tests.leaks.world import Visitor
from verbundakte.core.tenancy.context import no_tenant

INSIDE = ("Traceback", "verbundakte.", "psycopg", "Django", "SELECT", "planted", "/src/")
ASKED = {
    "nowhere": ("GET", "/gibt-es-nicht/", 404),
    "unknown town": ("GET", "/andernorts/", 404),
    "unknown page": ("GET", "/musterstadt/gibt-es-nicht/", 404),
    "only by form": ("GET", "/musterstadt/abmelden/", 405),
    "no id": ("GET", "/musterstadt/vorgaenge/keine-kennung/", 404),
    "unreadable": ("POST", "/musterstadt/uploads/", 400),
    "api nowhere": ("GET", "/api/v1/gibt-es-nicht", 404),
    "style": ("GET", "/static/ui/symbole.svg", 200),
    "climbing out": ("GET", "/static/../../etc/passwd", 404),
}


def answer_to(world, method: str, path: str, **more):
    """Return an answer to the clerk, whatever happens in the house; its effects are undone."""
    client = Client(raise_request_exception=False, **more)
    client.cookies = world.client(Visitor("sachbearbeiterin")).cookies
    with transaction.atomic(), no_tenant():
        mark = transaction.savepoint()
        answer = client.generic(method, path, "{", content_type="application/json")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.savepoint_rollback(mark)
    return answer, content


def check(answer, content: bytes, status: int) -> None:
    """Compare an answer with what is promised."""
    assert answer.status_code == status
    if "svg" not in answer.headers["Content-Type"]:  # our own icons
        check_safe(answer, content)
    assert not [word for word in INSIDE if word in content.decode("utf-8", "replace")]


@pytest.mark.parametrize("name", ASKED)
def test_a_refusal_is_a_safe_page(world, name):
    method, path, status = ASKED[name]
    check(*answer_to(world, method, path), status)


def test_a_forged_form_is_a_safe_page(world):
    answer, content = answer_to(world, "POST", "/musterstadt/favoriten/", enforce_csrf_checks=True)
    check(answer, content, 403)


@pytest.mark.parametrize(("error", "status"), [(RuntimeError, 500), (OperationalError, 503)])
@pytest.mark.parametrize("path", ["/musterstadt/", "/musterstadt/api/v1/akten"])
def test_a_failure_is_a_safe_page_without_its_cause(world, path, error, status):
    def fail(execute, sql, params, many, context):
        if "SAVEPOINT" not in sql and "set_config" not in sql:
            raise error("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        answer, content = answer_to(world, "GET", path)
    if "/api/" in path and answer.status_code == 401:  # without a token nothing is asked
        return
    check(answer, content, status)


def test_behind_tls_cookies_belong_to_this_host_and_the_browser_stays_with_tls():
    code = (
        "import json; from verbundakte import settings as s; print(json.dumps([s.SESSION_COOKIE_NAME,"
        " s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"VERBUNDAKTE_HTTPS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    names = ["__Host-verbundakte", "__Host-csrftoken"]
    assert json.loads(done.stdout) == [*names, True, True, 31536000]


def test_scripts_cannot_read_the_cookies():
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    assert settings.DEBUG is False
