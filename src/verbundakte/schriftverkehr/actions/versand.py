"""What goes out: handed to the Postausgang, sent, withdrawn, come back, arrived."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from verbundakte.akten.actions import is_closed
from verbundakte.akten.actions.nummer import take_number
from verbundakte.akten.actions.sperre import check_not_locked
from verbundakte.akten.actions.verarbeitung import needs_lesefassung, order_lesefassung
from verbundakte.akten.models import Dokument, Fassung, Kontakt
from verbundakte.akten.queries.kontakt import is_gesperrt
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.schriftverkehr.actions.exemplar import exemplar_for
from verbundakte.schriftverkehr.actions.mailversand import begin_mail, end_mail
from verbundakte.schriftverkehr.actions.ruecklauf import settle_ruecklaeufe
from verbundakte.schriftverkehr.actions.versandstand import (
    check_open,
    count_and_save,
    mark_dispatched,
)
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import (
    Empfaenger,
    Empfaengerart,
    Schreiben,
    Versand,
    Versandstueck,
    Weg,
    Zustellart,
)
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.versandwege import Ziel, weg_of
from verbundakte.signaturen.actions import check_form


class NotInVorgang(Refusal):
    """What leaves the house belongs to a matter."""

    message = "Legen Sie das Dokument zuerst in einen Vorgang, dann kann es versandt werden."


class NotFinal(Refusal):
    """A draft stays in the house."""

    message = (
        "Das Dokument ist noch ein Entwurf. Stellen Sie es fertig, dann kann es versandt werden."
    )


class NoFile(Refusal):
    """Nothing could be put into the envelope."""

    message = "Das Dokument hat keine Datei, die versandt werden kann."


class VorgangIsClosed(Refusal):
    """z. d. A."""

    message = "Der Vorgang ist zu den Akten verfügt. Nehmen Sie ihn zuerst wieder auf."


class WegAway(Refusal):
    """A way that nothing carries yet."""

    message = "Auf diesem Weg kann hier noch nichts versandt werden. Wählen Sie einen anderen."


class Gesperrt(Refusal):
    """An Auskunftssperre: who knows the address has to say that she means it."""

    message = (
        "Für diese Person besteht eine Auskunftssperre (§ 51 BMG). Prüfen Sie die Anschrift und"
        " bestätigen Sie, dass dorthin versandt werden soll."
    )


class CarriedByUs(Refusal):
    """Nobody says of an e-mail that it was given to the post."""

    message = "Diese Sendung geht von selbst hinaus. Sie wird nicht als aufgegeben vermerkt."


@dataclass(frozen=True)
class Versandauftrag:
    """To whom, on which way, with what: what somebody orders.

    `beilagen`: Dokumente of the Vorgang; `papier`: what is put in by hand; `text`: of the e-mail.
    """

    ziel: Ziel
    weg: Weg
    art: Empfaengerart = Empfaengerart.ORIGINAL
    zustellart: Zustellart = Zustellart.KEINE
    kontakt: Kontakt | None = None
    empfaenger: Empfaenger | None = None
    beilagen: tuple[Dokument, ...] = ()
    papier: tuple[str, ...] = ()
    text: str = ""
    antwort_auf: Dokument | None = None
    wiederholt: Versand | None = None
    is_sperre_bestaetigt: bool = False


@action(Permission.VERSAND_CREATE, Event.VERSAND_CREATED, about="result", locks=False)
def create_versand(actor, dokument: Dokument, *, auftrag: Versandauftrag, at: datetime) -> Versand:
    """Hand a Dokument to the Postausgang for one recipient; an e-mail goes at once.

    Raises NotInVorgang, VorgangIsClosed, NotFinal, NoFile, WegAway, Gesperrt, what the room signaturen
    demands, and a Refusal that says what is wrong with the address.
    """
    fassung = _final(actor, dokument)
    way = weg_of(auftrag.weg)
    if way is None:
        raise WegAway
    if problem := way.problem(auftrag.ziel):
        raise Refusal(problem)
    on = timezone.localdate(at)
    kontakt = auftrag.kontakt
    is_locked = kontakt is not None and is_gesperrt(kontakt, on)
    if is_locked and not auftrag.is_sperre_bestaetigt:
        raise Gesperrt
    check_form(actor, dokument, on_paper=way.is_printed)
    versand = Versand.objects.create(
        jahr=on.year,
        nummer=take_number(f"postausgang:{on.year}"),
        dokument=dokument,
        fassung=fassung,
        vorgang_id=dokument.vorgang_id,
        einheit_id=dokument.federfuehrung_id,
        zone_id=dokument.zone_id,
        betreff=(auftrag.ziel.betreff or dokument.betreff)[:500],
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        spur=dokument.spur,
        is_sperre_bestaetigt=is_locked,
        **_told(auftrag, Schreiben.objects.filter(dokument=dokument).first()),
    )
    _enclose(actor, versand, dokument, auftrag)
    if auftrag.wiederholt is not None:
        settle_ruecklaeufe(actor, auftrag.wiederholt, by=f"neuer Versand {versand.number}", at=at)
    if way.is_sent_by_us:
        begin_mail(actor, versand, text=auftrag.text, at=at)
    audit.note_change("Nummer im Postausgangsbuch", None, versand.number)
    audit.note_change("Empfänger", None, versand.name)
    audit.note_change("Weg", None, versand.get_weg_display())
    audit.note_change("Fassung", None, fassung.nummer)
    if is_locked:
        audit.note_change("Trotz Auskunftssperre bestätigt", None, versand.name)
    return versand


def _final(actor, dokument: Dokument) -> Fassung:
    """Return the Fassung that may go out."""
    if dokument.vorgang_id is None:
        raise NotInVorgang
    if is_closed(dokument.vorgang):
        raise VorgangIsClosed
    if dokument.is_entwurf:
        raise NotFinal
    check_not_locked(dokument, actor)
    fassung = dokument.fassungen.standing().first()
    if fassung is None or not fassung.dateien.exists():
        raise NoFile
    return fassung


def _told(auftrag: Versandauftrag, schreiben: Schreiben | None) -> dict:
    """Return the fields that were ordered; what a letter answers is closed by sending it."""
    ziel = auftrag.ziel
    return {
        "empfaenger": auftrag.empfaenger,
        "kontakt": auftrag.kontakt,
        "name": ziel.name[:300],
        "anschrift": "\n".join(
            line.strip() for line in ziel.anschrift.splitlines() if line.strip()
        ),
        "adresse": ziel.adresse[:254],
        "art": auftrag.art,
        "weg": auftrag.weg,
        "zustellart": auftrag.zustellart,
        "antwort_auf": auftrag.antwort_auf or (schreiben.bezug if schreiben else None),
        "wiederholt": auftrag.wiederholt,
    }


def _enclose(actor, versand: Versand, dokument: Dokument, auftrag: Versandauftrag) -> None:
    """Write down what lies in the envelope: the letter as this Empfaenger gets it, the files as they
    are now, then paper. What has no pages yet gets them: only pages are printed and sent."""
    rows: list[Versandstueck] = []
    own = exemplar_for(auftrag.empfaenger, versand.fassung)
    letter = own.dokument if own else dokument
    for enclosed in (letter, *auftrag.beilagen):
        fassung = enclosed.fassungen.standing().first()
        dateien = fassung.dateien.select_related("blob").order_by("pk") if fassung else ()
        rows += [
            Versandstueck(datei=datei, bezeichnung=enclosed.betreff[:300], sha256=datei.blob.sha256)
            for datei in dateien
        ]
    rows += [Versandstueck(bezeichnung=text[:300]) for text in auftrag.papier if text.strip()]
    for number, row in enumerate(rows, 1):
        row.versand, row.position = versand, number
        if row.sha256:
            audit.note_change("SHA-256", None, row.sha256)
    Versandstueck.objects.bulk_create(rows)
    for row in rows:
        if row.datei is not None and needs_lesefassung(row.datei):
            order_lesefassung(actor, row.datei.fassung.dokument, row.datei, is_awaited=True)


@action(Permission.VERSAND_CREATE, Event.VERSAND_WITHDRAWN)
def withdraw_versand(actor, versand: Versand, *, because: str, at: datetime) -> Versand:
    """Take something back that has not gone; its number stays. Raises AlreadySent, AlreadyWithdrawn."""
    check_open(versand)
    versand.withdrawn_at, versand.withdrawn_because = at, because[:300]
    versand.withdrawn_by = actor.person_id
    count_and_save(versand)
    end_mail(versand)
    audit.note_change("Grund", None, because)
    return versand


@action(Permission.VERSAND_DISPATCH, Event.VERSAND_DISPATCHED)
def dispatch_versand(actor, versand: Versand, *, on: date, at: datetime) -> Versand:
    """Note the day on which something was given to the post, to the messenger, into the house mail.

    From this day the law counts. Raises AlreadySent, AlreadyWithdrawn, CarriedByUs, InFuture.
    """
    if weg_of(versand.weg).is_sent_by_us:
        raise CarriedByUs
    mark_dispatched(actor, versand, on=on, at=at)
    return versand
