"""To whom serial letters go that were found: by a search that is kept, or a saved view of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, QueryDict

from verbundakte.akten.models import Beteiligtenrolle, Kontakt
from verbundakte.akten.queries import dokumente, vorgaenge
from verbundakte.akten.queries.gemerkte_suche import gemerkte_suchen, get_gemerkte_suche
from verbundakte.akten.queries.kontakt import beteiligte_in, kontakte
from verbundakte.akten.queries.listen import STADT, all_rows, get_liste, get_view, views_of
from verbundakte.core.actions import Refusal
from verbundakte.core.lists.state import read_state
from verbundakte.core.search.service import Search, all_matches
from verbundakte.schriftverkehr.liste import MOST

KONTAKTE, VORGAENGE = "kontakte", "vorgaenge"
SUCHE, ANSICHT, VORGANG = "suche", "ansicht", "vorgang"
MOST_HITS, PART = 2_000, 500


class KreisTooWide(Refusal):
    """Nobody looks through so many."""

    message = (
        f"Die Suche hat mehr als {MOST_HITS} Treffer. Grenzen Sie sie ein, oder speichern Sie eine Ansicht"
        " der Liste der Vorgänge oder Kontakte."
    )


class KreisNotFound(Refusal):
    """The search cannot be asked now; the message says why."""


@dataclass(frozen=True)
class Kreis:
    """Each Kontakt once, in the order of names, and where they are from."""

    kontakte: list[Kontakt]
    quelle: str


def kreise(actor) -> list[tuple[str, str]]:
    """Return (key, name) of what the actor can write to: her kept searches, saved views of Kontakte
    and of Vorgänge."""
    found = [
        (f"{SUCHE}:{row.pk}", f"Suche: {row.text or 'nur Filter'}")
        for row in gemerkte_suchen(actor)
    ]
    for kind, label in ((KONTAKTE, "Kontakte"), (VORGAENGE, "Beteiligte der Vorgänge")):
        found += [(f"{ANSICHT}:{row.pk}", f"{label}: {row.name}") for row in views_of(actor, kind)]
    return found


def get_kreis(actor, key: str, *, rolle: str = "") -> Kreis:
    """Return whom a key of `kreise` names, as far as the actor may see them; of files those who take
    part in them (`rolle`: as what). 404 for what is not hers. Raises KreisTooWide, KreisNotFound.
    """
    kind, _, found = key.partition(":")
    try:
        one = UUID(found)
    except ValueError:
        raise Http404 from None
    if kind == SUCHE:
        return _of_search(actor, one, rolle)
    if kind == ANSICHT:
        return _of_view(actor, one, rolle)
    raise Http404


def _of_search(actor, key: UUID, rolle: str) -> Kreis:
    suche = get_gemerkte_suche(actor, key)
    found = all_matches(actor, Search(suche.text, suche.filters), limit=MOST_HITS)
    if found.problem:
        raise KreisNotFound(found.problem)
    if found.count > MOST_HITS:
        raise KreisTooWide
    ids: dict[str, list[UUID]] = {}
    for kind, one in found.hits:
        ids.setdefault(kind, []).append(one)
    of_dokumente = dokumente(actor).filter(pk__in=ids.get("dokument", ()))
    around = vorgaenge(actor).filter(pk__in=of_dokumente.values("vorgang"))
    ids.setdefault(VORGANG, []).extend(around.values_list("pk", flat=True))
    parts = [
        part
        for kind in ("akte", VORGANG, "dokument")
        for part in _parts(actor, kind, ids.get(kind, []), rolle)
    ]
    return Kreis(_once(parts), f"Suche: {suche.text or 'nur Filter'}")


def _of_view(actor, key: UUID, rolle: str) -> Kreis:
    view = get_view(actor, key)
    if view.liste not in (KONTAKTE, VORGAENGE):
        raise Http404
    liste = get_liste(actor, view.liste, STADT)
    state = read_state(liste.listing, QueryDict(view.abfrage))
    rows = []
    for row in all_rows(actor, liste, state):
        rows.append(row)
        if len(rows) > MOST:
            raise KreisTooWide(f"Die Ansicht hat mehr als {MOST} Zeilen. Grenzen Sie sie ein.")
    if view.liste == KONTAKTE:
        return Kreis(_once(rows), f"Kontakte: {view.name}")
    parts = _parts(actor, VORGANG, [row.pk for row in rows], rolle)
    return Kreis(_once(parts), f"Beteiligte der Vorgänge: {view.name}")


def _parts(actor, kind: str, ids: list[UUID], rolle: str) -> Iterable[Kontakt]:
    """Yield who takes part in objects that were read, and may be seen."""
    for first in range(0, len(ids), PART):
        for parts in beteiligte_in(actor, kind, ids[first : first + PART]).values():
            yield from (part.kontakt for part in parts if not rolle or part.rolle == rolle)


def _once(rows: Iterable[Kontakt]) -> list[Kontakt]:
    by_key = {row.pk: row for row in rows}
    return sorted(by_key.values(), key=lambda row: (row.sort_key, str(row.pk)))


def kontakte_named(actor, keys: list[UUID]) -> list[Kontakt]:
    """Return some Kontakte, each once, in the order of names; 404 when the actor does not see one."""
    rows = _once(kontakte(actor).filter(pk__in=keys))
    if len(rows) != len(set(keys)):
        raise Http404
    return rows


ROLLEN = (("", "jede Rolle"), *Beteiligtenrolle.choices)
