"""When a mailbox is read again, and what its settings mean. Pure: no ORM, no clock, no settings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# After the first failure, the second ...; then the last one again and again.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
MOST_REFUSED = 3
"""So often a password is tried that is not accepted; servers lock accounts after few more."""
WHILE_HEARD = timedelta(minutes=10)
"""So long a mailbox is not looked at while its server tells of new mails by itself."""
AGAIN = timedelta(hours=1)
"""So long a mail that could not be taken is left alone."""


class Danach(StrEnum):
    """What is done in the mailbox with a mail that was taken."""

    BEHALTEN = "behalten"
    GELESEN = "gelesen"
    VERSCHIEBEN = "verschieben"


DANACH = (
    (Danach.BEHALTEN.value, "unverändert liegen lassen"),
    (Danach.GELESEN.value, "als gelesen kennzeichnen"),
    (Danach.VERSCHIEBEN.value, "in einen anderen Ordner verschieben"),
)
SECURITY = (
    ("tls", "TLS (Anschluss 993)"),
    ("starttls", "STARTTLS (Anschluss 143)"),
    ("ohne", "unverschlüsselt (nur im eigenen Netz, vom Betrieb freigegeben)"),
)
ANMELDUNG = (("kennwort", "Kennwort"), ("oauth2", "OAuth 2.0 (Erneuerungsschlüssel)"))


@dataclass(frozen=True)
class Postfach:
    """The settings of a mailbox; secrets are kept apart. `ab`: mails that came before stay there."""

    host: str
    login: str
    port: int = 993
    security: str = "tls"
    folder: str = "INBOX"
    anmeldung: str = "kennwort"
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    danach: str = Danach.BEHALTEN
    zielordner: str = ""
    minuten: int = 2
    verschluss: str = "offen"
    ab: str = ""

    @classmethod
    def of(cls, einstellungen: dict) -> "Postfach":
        """Return what is kept with a Kanal; settings of other versions are passed over."""
        known = {
            name: value for name, value in einstellungen.items() if name in cls.__annotations__
        }
        return cls(**known)

    def is_of_now(self, arrived_at: datetime | None) -> bool:
        """Tell whether a mail came late enough to be taken; one without a moment is."""
        return not (self.ab and arrived_at) or arrived_at >= datetime.fromisoformat(self.ab)


def wait_after(failures: int) -> timedelta:
    """Return how long a mailbox is left alone after so many failures in a row."""
    return WAITS[min(max(failures, 1), len(WAITS)) - 1]


def is_to_stop(failures: int, *, waits_for_person: bool) -> bool:
    """Tell whether a person has to do something before it is tried again."""
    return waits_for_person and failures >= MOST_REFUSED
