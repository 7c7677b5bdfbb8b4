"""A place for backups in a bucket of a real S3 server."""

from urllib.parse import urlsplit

import pytest

from verbundakte.core.backup.places import place_to
from verbundakte.core.backup.sets import Shelf
from verbundakte.core.tests import s3_server


@pytest.fixture
def s3_address(s3_port, tmp_path, monkeypatch):
    """The address of an empty place; the access to it stands in the environment."""
    server = s3_server.new_bucket(s3_port)
    (tmp_path / "zugang").write_text(f"{server.keys.access}\n{server.keys.secret}\n")
    monkeypatch.setenv("VERBUNDAKTE_SICHERUNG_S3_URL", server.url)
    monkeypatch.setenv("VERBUNDAKTE_SICHERUNG_S3_KEY_FILE", str(tmp_path / "zugang"))
    assert not urlsplit(server.url).path
    return f"s3://{server.bucket}/verbund/nord"


@pytest.fixture
def in_s3(s3_address):
    """A shelf in the bucket."""
    return Shelf(place_to(s3_address), bytes(32))
