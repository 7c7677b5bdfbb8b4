"""Mailboxes: set up, changed, rested; and what became of reading them, which no log tells each time."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, check_unchanged
from verbundakte.core.outbound import TargetRefused
from verbundakte.core.secrets import SealBroken, seal, unseal
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.actions.kanal import PURPOSE, check_name
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.mail.imap import Access
from verbundakte.posteingang.mail.rules import (
    ANMELDUNG,
    DANACH,
    SECURITY,
    WHILE_HEARD,
    Postfach,
    is_to_stop,
    wait_after,
)
from verbundakte.posteingang.models import (
    Annahmehindernis,
    Eingangskanal,
    KanalArt,
    Postfachstand,
)
from verbundakte.posteingang.permissions import Permission

HELD = timedelta(minutes=15)
SHOWN = {
    "host": "Mailserver", "port": "Anschluss", "security": "Verschlüsselung", "folder": "Ordner",
    "login": "Anmeldename", "anmeldung": "Anmeldung mit", "token_url": "Adresse für Zugangsschlüssel",
    "client_id": "Kennung der Anwendung", "scope": "Umfang", "danach": "Nach dem Übernehmen",
    "zielordner": "Zielordner", "minuten": "Abstand in Minuten", "verschluss": "Verschluss",
    "ab": "Übernommen wird ab",
}  # fmt: skip
WORDS = {"danach": dict(DANACH), "security": dict(SECURITY), "anmeldung": dict(ANMELDUNG)}


class AddressRefused(Refusal):
    """A server that is not asked; the message says why."""


def _check(postfach: Postfach, bezeichnung: str, but: UUID | None = None) -> None:
    try:
        Access(postfach.host, postfach.port, postfach.security, "", "").target()
    except TargetRefused as refused:
        raise AddressRefused(refused.message) from refused
    check_name(KanalArt.EMAIL, bezeichnung, but)


@action(Permission.KANAL_CONFIGURE, Event.KANAL_CREATED, about="result", locks=False)
def create_postfach(
    actor,
    einheit: Organisationseinheit,
    *,
    bezeichnung: str,
    postfach: Postfach,
    geheimnis: dict,
    at: datetime,
) -> Eingangskanal:
    """Set up a mailbox whose mails go to a unit; it is read at once. Raises AddressRefused, NameTaken."""
    _check(postfach, bezeichnung)
    kanal = Eingangskanal.objects.create(
        art=KanalArt.EMAIL,
        bezeichnung=bezeichnung,
        einheit=einheit,
        einstellungen=asdict(postfach),
        geheimnis=_sealed(geheimnis),
        created_at=at,
    )
    Postfachstand.objects.create(kanal=kanal)
    audit.note_change("Bezeichnung", None, bezeichnung)
    audit.note_change("Geht an", None, einheit)
    _note_settings({}, asdict(postfach))
    return kanal


@action(Permission.KANAL_CONFIGURE, Event.KANAL_CHANGED)
def change_postfach(
    actor, kanal: Eingangskanal, *, seen_revision: int, values: dict, geheimnis: dict
) -> Eingangskanal:
    """Change a mailbox, and read it at once. `values`: bezeichnung, einheit, postfach; what
    `geheimnis` does not name stays as it is. Raises Changed, AddressRefused, NameTaken."""
    check_unchanged(kanal, seen_revision)
    postfach = values["postfach"]
    _check(postfach, values["bezeichnung"], but=kanal.pk)
    before = Postfach.of(kanal.einstellungen)
    audit.note_change("Bezeichnung", kanal.bezeichnung, values["bezeichnung"])
    audit.note_change("Geht an", str(kanal.einheit), str(values["einheit"]))
    _note_settings(asdict(before), asdict(postfach))
    kanal.bezeichnung, kanal.einheit = values["bezeichnung"], values["einheit"]
    kanal.einstellungen = asdict(postfach)
    if geheimnis:
        kanal.geheimnis = _sealed(secret_of(kanal) | geheimnis)
        audit.note_change("Geheimnis", None, "neu hinterlegt")
    kanal.revision += 1
    kanal.save()
    if (before.host, before.login, before.folder) != (
        postfach.host,
        postfach.login,
        postfach.folder,
    ):
        Postfachstand.objects.filter(kanal=kanal).update(uid_validity=0, next_uid=1)
    read_soon(kanal)
    return kanal


@action(Permission.KANAL_CONFIGURE, Event.KANAL_PAUSED)
def pause_kanal(actor, kanal: Eingangskanal) -> None:
    """Take nothing more from a way in until it is resumed."""
    kanal.is_active = False
    kanal.save(update_fields=["is_active"])


@action(Permission.KANAL_CONFIGURE, Event.KANAL_RESUMED)
def resume_kanal(actor, kanal: Eingangskanal) -> None:
    """Take from a way in again, at once. Raises NameTaken."""
    if not kanal.is_active:
        check_name(kanal.art, kanal.bezeichnung)
    kanal.is_active = True
    kanal.save(update_fields=["is_active"])
    read_soon(kanal)


def read_soon(kanal: Eingangskanal) -> None:
    """Let a mailbox be read within a second, also one that waited for a person."""
    Postfachstand.objects.filter(kanal=kanal).update(failures=0, stopped_at=None)
    Eingangskanal.objects.filter(pk=kanal.pk).update(next_try_at=None)


def _note_settings(before: dict, after: dict) -> None:
    for name, label in SHOWN.items():
        words = WORDS.get(name, {})
        old, new = before.get(name), after[name]
        audit.note_change(label, words.get(old, old), words.get(new, new))


def _sealed(geheimnis: dict) -> str:
    return seal(PURPOSE, json.dumps(geheimnis).encode())


def secret_of(kanal: Eingangskanal) -> dict:
    """Return the secrets of a mailbox; none when the installation has another key now."""
    try:
        return json.loads(unseal(PURPOSE, kanal.geheimnis)) if kanal.geheimnis else {}
    except (SealBroken, ValueError):
        return {}


def keep_secret(kanal: Eingangskanal, **changed: str) -> None:
    """Keep what the provider of a mailbox gave anew."""
    Eingangskanal.objects.filter(pk=kanal.pk).update(geheimnis=_sealed(secret_of(kanal) | changed))


def claim(key: UUID, token: UUID, *, at: datetime) -> bool:
    """Take the claim on a mailbox unless a job holds it."""
    rows = Postfachstand.objects.filter(kanal=key, kanal__is_active=True, stopped_at=None)
    free = rows.filter(busy_until=None) | rows.filter(busy_until__lte=at)
    return bool(free.update(claim=token, busy_until=at + HELD))


def release(kanal: Eingangskanal, token: UUID) -> None:
    """Give the claim back."""
    rows = Postfachstand.objects.filter(kanal=kanal, claim=token)
    rows.update(claim=None, busy_until=None)


def note_read(kanal: Eingangskanal, token: UUID, *, next_uid: int, uid_validity: int, at) -> bool:
    """Keep how far a mailbox was read; False when another job has taken over."""
    rows = Postfachstand.objects.filter(kanal=kanal, claim=token)
    return bool(rows.update(next_uid=next_uid, uid_validity=uid_validity, busy_until=at + HELD))


def note_success(kanal: Eingangskanal, *, at: datetime) -> None:
    """Write down that a mailbox was read to its end; one that tells of news is looked at less often."""
    pause = timedelta(minutes=Postfach.of(kanal.einstellungen).minuten)
    rows = Postfachstand.objects.filter(kanal=kanal)
    rows.update(failures=0, stopped_at=None)
    if any(stand.is_heard(at) for stand in rows):
        pause = max(pause, WHILE_HEARD)
    Eingangskanal.objects.filter(pk=kanal.pk).update(
        last_success_at=at, failing_since=None, failure="", next_try_at=at + pause
    )


def note_begun(kanal: Eingangskanal) -> None:
    """Write down that a mailbox is looked at: what is new from now on is told anew."""
    Postfachstand.objects.filter(kanal=kanal).update(news_at=None)


def note_news(key: UUID, horcher: UUID, *, at: datetime) -> None:
    """Let a mailbox on which a worker waits be read within a second, as soon as nobody reads it."""
    rows = Postfachstand.objects.filter(kanal=key, horcher=horcher)
    rows.update(news_at=at, hoert_since=Coalesce("hoert_since", Value(at)))


def note_unheard(key: UUID, horcher: UUID, *, at: datetime) -> None:
    """Write down that nobody waits on a mailbox any more: it is looked at now and then again."""
    rows = Postfachstand.objects.filter(kanal=key, horcher=horcher).exclude(hoert_since=None)
    rows.update(hoert_since=None, news_at=at)


def note_failure(
    kanal: Eingangskanal, reason: str, *, waits_for_person: bool = False, at: datetime
) -> None:
    """Write down why a mailbox could not be read, and when it is tried again, if at all."""
    stand = Postfachstand.objects.select_for_update().get(kanal=kanal)
    stand.failures += 1
    if is_to_stop(stand.failures, waits_for_person=waits_for_person):
        stand.stopped_at = at
    stand.save(update_fields=["failures", "stopped_at"])
    rows = Eingangskanal.objects.filter(pk=kanal.pk)
    rows.filter(failing_since=None).update(failing_since=at)
    rows.update(failure=reason[:400], next_try_at=at + wait_after(stand.failures))


def note_hindernis(
    kanal: Eingangskanal, uid_validity: int, uid: int, *, size: int, grund: str, at: datetime
) -> None:
    """Write down that a mail stays in its mailbox, and why."""
    Annahmehindernis.objects.update_or_create(
        kanal=kanal,
        uid_validity=uid_validity,
        uid=uid,
        defaults={"grund": grund[:400], "size": size, "tried_at": at, "done_at": None},
        create_defaults={
            "grund": grund[:400], "size": size, "tried_at": at, "noted_at": at,
        },
    )  # fmt: skip


def note_taken_after_all(kanal: Eingangskanal, uid_validity: int, uid: int, *, at) -> None:
    """Write down that nothing stands in the way of a mail any more."""
    rows = Annahmehindernis.objects.filter(kanal=kanal, uid_validity=uid_validity, uid=uid)
    rows.filter(done_at=None).update(done_at=at)
