"""Where an S3 server is and who asks, from the environment: `<PREFIX>_URL`, `_KEY_FILE`, `_REGION`, `_CA`.

The key file holds two lines, key and secret. Without Django: a backup is restored before there is any.
"""

import os
from pathlib import Path

from verbundakte.core.blobs.sigv4 import Keys, Server


def server_named(prefix: str, bucket: str) -> Server | None:
    """Return the server a prefix of the environment names; None without an address. Raises OSError."""
    url = os.environ.get(f"{prefix}_URL", "")
    if not url:
        return None
    path = os.environ.get(f"{prefix}_KEY_FILE", "")
    access, _, secret = (Path(path).read_text().strip() if path else "").partition("\n")
    keys = Keys(access.strip(), secret.strip(), os.environ.get(f"{prefix}_REGION", "us-east-1"))
    return Server(url, bucket, keys, os.environ.get(f"{prefix}_CA", ""))
