"""What an event changed, as pages show it."""

from dataclasses import dataclass
from datetime import datetime

from verbundakte.core.models import AuditEvent


@dataclass(frozen=True)
class Change:
    """A changed field of an entry of the history (xdomea: HistorienProtokollInformation)."""

    label: str
    before: str
    after: str


def changes_of(event: AuditEvent) -> list[Change]:
    """Return the changes of an event whose details were read with it; erased ones are left out."""
    return [
        Change(row.name, _readable(row.old), _readable(row.new))
        for row in event.details.all()
        if row.name is not None
    ]


def _readable(text: str | None) -> str:
    """Return a logged value for the screen: days in German form, the rest as it is."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment:%d.%m.%Y}" if len(text) == 10 else text
