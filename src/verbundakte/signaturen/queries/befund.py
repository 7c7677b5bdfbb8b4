"""What the signatures of bytes are worth, by the trust of this installation as it is now."""

import io
import zipfile
from pathlib import Path

from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.signaturen.befund import Befund
from verbundakte.signaturen.vertrauen import load_vertrauen

TOO_LARGE = "Die Datei ist zu groß, um ihre Signaturen zu prüfen (höchstens {} MB)."
MOST_BYTES = 200 * 1024 * 1024


def befund_of(actor, path: Path, name: str, *, content: Path | None = None) -> Befund:
    """Return what was found out about a file, Datei or not yet. `content`: what it signs, if detached.

    Whoever asks may read both. Read in the sandbox; outside of a transaction.
    """
    trust = load_vertrauen()
    if path.stat().st_size + (content.stat().st_size if content else 0) > MOST_BYTES:
        return Befund(grund=TOO_LARGE.format(MOST_BYTES >> 20), anker=trust.name)
    try:
        found = converters().check_signatures(
            current_tenant(),
            path if content is None else _box(path, content),
            name,
            trust=trust.as_options(),
            at=now().isoformat(),
            is_box=content is not None,
        )
    except ConversionFailed as failure:
        return Befund(grund=failure.message, anker=trust.name)
    return Befund(
        urteil=found["urteil"],
        format=found["format"],
        grund=found["grund"],
        signaturen=tuple(found["signaturen"]),
        anker=trust.name,
        tool=found["tool"],
    )


def _box(path: Path, content: Path) -> bytes:
    """Signature and content in one, as the sandbox opens one document only."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.write(path, "signatur")
        archive.write(content, "inhalt")
    return box.getvalue()
