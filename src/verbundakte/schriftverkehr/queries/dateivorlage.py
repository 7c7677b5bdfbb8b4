"""Templates of Writer and Word, and the values they are filled with."""

from datetime import date
from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Kontakt, Vorgang
from verbundakte.schriftverkehr.begriffe import LISTE
from verbundakte.schriftverkehr.models import Dateivorlage
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt, empfaenger_from, werte_of
from verbundakte.schriftverkehr.queries.vorlagen import briefkopf, kopf_of, own_besetzung, signers


def dateivorlagen(actor) -> list[Dateivorlage]:
    """Return the templates that are offered, by name; 404 without the right to write."""
    needed = {Permission.SCHREIBEN_WRITE, Permission.DATEIVORLAGE_EDIT}
    if not needed & actor.permissions:
        raise Http404
    rows = Dateivorlage.objects.filter(ended_at=None).select_related("blob")
    return list(rows.order_by("bezeichnung"))


def dateivorlage_named(actor, bezeichnung: str) -> Dateivorlage:
    """Return the template of this name that is offered, or 404."""
    found = next((row for row in dateivorlagen(actor) if row.bezeichnung == bezeichnung), None)
    if found is None:
        raise Http404
    return found


def get_dateivorlage(actor, key: UUID) -> Dateivorlage:
    """Return a template for whoever looks after them, or 404."""
    if Permission.DATEIVORLAGE_EDIT not in actor.permissions:
        raise Http404
    row = Dateivorlage.objects.select_related("blob").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def values_for(
    actor, vorgang: Vorgang, kontakt: Kontakt | None, felder: list[str], *, on: date
) -> dict[str, str | bool]:
    """Return the values of all fields of a letter of a Vorgang, by name, as they are written."""
    blatt = Blatt(vorgang, None, on)
    found = signers(actor, vorgang, on=on)
    own = own_besetzung(actor, found)
    row = next((one for one in found if one.pk == own), None)
    if row is not None:
        blatt.person, blatt.stelle = row.person, row.stelle
    if kontakt is not None:
        blatt.empfaenger = [empfaenger_from(actor, kontakt, on=on)]
    return values_of(actor, blatt, felder)


def values_of(actor, blatt: Blatt, felder: list[str]) -> dict[str, str | bool]:
    """Return the values of all fields of a letter, by name, as they are written; `blatt.angaben` are
    the columns of a list."""
    werte = werte_of(actor, blatt, kopf_of(actor, briefkopf(actor, "", on=blatt.datum)))
    listed = {f"{LISTE}{name}": text for name, text in blatt.angaben.items()}
    known = dict.fromkeys(felder, "") | werte | listed
    return {name: _written(value) for name, value in known.items()}


def _written(value: object) -> str | bool:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return value if isinstance(value, bool) else str(value)
