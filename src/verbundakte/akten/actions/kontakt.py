"""What can be done with Kontakte: create, change, let them take part, merge and take that back."""

from datetime import datetime

from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.notiz import check_open
from verbundakte.akten.events import Event
from verbundakte.akten.models import (
    Akte,
    Anschrift,
    Beteiligung,
    Dokument,
    Kanal,
    Kontakt,
    Vorgang,
    Zusammenfuehrung,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import EVERYBODY, Grant, grants_of, intern_zone
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.search.fold import fold, sort_key
from verbundakte.organisation.models import Organisationseinheit

Subject = Akte | Vorgang | Dokument
MOVED = {"anschriften": Anschrift, "kanaele": Kanal, "beteiligungen": Beteiligung}


class OtherGeheimnisklasse(Refusal):
    """What is known of somebody in a Geheimnisklasse stays there, and nothing comes in by it."""

    message = (
        "Dieser Kontakt gehört zu Akten mit einem anderen Geheimnis. Legen Sie für diese Akte einen"
        " eigenen Kontakt an."
    )


class AlreadyTakesPart(Refusal):
    """The same role twice."""

    message = "In dieser Rolle ist der Kontakt hier schon genannt."


class NotYours(Refusal):
    """Both must be one's own to change."""

    message = "Diesen Kontakt führt eine andere Einheit; sie muss ihn mit zusammenführen."


class SameKontakt(Refusal):
    """Nothing to merge."""

    message = "Wählen Sie zwei verschiedene Kontakte."


class AlreadyMerged(Refusal):
    """Merged or taken back in another window."""

    message = "Das ist schon geschehen. Laden Sie die Seite neu."


class SecretForAll(Refusal):
    """A Geheimnisklasse is never open to everybody."""

    message = "Kontakte zu Akten mit einem Geheimnis können nicht für alle sichtbar sein."


def geheimnisklasse_of(subject: Subject) -> str:
    """Return the Geheimnisklasse that holds where this object lies."""
    return subject.zone.geheimnisklasse


def _names(values: dict) -> dict:
    whole = f"{values['name']} {values.get('vorname', '')}".strip()
    return {"name_folded": fold(whole)[:340], "sort_key": sort_key(whole)}


def _zone(base: int, is_allgemein: bool):
    """The zone of a Kontakt: that of the files it belongs to; readable by all if so chosen."""
    everybody = [Grant(PrincipalKind.ALL, EVERYBODY, Level.READ)] if is_allgemein else []
    return intern_zone([*grants_of(base), *everybody])


def _create(actor, zone_id: int, klasse: str, values: dict, at: datetime) -> Kontakt:
    if klasse and values.get("is_allgemein"):
        raise SecretForAll
    is_allgemein = bool(values.get("is_allgemein"))
    kontakt = Kontakt.objects.create(
        **values,
        **_names(values),
        zone_id=_zone(zone_id, is_allgemein).pk if is_allgemein else zone_id,
        geheimnisklasse=klasse,
        created_at=at,
        created_by=actor.person_id,
    )
    audit.note_change("Name", None, str(kontakt))
    return kontakt


@action(Permission.KONTAKT_CREATE, Event.KONTAKT_CREATED, about="result", locks=False)
def create_kontakt_at(actor, subject: Subject, *, values: dict, at: datetime) -> Kontakt:
    """Create a Kontakt that belongs where an Akte, a Vorgang or a Dokument lies.

    Raises SecretForAll.
    """
    return _create(actor, subject.zone_id, geheimnisklasse_of(subject), values, at)


@action(Permission.KONTAKT_CREATE, Event.KONTAKT_CREATED, about="result", locks=False)
def create_kontakt(actor, einheit: Organisationseinheit, *, values: dict, at: datetime) -> Kontakt:
    """Create a Kontakt of a unit, without a file."""
    zone = intern_zone(
        [
            Grant(PrincipalKind.EINHEIT, einheit.pk, Level.WRITE),
            Grant(PrincipalKind.LEITUNG, einheit.pk, Level.WRITE),
        ]
    )
    return _create(actor, zone.pk, "", values, at)


@action(Permission.KONTAKT_EDIT, Event.KONTAKT_CHANGED)
def change_kontakt(actor, kontakt: Kontakt, *, seen_revision: int, values: dict) -> Kontakt:
    """Change a Kontakt. Raises core.actions.Changed, SecretForAll."""
    check_unchanged(kontakt, seen_revision)
    check_not_restricted(actor, kontakt)
    if kontakt.geheimnisklasse and values.get("is_allgemein"):
        raise SecretForAll
    if values.get("is_allgemein") and not kontakt.is_allgemein:
        kontakt.zone = _zone(kontakt.zone_id, True)
    if assign(kontakt, values | _names(values)):
        return kontakt


@action(Permission.KONTAKT_EDIT, Event.KONTAKT_CHANGED)
def add_anschrift(actor, kontakt: Kontakt, *, values: dict, at: datetime) -> Anschrift:
    """Add an address; that it was added is told, not what it is."""
    check_not_restricted(actor, kontakt)
    audit.note_change("Anschrift", None, "neu")
    row = Anschrift.objects.create(kontakt=kontakt, created_at=at, **values)
    return row


@action(Permission.KONTAKT_EDIT, Event.KONTAKT_CHANGED)
def add_kanal(actor, kontakt: Kontakt, *, art: str, wert: str, at: datetime) -> Kanal:
    """Add a number or an electronic address."""
    check_not_restricted(actor, kontakt)
    row = Kanal.objects.create(kontakt=kontakt, art=art, wert=wert, created_at=at)
    audit.note_change(row.get_art_display(), None, "neu")
    return row


@action(Permission.KONTAKT_EDIT, Event.KONTAKT_CHANGED)
def end_reach(actor, kontakt: Kontakt, *, row: Anschrift | Kanal, at: datetime) -> None:
    """An address or a number holds no longer; it is kept, for letters that went there."""
    check_not_restricted(actor, kontakt)
    if row.ended_at is not None or row.kontakt_id != kontakt.pk:
        raise AlreadyMerged
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    audit.note_change("Anschrift" if isinstance(row, Anschrift) else "Kanal", "gültig", "beendet")


@action(Permission.KONTAKT_CREATE, Event.BETEILIGUNG_ADDED, locks=False)
def add_beteiligung(
    actor, subject: Subject, *, kontakt: Kontakt, rolle: str, at: datetime
) -> Beteiligung:
    """Let a Kontakt take part in an Akte, a Vorgang or a Dokument.

    Raises OtherGeheimnisklasse, AlreadyTakesPart, AkteClosed, VorgangClosed.
    """
    check_open(subject)
    check_not_restricted(actor, kontakt)
    if isinstance(subject, Dokument):
        check_not_restricted(actor, subject)
    if kontakt.geheimnisklasse != geheimnisklasse_of(subject):
        raise OtherGeheimnisklasse
    mark = {"kontakt": kontakt, "rolle": rolle, subject._meta.model_name: subject}
    row, is_new = Beteiligung.objects.get_or_create(
        **mark, defaults={"created_at": at, "created_by": actor.person_id}
    )
    if not is_new:
        raise AlreadyTakesPart
    audit.note_change(row.get_rolle_display(), None, str(kontakt))
    return row


@action(Permission.KONTAKT_CREATE, Event.BETEILIGUNG_ENDED, locks=False)
def end_beteiligung(actor, subject: Subject, *, row: Beteiligung) -> None:
    """Strike a Beteiligung; the history of the object keeps it. Raises AkteClosed, VorgangClosed."""
    check_open(subject)
    audit.note_change(row.get_rolle_display(), str(row.kontakt), None)
    row.delete()


@action(Permission.KONTAKT_EDIT, Event.KONTAKT_MERGED)
def merge_kontakte(actor, into: Kontakt, *, other: Kontakt, at: datetime) -> Zusammenfuehrung:
    """Make two Kontakte one, also when both are in use; what came over is written down.

    A Beteiligung both have stays with the other one. Raises SameKontakt, AlreadyMerged,
    OtherGeheimnisklasse, NotYours.
    """
    if into.pk == other.pk:
        raise SameKontakt
    other = Kontakt.objects.select_for_update(of=("self",), no_key=True).get(pk=other.pk)
    if not actor.may(Permission.KONTAKT_EDIT, other):
        raise NotYours
    if other.merged_into_id or into.merged_into_id:
        raise AlreadyMerged
    for one in (into, other):
        check_not_restricted(actor, one)
    if into.geheimnisklasse != other.geheimnisklasse:
        raise OtherGeheimnisklasse
    moved: dict = {name: _move(name, model, other, into) for name, model in MOVED.items()}
    if other.is_gesperrt and not into.is_gesperrt:
        moved["gesperrt"] = True
        assign(into, {"is_gesperrt": True, "gesperrt_until": other.gesperrt_until})
    other.merged_into = into
    other.save(update_fields=["merged_into"])
    audit.note_change("Aufgenommen", None, str(other))
    return Zusammenfuehrung.objects.create(
        into=into, other=other, moved=moved, merged_at=at, merged_by=actor.person_id
    )


def _move(name: str, model, other: Kontakt, into: Kontakt) -> list[str]:
    rows = list(model.objects.filter(kontakt=other))
    if model is Beteiligung:
        there = {_place(row) for row in Beteiligung.objects.filter(kontakt=into)}
        rows = [row for row in rows if _place(row) not in there]
    model.objects.filter(pk__in=[row.pk for row in rows]).update(kontakt=into)
    return [str(row.pk) for row in rows]


def _place(row: Beteiligung) -> tuple:
    return row.rolle, row.akte_id, row.vorgang_id, row.dokument_id


@action(Permission.KONTAKT_EDIT, Event.KONTAKT_SPLIT)
def undo_merge(actor, into: Kontakt, *, merge: Zusammenfuehrung, at: datetime) -> Kontakt:
    """Take a merging back: what came over returns, as far as it is still there.

    Raises AlreadyMerged when that was done already.
    """
    merge = Zusammenfuehrung.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    other = merge.other
    if merge.undone_at is not None or other.merged_into_id != into.pk:
        raise AlreadyMerged
    for name, model in MOVED.items():
        rows = model.objects.filter(pk__in=merge.moved.get(name, []), kontakt=into)
        rows.update(kontakt=other)
    if merge.moved.get("gesperrt"):
        assign(into, {"is_gesperrt": False, "gesperrt_until": None})
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    audit.note_change("Wieder eigener Kontakt", None, str(other))
    return other
