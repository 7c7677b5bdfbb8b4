"""What can be done with a Vorgang."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions.felder import Werte, change_typ, typ_for, write_werte
from verbundakte.akten.actions.nummer import check_free, teilvorgang_number, vorgang_number
from verbundakte.akten.actions.own import drop_merkzettel
from verbundakte.akten.events import Event
from verbundakte.akten.felder import sorted_felder
from verbundakte.akten.hooks import vorgang_closing
from verbundakte.akten.models import (
    Akte,
    Bearbeitungssperre,
    Dokument,
    Entscheidung,
    Vorgang,
    Vorgangstyp,
    ZdaVerfuegung,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action, check_unchanged, count_change
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch


class AkteClosed(Refusal):
    """Nothing new in a closed Akte."""

    message = "Die Akte ist zu den Akten verfügt. Nehmen Sie sie zuerst wieder auf."


class AkteRefused(Refusal):
    """Nothing new in an Akte that the Registratur refused."""

    message = (
        "Die Registratur hat diese Akte abgelehnt. Legen Sie den Vorgang in einer anderen Akte an"
        " und verschieben Sie dorthin auch, was hier liegt."
    )


class VorgangClosed(Refusal):
    """Nothing new in a closed Vorgang."""

    message = (
        "Der Vorgang ist zu den Akten verfügt. Nehmen Sie ihn zuerst wieder auf, oder beginnen Sie"
        " einen Folgevorgang."
    )


class VorgangAlreadyClosed(Refusal):
    """Closing twice."""

    message = "Der Vorgang ist bereits zu den Akten verfügt."


class VorgangNotClosed(Refusal):
    """Reopening what is open."""

    message = "Der Vorgang ist nicht zu den Akten verfügt."


class VorgangHasEntwuerfe(Refusal):
    """Drafts must be finished first; the page lists them."""

    def __init__(self, titles: list[str]):
        shown = "“, „".join(titles[:3])
        super().__init__(
            f"Noch nicht abgeschlossen: „{shown}“. Schließen Sie diese Entwürfe zuerst ab."
        )


class VorgangInEdit(Refusal):
    """Somebody keeps a Dokument for herself."""

    message = (
        "Ein Dokument ist noch zur Bearbeitung gesperrt. Warten Sie, geben Sie es frei, oder"
        " übernehmen Sie die Bearbeitung."
    )


def check_nothing_locked(vorgang: Vorgang) -> None:
    """Refuse closing while a Dokument is being edited. Raises VorgangInEdit."""
    if Bearbeitungssperre.objects.in_force().filter(dokument__vorgang=vorgang).exists():
        raise VorgangInEdit


def is_closed(subject) -> bool:
    """Tell whether an Akte or a Vorgang is zu den Akten verfügt."""
    return subject.zda_verfuegungen.filter(reopened_at=None).exists()


def check_takes_vorgaenge(akte: Akte) -> None:
    """Refuse new Vorgänge where there may be none. Raises AkteClosed, AkteRefused."""
    if is_closed(akte):
        raise AkteClosed
    if akte.antraege.filter(entscheidung=Entscheidung.ABGELEHNT).exists():
        raise AkteRefused


class VorgangHasOpenParts(Refusal):
    """A Vorgang closes after its Teilvorgänge; those the actor may not see are not named."""

    message = "Ein Teilvorgang ist noch in Bearbeitung. Verfügen Sie ihn zuerst z. d. A."

    def __init__(self, first: str):
        super().__init__(
            f"Der Teilvorgang {first} ist noch in Bearbeitung. Verfügen Sie ihn zuerst z. d. A."
            if first
            else ""
        )


def _check_part_of(actor, above: Vorgang) -> None:
    """Raise when no Teilvorgang may begin in a Vorgang: PermissionDenied, VorgangClosed."""
    if not actor.may(Permission.VORGANG_CREATE, above):
        raise PermissionDenied(Permission.VORGANG_CREATE)
    if is_closed(above):
        raise VorgangClosed


@action(Permission.VORGANG_CREATE, Event.VORGANG_CREATED, about="result", locks=False)
def create_vorgang(
    actor, akte: Akte, *, betreff: str, at: datetime, aktenzeichen: str = "", **more
) -> Vorgang:
    """Create a Vorgang in an Akte; it gets the Akte's next number and inherits its access.

    `aktenzeichen`: the number it has already (taken over). `more`: further fields
    (parent: a Vorgang above it, sachbearbeitung_id, bemerkung, fremdes_geschaeftszeichen, spur ...),
    `vorgangstyp` (row or Kürzel), and values of its own fields in `felder` (`is_complete` False:
    mandatory ones may still be missing).
    Raises AkteClosed, AkteRefused, VorgangClosed, AktenzeichenTaken, TypUnknown, PflichtMissing.
    """
    check_takes_vorgaenge(akte)
    if aktenzeichen:
        check_free(Vorgang, aktenzeichen)
    felder, is_complete = more.pop("felder", None), more.pop("is_complete", True)
    if more.get("vorgangstyp"):
        more["vorgangstyp"] = typ_for(Vorgangstyp, more["vorgangstyp"], at)
    above = more.get("parent")
    if above is not None:
        _check_part_of(actor, above)
    aktenzeichen = aktenzeichen or (
        teilvorgang_number(above, at) if above else vorgang_number(akte, at)
    )
    if "sachbearbeitung" not in more:
        more.setdefault("sachbearbeitung_id", getattr(actor, "person_id", None))
    vorgang = Vorgang.objects.create(
        akte=akte,
        aktenzeichen=aktenzeichen,
        aktenzeichen_folded=fold(aktenzeichen),
        betreff=betreff,
        betreff_folded=fold(betreff),
        federfuehrung_id=akte.federfuehrung_id,
        zone_id=settled_zone(above or akte),
        created_at=at,
        created_by=getattr(actor, "person_id", None),
        **more,
    )
    audit.note_change("Aktenzeichen", None, aktenzeichen)
    audit.note_change("Betreff", None, betreff)
    if felder is not None and vorgang.vorgangstyp is not None:
        audit.note_change("Art", None, vorgang.vorgangstyp)
        own = sorted_felder(vorgang.vorgangstyp.felder)
        write_werte(vorgang, own, felder, is_complete=is_complete)
    touch(vorgang)
    return vorgang


@action(Permission.VORGANG_EDIT, Event.VORGANG_CHANGED)
def change_vorgang(
    actor, vorgang: Vorgang, *, seen_revision: int, values: dict, felder: Werte | None = None
) -> Vorgang:
    """Change fields of a Vorgang; `felder` are the values of its own fields (None: as they are).

    Raises core.actions.Changed when somebody was faster, VorgangClosed, PflichtMissing.
    """
    check_unchanged(vorgang, seen_revision)
    if is_closed(vorgang):
        raise VorgangClosed
    folded = {"betreff_folded": fold(values.get("betreff", vorgang.betreff))}
    if change_typ(vorgang, values | folded, felder):
        touch(vorgang)
    return vorgang


@action(Permission.VORGANG_CLOSE, Event.VORGANG_CLOSED)
def close_vorgang(actor, vorgang: Vorgang, *, on: date, at: datetime) -> ZdaVerfuegung:
    """Close the Vorgang (z. d. A.); from here on its Aufbewahrungsfrist runs.

    Raises VorgangAlreadyClosed, VorgangHasEntwuerfe, VorgangHasOpenParts, or what a subscriber of the hook raises.
    """
    if is_closed(vorgang):
        raise VorgangAlreadyClosed
    drafts = Dokument.objects.filter(vorgang=vorgang, is_entwurf=True, trashed_at=None)
    titles = list(drafts.values_list("betreff", flat=True)[:4])
    if titles:
        raise VorgangHasEntwuerfe(titles)
    if parts := list(Vorgang.objects.filter(parent=vorgang).in_progress()[:100]):
        seen = (row.aktenzeichen for row in parts if actor.may(Permission.VORGANG_READ, row))
        raise VorgangHasOpenParts(next(seen, ""))
    check_nothing_locked(vorgang)
    vorgang_closing.run(actor, vorgang)
    audit.note_change("Z. d. A.", None, on)
    inside = Dokument.objects.filter(vorgang=vorgang).values_list("pk", flat=True)
    drop_merkzettel([vorgang.pk, *inside])
    count_change(vorgang)
    touch(vorgang)
    return ZdaVerfuegung.objects.create(
        vorgang=vorgang, closed_on=on, closed_at=at, closed_by=actor.person_id
    )


@action(Permission.VORGANG_REOPEN, Event.VORGANG_REOPENED)
def reopen_vorgang(actor, vorgang: Vorgang, *, reason: str, at: datetime) -> None:
    """Take a closed Vorgang up again. Raises VorgangNotClosed, AkteClosed."""
    zda = vorgang.zda_verfuegungen.filter(reopened_at=None).first()
    if zda is None:
        raise VorgangNotClosed
    if is_closed(vorgang.akte):
        raise AkteClosed
    zda.reopened_at, zda.reopened_by, zda.reopened_reason = at, actor.person_id, reason
    zda.save()
    audit.note_change("Wiederaufnahme", None, reason)
    count_change(vorgang)
    touch(vorgang)
