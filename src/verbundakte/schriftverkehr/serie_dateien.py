"""Serial letters from templates of Writer and Word: filled without Office, a file for each addressee."""

from django.db import transaction
from django.http import Http404

from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr.actions.serie import write_posten
from verbundakte.schriftverkehr.begriffe import label_of
from verbundakte.schriftverkehr.dateifelder import nested
from verbundakte.schriftverkehr.durchgang import Durchgang
from verbundakte.schriftverkehr.herstellen import file_name
from verbundakte.schriftverkehr.models import Briefserie, Serienposten
from verbundakte.schriftverkehr.queries.dateivorlage import values_of
from verbundakte.schriftverkehr.queries.satz import LOCKED, Blatt, gesperrte
from verbundakte.schriftverkehr.queries.serie import blatt_for

ALONE = "Schreiben Sie diesen Brief einzeln."


def write_dateien(going: Durchgang, row: Briefserie, posten: list[Serienposten]) -> None:
    """Fill the template for some addressees and file each."""
    for one in posten:
        found, problem = _values(going, row, one)
        if found is None:
            going.refuse(one, problem)
            continue
        blatt, werte = found
        try:
            arrived = _filled(row, werte)
        except ConversionFailed as failure:
            going.refuse(one, failure.message)
        else:
            going.each(one, write_posten, blatt=blatt, arrived=arrived)


def _values(going: Durchgang, row: Briefserie, one: Serienposten):
    """Return for what the letter is written and its values, or why there is none."""
    felder = row.dateivorlage.felder
    try:
        with transaction.atomic():
            blatt: Blatt = blatt_for(going.who, row, one)
            locked = gesperrte(going.who, blatt, on=blatt.datum)
            werte = values_of(going.who, blatt, felder) | {"brief.betreff": row.betreff}
    except Http404:
        return None, going.no_right
    if locked:
        return None, f"{LOCKED.format(name=locked[0])} {ALONE}"
    if missing := [label_of(name) for name in felder if werte[name] == ""]:
        return None, f"Es fehlt noch: {', '.join(missing)}."
    return (blatt, werte), ""


def _filled(row: Briefserie, werte: dict) -> Arrived:
    tenant, vorlage = current_tenant(), row.dateivorlage
    path = store.path_of(tenant, vorlage.blob.sha256)
    told = {"values": nested(werte), "known": list(werte)}
    _, parts, _ = converters().run(tenant, "fill_office", path, **told)
    stored = store.put_bytes(tenant, b"".join(parts))
    return Arrived(stored, f"{file_name(row.betreff)}.{vorlage.art}")
