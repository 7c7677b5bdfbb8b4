"""A Zeichnung holds for the Fassung that was seen: another one voids it and asks again."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.timezone import localdate

from verbundakte.akten.models import Dokument, Fassung
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.audit import Change
from verbundakte.core.clock import now
from verbundakte.geschaeftsgang.actions.adressat import Ziel
from verbundakte.geschaeftsgang.actions.ende import call_back
from verbundakte.geschaeftsgang.actions.lauf import ReasonMissing, advance, begin, end, locked
from verbundakte.geschaeftsgang.actions.lesen import give_reading
from verbundakte.geschaeftsgang.actions.personen import acting
from verbundakte.geschaeftsgang.actions.verfuegung import (
    Zeile,
    copy_of,
    insert_after,
    new_schritt,
)
from verbundakte.geschaeftsgang.actions.zeichnung import standing_fassung
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    SIGNED,
    Hinfall,
    HinfallArt,
    Redaktion,
    Reihenfolge,
    Schritt,
    SchrittArt,
    Verfuegung,
    Zeichnung,
)
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import is_by

AGAIN = "Das Dokument hat eine neue Fassung. Zeichnen Sie erneut."


class NotEditorial(Refusal):
    """Only the newest Fassung, and only its author says what kind of change it was."""

    message = (
        "Als redaktionell bezeichnet nur die geltende Fassung, wer sie abgelegt hat, und nur, wenn durch"
        " sie Mitzeichnungen hinfällig geworden sind."
    )


class NotYourZeichnung(Refusal):
    """Whoever signed may object, and as long as it counts."""

    message = (
        "Widersprechen kann, wer selbst mitgezeichnet hat, solange die Mitzeichnung gilt und die"
        " geltende Fassung als redaktionell bezeichnet ist."
    )


def _standing(dokument: Dokument) -> list[Zeichnung]:
    rows = Zeichnung.objects.standing().filter(dokument=dokument).order_by("nummer")
    return list(rows.select_related("erledigung__schritt__verfuegung", "fassung"))


def void_zeichnungen(actor, dokument: Dokument) -> None:
    """Subscriber of `fassung_changed`: what was given for another Fassung does not count any more.

    Only for this Dokument; who signed is asked again. Where a Fassung was withdrawn and the one before
    counts again, so do its Zeichnungen.
    """
    fassung = standing_fassung(dokument)
    if fassung is None:
        return
    at = now()
    _lift(actor, dokument, fassung, at)
    void = [row for row in _standing(dokument) if not _covers(row, fassung)]
    if not void:
        return
    by = getattr(actor, "person_id", None)
    Hinfall.objects.bulk_create(
        Hinfall(zeichnung=row, art=HinfallArt.FASSUNG, fassung=fassung, at=at, by=by)
        for row in void
    )
    names = [
        Change("Hinfällig", row.erledigung.person_name, f"Fassung {fassung.nummer}") for row in void
    ]
    audit.record(Event.ZEICHNUNG_VOIDED, actor=actor, subject=dokument, changes=names)
    ask_again(actor, [row.erledigung.schritt for row in void], at=at)


def _covers(zeichnung: Zeichnung, fassung: Fassung) -> bool:
    """Tell whether a Zeichnung holds for the standing Fassung: it is the one signed, or only editorial
    ones came after it."""
    if zeichnung.fassung_id == fassung.pk:
        return True
    if zeichnung.is_schluss or fassung.nummer < zeichnung.fassung.nummer:
        return False
    later = Fassung.objects.standing().filter(
        dokument=fassung.dokument_id,
        nummer__gt=zeichnung.fassung.nummer,
        nummer__lte=fassung.nummer,
    )
    objected = Hinfall.objects.filter(fassung=OuterRef("pk"), art=HinfallArt.EINWAND)
    return not later.filter(Q(redaktion=None) | Exists(objected)).exists()


def _lift(actor, dokument: Dokument, fassung: Fassung, at: datetime) -> None:
    """Let Zeichnungen count again whose Fassung counts again because a later one was withdrawn."""
    rows = Hinfall.objects.filter(
        zeichnung__dokument=dokument, zeichnung__fassung=fassung, lifted_at=None
    )
    found = list(rows.select_related("zeichnung__erledigung__schritt"))
    _lift_all(actor, found, f"Fassung {fassung.nummer} gilt wieder", at)


def _lift_all(actor, found: list[Hinfall], because: str, at: datetime) -> None:
    by = getattr(actor, "person_id", None)
    Hinfall.objects.filter(pk__in=[row.pk for row in found]).update(
        lifted_at=at, lifted_by=by, lifted_because=because
    )
    steps = [row.zeichnung.erledigung.schritt_id for row in found]
    _call_back_all(actor, Schritt.objects.filter(vorgaenger__in=steps, art__in=SIGNED), because, at)


def _call_back_all(actor, schritte, because: str, at: datetime) -> None:
    for schritt in schritte.filter(ended_at=None).order_by("verfuegung", "position"):
        row = locked(schritt)
        call_back(actor, row, because, at)
        end(row, at=at)
        advance(actor, row.verfuegung, at=at)


def ask_again(actor, schritte: list[Schritt], *, at: datetime) -> None:
    """Ask the addressees of signed steps once more; later signatures wait for them."""
    for schritt in schritte:
        row = locked(schritt)
        called_back = row.verfuegung.schritte.exclude(rueckruf=None).filter(vorgaenger=None)
        if row.verfuegung.ended_at is not None and called_back.exists():
            continue  # the whole route was called back
        again = copy_of(actor, row, at=at)
        again.text = row.text or AGAIN
        insert_after(row, [again], first=0)
        again.save()
        give_reading(actor, again, at=at)
        _wait(row.verfuegung, row.stufe)
        advance(actor, row.verfuegung, at=at)


def _wait(verfuegung: Verfuegung, stufe: int) -> None:
    """Take the turn back from open signatures on a later Stufe, where the order is enforced."""
    if verfuegung.reihenfolge != Reihenfolge.FOLGE:
        return
    later = verfuegung.schritte.open().filter(stufe__gt=stufe, art__in=SIGNED)
    later.update(begun_at=None, platz=None)


@action(Permission.SCHRITT_DO, Event.FASSUNG_REDAKTIONELL)
def declare_redaktionell(
    actor, dokument: Dokument, *, fassung: Fassung, grund: str, at: datetime
) -> Redaktion:
    """Call the standing Fassung a merely editorial change: the Mitzeichnungen it voided count again.

    The Schlusszeichnung does not: it binds the final Fassung. Everybody who signed is told by a step
    and may object. Raises ReasonMissing, NotEditorial.
    """
    if not grund.strip():
        raise ReasonMissing
    standing = standing_fassung(dokument)
    mine = {actor.person_id, actor.works_for}
    rows = Hinfall.objects.filter(
        fassung=fassung, art=HinfallArt.FASSUNG, lifted_at=None, zeichnung__is_schluss=False
    )
    found = list(rows.select_related("zeichnung__erledigung__schritt__verfuegung"))
    if standing is None or standing.pk != fassung.pk or fassung.created_by not in mine or not found:
        raise NotEditorial
    who = acting(actor, None, on=localdate(at))
    made = Redaktion.objects.create(
        dokument=dokument, fassung=fassung, grund=grund.strip()[:500], at=at, **who
    )
    audit.note_change("Fassung", None, fassung.nummer)
    audit.note_change("Geändert wurde", None, grund.strip())
    _lift_all(actor, found, f"redaktionelle Änderung: {grund.strip()}"[:500], at)
    for row in found:
        _inform(actor, row.zeichnung, made, at)
    return made


def _inform(actor, zeichnung: Zeichnung, redaktion: Redaktion, at: datetime) -> None:
    """Put the editorial change on the desk of who signed; nothing waits for that."""
    done = zeichnung.erledigung
    row = locked(done.schritt)
    ziel = Ziel(row.person, row.stelle, row.einheit)
    if done.vertretung_fuer_id is None and done.person_id is not None:
        ziel = Ziel(person=done.person)
    text = (
        f"Redaktionelle Änderung in Fassung {redaktion.fassung.nummer}: {redaktion.grund}"
        " Ihre Mitzeichnung gilt weiter; Sie können widersprechen."
    )
    zeile = Zeile(SchrittArt.KENNTNIS, ziel, text=text, dokument=zeichnung.dokument)
    told = new_schritt(actor, zeile, row.verfuegung, at)
    last = row.verfuegung.schritte.aggregate(position=Max("position"), stufe=Max("stufe"))
    told.position, told.stufe, told.vorgaenger = last["position"] + 1, last["stufe"] + 1, row
    begin(actor, told, at=at)
    advance(actor, row.verfuegung, at=at)


@action(Permission.SCHRITT_SIGN, Event.ZEICHNUNG_OBJECTED, locks=False)
def object_to_redaktion(actor, zeichnung: Zeichnung, *, grund: str, at: datetime) -> list[Hinfall]:
    """Object to an editorial change: it counts as substantive from now on.

    All Mitzeichnungen that it had kept become void and are asked again, one's own first; who was told
    of it need not take note any more. Raises ReasonMissing, NotYourZeichnung.
    """
    if not grund.strip():
        raise ReasonMissing
    dokument = zeichnung.dokument
    Dokument.objects.select_for_update(of=("self",), no_key=True).get(pk=dokument.pk)
    fassung = standing_fassung(dokument)
    kept = [row for row in _standing(dokument) if fassung and row.fassung_id != fassung.pk]
    own = next((row for row in kept if row.pk == zeichnung.pk), None)
    edited = Redaktion.objects.filter(fassung=fassung).exists() if fassung else False
    if own is None or not edited or not is_by(actor, own):
        raise NotYourZeichnung
    grund = grund.strip()[:500]
    told = f"{own.erledigung.person_name} hat widersprochen: {grund}"[:500]
    made = Hinfall.objects.bulk_create(
        Hinfall(
            zeichnung=row,
            art=HinfallArt.EINWAND,
            fassung=fassung,
            grund=grund if row is own else told,
            at=at,
            by=actor.person_id,
        )
        for row in kept
    )
    audit.note_change("Grund", None, grund)
    for row in kept:
        audit.note_change("Hinfällig", row.erledigung.person_name, f"Fassung {fassung.nummer}")
    schritte = [row.erledigung.schritt for row in kept]
    told_of = Schritt.objects.filter(vorgaenger__in=schritte, art=SchrittArt.KENNTNIS)
    _call_back_all(actor, told_of, told, at)
    ask_again(actor, schritte, at=at)
    return made
