"""A real web server for programs from outside."""

import threading

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from waitress.server import create_server


@pytest.fixture
def url():
    """The address of a web server with the application, as in the product."""
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)
    connections.close_all()
