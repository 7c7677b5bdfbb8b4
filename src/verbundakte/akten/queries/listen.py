"""Lists of the room: what lies at a place, narrowed to what the actor may see, page by page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404

from verbundakte.akten.listen.columns import (
    AKTEN,
    AKTEN_LISTING,
    DOKUMENTE,
    DOKUMENTE_LISTING,
    KONTAKTE,
    KONTAKTE_LISTING,
    VORGAENGE,
    VORGAENGE_LISTING,
)
from verbundakte.akten.models import Dokument, Listenansicht, Spaltenwahl, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.feldspalten import feldspalten, read_felder
from verbundakte.akten.queries.kontakt import kontakte, with_ort
from verbundakte.akten.queries.listing import capped_count, newest_of_tenant
from verbundakte.akten.queries.objects import (
    akten,
    akten_under,
    dokumente,
    get_akte,
    get_vorgang,
    vorgaenge,
)
from verbundakte.akten.queries.plan import get_planeinheit
from verbundakte.akten.queries.schutz import without_restricted
from verbundakte.akten.queries.unassigned import unassigned
from verbundakte.core.lists.columns import Listing
from verbundakte.core.lists.paging import PAGE, read_all, read_page
from verbundakte.core.lists.state import State
from verbundakte.organisation.models import Organisationseinheit

STADT, EIGENE, EINHEIT, OHNE = "stadt", "eigene", "einheit", "nicht-zugeordnet"
INDEXED = ("aktenzeichen", "betreff", "angelegt")
MOST_ROWS = 200_000
WITH_FELDER: dict[str, type] = {VORGAENGE: Vorgang, DOKUMENTE: Dokument}


@dataclass(frozen=True)
class Liste:
    """A list at its place: `ort` names the place in addresses and orders; `subject` is the object
    it lies in, None where it lies in none; `is_wide` when it is a list of the whole town."""

    listing: Listing
    ort: str
    rows: object
    subject: object = None
    is_wide: bool = False


def _own_einheiten(actor) -> frozenset[UUID]:
    return getattr(actor, "einheiten", frozenset())


def _akten_of_town(actor, key) -> Liste:
    listing = AKTEN_LISTING.sorted_only_by(*INDEXED)
    return Liste(listing, STADT, akten(actor), is_wide=True)


def _akten_of_unit(actor, key: UUID) -> Liste:
    unit = get_planeinheit(actor, key)
    rows = akten_under(actor, unit)
    return Liste(AKTEN_LISTING, f"planeinheit:{unit.item_id}", rows, unit)


def _vorgaenge_of_town(actor, key) -> Liste:
    listing = VORGAENGE_LISTING.sorted_only_by(*INDEXED)
    return Liste(listing, STADT, vorgaenge(actor), is_wide=True)


def _vorgaenge_of_person(actor, key) -> Liste:
    rows = vorgaenge(actor).filter(sachbearbeitung=getattr(actor, "works_for", None))
    return Liste(VORGAENGE_LISTING, EIGENE, rows)


def _vorgaenge_of_einheit(actor, key) -> Liste:
    rows = vorgaenge(actor).filter(federfuehrung__in=_own_einheiten(actor))
    return Liste(VORGAENGE_LISTING, EINHEIT, rows)


def _vorgaenge_of_akte(actor, key: UUID) -> Liste:
    akte = get_akte(actor, key)
    return Liste(VORGAENGE_LISTING, f"akte:{akte.pk}", vorgaenge(actor).filter(akte=akte), akte)


def _dokumente_with_places(rows):
    return rows.select_related("federfuehrung", "vorgang")


def _dokumente_of_akte(actor, key: UUID) -> Liste:
    akte = get_akte(actor, key)
    rows = _dokumente_with_places(dokumente(actor).filter(akte=akte, parent=None))
    return Liste(DOKUMENTE_LISTING, f"akte:{akte.pk}", rows, akte)


def _dokumente_of_vorgang(actor, key: UUID) -> Liste:
    vorgang = get_vorgang(actor, key)
    rows = _dokumente_with_places(dokumente(actor).filter(vorgang=vorgang, parent=None))
    return Liste(DOKUMENTE_LISTING, f"vorgang:{vorgang.pk}", rows, vorgang)


def _dokumente_unassigned(actor, key) -> Liste:
    return Liste(DOKUMENTE_LISTING, OHNE, unassigned(actor).select_related("vorgang"))


def _kontakte_of_town(actor, key) -> Liste:
    return Liste(KONTAKTE_LISTING, STADT, with_ort(kontakte(actor)))


PLACES: dict[tuple[str, str], Callable] = {
    (AKTEN, STADT): _akten_of_town,
    (AKTEN, "planeinheit"): _akten_of_unit,
    (VORGAENGE, STADT): _vorgaenge_of_town,
    (VORGAENGE, EIGENE): _vorgaenge_of_person,
    (VORGAENGE, EINHEIT): _vorgaenge_of_einheit,
    (VORGAENGE, "akte"): _vorgaenge_of_akte,
    (KONTAKTE, STADT): _kontakte_of_town,
    (DOKUMENTE, "akte"): _dokumente_of_akte,
    (DOKUMENTE, "vorgang"): _dokumente_of_vorgang,
    (DOKUMENTE, OHNE): _dokumente_unassigned,
}


def get_liste(actor, kind: str, ort: str) -> Liste:
    """Return the list of a kind at a place such as "stadt" or "akte:<id>", or 404.

    Its rows are what the actor may read there; its columns hold the own fields of the town too.
    """
    place, _, key = ort.partition(":")
    read = PLACES.get((kind, place))
    if read is None:
        raise Http404
    try:
        found = UUID(key) if key else None
    except ValueError:
        raise Http404 from None
    if found is None and place in ("planeinheit", "akte", "vorgang"):
        raise Http404
    liste = read(actor, found)
    return replace(liste, listing=with_feldspalten(actor, liste.listing))


def with_feldspalten(actor, listing: Listing) -> Listing:
    """Return a kind of list with the columns of all own fields its objects can have."""
    model = WITH_FELDER.get(listing.key)
    if model is None:
        return listing
    labels = [column.label for column in listing.columns]
    return listing.with_columns(*feldspalten(actor, model, labels))


def page_of(actor, liste: Liste, state: State, *, limit: int = PAGE) -> tuple[list, str]:
    """Return the rows of the page the state asks for, and the address of the next one."""
    if liste.is_wide and state.order == "-angelegt" and not state.is_narrowed:
        page = newest_of_tenant(actor, liste.rows, after=state.after, limit=limit)
        rows, after = page.rows, page.after
    else:
        rows, after = read_page(state.narrow(liste.rows), state, limit=limit)
    return read_felder(actor, rows, state.columns), after


def count_of(actor, liste: Liste, state: State):
    """Return how many rows the list has, counted up to the cap."""
    return capped_count(state.narrow(liste.rows))


def all_rows(actor, liste: Liste, state: State):
    """Yield the whole list for an export, batch by batch, without what is restricted."""
    rows = without_restricted(actor, state.narrow(liste.rows))
    for batch in read_all(rows, state, most=MOST_ROWS):
        yield from read_felder(actor, batch, state.columns)


def kept_columns(actor, kind: str) -> list[str]:
    """Return the columns the person has chosen for a kind of list; empty when she has not."""
    row = Spaltenwahl.objects.filter(person=getattr(actor, "person_id", None), liste=kind).first()
    return row.spalten if row else []


def views_of(actor, kind: str) -> list[Listenansicht]:
    """Return the saved views of a kind of list: the person's own, then those of her units."""
    person = getattr(actor, "person_id", None)
    rows = Listenansicht.objects.filter(liste=kind).select_related("einheit")
    own = rows.filter(person=person) if person else rows.none()
    of_units = rows.filter(einheit__in=_own_einheiten(actor))
    return [*own.order_by("name"), *of_units.order_by("einheit__sort_key", "name")]


def get_view(actor, key: UUID) -> Listenansicht:
    """Return a saved view of the person or of one of her units, or 404."""
    row = Listenansicht.objects.select_related("einheit").filter(pk=key).first()
    person = getattr(actor, "person_id", None)
    if row is None or not (
        row.person_id == person if row.person_id else row.einheit_id in _own_einheiten(actor)
    ):
        raise Http404
    return row


def einheiten_to_share_with(actor) -> list[Organisationseinheit]:
    """Return the units for which the person may save a view."""
    if Permission.ANSICHT_EDIT not in actor.permissions:
        return []
    rows = Organisationseinheit.objects.filter(pk__in=_own_einheiten(actor))
    return list(rows.order_by("sort_key"))
