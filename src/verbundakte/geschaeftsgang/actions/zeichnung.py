"""The evidence of a Mitzeichnung or Schlusszeichnung: bound to what was seen, chained, verified."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate, localtime

from verbundakte.akten.models import Datei, Dokument, Fassung
from verbundakte.core.actions import Refusal
from verbundakte.core.audit import tenant_uuid
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.geschaeftsgang.bausteine import Gegen
from verbundakte.geschaeftsgang.models import (
    Erledigung,
    Schritt,
    SchrittArt,
    Vieraugenregel,
    Zeichnung,
)
from verbundakte.geschaeftsgang.rules import Beleg, digest_of, remark_digest


class FassungChanged(Refusal):
    """The Dokument became another one while somebody read it; the message says what differs."""

    def __init__(self, now: Fassung, seen: Fassung | None):
        gone = f"Sie haben Fassung {seen.nummer} gesehen" if seen else "Sie haben keine gesehen"
        by = f" („{now.bemerkung}“)" if now.bemerkung else ""
        super().__init__(
            f"Nicht gezeichnet: Inzwischen gilt Fassung {now.nummer} vom"
            f" {localtime(now.created_at):%d.%m.%Y, %H:%M} Uhr{by}, {gone}."
            " Vergleichen Sie die Fassungen und zeichnen Sie dann."
        )
        self.now, self.seen = now, seen


class NothingToSign(Refusal):
    """A signature is on a Dokument with content."""

    message = "Zu diesem Schritt gehört kein Dokument mit Inhalt. Es gibt nichts zu zeichnen."


class FourEyes(Refusal):
    """Only a released rule refuses somebody's signature; it is named."""

    def __init__(self, regel: Vieraugenregel, why: str):
        law = f" ({regel.rechtsgrundlage})" if regel.rechtsgrundlage else ""
        super().__init__(
            f"Die Vier-Augen-Regel „{regel.bezeichnung}“{law} lässt Ihre Schlusszeichnung nicht zu:"
            f" {why} Geben Sie den Schritt an jemand anderen."
        )


def standing_fassung(dokument: Dokument | None) -> Fassung | None:
    """Return the Fassung that counts now, None where there is none."""
    return dokument.fassungen.standing().first() if dokument else None


def subject_of(schritt: Schritt) -> Dokument | None:
    """Return the Dokument a step is about: its own, else that of its Verfügung."""
    return schritt.dokument or schritt.verfuegung.dokument


def lock_dokument_of(schritt: Schritt) -> None:
    """Lock the Dokument of a step before its Verfügung: a new Fassung takes the same order."""
    key = schritt.dokument_id or schritt.verfuegung.dokument_id
    rows = Dokument.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=key).values_list("pk", flat=True).first()


def check_seen(schritt: Schritt, seen: UUID | None) -> Fassung:
    """Return the Fassung to be signed. Raises NothingToSign, FassungChanged."""
    dokument = subject_of(schritt)
    fassung = standing_fassung(dokument)
    if dokument is None or fassung is None or dokument.erased_at is not None:
        raise NothingToSign
    if fassung.pk != seen:
        raise FassungChanged(fassung, dokument.fassungen.filter(pk=seen).first())
    return fassung


def check_four_eyes(signer: set[UUID], schritt: Schritt, fassung: Fassung, *, at: datetime) -> None:
    """Refuse a Schlusszeichnung that a released rule does not allow. Raises FourEyes."""
    dokument = subject_of(schritt)
    for regel in Vieraugenregel.objects.valid_on(localdate(at)):
        if regel.dokumenttypen and dokument.dokumenttyp.kuerzel not in regel.dokumenttypen:
            continue
        drew_up = {dokument.created_by, fassung.created_by, schritt.verfuegung.urheber_id}
        if regel.gegen != Gegen.MITZEICHNER and signer & drew_up:
            raise FourEyes(regel, "Sie haben das Dokument verfasst oder in den Gang gegeben.")
        if regel.gegen != Gegen.VERFASSER and _signed_before(signer, dokument):
            raise FourEyes(regel, "Sie haben dieses Dokument schon mitgezeichnet.")


def _signed_before(signer: set[UUID], dokument: Dokument) -> bool:
    rows = Zeichnung.objects.filter(dokument=dokument, is_schluss=False)
    return rows.standing().filter(erledigung__person__in=signer).exists()


def files_of(fassung: Fassung) -> list[str]:
    """Return the SHA-256 of the files of a Fassung, sorted."""
    rows = Datei.objects.filter(fassung=fassung).values_list("blob__sha256", flat=True)
    return sorted(rows)


def beleg_of(zeichnung: Zeichnung) -> Beleg:
    """Return what a Zeichnung proves, as it stands in the rows now."""
    done: Erledigung = zeichnung.erledigung
    return Beleg(
        kommune=tenant_uuid(current_tenant()),
        dokument=zeichnung.dokument_id,
        nummer=zeichnung.nummer,
        fassung=zeichnung.fassung_id,
        fassung_nummer=zeichnung.fassung.nummer,
        dateien=tuple(zeichnung.dateien),
        erledigung=done.pk,
        art=SchrittArt.SCHLUSSZEICHNUNG.value if zeichnung.is_schluss else SchrittArt.MITZEICHNUNG.value,
        ergebnis=str(done.ergebnis),
        bemerkung_digest=zeichnung.bemerkung_digest,
        person=done.person_id,
        person_name=done.person_name,
        stelle=done.stelle,
        eigenschaft=done.eigenschaft,
        vertretung_name=done.vertretung_name,
        at=done.at,
        is_papier=done.is_papier,
        gezeichnet_on=done.gezeichnet_on,
        erfasst_name=done.erfasst_name,
        vorher=zeichnung.vorher,
    )  # fmt: skip


def sign(erledigung: Erledigung, fassung: Fassung, *, is_schluss: bool) -> Zeichnung:
    """Write the evidence of an Erledigung; the Dokument is locked by the caller."""
    dokument = fassung.dokument
    last = Zeichnung.objects.filter(dokument=dokument).order_by("-nummer").first()
    zeichnung = Zeichnung(
        erledigung=erledigung,
        dokument=dokument,
        fassung=fassung,
        is_schluss=is_schluss,
        nummer=last.nummer + 1 if last else 1,
        dateien=files_of(fassung),
        bemerkung_digest=remark_digest(erledigung.bemerkung),
        vorher=last.hash if last else "",
    )
    zeichnung.hash = digest_of(beleg_of(zeichnung))
    zeichnung.save(force_insert=True)
    return zeichnung
