"""Setting up, changing and ending who is told what."""

from datetime import datetime

from verbundakte.anbindung.events import Event
from verbundakte.anbindung.models import Abonnement, Anlass
from verbundakte.anbindung.permissions import Permission
from verbundakte.anbindung.rules import SECRET_OVERLAP
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.models import Tenant
from verbundakte.core.outbound import TargetRefused, read_target
from verbundakte.core.secrets import seal
from verbundakte.standards import webhooks

PURPOSE = "anbindung"
MOST = 50


class AddressRefused(Refusal):
    """An address to which nothing is sent; the message says why."""


class TooManyAbonnements(Refusal):
    """Each event is written once for each of them."""

    message = f"Mehr als {MOST} Abonnements gibt es in einer Kommune nicht. Beenden Sie eines."


class Ended(Refusal):
    """Ended meanwhile."""

    message = "Dieses Abonnement ist beendet."


class SecretBusy(Refusal):
    """Only two secrets sign at a time."""

    message = (
        "Das Geheimnis wurde gerade erst erneuert; noch gilt auch das vorige. Warten Sie, bis es"
        " abgelaufen ist."
    )


def _check_address(url: str) -> None:
    try:
        read_target(url)
    except TargetRefused as refused:
        raise AddressRefused(refused.message) from refused


def _told(anlaesse: list[str]) -> str:
    return ", ".join(sorted(Anlass(one).label for one in anlaesse))


@action(Permission.ABONNEMENT_EDIT, Event.ABONNEMENT_CREATED, about="result", locks=False)
def create_abonnement(actor, town: Tenant, *, values: dict, at: datetime) -> Abonnement:
    """Let a system be told from now on; `secret_shown` of the result is its secret, once.

    values: bezeichnung, url, anlaesse, person_id. Raises AddressRefused, TooManyAbonnements.
    """
    _check_address(values["url"])
    if Abonnement.objects.filter(ended_at=None)[:MOST].count() >= MOST:
        raise TooManyAbonnements
    secret = webhooks.new_secret()
    row = Abonnement.objects.create(**values, secret=seal(PURPOSE, secret.encode()), created_at=at)
    audit.note_change("Bezeichnung", None, row.bezeichnung)
    audit.note_change("Adresse", None, row.url)
    audit.note_change("Anlässe", None, _told(row.anlaesse))
    audit.note_change("Rechte von", None, row.person.name)
    row.secret_shown = secret
    return row


def _check_live(abonnement: Abonnement) -> None:
    if abonnement.ended_at is not None:
        raise Ended


@action(Permission.ABONNEMENT_EDIT, Event.ABONNEMENT_CHANGED)
def change_abonnement(
    actor, abonnement: Abonnement, *, seen_revision: int, values: dict
) -> Abonnement:
    """Change name, address or what is told. Raises Changed, Ended, AddressRefused."""
    _check_live(abonnement)
    check_unchanged(abonnement, seen_revision)
    if "url" in values:
        _check_address(values["url"])
    if "anlaesse" in values:
        before, values = abonnement.anlaesse, dict(values)
        abonnement.anlaesse = values.pop("anlaesse")
        audit.note_change("Anlässe", _told(before), _told(abonnement.anlaesse))
    if not assign(abonnement, values):
        abonnement.revision += 1
        abonnement.save()
    return abonnement


@action(Permission.ABONNEMENT_EDIT, Event.ABONNEMENT_ENDED)
def end_abonnement(actor, abonnement: Abonnement, *, at: datetime) -> None:
    """Tell this system nothing more; what waits is not sent, the secrets are gone."""
    if abonnement.ended_at is not None:
        return
    abonnement.ended_at, abonnement.claim = at, None
    abonnement.secret = abonnement.previous_secret = ""
    abonnement.save()
    rows = abonnement.meldungen.filter(delivered_at=None, dropped_at=None)
    rows.update(dropped_at=at, note="Das Abonnement wurde beendet.")


@action(Permission.ABONNEMENT_EDIT, Event.SECRET_RENEWED)
def renew_secret(actor, abonnement: Abonnement, *, at: datetime) -> str:
    """Return a new secret; for two days the former one signs, too. Raises Ended, SecretBusy."""
    _check_live(abonnement)
    if abonnement.has_two_secrets(at):
        raise SecretBusy
    secret = webhooks.new_secret()
    abonnement.previous_secret, abonnement.previous_until = abonnement.secret, at + SECRET_OVERLAP
    abonnement.secret = seal(PURPOSE, secret.encode())
    abonnement.save()
    return secret


@action(Permission.ABONNEMENT_EDIT, Event.ABONNEMENT_RESUMED)
def resume_abonnement(actor, abonnement: Abonnement) -> None:
    """Send what waits, at once. Raises Ended."""
    _check_live(abonnement)
    abonnement.paused_at = abonnement.failing_since = abonnement.next_try_at = None
    abonnement.failures = 0
    abonnement.save()
