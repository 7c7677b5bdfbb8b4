"""Sheets that are printed, and the cover sheet by which a scan finds its Vorgang."""

from datetime import datetime, timedelta

from django.utils import timezone

from verbundakte.akten.actions import is_closed
from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.actions.ablage import file_eingang
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Trennblatt, TrennblattArt
from verbundakte.posteingang.permissions import Permission

HOLDS = timedelta(days=90)
REFUSED = "Das Deckblatt galt nicht: {reason} Legen Sie den Scan selbst ab."


@action(Permission.SCAN_WORK, Event.TRENNBLATT_PRINTED, about="result", locks=False)
def print_trennblatt(
    actor, einheit: Organisationseinheit | None, *, art: TrennblattArt, at: datetime
) -> Trennblatt:
    """Make a sheet that divides batches, to `einheit` where it names one; it may be used again."""
    sheet = Trennblatt.objects.create(
        art=art, einheit=einheit, created_at=at, created_by=actor.person_id
    )
    audit.note_change("Trennblatt", None, sheet.get_art_display())
    audit.note_change("Einheit", None, einheit)
    return sheet


@action(AktenPermission.DOKUMENT_CREATE, Event.TRENNBLATT_PRINTED, locks=False)
def print_deckblatt(actor, vorgang: Vorgang, *, at: datetime) -> Trennblatt:
    """Make a cover sheet: what is scanned behind it lands in the Vorgang, with this person's right."""
    sheet = Trennblatt.objects.create(
        art=TrennblattArt.VORGANG,
        vorgang=vorgang,
        created_at=at,
        created_by=actor.person_id,
        gilt_bis=timezone.localdate(at) + HOLDS,
    )
    audit.note_change("Deckblatt für Scans", None, f"gilt bis {sheet.gilt_bis:%d.%m.%Y}")
    return sheet


@action(Permission.EINGANG_FILE, Event.EINGANG_BY_SHEET)
def file_by_sheet(actor, eingang: Eingang, *, sheet: Trennblatt, at: datetime) -> Eingang:
    """Lay an arrival into the Vorgang of its cover sheet, if who printed it may still file there.

    If not, it stays where it is and says why.
    """
    reason = why_not_filed(sheet, at)
    audit.note_change("Deckblatt", None, reason or sheet.vorgang.aktenzeichen)
    if reason:
        eingang.angaben = {**eingang.angaben, "hinweis": REFUSED.format(reason=reason)}
        eingang.save(update_fields=["angaben"])
    else:
        file_eingang(actor, eingang, vorgang=sheet.vorgang, at=at)
    return eingang


def why_not_filed(sheet: Trennblatt, at: datetime) -> str:
    """Return why a cover sheet does not hold any more; "" when it does."""
    vorgang = sheet.vorgang
    if sheet.gilt_bis and sheet.gilt_bis < timezone.localdate(at):
        return f"Es galt bis zum {sheet.gilt_bis:%d.%m.%Y}."
    printed_by = load_actor(sheet.created_by) if sheet.created_by else None
    if printed_by is None:
        return "Wer es gedruckt hat, arbeitet nicht mehr hier."
    if not printed_by.may(AktenPermission.DOKUMENT_CREATE, vorgang):
        return "Wer es gedruckt hat, darf in dem Vorgang nicht mehr ablegen."
    if is_closed(vorgang):
        return "Der Vorgang ist zu den Akten verfügt."
    return ""
