"""Objects for tests, made through the product's own actions."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.aktenplan import zone_of_einheit
from verbundakte.akten.bausteine import DOKUMENTTYP
from verbundakte.akten.models import Aktenplaneinheit
from verbundakte.akten.samples.typen import standard_dokumenttypen
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.ids import uuid7
from verbundakte.core.search.fold import fold, sort_key
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit, Rolle
from verbundakte.organisation.tests.cast import install_silently


def install_dokumenttypen() -> None:
    """Put the standard Dokumenttypen into the open town; the log stays empty."""
    for sample in standard_dokumenttypen():
        install_silently(DOKUMENTTYP, sample.key, sample.data)


PLAN_KEY = UUID("7d0f4b0a-0000-4000-8000-000000000001")


def make_planeinheit(kennzeichen="632.20", *, einheit="63", geheimnisklasse="", **values):
    """Return a unit of the plan whose default zone is that of `einheit` (Kennzeichen)."""
    unit = Organisationseinheit.objects.get(kennzeichen=einheit)
    registratur = Rolle.objects.filter(bezeichnung__startswith="Registratur").first()
    defaults = {
        "key": PLAN_KEY,
        "item_id": uuid7(),
        "titel": "Wohngebäude",
        "aufbewahrungsdauer": 10,
        "aussonderungsart": "B",
        "begruendung": "örtliche Festlegung",
        "valid_from": date(2020, 1, 1),
    }
    values = {**defaults, **values}
    return Aktenplaneinheit.objects.create(
        kennzeichen=kennzeichen,
        sort_key=sort_key(kennzeichen),
        titel_folded=fold(f"{values['titel']} {values.get('stichwoerter', '')}"),
        federfuehrung=unit,
        zone=zone_of_einheit(unit, registratur.key, geheimnisklasse),
        geheimnisklasse=geheimnisklasse,
        **values,
    )


def make_akte(actor_of, *, planeinheit=None, betreff="Lindenallee 12", at=None):
    """Return an Akte made by the person `actor_of()` gives (rights are loaded anew)."""
    planeinheit = planeinheit or Aktenplaneinheit.objects.first() or make_planeinheit()
    return actions.create_akte(actor_of(), planeinheit, betreff=betreff, at=at or timezone.now())


def make_vorgang(actor_of, *, akte=None, betreff="Carport mit Abstellraum", **more):
    """Return a Vorgang in an Akte."""
    akte = akte or make_akte(actor_of)
    return actions.create_vorgang(actor_of(), akte, betreff=betreff, at=timezone.now(), **more)


def make_dokument(actor_of, *, vorgang=None, name="Bescheid.txt", content=b"Bescheid", **more):
    """Return a Dokument with one file."""
    vorgang = vorgang or make_vorgang(actor_of)
    stored = put_bytes(current_tenant(), content)
    return actions.register_dokument(
        actor_of(), vorgang, arrived=Arrived(stored, name), at=timezone.now(), **more
    )
