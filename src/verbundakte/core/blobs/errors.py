"""What can be wrong with a store, and what is known of stored bytes."""

from dataclasses import dataclass
from datetime import datetime

from verbundakte.core.metrics import store_errors

HEX = frozenset("0123456789abcdef")


class StoreFull(Exception):
    """No space is left for more bytes; nothing was written."""

    message = (
        "Der Speicherplatz ist erschöpft. Es wurde nichts gespeichert. Melden Sie es dem Betrieb."
    )


class StoreAway(Exception):
    """The store cannot be reached at the moment."""

    message = "Der Dateispeicher antwortet nicht. Versuchen Sie es in einigen Sekunden noch einmal."


class BytesMissing(Exception):
    """A row names bytes that are not there (reported by `check`)."""

    message = "Die Datei liegt nicht im Speicher. Melden Sie es dem Betrieb; er findet sie über ./verbundakte check."


class BytesDamaged(BytesMissing):
    """What lies there is not what its digest says."""

    message = "Die Datei im Speicher ist beschädigt. Melden Sie es dem Betrieb; er findet sie über ./verbundakte check."


@dataclass(frozen=True)
class Stored:
    """Digest (hex) and size (bytes) of what lies in the store."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Entry:
    """What a store lists: a name (a digest, if nobody put something else there), size, moment."""

    name: str
    size: int
    at: datetime


def reason_of(error: OSError) -> Exception:
    """Return StoreFull or StoreAway for an error of the disk."""
    is_full = error.errno in (28, 122)
    store_errors.add(store="lokal", kind="full" if is_full else "away")
    return StoreFull() if is_full else StoreAway()


def checked(sha256: str) -> str:
    """Return the digest; nothing else may become a name in a store. Raises ValueError."""
    if not is_digest(sha256):
        raise ValueError("not a SHA-256")
    return sha256


def name_of(place: str) -> str:
    """Return the digest of what lies at `<aa>/<sha256>` of a town, of anything else the place itself."""
    folder, _, name = place.partition("/")
    return name if len(name) == 64 and name[:2] == folder else place


def is_digest(name: str) -> bool:
    """Tell whether this is the name of something that we may have stored."""
    return len(name) == 64 and set(name) <= HEX
