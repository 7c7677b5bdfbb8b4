"""Lists of the room: what lies at a place, narrowed to what the actor may see, page by page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.listen.columns import (
    AKTEN,
    AKTEN_LISTING,
    DOKUMENTE,
    DOKUMENTE_LISTING,
    KONTAKTE,
    KONTAKTE_LISTING,
    LISTINGS,
    VORGAENGE,
    VORGAENGE_LISTING,
)
from verbundakte.akten.models import Akte, Dokument, Listenansicht, Spaltenwahl, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.feldspalten import feldspalten, read_felder
from verbundakte.akten.queries.kontakt import kontakte, with_ort
from verbundakte.akten.queries.listing import CAP, Count, capped_count, newest_of_tenant
from verbundakte.akten.queries.objects import (
    akten,
    akten_under_item,
    dokumente,
    get_akte,
    get_vorgang,
    vorgaenge,
)
from verbundakte.akten.queries.plan import get_planeinheit
from verbundakte.akten.queries.schutz import without_restricted
from verbundakte.akten.queries.unassigned import unassigned
from verbundakte.core.db.ready import Ready, read_in_order
from verbundakte.core.lists.columns import Listing, needed
from verbundakte.core.lists.paging import PAGE, cut, ordered, page_keys, read_all
from verbundakte.core.lists.state import State
from verbundakte.core.registry import registry
from verbundakte.organisation.models import Organisationseinheit

STADT, EIGENE, EINHEIT, OHNE = "stadt", "eigene", "einheit", "nicht-zugeordnet"
INDEXED = ("aktenzeichen", "betreff", "angelegt")
# Orders in which no value is ever missing.
ALWAYS_GIVEN = ("betreff", "angelegt", "abgelegt")
WIDE: dict[str, type] = {AKTEN: Akte, VORGAENGE: Vorgang}
MOST_ROWS = 200_000
WITH_FELDER: dict[str, type] = {VORGAENGE: Vorgang, DOKUMENTE: Dokument}


@dataclass(frozen=True)
class Liste:
    """A list at its place: `ort` names the place in addresses and orders; `subject` is the object
    it lies in, None where it lies in none; `is_wide` when it is a list of the whole town.

    `lying(actor, key)` gives its rows; `key` is the id in the name of the place, or none."""

    listing: Listing
    ort: str
    lying: Callable
    key: UUID | None = None
    subject: object = None
    is_wide: bool = False

    @property
    def place(self) -> dict[str, UUID]:
        """The values `lying` needs besides the actor."""
        return {"key": self.key} if self.key else {}

    def rows(self, actor):
        """Return what lies in it as far as the actor may read it."""
        return self.lying(actor, **self.place)


def _own_einheiten(actor) -> list[UUID]:
    return list(getattr(actor, "einheiten", None) or ())


def _akten_of_town(actor, key) -> Liste:
    listing = AKTEN_LISTING.sorted_only_by(*INDEXED)
    return Liste(listing, STADT, _akten, is_wide=True)


def _akten_of_unit(actor, key: UUID) -> Liste:
    unit = get_planeinheit(actor, key)
    ort = f"planeinheit:{unit.item_id}"
    return Liste(AKTEN_LISTING, ort, akten_under_item, unit.item_id, subject=unit)


def _vorgaenge_of_town(actor, key) -> Liste:
    listing = VORGAENGE_LISTING.sorted_only_by(*INDEXED)
    return Liste(listing, STADT, _vorgaenge, is_wide=True)


def _vorgaenge_of_person(actor, key) -> Liste:
    return Liste(VORGAENGE_LISTING, EIGENE, _vorgaenge_in_care)


def _vorgaenge_of_einheit(actor, key) -> Liste:
    return Liste(VORGAENGE_LISTING, EINHEIT, _vorgaenge_led)


def _vorgaenge_of_akte(actor, key: UUID) -> Liste:
    akte = get_akte(actor, key)
    return Liste(VORGAENGE_LISTING, f"akte:{akte.pk}", _vorgaenge_in_akte, akte.pk, subject=akte)


def _dokumente_of_akte(actor, key: UUID) -> Liste:
    akte = get_akte(actor, key)
    return Liste(DOKUMENTE_LISTING, f"akte:{akte.pk}", _dokumente_in_akte, akte.pk, subject=akte)


def _dokumente_of_vorgang(actor, key: UUID) -> Liste:
    vorgang = get_vorgang(actor, key)
    ort = f"vorgang:{vorgang.pk}"
    return Liste(DOKUMENTE_LISTING, ort, _dokumente_in_vorgang, vorgang.pk, subject=vorgang)


def _dokumente_unassigned(actor, key) -> Liste:
    return Liste(DOKUMENTE_LISTING, OHNE, _without_vorgang)


def _kontakte_of_town(actor, key) -> Liste:
    return Liste(KONTAKTE_LISTING, STADT, _kontakte)


def _akten(actor, key=None):
    return akten(actor)


def _vorgaenge(actor, key=None):
    return vorgaenge(actor)


def _vorgaenge_in_care(actor, key=None):
    return vorgaenge(actor).filter(sachbearbeitung=getattr(actor, "works_for", None))


def _vorgaenge_led(actor, key=None):
    return vorgaenge(actor).filter(federfuehrung__in=_own_einheiten(actor))


def _vorgaenge_in_akte(actor, key: UUID):
    return vorgaenge(actor).filter(akte=key)


def _dokumente_in_akte(actor, key: UUID):
    rows = dokumente(actor).filter(akte=key, parent=None)
    return rows.select_related("federfuehrung", "vorgang")


def _dokumente_in_vorgang(actor, key: UUID):
    rows = dokumente(actor).filter(vorgang=key, parent=None)
    return rows.select_related("federfuehrung", "vorgang")


def _without_vorgang(actor, key=None):
    return unassigned(actor).select_related("vorgang")


def _kontakte(actor, key=None):
    return with_ort(kontakte(actor))


READERS: dict[str, Callable] = {
    AKTEN: akten,
    VORGAENGE: vorgaenge,
    DOKUMENTE: dokumente,
    KONTAKTE: _kontakte,
}
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
    if (source := registry.listings.get(kind)) is not None:
        return source.get(actor, ort)
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


def listing_of(actor, kind: str) -> Listing:
    """Return the columns of a kind of list that is known."""
    if kind in registry.listings:
        return registry.listings[kind].listing
    return with_feldspalten(actor, LISTINGS[kind])


def with_feldspalten(actor, listing: Listing) -> Listing:
    """Return a kind of list with the columns of all own fields its objects can have."""
    model = WITH_FELDER.get(listing.key)
    if model is None:
        return listing
    labels = [column.label for column in listing.columns]
    return replace(listing, own=lambda: feldspalten(actor, model, labels))


def page_of(actor, liste: Liste, state: State, *, limit: int = PAGE) -> tuple[list, str]:
    """Return the rows of the page the state asks for, with what its columns need, and the address
    of the next one."""
    reader, fields = READERS.get(liste.listing.key, liste.lying), needed(state.columns)
    if liste.is_wide and state.order == "-angelegt" and not state.is_narrowed:
        model = WIDE[liste.listing.key]
        page = newest_of_tenant(actor, model, reader, after=state.after, limit=limit, fields=fields)
        rows, after = page.rows, page.after
    else:
        keys, after = _keys_of(actor, liste, state, limit)
        # Without the place: PostgreSQL would rather go through all that lies there than by ids.
        rows = read_in_order(reader, actor, keys, fields)
    return read_felder(actor, rows, state.columns), after


def _keys_of(actor, liste: Liste, state: State, limit: int) -> tuple[list[UUID], str]:
    """Return the ids of a page: the first one of a whole list is put together once."""
    column = state.sorted_by
    if state.is_narrowed or state.after or limit != PAGE or column.key not in ALWAYS_GIVEN:
        return page_keys(state.narrow(liste.rows(actor)), state, limit=limit)
    beginning = _beginning(liste.lying, column.order, state.is_descending, *liste.place)
    return cut(beginning.all(actor, **liste.place), state, limit)


@cache
def _beginning(lying: Callable, path: str, is_descending: bool, *place: str) -> Ready:
    """Return the query for the first keys of a whole list in an order where no value is missing."""

    def keys(actor, **key):
        rows = ordered(lying(actor, **key), path, is_descending)
        return rows.values_list(path, "pk")[: PAGE + 1]

    return Ready(keys, plans=True, **dict.fromkeys(place, UUID))


def count_of(actor, liste: Liste, state: State):
    """Return how many rows the list has, counted up to the cap."""
    if state.is_narrowed:
        return capped_count(state.narrow(liste.rows(actor)))
    return Count.of(_capped(liste.lying, *liste.place).count(actor, **liste.place))


@cache
def _capped(lying: Callable, *place: str) -> Ready:
    def rows(actor, **key):
        return lying(actor, **key).order_by().values("pk")[: CAP + 1]

    return Ready(rows, plans=True, **dict.fromkeys(place, UUID))


def all_rows(actor, liste: Liste, state: State):
    """Yield the whole list for an export, batch by batch, without what is restricted."""
    rows = without_restricted(actor, state.narrow(liste.rows(actor)))
    for batch in read_all(rows, state, most=MOST_ROWS):
        yield from read_felder(actor, batch, state.columns)


def kept_columns(actor, kind: str) -> list[str]:
    """Return the columns the person has chosen for a kind of list; empty when she has not."""
    chosen = _SPALTEN.first(person=person, kind=kind) if (person := _person(actor)) else None
    return chosen or []


def views_of(actor, kind: str) -> list[Listenansicht]:
    """Return the saved views of a kind of list: the person's own, then those of her units."""
    rows = _ANSICHTEN.all(actor, kind=kind)
    own = [row for row in rows if row.einheit is None]
    of_units = [row for row in rows if row.einheit is not None]
    return [*own, *sorted(of_units, key=lambda row: row.einheit.sort_key)]


def _ansichten(actor, kind: str):
    mine = Q(einheit__in=_own_einheiten(actor))
    if person := _person(actor):
        mine |= Q(person=person)
    rows = Listenansicht.objects.filter(mine, liste=kind)
    return rows.select_related("einheit").order_by("name")


def _person(actor) -> UUID | None:
    return getattr(actor, "person_id", None)


def _spalten(actor, person: UUID, kind: str):
    rows = Spaltenwahl.objects.filter(person=person, liste=kind)
    return rows.values_list("spalten", flat=True)


_ANSICHTEN = Ready(_ansichten, kind=str)
_SPALTEN = Ready(_spalten, person=UUID, kind=str)


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
    return _EINHEITEN.all(ids=_own_einheiten(actor))


def _einheiten(actor, ids: list[UUID]):
    return Organisationseinheit.objects.filter(pk__any=ids).order_by("sort_key")


_EINHEITEN = Ready(_einheiten, ids=list)
