"""E-mails: handing them in, keeping what was sent, reading what came back. Safe to run twice."""

import logging
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from verbundakte.akten.actions import Arrived, add_anlage, assign_dokument
from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.pages import pdf_of
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import note_read
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import job, start
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant, use_tenant
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions import mailversand
from verbundakte.schriftverkehr.actions.mailkonto import access_of
from verbundakte.schriftverkehr.ausgang_kinds import AusgangJob
from verbundakte.schriftverkehr.mail.nachricht import Anhang, Nachricht, NotSendable, write_mail
from verbundakte.schriftverkehr.mail.smtp import HandingInFailed, hand_in
from verbundakte.schriftverkehr.models import Mailkonto, Mailversand, Ruecklaufgrund, Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.standards.zustellbericht import Ausgang, explain

logger = logging.getLogger("verbundakte.schriftverkehr")
POSTAUSGANG = SystemActor(id="postausgang", permissions=frozenset())
MAY_SEND = (Permission.VERSAND_DISPATCH, AktenPermission.DOKUMENT_EDIT)
MAY_FILE = (*MAY_SEND, AktenPermission.DOKUMENT_CREATE)
MOST_BYTES = 18 << 20  # encoded for the mail it grows by a third; many servers stop at 25 MB
TOO_LARGE = "Mit ihren Anlagen ist die E-Mail zu groß (über 18 MB). Wählen Sie einen anderen Weg."
NO_PAGES = "Von „{name}“ gibt es keine Lesefassung; so kann die E-Mail nicht versandt werden."
EML = "message/rfc822"
NO_ACCOUNT = "Es ist kein Mailkonto in Betrieb."


class NotReady(Exception):
    """The mail cannot be written now; `message` is German."""

    def __init__(self, message: str, *, is_final: bool):
        super().__init__(message)
        self.message, self.is_final = message, is_final


@job(AusgangJob.SEND_MAIL, "E-Mail versenden", permissions=MAY_SEND)
def send_mail(actor, progress, *, mail: str) -> dict:
    """Hand one e-mail in; when the server does not take it, write down when it is tried again."""
    with transaction.atomic():
        row, stuecke = queries.mail_to_send(actor, UUID(mail))
        konto = mailversand.active_account()
    if row is None:
        return {}
    try:
        data, answer = _sent(row, stuecke, konto)
    except NotReady as problem:
        with transaction.atomic():
            mailversand.note_mail_failed(row, problem.message, is_final=problem.is_final, at=now())
        return {"problem": problem.message}
    with transaction.atomic():
        actions.note_mail_sent(actor, row.versand, answer=answer, at=now())
        note_read(actor, row.versand.dokument, art=LeseArt.AUSGABE)
    _keep(actor, row, data)
    return {}


def _sent(row: Mailversand, stuecke: list, konto: Mailkonto | None) -> tuple[bytes, str]:
    """Return the bytes that were handed in and what the server answered. Raises NotReady."""
    if konto is None:
        raise NotReady(NO_ACCOUNT, is_final=True)
    try:
        data = write_mail(_nachricht(row, konto), _anhaenge(stuecke))
        return data, hand_in(access_of(konto), konto.absender_email, row.versand.adresse, data)
    except NotSendable as problem:
        raise NotReady(problem.message, is_final=True) from problem
    except HandingInFailed as failed:
        if not failed.is_refused:
            with transaction.atomic():
                mailversand.note_account_failed(failed.message, now())
        told = f"{failed.message} ({failed.answer})" if failed.answer else failed.message
        is_final = failed.is_refused or failed.waits_for_person
        raise NotReady(told, is_final=is_final) from failed


def _nachricht(row: Mailversand, konto: Mailkonto) -> Nachricht:
    versand = row.versand
    return Nachricht(
        von_name=konto.absender_name,
        von=konto.absender_email,
        an=versand.adresse,
        betreff=versand.betreff,
        text=row.text,
        message_id=row.message_id,
        at=timezone.localtime(versand.created_at),
    )


