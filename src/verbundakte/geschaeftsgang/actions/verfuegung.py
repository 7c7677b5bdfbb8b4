"""Drawing up a Verfügung, and changing it while it runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Max
from django.utils.timezone import localdate

from verbundakte.akten.actions import VorgangClosed, is_closed
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Gone, Refusal, action, assign, check_unchanged
from verbundakte.geschaeftsgang.actions.adressat import Ziel, check_reachable
from verbundakte.geschaeftsgang.actions.lauf import IsOver, advance, locked, place
from verbundakte.geschaeftsgang.actions.lesen import end_reading, give_reading
from verbundakte.geschaeftsgang.actions.personen import acting
from verbundakte.geschaeftsgang.actions.wiedervorlage import follow_schritt
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    SIGNED,
    Ergebnis,
    Erledigung,
    Reihenfolge,
    Schritt,
    SchrittArt,
    Verfuegung,
    Verfuegungsvorlage,
)
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.platz import lies_with, may_steer

MOST = 100


class NoSteps(Refusal):
    """A Verfügung says what is to be done."""

    message = "Schreiben Sie mindestens eine Zeile, zum Beispiel: Mz. Amt 20."


class TooManySteps(Refusal):
    """Nobody follows a route without end."""

    message = f"Eine Verfügung hat höchstens {MOST} Schritte. Teilen Sie sie auf."


class DokumentMissing(Refusal):
    """What is signed is a Dokument."""

    def __init__(self, nummer: int):
        super().__init__(
            f"Zeile {nummer}: Gezeichnet wird ein Dokument. Geben Sie die Verfügung zu einem Dokument"
            " dieses Vorgangs."
        )


class DokumentElsewhere(Refusal):
    """A Verfügung stays in its Vorgang."""

    message = "Das Dokument liegt nicht in diesem Vorgang."


class OneAddressee(Refusal):
    """Each step goes to exactly one."""

    def __init__(self, nummer: int):
        super().__init__(
            f"Zeile {nummer}: Nennen Sie genau einen Empfänger: Person, Stelle, Einheit oder Behörde."
        )


class AussenNeverSigns(Refusal):
    """Other authorities give Stellungnahme, Einvernehmen, Benehmen."""

    def __init__(self, nummer: int):
        super().__init__(
            f"Zeile {nummer}: Andere Behörden zeichnen nicht mit. Bitten Sie um Stellungnahme,"
            " Einvernehmen oder Benehmen."
        )


class NotYourRoute(Refusal):
    """Changing a Verfügung is for who drew it up or works on the Vorgang."""

    message = (
        "Ändern kann diese Verfügung, wer sie getroffen hat oder den Vorgang bearbeitet. Sie können"
        " nach Ihrem eigenen Schritt einen anfügen oder ihn zurückgeben."
    )


@dataclass(frozen=True)
class Zeile:
    """A step as it is asked for; `stufe` counts from 1, the same means side by side."""

    art: SchrittArt
    ziel: Ziel
    stufe: int = 0
    text: str = ""
    frist_on: date | None = None
    frist_tage: int | None = None
    is_eilig: bool = False
    dokument: Dokument | None = None


@dataclass(frozen=True)
class Rahmen:
    """What a Verfügung is about, in which order its steps go, and the Vorlage it begins with."""

    dokument: Dokument | None = None
    betreff: str = ""
    reihenfolge: Reihenfolge = Reihenfolge.FOLGE
    vorlage: Verfuegungsvorlage | None = field(default=None)


def _check_line(zeile: Zeile, nummer: int, verfuegung: Verfuegung, on: date) -> None:
    if zeile.ziel.count != 1:
        raise OneAddressee(nummer)
    if zeile.art in SIGNED:
        if zeile.ziel.aussen:
            raise AussenNeverSigns(nummer)
        if zeile.dokument is None and verfuegung.dokument_id is None:
            raise DokumentMissing(nummer)
    dokument = zeile.dokument
    if dokument is not None and dokument.vorgang_id != verfuegung.vorgang_id:
        raise DokumentElsewhere
    check_reachable(zeile.ziel, on=on)


def new_schritt(actor, zeile: Zeile, verfuegung: Verfuegung, at: datetime) -> Schritt:
    """Return a step as it is asked for; not saved, without a place."""
    return Schritt(
        verfuegung=verfuegung,
        art=zeile.art,
        text=zeile.text[:1000],
        frist_on=zeile.frist_on,
        frist_tage=zeile.frist_tage,
        is_eilig=zeile.is_eilig,
        dokument=zeile.dokument,
        added_at=at,
        added_by=getattr(actor, "person_id", None),
        **zeile.ziel.fields(),
    )


def _tell(schritt: Schritt) -> None:
    audit.note_change(f"{schritt.position}. {schritt.get_art_display()}", None, schritt.adressat)


def _new(actor, vorgang: Vorgang, rahmen: Rahmen, at: datetime) -> Verfuegung:
    who = acting(actor, None, on=localdate(at))
    vorlage = rahmen.vorlage
    return Verfuegung(
        vorgang=vorgang,
        dokument=rahmen.dokument,
        betreff=rahmen.betreff[:300],
        reihenfolge=rahmen.reihenfolge,
        vorlage_key=vorlage.key if vorlage else None,
        vorlage_version=vorlage.version if vorlage else None,
        vorlage_name=vorlage.bezeichnung if vorlage else "",
        spur=vorgang.spur,
        urheber_id=getattr(actor, "works_for", None),
        urheber_name=" für ".join(
            name for name in (who["person_name"], who["vertretung_name"]) if name
        ),
        urheber_stelle=who["stelle"],
        created_at=at,
    )


@action(Permission.VERFUEGUNG_CREATE, Event.VERFUEGUNG_CREATED, about="result")
def create_verfuegung(
    actor, vorgang: Vorgang, *, zeilen: Sequence[Zeile], at: datetime, rahmen: Rahmen | None = None
) -> Verfuegung:
    """Draw up a Verfügung; its first steps begin at once. A Vermerk with text is done by writing it.

    Raises VorgangClosed, NoSteps, TooManySteps, OneAddressee, DokumentMissing, DokumentElsewhere,
    AussenNeverSigns, NobodyThere.
    """
    rahmen = rahmen or Rahmen()
    if is_closed(vorgang):
        raise VorgangClosed
    if not zeilen:
        raise NoSteps
    if len(zeilen) > MOST:
        raise TooManySteps
    if rahmen.dokument is not None and rahmen.dokument.vorgang_id != vorgang.pk:
        raise DokumentElsewhere
    verfuegung = _new(actor, vorgang, rahmen, at)
    for nummer, zeile in enumerate(zeilen, 1):
        _check_line(zeile, nummer, verfuegung, localdate(at))
    verfuegung.save()
    audit.note_change("Vorgang", None, vorgang.aktenzeichen)
    for position, zeile in enumerate(zeilen, 1):
        schritt = new_schritt(actor, zeile, verfuegung, at)
        schritt.position, schritt.stufe = position, zeile.stufe or position
        start(actor, schritt, at)
    advance(actor, verfuegung, at=at)
    return verfuegung


def start(actor, schritt: Schritt, at: datetime) -> None:
    """Save a new step, let its addressees read; a Vermerk that says something is done already."""
    place(schritt, at=at)
    if schritt.art == SchrittArt.VERMERK and schritt.text:
        schritt.begun_at = schritt.ended_at = at
        place(schritt, at=at)
        schritt.save()
        Erledigung.objects.create(
            schritt=schritt,
            at=at,
            ergebnis=Ergebnis.ERLEDIGT,
            **acting(actor, None, on=localdate(at)),
        )
    else:
        schritt.save()
        give_reading(actor, schritt, at=at)
    _tell(schritt)


def check_runs(verfuegung: Verfuegung) -> None:
    """Refuse where the Vorgang is closed. Raises VorgangClosed."""
    if is_closed(verfuegung.vorgang):
        raise VorgangClosed


def check_steers(actor, verfuegung: Verfuegung) -> None:
    """Refuse whoever may not change a Verfügung. Raises NotYourRoute."""
    if not may_steer(actor, verfuegung):
        raise NotYourRoute


def insert_after(after: Schritt, schritte: Sequence[Schritt], *, first: int = 1) -> None:
    """Give new steps their places behind another one, each on a Stufe of its own; later ones move.

    `first`: how far the Stufe of the first one lies above that of `after` (0: beside it).
    """
    others = Schritt.objects.filter(verfuegung=after.verfuegung_id)
    others.filter(position__gt=after.position).update(position=F("position") + len(schritte))
    moved = len(schritte) - 1 + first
    if moved:
        others.filter(stufe__gt=after.stufe).update(stufe=F("stufe") + moved)
    for offset, schritt in enumerate(schritte):
        schritt.position, schritt.stufe = after.position + offset + 1, after.stufe + offset + first


@action(Permission.VERFUEGUNG_EDIT, Event.SCHRITT_ADDED)
def add_schritt(
    actor, verfuegung: Verfuegung, *, zeile: Zeile, at: datetime, after: Schritt | None = None
) -> Schritt:
    """Add a step at the end, or right after another one ("nach mir" for whoever has an open step).

    Raises NotYourRoute, IsOver, and as drawing up. A Verfügung that had ended goes on.
    """
    check_runs(verfuegung)
    if after is not None and after.verfuegung_id != verfuegung.pk:
        raise Gone
    is_open = after is not None and after.ended_at is None and after.begun_at is not None
    if not (is_open and lies_with(actor, after, on=localdate(at))):
        check_steers(actor, verfuegung)
    if verfuegung.schritte.count() >= MOST:
        raise TooManySteps
    last = verfuegung.schritte.aggregate(position=Max("position"), stufe=Max("stufe"))
    _check_line(zeile, last["position"] + 1, verfuegung, localdate(at))
    schritt = new_schritt(actor, zeile, verfuegung, at)
    if after is None:
        schritt.position, schritt.stufe = last["position"] + 1, last["stufe"] + 1
    else:
        insert_after(after, [schritt])
    start(actor, schritt, at)
    advance(actor, verfuegung, at=at)
    return schritt


@action(Permission.VERFUEGUNG_EDIT, Event.SCHRITT_CHANGED, locks=False)
def change_schritt(
    actor, schritt: Schritt, *, seen_revision: int, values: dict, at: datetime,
    ziel: Ziel | None = None,
) -> Schritt:  # fmt: skip
    """Change Frist, text, urgency (`values`) or the addressee of a step that has not ended.

    Raises Changed, IsOver, NotYourRoute, OneAddressee, AussenNeverSigns, NobodyThere.
    """
    row = locked(schritt)
    check_unchanged(row, seen_revision)
    check_runs(row.verfuegung)
    check_steers(actor, row.verfuegung)
    if row.ended_at is not None:
        raise IsOver
    if ziel is not None:
        zeile = Zeile(SchrittArt(row.art), ziel, dokument=row.dokument)
        _check_line(zeile, row.position, row.verfuegung, localdate(at))
        values = {**values, **ziel.fields()}
    if assign(row, values):
        if ziel is not None:
            end_reading(row, at=at)
            give_reading(actor, row, at=at)
        place(row, at=at)
        row.save(update_fields=["platz", "rang"])
        if row.art == SchrittArt.WIEDERVORLAGE:
            follow_schritt(row, at)
    return row


def copy_of(actor, schritt: Schritt, *, at: datetime) -> Schritt:
    """Return a new step that asks the same of the same addressee; not saved, without a place."""
    ziel = Ziel(schritt.person, schritt.stelle, schritt.einheit, schritt.aussen, schritt.rolle)
    zeile = Zeile(
        SchrittArt(schritt.art),
        ziel,
        text=schritt.text,
        frist_tage=schritt.frist_tage,
        is_eilig=schritt.is_eilig,
        dokument=schritt.dokument,
    )
    again = new_schritt(actor, zeile, schritt.verfuegung, at)
    again.vorgaenger = schritt
    return again
