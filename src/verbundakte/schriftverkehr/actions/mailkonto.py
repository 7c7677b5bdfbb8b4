"""The account over which e-mails leave the house: set up, changed, rested."""

from dataclasses import dataclass
from datetime import datetime

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.outbound import TargetRefused
from verbundakte.core.secrets import SealBroken, seal, unseal
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.mail.nachricht import NotSendable, checked_address, checked_line
from verbundakte.schriftverkehr.mail.smtp import Access
from verbundakte.schriftverkehr.models import Mailkonto
from verbundakte.schriftverkehr.permissions import Permission

PURPOSE = "schriftverkehr.mailkonto"


class AccountExists(Refusal):
    """One is in use."""

    message = "Ein Mailkonto ist schon in Betrieb. Ändern Sie es, oder halten Sie es zuerst an."


@dataclass(frozen=True)
class Kontoangaben:
    """What is entered; a `kennwort` of None stays as it is."""

    absender_name: str
    absender_email: str
    host: str
    port: int
    security: str
    login: str = ""
    kennwort: str | None = None

    def values(self) -> dict:
        """Return the fields of the row that are no secret."""
        return {name: value for name, value in vars(self).items() if name != "kennwort"}


def _check(angaben: Kontoangaben) -> None:
    """Refuse what could never send."""
    try:
        checked_address(angaben.absender_email)
        checked_line(angaben.absender_name, "Der Name des Absenders")
        Access(angaben.host, angaben.port, angaben.security).target()
    except (NotSendable, TargetRefused) as problem:
        raise Refusal(problem.message) from problem


@action(Permission.MAILKONTO_CONFIGURE, Event.MAILKONTO_CREATED, about="result", locks=False)
def create_mailkonto(
    actor, town: Organisationseinheit, *, angaben: Kontoangaben, at: datetime
) -> Mailkonto:
    """Set up the account of a town. Raises AccountExists, or a Refusal that names what is wrong."""
    _check(angaben)
    if Mailkonto.objects.filter(is_active=True).exists():
        raise AccountExists
    konto = Mailkonto.objects.create(
        created_at=at, geheimnis=_sealed(angaben.kennwort or ""), **angaben.values()
    )
    audit.note_change("Absenderadresse", None, konto.absender_email)
    audit.note_change("Mailserver", None, f"{konto.host}:{konto.port}")
    return konto


@action(Permission.MAILKONTO_CONFIGURE, Event.MAILKONTO_CHANGED)
def change_mailkonto(
    actor, konto: Mailkonto, *, angaben: Kontoangaben, seen_revision: int
) -> Mailkonto:
    """Change the account. Raises Changed, or a Refusal that names what is wrong."""
    check_unchanged(konto, seen_revision)
    _check(angaben)
    if angaben.kennwort is not None:
        konto.geheimnis = _sealed(angaben.kennwort)
        konto.save(update_fields=["geheimnis"])
        audit.note_change("Kennwort", None, "neu hinterlegt")
    assign(konto, angaben.values() | {"failure": "", "failing_since": None})
    return konto


@action(Permission.MAILKONTO_CONFIGURE, Event.MAILKONTO_CHANGED)
def rest_mailkonto(actor, konto: Mailkonto, *, is_active: bool) -> None:
    """Send nothing more over an account, or again. Raises AccountExists."""
    if is_active and Mailkonto.objects.filter(is_active=True).exclude(pk=konto.pk).exists():
        raise AccountExists
    assign(konto, {"is_active": is_active})


def access_of(konto: Mailkonto) -> Access:
    """Return how an account is reached, with its secret; none when the installation has another key."""
    try:
        password = unseal(PURPOSE, konto.geheimnis).decode() if konto.geheimnis else ""
    except SealBroken:
        password = ""
    return Access(konto.host, konto.port, konto.security, konto.login, password)


def _sealed(password: str) -> str:
    return seal(PURPOSE, password.encode()) if password else ""
