"""What letters are made from, as it holds on a day."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Vorgang
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Stellenbesetzung
from verbundakte.schriftverkehr.brief import Kopf
from verbundakte.schriftverkehr.models import (
    Briefkopf,
    Briefvorlage,
    Textbaustein,
    Zeichnungsbefugnis,
)
from verbundakte.schriftverkehr.permissions import Permission

MOST_SIGNERS = 100


def vorlagen(actor, *, on: date) -> list[Briefvorlage]:
    """Return the Vorlagen that hold on a day, in the order of the choice; 404 without the right."""
    if Permission.SCHREIBEN_WRITE not in actor.permissions:
        raise Http404
    rows = list(Briefvorlage.objects.valid_on(on))
    return sorted(rows, key=lambda row: (row.inhalt["reihenfolge"], row.bezeichnung))


def get_vorlage(actor, kuerzel: str, *, on: date) -> Briefvorlage:
    """Return the Vorlage of this Kürzel that holds on a day, or 404."""
    if Permission.SCHREIBEN_WRITE not in actor.permissions:
        raise Http404
    row = Briefvorlage.objects.valid_on(on).filter(kuerzel=kuerzel).first()
    if row is None:
        raise Http404
    return row


def texte(actor, *, on: date) -> dict[str, dict]:
    """Return {Kürzel: content} of the Textbausteine that hold on a day."""
    return dict(Textbaustein.objects.valid_on(on).values_list("kuerzel", "inhalt"))


def briefkopf(actor, kuerzel: str, *, on: date) -> Briefkopf | None:
    """Return the head a Vorlage names, else the first of the town; None where there is none yet."""
    rows = sorted(
        Briefkopf.objects.valid_on(on), key=lambda row: (row.inhalt["reihenfolge"], row.kuerzel)
    )
    named = [row for row in rows if row.kuerzel == kuerzel]
    return next(iter(named or rows), None)


def kopf_of(actor, row: Briefkopf | None) -> Kopf:
    """Return the head for a letter; without a released Briefkopf it has the name of the town."""
    if row is not None:
        return Kopf.of(row.inhalt)
    return Kopf(kommune=Tenant.objects.get(pk=current_tenant()).name)


def zeichnungsregeln(actor, *, on: date) -> list[dict]:
    """Return the rules of signing that hold on a day; none where the town has none."""
    rows = Zeichnungsbefugnis.objects.valid_on(on).order_by("kuerzel")
    return [regel for row in rows for regel in row.inhalt["regeln"]]


def signers(actor, vorgang: Vorgang, *, on: date) -> list[Stellenbesetzung]:
    """Return who may be named under a letter of a Vorgang: whom it concerns, with her Stelle.

    These are the person herself, her units, the unit in charge, and whoever leads the town.
    """
    einheiten = {*getattr(actor, "einheiten", ()), vorgang.federfuehrung_id}
    whom = (
        Q(stelle__einheit__in=einheiten)
        | Q(stelle__is_leitung=True, stelle__einheit__parent=None)
        | Q(person=getattr(actor, "works_for", None))
    )
    rows = Stellenbesetzung.objects.valid_on(on).filter(whom, person__is_active=True)
    rows = rows.select_related("person", "stelle__einheit")
    return list(rows.order_by("person__sort_key", "pk")[:MOST_SIGNERS])


def own_besetzung(actor, found: list[Stellenbesetzung]) -> UUID | None:
    """Return with which of these the actor signs herself, the leading one first."""
    own = [row for row in found if row.person_id == getattr(actor, "works_for", None)]
    own.sort(key=lambda row: not row.stelle.is_leitung)
    return own[0].pk if own else None
