"""A small intake of mails over LMTP (RFC 2033) or SMTP, behind the town's own mail server.

Only addresses of our own are taken, and 250 is answered only after the record is safely stored. Whatever
goes wrong is 4xx: the mail server keeps the mail and tries again, and nothing is recorded twice.
"""

import asyncio
import functools
import logging
import ssl
import threading
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

from verbundakte.akten.actions.arrival import NotTaken
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs.store import StoreAway, StoreFull
from verbundakte.core.clock import now
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.mail.ablage import TOKEN, file_mail
from verbundakte.posteingang.mail.annahme import spooled
from verbundakte.posteingang.models import Mailadresse
from verbundakte.posteingang.permissions import Permission

logger = logging.getLogger("verbundakte.lmtp")
logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it would tell addresses
INTAKE = SystemActor(
    "mailannahme", frozenset({Permission.EINGANG_RECORD, AktenPermission.DOKUMENT_CREATE})
)
OK = "250 2.6.0 OK"
UNKNOWN = "550 5.1.1 Diese Adresse gibt es hier nicht"
RESTS = "450 4.2.1 Dieser Eingangskanal ist angehalten"
LATER = "451 4.3.0 Voruebergehend nicht moeglich"
REFUSED = "554 5.7.1 Die E-Mail wird nicht angenommen (zu gross, Programm oder Schadprogramm)"
TRUSTED = {"lmtp": LMTP, "smtp": SMTP}
STORE_ERRORS = (Refusal, StoreFull, StoreAway, DatabaseError, OSError)


class Unknown(Exception):
    """Nobody is reached at this address."""


def find(address: str) -> tuple[int, str]:
    """Return town and id of an address of our own. Raises Unknown."""
    match = TOKEN.match(address.strip().lower())
    if match is None:
        raise Unknown
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tenant, adresse FROM posteingang_mailadresse_of(%s)", [match[1]])
        found = cursor.fetchone()
    if found is None:
        raise Unknown
    return found


def check_receiver(address: str) -> str:
    """Return the answer to the question whether mails for an address are taken now."""
    try:
        tenant, key = find(address)
    except Unknown:
        return UNKNOWN
    with use_tenant(tenant), transaction.atomic():
        kanal = Mailadresse.objects.select_related("kanal").get(pk=key).kanal
    return OK if kanal is None or kanal.is_active else RESTS


def deliver(address: str, content: bytes) -> str:
    """Store a mail for one receiver and return the answer."""
    try:
        tenant, key = find(address)
        at = now()
        with use_tenant(tenant):
            with transaction.atomic():
                rows = Mailadresse.objects.filter(pk=key, ended_at=None)
                adresse = rows.select_related("kanal", "person", "vorgang__federfuehrung").first()
            if adresse is None:
                return UNKNOWN
            with spooled([content]) as path:
                file_mail(INTAKE, adresse, path, arrived_at=at, at=at)
        return OK
    except Unknown:
        return UNKNOWN
    except NotTaken as refusal:
        logger.warning("mail refused", extra={"reason": type(refusal).__name__})
        return REFUSED
    except STORE_ERRORS as error:
        logger.warning("mail later", extra={"reason": type(error).__name__})
        return LATER
    except Exception:
        logger.exception("mail failed")
        return LATER


def _in_thread(function, *args):
    """Run something that asks the database, with a connection that is good."""
    close_old_connections()
    try:
        return function(*args)
    finally:
        close_old_connections()


class Intake:
    """Answers a mail server; the work is done in threads."""

    def __init__(self, *, answers_each: bool):
        self.answers_each = answers_each

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        """Take a receiver, or say why not."""
        try:
            said = await asyncio.to_thread(_in_thread, check_receiver, address)
        except DatabaseError:
            return LATER
        if said == OK:
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server, session, envelope) -> str:
        """Store the mail for each receiver; LMTP is answered for each, SMTP for all together."""
        said = [
            await asyncio.to_thread(_in_thread, deliver, address, envelope.content)
            for address in envelope.rcpt_tos
        ]
        if self.answers_each:
            return "\r\n".join(said)
        return next((one for one in said if one != OK), OK)

    async def handle_exception(self, error: Exception) -> str:
        """Say nothing of what went wrong."""
        logger.error("intake failed", extra={"reason": type(error).__name__})
        return LATER


def _tls() -> ssl.SSLContext | None:
    if not settings.LMTP_CERT:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(settings.LMTP_CERT, settings.LMTP_KEY or None)
    return context


async def listen(address: str) -> asyncio.Server:
    """Listen at `lmtp://host:port` or `smtp://host:port`. Raises OSError, ValueError, KeyError."""
    parts = urlsplit(address if "://" in address else f"lmtp://{address}")
    protocol, context = TRUSTED[parts.scheme], _tls()
    make = functools.partial(
        protocol,
        Intake(answers_each=protocol is LMTP),
        data_size_limit=settings.LMTP_MAX_BYTES,
        enable_SMTPUTF8=True,
        hostname=settings.MAIL_DOMAIN or "verbundakte",
        ident="Verbundakte",
        auth_exclude_mechanism=["LOGIN", "PLAIN"],
        tls_context=context,
        require_starttls=context is not None,
        timeout=120,
    )
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: make(loop=loop), parts.hostname, parts.port)


async def _run(ended: threading.Event) -> None:
    server = await listen(settings.LMTP)
    async with server:
        while not ended.is_set():
            await asyncio.sleep(0.5)


def serve(ended: threading.Event) -> None:
    """Take mails as long as the worker lives; without VERBUNDAKTE_LMTP there is nothing to do."""
    while settings.LMTP and not ended.is_set():
        try:
            asyncio.run(_run(ended))
        except (OSError, ValueError, KeyError) as error:
            logger.error("intake does not listen", extra={"reason": str(error)[:200]})
            ended.wait(10)
