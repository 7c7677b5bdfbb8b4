"""What the operations of this room share: parameters, own fields, what is told after a change."""

from datetime import datetime

from django.utils.timezone import localdate
from ninja import Field

from verbundakte.akten import actions, queries
from verbundakte.akten.api.schemas import DokumentChange, VorgangChange
from verbundakte.akten.felder import WertInvalid
from verbundakte.akten.models import Dokument, Dokumenttyp, Typ, Vorgang, Vorgangstyp
from verbundakte.core.api.given import Liste
from verbundakte.core.clock import now

DAYS = (
    "datum_des_schreibens",
    "posteingangsdatum",
    "postausgangsdatum",
    "laufzeit_from",
    "laufzeit_to",
)

NO_VALUES = {"felder", "vorgangstyp", "dokumenttyp", "id", "revision"}


class NummernListe(Liste):
    """A list that may be narrowed to one Aktenzeichen."""

    aktenzeichen: str = Field("", max_length=120)


def own_fields(
    actor, model: type[Typ], kuerzel: str, texts: dict, *, at: datetime, subject=None
) -> dict:
    """Return type and own fields as actions take them; what an object begins with is preset.

    Raises FelderInvalid.
    """
    typ = actions.typ_for(model, kuerzel, at) if kuerzel else None
    kept = queries.werte_of(actor, [subject])[subject.pk] if subject else queries.vorgaben_of(typ)
    try:
        felder = queries.read_werte(actor, typ, texts, kept, on=localdate(at))
    except WertInvalid as error:
        raise actions.FelderInvalid(str(error)) from error
    return {queries.typ_field(model): typ, "felder": felder}


def sent_values(given) -> dict:
    """Return what was sent of a change; null takes away a day and leaves everything else."""
    sent = given.dict(exclude_unset=True, exclude=NO_VALUES)
    return {name: value for name, value in sent.items() if value is not None or name in DAYS}


def changes(
    actor, row: Vorgang | Dokument, given: VorgangChange | DokumentChange, kuerzel, *, seen: int
) -> dict:
    """Return what the action is called with: only what was sent, and the own fields as a whole.

    `seen`: the revision that is changed. Raises FelderInvalid.
    """
    values = sent_values(given)
    called: dict = {"seen_revision": seen, "values": values}
    if kuerzel is None and not given.felder:
        return called
    before = queries.typ_of(row)
    if kuerzel is None:
        kuerzel = before.kuerzel if before else ""
    model = Vorgangstyp if isinstance(row, Vorgang) else Dokumenttyp
    own = own_fields(actor, model, kuerzel, given.texts(), at=now(), subject=row)
    called["felder"] = own.pop("felder")
    values |= own
    return called
