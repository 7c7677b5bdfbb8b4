"""Scans are counted, looked at, drawn for samples, replaced when they are wrong, and released."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from verbundakte import __version__
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.actions.pseudonym import pseudonym_of
from verbundakte.posteingang.actions.vermerksiegel import order_siegel
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import (
    Scanklasse,
    Scanprodukt,
    Scanstapel,
    Sichtpruefung,
    Stichprobe,
    Stichprobenlos,
    Transfervermerk,
    Verfahrensdokumentation,
)
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan import lage as read
from verbundakte.posteingang.scan.klassen import Pruefart
from verbundakte.posteingang.scan.regeln import told_protection, why_not_released
from verbundakte.posteingang.scan.stichprobe import Los, draw
from verbundakte.signaturen.queries import siegel_of_town
from verbundakte.standards.transfervermerk import Vermerk, digest

MOST_IN_SAMPLE = 5_000
NOTHING = "keine"


class NotNow(Refusal):
    """A step that something stands before; the message says what."""


class Miscounted(Refusal):
    """A different number of pages needs a reason."""

    def __init__(self, counted: int, found: int):
        super().__init__(
            f"Gezählt sind {counted} Seiten, gefunden {found}. Scannen Sie den Stapel noch einmal, oder"
            " schreiben Sie unter „Auffälligkeiten“, warum das richtig ist."
        )


@action(Permission.SCAN_WORK, Event.STAPEL_CONFIRMED)
def confirm_stapel(
    actor, stapel: Scanstapel, *, gezaehlt: int, auffaellig: str, at: datetime
) -> Scanstapel:
    """Say how many pages of paper there are, and that this person scanned them (A.NB.3, A.NB.4 a).

    Raises Miscounted, NotNow.
    """
    if stapel.seiten is None:
        raise NotNow("Der Stapel hat keine Seiten, die sich zählen lassen.")
    if stapel.confirmed_at is not None and stapel.produkte.exclude(transfervermerk=None).exists():
        raise NotNow("Für diesen Stapel ist schon ein Transfervermerk erteilt.")
    if gezaehlt != stapel.seiten and not auffaellig:
        raise Miscounted(gezaehlt, stapel.seiten)
    audit.note_change("Seiten gezählt", stapel.seiten_erwartet, gezaehlt)
    audit.note_change("Auffälligkeiten", stapel.auffaellig, auffaellig)
    stapel.seiten_erwartet, stapel.auffaellig = gezaehlt, auffaellig
    stapel.gescannt_by, stapel.confirmed_at = actor.person_id, at
    stapel.save()
    return stapel


@action(Permission.SCAN_CHECK, Event.SCAN_CLASSIFIED)
def classify_scan(actor, produkt: Scanprodukt, *, klasse: Scanklasse) -> Scanprodukt:
    """Give a scan another class. Raises NotNow once it is released or drawn from."""
    if Transfervermerk.objects.filter(produkt=produkt).exists():
        raise NotNow("Der Transfervermerk ist erteilt; die Scanklasse bleibt.")
    if Stichprobenlos.objects.filter(produkt=produkt).exists():
        raise NotNow("Der Scan gehört zu einer Stichprobe; die Scanklasse bleibt.")
    audit.note_change("Scanklasse", produkt.klasse, klasse)
    produkt.klasse = klasse
    produkt.save(update_fields=["klasse"])
    return produkt


@action(Permission.SCAN_CHECK, Event.SCAN_CHECKED)
def check_scan(
    actor, produkt: Scanprodukt, *, is_in_ordnung: bool, mangel: str, bemerkung: str, at: datetime
) -> Sichtpruefung:
    """Say of a scan whose pages one looked at that it is right, or what is wrong. Raises NotNow."""
    if Transfervermerk.objects.filter(produkt=produkt).exists():
        raise NotNow("Der Transfervermerk ist schon erteilt.")
    found = Sichtpruefung.objects.create(
        produkt=produkt,
        is_in_ordnung=is_in_ordnung,
        mangel="" if is_in_ordnung else mangel,
        bemerkung=bemerkung,
        at=at,
        by=actor.person_id,
    )
    audit.note_change(
        "Ergebnis", None, "in Ordnung" if is_in_ordnung else found.get_mangel_display()
    )
    audit.note_change("Bemerkung", None, bemerkung)
    return found


@action(Permission.SCAN_CHECK, Event.SCAN_REPLACED)
def replace_scan(actor, produkt: Scanprodukt, *, neu: Scanprodukt) -> Scanprodukt:
    """Put a new scan in the place of one that was objected to. Raises NotNow."""
    if not read.lage_of(produkt).is_objected:
        raise NotNow("Nur ein beanstandeter Scan wird ersetzt.")
    if neu.pk == produkt.pk or neu.nachscan_von_id or neu.created_at < produkt.created_at:
        raise NotNow("Wählen Sie einen späteren Scan, der noch keinen anderen ersetzt.")
    neu.nachscan_von = produkt
    neu.klasse = produkt.klasse
    neu.save(update_fields=["nachscan_von", "klasse"])
    audit.note_change("Ersetzt durch", None, neu.dokument.betreff)
    return neu


@action(Permission.SCAN_CHECK, Event.STICHPROBE_DRAWN, about="result", locks=False)
def draw_stichprobe(actor, klasse: Scanklasse, *, at: datetime) -> Stichprobe:
    """Draw from the scans of a class that wait, and remember by what. Raises NotNow."""
    if klasse.pruefung != Pruefart.STICHPROBE:
        raise NotNow("In dieser Klasse wird jeder Scan angesehen.")
    waiting = read.to_draw_from(klasse)[: MOST_IN_SAMPLE + 1]
    lots = [Los(row.pk, row.stapel.kanal_id, row.stapel_id) for row in waiting]
    if not lots:
        raise NotNow(
            "Kein Scan wartet. Gezogen wird aus gezählten Stapeln, deren Scans noch nicht freigegeben"
            " sind."
        )
    if len(lots) > MOST_IN_SAMPLE:
        lots = lots[:MOST_IN_SAMPLE]
    key = uuid7()
    drawn = set(draw(lots, str(key), percent=klasse.prozent, least=klasse.mindestens))
    made = Stichprobe.objects.create(
        id=key,
        klasse=klasse,
        seed=str(key),
        prozent=klasse.prozent,
        mindestens=klasse.mindestens,
        umfang=len(lots),
        gezogen=len(drawn),
        created_at=at,
        created_by=actor.person_id,
    )
    Stichprobenlos.objects.bulk_create(
        Stichprobenlos(stichprobe=made, produkt_id=lot.key, is_drawn=lot.key in drawn)
        for lot in lots
    )
    audit.note_change("Scanklasse", None, klasse)
    audit.note_change("Gezogen", None, f"{len(drawn)} von {len(lots)}")
    return made


@action(Permission.SCAN_CHECK, Event.SCAN_RELEASED)
def release_scan(
    actor, produkt: Scanprodukt, *, at: datetime, is_spoken_for: bool = False
) -> Transfervermerk:
    """Write the Transfervermerk of a scan (A.NB.4); from here on nothing of it changes.

    `is_spoken_for`: by a sample that is through (`release_all`). Raises NotNow.
    """
    lage = read.lage_of(produkt)
    verfahren = Verfahrensdokumentation.objects.order_by("-nummer").first()
    told = {"has_verfahren": verfahren is not None, "is_spoken_for": is_spoken_for}
    if reason := why_not_released(lage, **told):
        raise NotNow(reason)
    vermerk = _vermerk(produkt, verfahren, at)
    made = Transfervermerk.objects.create(
        produkt=produkt,
        sha256=produkt.sha256,
        angaben=vermerk.data(),
        xml_sha256=digest(vermerk),
        created_at=at,
        created_by=actor.person_id,
    )
    audit.note_change("SHA-256 der Datei", None, produkt.sha256)
    audit.note_change("SHA-256 des Transfervermerks", None, made.xml_sha256)
    if siegel_of_town(actor) is not None:
        order_siegel(actor, made, at=at)
    return made


def release_all(actor, stichprobe: Stichprobe, *, at: datetime) -> tuple[int, int]:
    """Release what a sample spoke for, each by itself; return how many were and how many were not.

    Raises NotNow while drawn scans wait to be looked at.
    """
    with transaction.atomic():
        if waiting := read.pending(stichprobe):
            raise NotNow(f"Noch {len(waiting)} Scans der Stichprobe sind anzusehen.")
    done = kept = 0
    for produkt in read.to_release(stichprobe):
        try:
            release_scan(actor, produkt, at=at, is_spoken_for=True)
            done += 1
        except NotNow:
            kept += 1
    return done, kept


def _vermerk(
    produkt: Scanprodukt, verfahren: Verfahrensdokumentation | None, at: datetime
) -> Vermerk:
    stapel, klasse = produkt.stapel, produkt.klasse
    datei = produkt.dokument.fassungen.order_by("nummer").first().dateien.first()
    control = read.control_of(produkt)
    pages = ", ".join(map(str, produkt.seiten)) or "alle"
    return Vermerk(
        datei=datei.file_name,
        sha256=produkt.sha256,
        seiten=len(produkt.seiten) or stapel.seiten,
        stapel=stapel.file_name,
        position=f"Seite {pages} von {stapel.seiten}",
        original_sha256=stapel.blob.sha256 if stapel.blob else produkt.sha256,
        leere_seiten=", ".join(map(str, produkt.leer)) or NOTHING,
        ersteller=pseudonym_of(stapel.gescannt_by),
        organisation=Tenant.objects.get(pk=current_tenant()).name,
        einheit=str(stapel.kanal.einheit),
        geraet=stapel.kanal.bezeichnung,
        system=f"Verbundakte {__version__}",
        verfahren=_named(verfahren),
        scanklasse=f"{klasse}, Fassung {klasse.version}",
        schutzbedarf=told_protection(klasse.schutzbedarf),
        auffaelligkeiten=stapel.auffaellig or NOTHING,
        gescannt_at=stapel.scanned_at.isoformat(),
        uebernommen_at=stapel.created_at.isoformat(),
        geprueft_at=control.at.isoformat(),
        erklaert_at=at.isoformat(),
        pruefung=control.umfang,
        ergebnis=control.ergebnis,
        vollstaendigkeit=f"Papier {stapel.seiten_erwartet} Seiten, Scan {stapel.seiten} Seiten",
    )


def _named(verfahren: Verfahrensdokumentation | None) -> str:
    if verfahren is None:
        return NOTHING
    return f"Nr. {verfahren.nummer} vom {timezone.localdate(verfahren.created_at):%d.%m.%Y}"
