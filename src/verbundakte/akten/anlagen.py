"""How files inside of a file become Anlagen: looked into by a job, bytes first, then one action.

The limits are those of `rules`; what goes beyond them, and what is never taken, is named in the
notices of the file and stays inside of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from verbundakte.akten import rules
from verbundakte.akten.actions.anlagen import Found, file_taken_out, level_of, places_taken
from verbundakte.akten.actions.arrival import NotTaken, receive_chunks
from verbundakte.akten.actions.entpackung import PLACE
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.verarbeitung import note_mail
from verbundakte.akten.models import Datei, Dokument
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.results import Ingested, Mail, Unpacked
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.virus import VirusFound

MAIL_FIELDS = ("betreff", "absender", "empfaenger", "datum_des_schreibens")
INVOICE_NAMES = frozenset({"factur-x.xml", "facturx.xml", "xrechnung.xml", "zugferd-invoice.xml"})
INVOICE = (
    "Das PDF enthält elektronische Rechnungsdaten (ZUGFeRD/Factur-X), nicht geprüft. Sie liegen als"
    " Anlage dabei."
)
TOO_DEEP = "Was darin an Dateien steckt, ist zu tief verschachtelt und bleibt nur im Original."
TOO_MANY = (
    f"Zu einem Dokument gehören höchstens {rules.MOST_ANLAGEN} enthaltene Dateien; die übrigen"
    " bleiben nur im Original."
)
LITTER = "Das ist eine Hilfsdatei des Betriebssystems."


@dataclass(frozen=True)
class Inside:
    """One file inside of another: its place there, the name it has there, its bytes."""

    stelle: str
    name: str
    data: bytes
    path: str = ""


def look_inside(actor, datei: Datei, ingested: Ingested) -> None:
    """Take out of a file that was just read what becomes an Anlage by itself.

    Raises ScannerAway, StoreFull, StoreAway.
    """
    if ingested.identified.kind == "mail":
        _take_mail(actor, datei)
    elif ingested.inside and ingested.identified.kind in ("pdf", "text"):
        _take_invoice(actor, datei, ingested)


def _take_mail(actor, datei: Datei) -> None:
    """Let a mail say from whom, to whom, when and about what it is, and file its attachments."""
    try:
        mail = converters().split_mail(current_tenant(), path_of(datei), datei.file_name)
    except ConversionFailed:
        return  # the reason stands in the notices already: reading the text met it too
    _note_fields(actor, datei, mail)
    inside = [
        Inside(f"mail:{number}", attachment.name, attachment.data)
        for number, attachment in enumerate(mail.attachments, 1)
        if not attachment.is_inline
    ]
    take_out(actor, datei, inside, told=[notice.text for notice in mail.notices])


def comes_by_itself(format_name: str, names: Iterable[str]) -> bool:
    """Tell whether files inside of another are taken out without being asked for: the documents of
    an invoice (XML), and the invoice a PDF carries (ZUGFeRD, Factur-X) when it carries nothing else."""
    return format_name == "text" or (
        format_name == "pdf" and all(name.lower() in INVOICE_NAMES for name in names)
    )


def _take_invoice(actor, datei: Datei, ingested: Ingested) -> None:
    """File the invoice data that a PDF carries, or the documents that an invoice brings along."""
    is_pdf = ingested.identified.kind == "pdf"
    names = {file["name"] for file in ingested.inside["files"]}
    wanted = {name for name in names if not is_pdf or name.lower() in INVOICE_NAMES}
    if not wanted:
        return
    told = [INVOICE] if is_pdf else []
    try:
        found, _ = converters().unpack(current_tenant(), path_of(datei), datei.file_name)
    except ConversionFailed as failure:
        take_out(actor, datei, [], told=[failure.message])
        return
    inside = [_inside(file) for file in found if file.name in wanted]
    take_out(actor, datei, inside, told=told)


def unpack(actor, datei: Datei) -> str:
    """File what lies in an archive as Anlagen; return the German reason when nothing could be."""
    try:
        found, left = converters().unpack(current_tenant(), path_of(datei), datei.file_name)
    except ConversionFailed as failure:
        take_out(actor, datei, [], told=[failure.message])
        return failure.message
    reasons = [(rules.shown_name(one["name"]), f"{one['reason'].capitalize()}.") for one in left]
    told = rules.left_out_sentences(reasons)
    take_out(actor, datei, [_inside(file) for file in found], told=told)
    return ""


def _inside(file: Unpacked) -> Inside:
    return Inside(f"{PLACE}{file.number}", file.name, file.data, file.name)


def path_of(datei: Datei):
    """Return where the bytes of a file lie."""
    return store.path_of(current_tenant(), datei.blob.sha256)


def _note_fields(actor, datei: Datei, mail: Mail) -> None:
    dokument = datei.fassung.dokument
    sent_on = datetime.fromisoformat(mail.sent_at).date() if mail.sent_at else None
    known = {name: getattr(dokument, name) for name in MAIL_FIELDS}
    values = rules.mail_fields(mail.headers, sent_on, file_name=datei.file_name, known=known)
    if values:
        note_mail(actor, dokument, values=values)


def take_out(actor, datei: Datei, inside: Iterable[Inside], *, told: list[str]) -> int:
    """File what lies inside of a file as Anlagen of its whole Dokument; return how many are new.

    Runs outside of a transaction. Raises ScannerAway, StoreFull, StoreAway: then it is tried again.
    """
    whole, level, taken, room = _place_of(datei)
    wanted = [one for one in inside if one.stelle not in taken]
    told = list(told)
    if wanted and level >= rules.MOST_LEVELS:
        wanted, told = [], [*told, TOO_DEEP]
    if len(wanted) > room:
        wanted, told = wanted[:room], [*told, TOO_MANY]
    found, refused = [], []
    for one in wanted:
        try:
            found.append(Found(one.stelle, _received(one)))
        except (NotTaken, VirusFound) as refusal:
            refused.append((rules.shown_name(one.name), refusal.message))
    told += rules.left_out_sentences(refused)
    if not (found or told):
        return 0
    made = file_taken_out(actor, whole, datei_id=datei.pk, found=found, hinweise=told, at=now())
    return len(made)


def _place_of(datei: Datei) -> tuple[Dokument, int, set[str], int]:
    """Return the whole Dokument, how deep the file lies in it, what is done, how much has room."""
    with transaction.atomic():
        dokument = datei.fassung.dokument
        whole = dokument.parent or dokument
        room = max(0, rules.MOST_ANLAGEN - whole.anlagen.count())
        return whole, level_of(dokument), places_taken(datei.pk), room


def _received(one: Inside) -> Arrived:
    if rules.is_ignored(one.name):
        raise NotTaken(LITTER)
    return Arrived(receive_chunks(one.name, [one.data]), one.name, one.path)
