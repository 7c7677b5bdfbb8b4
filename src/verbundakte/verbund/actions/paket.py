"""The package of a whole town: ordered, made, fetched; its key is shown to those who decide for the town.

Whoever keeps the house running orders and fetches a sealed package and cannot open it; only who decides
about the leaving of the town sees the key, or has a package made without one.
"""

from datetime import datetime
from secrets import token_bytes

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ausgaben import KEPT, order_ausgabe
from verbundakte.core.backup.vessel import key_line
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.core.jobs import start
from verbundakte.core.models import Ausgabe, Job, Tenant
from verbundakte.core.secrets import seal, unseal
from verbundakte.organisation.actor import Actor
from verbundakte.verbund.events import Event
from verbundakte.verbund.kinds import JobKind
from verbundakte.verbund.permissions import Permission

ART, PURPOSE = "kommune", "kommunenpaket"
SEALED, PLAIN = "verschlüsselt", "unverschlüsselt"


class PaketInWork(Refusal):
    message = "Ein Paket entsteht gerade. Warten Sie, bis es fertig ist."


class PlainNotAllowed(Refusal):
    message = (
        "Ein unverschlüsseltes Paket bestellt nur, wer über den Auszug der Kommune entscheidet."
        " Wählen Sie das verschlüsselte."
    )


class NoKey(Refusal):
    message = "Dieses Paket hat keinen Schlüssel; es ist unverschlüsselt."


@action(Permission.PAKET_EXPORT, Event.PAKET_ORDERED)
def order_paket(actor: Actor, tenant: Tenant, *, is_sealed: bool, at: datetime) -> Job:
    """Let a package of the town be made in the background. Raises PaketInWork, PlainNotAllowed."""
    if Job.objects.open().filter(kind=JobKind.PAKET).exists():
        raise PaketInWork
    if not is_sealed and not actor.may(Permission.AUSZUG_DECIDE, tenant):
        raise PlainNotAllowed
    key = seal(PURPOSE, token_bytes(32)) if is_sealed else ""
    ausgabe = order_ausgabe(actor, {"art": ART, "schluessel": key}, at=at)
    audit.note_change("Form", None, SEALED if is_sealed else PLAIN)
    return start(actor, JobKind.PAKET, ausgabe=ausgabe.pk)


@action(Permission.PAKET_EXPORT, Event.PAKET_MADE)
def keep_paket(
    actor, tenant: Tenant, *, ausgabe: Ausgabe, stored: Stored, nachweis: dict, at: datetime
) -> None:
    """Keep a package that was made and read back, with the proof of what is in it."""
    is_sealed = bool(ausgabe.request["schluessel"])
    ausgabe.blob = register(stored)
    ausgabe.file_name = f"{tenant.slug} {at:%Y-%m-%d}.tar{'.gesichert' if is_sealed else ''}"
    ausgabe.media_type = "application/octet-stream" if is_sealed else "application/x-tar"
    ausgabe.expires_at = at + KEPT
    ausgabe.request |= {"nachweis": nachweis}
    ausgabe.save()
    audit.note_change("Prüfsumme", None, nachweis["digest"])


@action(Permission.PAKET_EXPORT, Event.PAKET_FETCHED)
def note_paket_fetched(actor: Actor, tenant: Tenant, *, ausgabe: Ausgabe) -> None:
    """Write down that a package was fetched."""
    audit.note_change("Datei", None, ausgabe.file_name)


@action(Permission.AUSZUG_DECIDE, Event.PAKET_KEY_SHOWN)
def tell_paket_key(actor: Actor, tenant: Tenant, *, ausgabe: Ausgabe) -> str:
    """Return the line of the key file that opens a package. Raises NoKey."""
    if not ausgabe.request["schluessel"]:
        raise NoKey
    audit.note_change("Datei", None, ausgabe.file_name)
    return key_line(unseal(PURPOSE, ausgabe.request["schluessel"]))
