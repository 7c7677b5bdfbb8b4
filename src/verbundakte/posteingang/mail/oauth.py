"""Access to a mailbox by OAuth 2.0 (RFC 6749, section 6): a refresh token becomes an access token."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from verbundakte.core.outbound import SendingFailed, TargetRefused, ask
from verbundakte.posteingang.mail.imap import MailboxFailed

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(frozen=True)
class Client:
    """Who asks, and where: the registration of the town with the provider of its mailboxes."""

    token_url: str
    client_id: str
    scope: str
    client_secret: str
    refresh_token: str


@dataclass(frozen=True)
class Issued:
    """What the provider gave; `refresh_token` replaces the former one when it is not empty."""

    access_token: str
    refresh_token: str


def renew(client: Client) -> Issued:
    """Return a fresh access token. Raises MailboxFailed."""
    asked = {
        "grant_type": "refresh_token",
        "client_id": client.client_id,
        "refresh_token": client.refresh_token,
        "client_secret": client.client_secret,
        "scope": client.scope,
    }
    body = urlencode({name: value for name, value in asked.items() if value}).encode()
    try:
        answer, content = ask(client.token_url, body, FORM)
    except TargetRefused as refused:
        raise MailboxFailed(refused.message, waits_for_person=True) from refused
    except SendingFailed as failed:
        raise MailboxFailed(f"Anmeldung beim Anbieter: {failed.message}") from failed
    if answer.status in (400, 401, 403):
        raise MailboxFailed(
            "Der Anbieter nimmt den Erneuerungsschlüssel nicht mehr an. Hinterlegen Sie einen neuen.",
            waits_for_person=True,
        )
    try:
        told = json.loads(content)
        return Issued(str(told["access_token"]), str(told.get("refresh_token", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise MailboxFailed(
            "Der Anbieter hat auf die Anmeldung nichts Brauchbares geantwortet."
        ) from error
