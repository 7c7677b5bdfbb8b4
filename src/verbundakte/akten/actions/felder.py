"""Write the values of own fields; called inside the actions that make or change the object."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime

from verbundakte.akten.felder import Feld, Wert, is_active, problems, sorted_felder
from verbundakte.akten.models import Dokument, Feldwert, Typ, Vorgang
from verbundakte.akten.models.feldwert import FOLDED
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, assign
from verbundakte.core.search.fold import fold

Werte = Mapping[UUID, Wert | None]


class PflichtMissing(Refusal):
    """A mandatory field has no value."""


class FelderInvalid(Refusal):
    """What was sent for own fields cannot be read; the message says which and why."""


class TypUnknown(Refusal):
    """No such type in this town."""

    def __init__(self, kuerzel: str):
        super().__init__(f"Die Art „{kuerzel}“ gibt es hier nicht. Wählen Sie eine andere.")


def typ_for(model: type[Typ], given: str | Typ, at: datetime) -> Typ:
    """Return the version of a type (Kürzel or row) that holds at this moment. Raises TypUnknown.

    Before the first version began, the first one holds: what came earlier is filed too.
    """
    if isinstance(given, Typ):
        return given
    rows = model.objects.filter(kuerzel=given)
    found = rows.valid_on(localtime(at).date()).first() or rows.order_by("version").first()
    if found is None:
        raise TypUnknown(given)
    return found


def stored_werte(subject: Dokument | Vorgang) -> dict[UUID, Feldwert]:
    """Return the rows of an object by their field."""
    return {row.feld_id: row for row in subject.feldwerte.all()}


def write_werte(
    subject: Dokument | Vorgang, felder: list[Feld], werte: Werte, *, is_complete: bool = True
) -> bool:
    """Make `werte` the values of these fields; tell whether anything changed.

    A field whose condition does not hold loses its value. Values of other fields stay.
    Raises PflichtMissing with every missing field, unless what is incomplete is only brought
    back or copied (`is_complete` False).
    """
    if is_complete and (missing := problems(felder, werte)):
        raise PflichtMissing(" ".join(missing.values()))
    stored, changed = stored_werte(subject), False
    for feld in felder:
        wert = werte.get(feld.id) if is_active(feld, felder, werte) else None
        changed |= _write(subject, feld, stored.get(feld.id), wert)
    return changed


def change_typ(subject: Dokument | Vorgang, values: dict, felder: Werte | None) -> bool:
    """Set fields, perhaps the type among them, and own fields; tell whether anything changed.

    What only the former type had is taken away; another version of the same type keeps it.
    """
    name = "dokumenttyp" if isinstance(subject, Dokument) else "vorgangstyp"
    before = getattr(subject, name)
    changed = assign(subject, values)
    after = getattr(subject, name)
    own = sorted_felder(after.felder) if after else []
    written = False
    if before is not None and (after is None or after.key != before.key):
        kept = {feld.id for feld in own}
        gone = [feld for feld in sorted_felder(before.felder) if feld.id not in kept]
        written = drop_werte(subject, gone)
    if felder is not None:
        written |= write_werte(subject, own, felder)
    if written and not changed:
        subject.revision += 1
        subject.save(update_fields=["revision"])
    return changed or written


def drop_werte(subject: Dokument | Vorgang, felder: list[Feld]) -> bool:
    """Take away the values of fields that the object's new type does not have."""
    stored = stored_werte(subject)
    gone = [feld for feld in felder if feld.id in stored]
    for feld in gone:
        _write(subject, feld, stored[feld.id], None)
    return bool(gone)


def _write(subject, feld: Feld, row: Feldwert | None, wert: Wert | None) -> bool:
    if _is_same(row, wert):
        return False
    audit.note_change(feld.bezeichnung, row and row.text, wert and wert.text)
    if wert is None:
        row.delete()
        return True
    row = row or Feldwert(**{subject._meta.model_name: subject}, feld_id=feld.id)
    row.text, row.folded = wert.text, fold(wert.text)[:FOLDED]
    row.number, row.day, row.reference = wert.number, wert.day, wert.reference
    row.save()
    return True


def _is_same(row: Feldwert | None, wert: Wert | None) -> bool:
    if row is None or wert is None:
        return row is None and wert is None
    mine = (row.text, row.number, row.day, row.reference)
    return mine == (wert.text, wert.number, wert.day, wert.reference)