def _anhaenge(stuecke: list) -> list[Anhang]:
    """Return the files of a mail as PDF. Raises NotReady."""
    found, size = [], 0
    for stueck in stuecke:
        datei = stueck.datei
        if datei is None:
            continue
        pdf = pdf_of(datei)
        if pdf is None:
            is_final = datei.ingested_at is not None
            raise NotReady(NO_PAGES.format(name=stueck.bezeichnung), is_final=is_final)
        size += pdf[1]
        if size > MOST_BYTES:
            raise NotReady(TOO_LARGE, is_final=True)
        try:
            data = store.path_of(current_tenant(), pdf[0]).read_bytes()
        except OSError as error:
            raise NotReady(store.BytesMissing.message, is_final=False) from error
        stem = datei.file_name.rpartition(".")[0] or datei.file_name
        found.append(Anhang(f"{''.join(filter(str.isprintable, stem))[:120]}.pdf", data))
    return found


def _keep(actor, row: Mailversand, data: bytes) -> None:
    """File the mail as it was handed in, below its Dokument; where that is refused, say so."""
    versand = row.versand
    stored = store.put_bytes(current_tenant(), data)
    name = f"E-Mail {versand.number.replace('/', '-')}.eml"
    try:
        with transaction.atomic():
            anlage = add_anlage(actor, versand.dokument, arrived=Arrived(stored, name), at=now())
            mailversand.note_kept(row, anlage)
    except Refusal as refusal:
        logger.warning("sent mail not filed", extra={"reason": type(refusal).__name__})


@job(AusgangJob.READ_REPORT, "Zustellbericht lesen", queue="convert", permissions=MAY_FILE)
def read_report(actor, progress, *, datei: str) -> dict:
    """Look whether a mail that came in says that one of ours did not arrive, and note that."""
    with transaction.atomic():
        row = queries.received_mail(actor, UUID(datei))
    if row is None:
        return {}
    path = store.path_of(current_tenant(), row.blob.sha256)
    try:
        result, _, _ = converters().run(current_tenant(), "mail_report", path)
    except ConversionFailed:
        return {}
    report = result["report"]
    if report is None:
        return {}
    with transaction.atomic():
        versand = queries.reported(actor, report["message_ids"])
        if versand is not None:
            _note(actor, versand, row.fassung.dokument, report["empfaenger"])
    return {}


def _note(actor, versand: Versand, dokument: Dokument, told: list[dict]) -> None:
    """Note the report at the Versand, and lay it into its Vorgang."""
    own = [one for one in told if one["adresse"] in ("", versand.adresse.lower())] or told[:1]
    failed = next((one for one in own if one["ausgang"] == Ausgang.FAILED), None)
    delivered = next((one for one in own if one["ausgang"] == Ausgang.DELIVERED), None)
    if failed is not None and not versand.ruecklaeufe.filter(dokument=dokument).exists():
        words = " ".join(filter(None, (explain(failed["status"]), failed["grund"])))
        on = max(timezone.localdate(now()), versand.versandt_on)
        actions.note_ruecklauf(
            actor,
            versand,
            grund=Ruecklaufgrund.EMAIL,
            am=on,
            at=now(),
            bemerkung=words,
            dokument=dokument,
        )
    elif delivered is not None:
        mailversand.note_delivery_told(versand, "Der Mailserver der Adresse hat sie angenommen.")
    if dokument.vorgang_id is None:
        try:
            with transaction.atomic():
                assign_dokument(actor, dokument, vorgang=versand.vorgang)
        except Refusal as refusal:
            logger.warning("report not filed", extra={"reason": type(refusal).__name__})


def look_at_mail(actor, datei: Datei) -> None:
    """Subscriber of `datei_read`: a mail that came in may report about one of ours."""
    if datei.media_type == EML and queries.has_sent_mails(actor):
        start(POSTAUSGANG, AusgangJob.READ_REPORT, datei=datei.pk)


def wake() -> int:
    """Start a job for each mail whose time has come, of all towns; return how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tenant FROM schriftverkehr_mails_due()")
        towns = [row[0] for row in cursor.fetchall()]
    started = 0
    for tenant in towns:
        with use_tenant(tenant), transaction.atomic():
            for key in mailversand.claim_due(now()):
                mailversand.start_mail(POSTAUSGANG, key)
                started += 1
    return started
