"""How each Handlung changes one object of a Stapel, and changes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import aktenantrag
from verbundakte.akten.actions.federfuehrung import give_akte
from verbundakte.akten.actions.stapel import note_done, note_undone
from verbundakte.akten.felder import rows_of, werte_from
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import Choice, Dokumenttyp, Handlung, Stapel, Stapelposten
from verbundakte.akten.queries.zugriff import Zugriff
from verbundakte.core.actions import Refusal
from verbundakte.organisation.models import Organisationseinheit, Person

CHANGED_SINCE = "Der Zugriff wurde seither noch einmal geändert und bleibt darum, wie er ist."
TAKEN_BACK = "Stapel zurückgenommen"
GONE = "Das gibt es nicht mehr, oder Sie dürfen es nicht mehr sehen."
NO_WAY_BACK = "Eine Entscheidung über eine beantragte Akte lässt sich so nicht zurücknehmen."
NO_RIGHT = "Dazu fehlt Ihnen hier die Berechtigung."


@dataclass(frozen=True)
class Work:
    """How one object is changed and changed back; `do` returns what it was before."""

    do: Callable
    undo: Callable


def _set(change: Callable, name: str, find: Callable):
    """Return the Work that sets one field through its action."""

    def put(actor, row, value, at) -> dict:
        had = getattr(row, name)
        before = str(getattr(had, "pk", had) or "")
        wanted = find(value) if value else None
        change(actor, row, seen_revision=row.revision, values={name: wanted})
        return {"value": before}

    return Work(
        lambda actor, row, values, at: put(actor, row, values["value"], at),
        lambda actor, row, before, at: put(actor, row, before["value"], at),
    )


def _move(move: Callable, read: Callable, place: str) -> Work:
    def put(actor, row, key, at) -> dict:
        before = str(getattr(row, place))
        move(actor, row, to=read(actor, UUID(key)), seen_revision=row.revision, at=at)
        return {"value": before}

    return Work(
        lambda actor, row, values, at: put(actor, row, values["value"], at),
        lambda actor, row, before, at: put(actor, row, before["value"], at),
    )


def _close(actor, row, values, at) -> dict:
    actions.close_vorgang(actor, row, on=date.fromisoformat(values["value"]), at=at)
    return {}


def _reopen(actor, row, before, at) -> None:
    actions.reopen_vorgang(actor, row, reason=TAKEN_BACK, at=at)


def _change_typ(actor, row, values, at) -> dict:
    """Give a Dokument another type; what only the former one asked for is kept for the way back."""
    werte = queries.werte_of(actor, [row])[row.pk]
    before = {"value": str(row.dokumenttyp_id), "felder": rows_of(werte)}
    typ = _typ(values["value"])
    actions.change_dokument(actor, row, seen_revision=row.revision, values={"dokumenttyp": typ})
    return before


def _restore_typ(actor, row, before, at) -> None:
    typ = _typ(before["value"])
    actions.restore_typ(
        actor, row, seen_revision=row.revision, typ=typ, felder=werte_from(before["felder"])
    )


def _decide(step: Callable) -> Work:
    """Return the Work of a decision; it has no way back."""

    def do(actor, row, values, at) -> dict:
        step(actor, row, values["value"], at)
        return {}

    return Work(do, _no_way_back)


def _no_way_back(actor, row, before, at) -> None:
    raise Refusal(NO_WAY_BACK)


def _give(actor, akte, value, at) -> None:
    give_akte(actor, akte, planeinheit=queries.get_planeinheit(actor, UUID(value)))


def _refile(actor, akte, value, at) -> None:
    aktenantrag.refile_akte(actor, akte, to=queries.get_akte(actor, UUID(value)), at=at)


def _wanted_zugriff(handlung: str, value: str, now: Zugriff) -> Zugriff:
    """Return the access an object would have after this Handlung."""
    choice, _, keys = value.rpartition(":")
    persons = [UUID(key) for key in keys.split(",") if key]
    if handlung == Handlung.ZUGRIFF:
        return Zugriff(Choice(choice), persons)
    if handlung == Handlung.PERSON_DAZU:
        more = [person for person in persons if person not in now.persons]
        return Zugriff(Choice.NUR if now.choice == Choice.NUR else Choice.PLUS, now.persons + more)
    if not set(persons) & set(now.persons):
        raise Refusal("Keine dieser Personen ist hier genannt.")
    return Zugriff(now.choice, [person for person in now.persons if person not in persons])


def _told(zugriff: Zugriff) -> list:
    """Return an access in the form in which it is kept and compared."""
    choice = zugriff.choice if zugriff.persons else Choice.SACHGEBIET
    return [choice.value, sorted(str(person) for person in zugriff.persons)]


def _zugriff(handlung: str) -> Work:
    """Return the Work that changes who sees an object, and back while nobody changed it since."""

    def put(actor, row, values, at) -> dict:
        before = queries.zugriff_of(actor, row)
        wanted = _wanted_zugriff(handlung, values["value"], before)
        actions.change_zugriff(actor, row, choice=wanted.choice, persons=wanted.persons)
        return {"value": _told(before), "then": _told(wanted)}

    def back(actor, row, before, at) -> None:
        if _told(queries.zugriff_of(actor, row)) != before["then"]:
            raise Refusal(CHANGED_SINCE)
        choice, persons = before["value"]
        keys = [UUID(key) for key in persons]
        actions.change_zugriff(actor, row, choice=Choice(choice), persons=keys)

    return Work(put, back)


def _person(key: str) -> Person:
    return Person.objects.get(pk=key)


def _typ(key: str) -> Dokumenttyp:
    return Dokumenttyp.objects.get(pk=key)


def _einheit(key: str) -> Organisationseinheit:
    return Organisationseinheit.objects.get(pk=key)


WORK: dict[tuple[str, str], Work] = {
    (ObjectKind.VORGANG, Handlung.SACHBEARBEITUNG): _set(
        actions.change_vorgang, "sachbearbeitung", _person
    ),
    (ObjectKind.VORGANG, Handlung.FEDERFUEHRUNG): _set(
        actions.change_vorgang, "federfuehrung", _einheit
    ),
    (ObjectKind.VORGANG, Handlung.VERSCHIEBUNG): _move(
        actions.move_vorgang, queries.get_akte, "akte_id"
    ),
    (ObjectKind.VORGANG, Handlung.ZDA): Work(_close, _reopen),
    (ObjectKind.DOKUMENT, Handlung.DOKUMENTTYP): Work(_change_typ, _restore_typ),
    (ObjectKind.DOKUMENT, Handlung.VERSCHIEBUNG): _move(
        actions.move_dokument, queries.get_vorgang, "vorgang_id"
    ),
    (ObjectKind.AKTE, Handlung.BESTAETIGUNG): _decide(
        lambda actor, akte, value, at: aktenantrag.confirm_akte(actor, akte, at=at)
    ),
    (ObjectKind.AKTE, Handlung.UMLEGUNG): _decide(_refile),
    (ObjectKind.AKTE, Handlung.UEBERLEITUNG): _decide(_give),
    (ObjectKind.AKTE, Handlung.ABLEHNUNG): _decide(
        lambda actor, akte, value, at: aktenantrag.refuse_akte(actor, akte, grund=value, at=at)
    ),
}

WORK |= {
    (kind, handlung): _zugriff(handlung)
    for kind in (ObjectKind.AKTE, ObjectKind.VORGANG, ObjectKind.DOKUMENT)
    for handlung in (Handlung.ZUGRIFF, Handlung.PERSON_DAZU, Handlung.PERSON_WEG)
}


def attempt(function: Callable) -> tuple[dict, str]:
    """Return what the function returned, or the German reason why it was refused."""
    try:
        with transaction.atomic():
            return function() or {}, ""
    except Refusal as refusal:
        return {}, refusal.message
    except PermissionDenied:
        return {}, NO_RIGHT
    except Http404:
        return {}, GONE


READ = {
    ObjectKind.AKTE: queries.get_akte,
    ObjectKind.VORGANG: queries.get_vorgang,
    ObjectKind.DOKUMENT: queries.get_dokument,
}


def do_posten(posten: Stapelposten, stapel: Stapel, actor, at: datetime) -> str:
    """Change one object as `actor` may now; return the reason when it was refused."""
    work, read = WORK[stapel.kind, stapel.handlung], READ[stapel.kind]
    before, refused = attempt(
        lambda: work.do(actor, read(actor, posten.object_id), stapel.values, at)
    )
    note_done(posten, before, refused, at=at)
    return refused


def undo_posten(posten: Stapelposten, stapel: Stapel, actor, at: datetime) -> str:
    """Change one object back as `actor` may now; return the reason when it was refused."""
    work, read = WORK[stapel.kind, stapel.handlung], READ[stapel.kind]
    _, refused = attempt(lambda: work.undo(actor, read(actor, posten.object_id), posten.before, at))
    note_undone(posten, refused, at=at)
    return refused
