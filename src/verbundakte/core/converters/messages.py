"""Electronic post of authorities: what a message says of itself (XJustiz, FIT-Connect, Prüfprotokoll)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from verbundakte.core.converters import ingest
from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.source import Source
from verbundakte.standards import fitconnect, herkunft, xjustiz


def read_message(source: Source, *, form: str) -> tuple[dict, list[bytes]]:
    """Operation: what an XJustiz message, metadata, a protocol or a vhn.xml says, as plain values.

    `form`: xjustiz, fitconnect, protokoll, vhn.
    """
    try:
        told: Any = READERS[form](source)
    except (xjustiz.NotRead, fitconnect.NotRead) as failure:
        raise Damaged(failure.message) from None
    return _plain(asdict(told)), []


def _protocol(source: Source) -> herkunft.Protokoll:
    pages = ingest.extract_text(source)[0]["pages"]
    return herkunft.read_protocol("\n".join(pages))


READERS = {
    "xjustiz": lambda source: xjustiz.read_message(source.data),
    "fitconnect": lambda source: fitconnect.read_metadata(source.data),
    "vhn": lambda source: herkunft.read_vhn(source.data),
    "protokoll": _protocol,
}


def _plain(told):
    """Return values as JSON has them."""
    if isinstance(told, dict):
        return {name: _plain(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_plain(value) for value in told]
    return told.isoformat() if isinstance(told, date | datetime) else told
