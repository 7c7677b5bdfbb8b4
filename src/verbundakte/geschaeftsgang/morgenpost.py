"""What is due for a person, mailed to her in the morning if she wants that; how much it tells is the
town's decision (`nachrichten.py`)."""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate, localtime

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.desk import DeskCount
from verbundakte.core.jobs import job, start
from verbundakte.core.kalender import kalender_of_town
from verbundakte.core.models import Job, Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.geschaeftsgang import queries
from verbundakte.geschaeftsgang.actions import note_sent
from verbundakte.geschaeftsgang.kinds import JobKind
from verbundakte.geschaeftsgang.models import AboArt, Terminabo
from verbundakte.geschaeftsgang.nachrichten import Inhalt, nachrichten_of_town, subjects_of
from verbundakte.geschaeftsgang.queries import KINDS, LABELS, Zeile
from verbundakte.geschaeftsgang.queries.termin import PAGE
from verbundakte.organisation.actor import load_actor

logger = logging.getLogger("verbundakte.geschaeftsgang")
MORGENS = SystemActor(id="morgenpost", permissions=frozenset())
FIRST_HOUR, LAST_HOUR = 5, 11
MOST_LINES = 30
SUBJECT = "Was heute anliegt"
FAILED = "Der Mailserver hat die E-Mail nicht angenommen."


@dataclass(frozen=True)
class Morgen:
    """What is due for somebody: how many of what, how many overdue, and as much as may be told."""

    counts: list[tuple[str, DeskCount]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def is_offered() -> bool:
    """Tell whether this installation sends mail."""
    return bool(settings.EMAIL_HOST and settings.PUBLIC_URL)


def due_for(actor, *, on: date, inhalt: Inhalt) -> Morgen:
    """Return what is due for a person until a day."""
    found = queries.waiting_termine(actor, until=on)
    counts = [
        (LABELS[art], DeskCount(len(rows), sum(row.due_on < on for row in rows), len(rows) >= PAGE))
        for art, rows in found.items()
        if rows
    ]
    waiting = queries.waiting_counts(actor, on=on).items()
    counts += [(KINDS[kind], one) for kind, one in waiting if one.waiting]
    if inhalt == Inhalt.ZAHLEN:
        return Morgen(counts)
    zeilen = [zeile for rows in found.values() for zeile in rows][:MOST_LINES]
    about = subjects_of(zeilen) if inhalt == Inhalt.BETREFF else {}
    return Morgen(counts, [_line(zeile, about) for zeile in zeilen])


def due_in_vertretung(owner, *, on: date, inhalt: Inhalt) -> Morgen:
    """Return what is due for those a person stands in for today, added up: whom she stands in for is
    nothing for a mail."""
    counts: dict[str, DeskCount] = {}
    lines: list[str] = []
    for capacity in owner.capacities:
        actor = load_actor(owner.person_id, on=on, vertretung=str(capacity.vertretung))
        if actor is None or not actor.on_behalf_of:
            continue  # who is stood in for left meanwhile
        one = due_for(actor, on=on, inhalt=inhalt)
        for label, count in one.counts:
            counts[label] = counts.get(label, DeskCount()) + count
        lines += one.lines
    return Morgen(list(counts.items()), lines[:MOST_LINES])


def _line(zeile: Zeile, about: dict[str, str]) -> str:
    told = ", ".join(filter(None, (zeile.kind, zeile.number, f"{zeile.due_on:%d.%m.%Y}")))
    subject = about.get(zeile.key, "")
    return f"{told}: {' '.join(subject.split())}" if subject else told


def begin_morgenpost(on: date, at: datetime) -> bool:
    """Let the mails of the open town be sent, once on the morning of a day on which somebody works; tell
    whether they are."""
    waiting = Terminabo.objects.filter(art=AboArt.MAIL, ended_at=None).exclude(sent_on=on)
    if not (is_offered() and FIRST_HOUR <= localtime(at).hour <= LAST_HOUR and waiting.exists()):
        return False
    is_running = Job.objects.filter(kind=JobKind.MORGENPOST, finished_at=None).exists()
    if is_running or kalender_of_town(on).frei(on):
        return False
    start(MORGENS, JobKind.MORGENPOST)
    return True


def begin_when_due(on: date) -> bool:
    """Ask every hour (`registry.due`)."""
    return begin_morgenpost(on, now())


@job(JobKind.MORGENPOST, "E-Mails am Morgen senden")
def send_morgenpost(actor, progress) -> dict:
    """Send each mail of the day that was not sent yet; what is refused is tried again in an hour."""
    on = localdate(now())
    with transaction.atomic():
        rows = Terminabo.objects.filter(art=AboArt.MAIL, ended_at=None).exclude(sent_on=on)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
    progress.begin(len(keys))
    sent = 0
    for number, key in enumerate(keys, 1):
        with transaction.atomic():
            mail = _mail_of(key, on)
        try:
            sent += mail.send() if mail is not None else 0
        except OSError:
            logger.warning("morning mail not taken", extra={"reason": "smtp"})
            progress.step(error=FAILED, item=f"Nummer {number} von {len(keys)}")
            continue
        with transaction.atomic():
            note_sent(key, on=on)
        progress.step()
    return {"sent": sent}


def _mail_of(key, on: date) -> EmailMessage | None:
    """Return the mail for somebody who wants one, None where nothing is due or she has no address."""
    abo = Terminabo.objects.select_related("person").filter(pk=key, ended_at=None).first()
    owner = load_actor(abo.person_id, on=on) if abo and abo.person.email else None
    if owner is None:
        return None
    inhalt = nachrichten_of_town(on).mail
    own = due_for(owner, on=on, inhalt=inhalt)
    others = due_in_vertretung(owner, on=on, inhalt=inhalt)
    if not (own.counts or others.counts):
        return None
    town = Tenant.objects.get(pk=current_tenant())
    place = f"{settings.PUBLIC_URL.rstrip('/')}/{town.slug}/"
    parts = [("bei Ihnen liegt heute an:", own), ("in Vertretung liegt heute an:", others)]
    context = {"name": owner.name, "town": town.name, "parts": parts, "place": place}
    text = render_to_string("geschaeftsgang/mail/morgenpost.txt", context)
    return EmailMessage(SUBJECT, text, to=[abo.person.email])
