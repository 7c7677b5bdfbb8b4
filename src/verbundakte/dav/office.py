"""The document server of this installation, if it has one: told by a file the operator puts there.

Nothing is fetched from an address, so there is none that could be made to point elsewhere.
"""

import logging
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from verbundakte.standards.wopi import Discovery, DiscoveryBroken, editor_address, read_discovery

logger = logging.getLogger("verbundakte.dav")


def document_server() -> Discovery | None:
    """Return where documents are edited in the browser, None when nowhere."""
    if not settings.WOPI_DISCOVERY:
        return None
    path = Path(settings.WOPI_DISCOVERY)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        logger.warning("the discovery file cannot be read")
        return None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Discovery | None:
    try:
        return read_discovery(path.read_bytes())
    except DiscoveryBroken as error:
        logger.warning("the discovery file is of no use", extra={"reason": str(error)})
        return None


def editor_of(name: str, source: str) -> str:
    """Return where a browser edits a file of this name that lies at `source`, "" when nowhere."""
    server = document_server()
    template = server.editors.get(name.rpartition(".")[2].lower(), "") if server else ""
    return editor_address(template, quote(source, safe="")) if template else ""
