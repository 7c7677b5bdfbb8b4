"""How hits of a search are read through the rights of whoever asks, and what begins with a text."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404

from verbundakte.akten import queries
from verbundakte.akten.kinds import KONTAKT, ObjectKind
from verbundakte.akten.models import (
    Akte,
    Datei,
    Dokument,
    Fassung,
    Kontakt,
    Vorgang,
    is_restricted,
    is_zda,
)
from verbundakte.akten.queries.kontakt import kontakte as visible_kontakte
from verbundakte.core import reads
from verbundakte.core.clock import local
from verbundakte.core.db.lookups import array_text
from verbundakte.core.db.ready import HIDDEN_IDS, Ready
from verbundakte.core.registry import SearchHit
from verbundakte.core.tenancy.context import current_tenant

FIRST_BYTES, LEAST_BYTES, MOST_BYTES = 2_000_000, 60_000, 400_000
Pages = Callable[[], Iterator[tuple[int, str]]]
# Pages of the files of the newest Fassung between two places of a file, told by how many bytes come
# before: no text is read for that.
PAGES = f"""
SELECT dokument_id, page, text, stop FROM (
  SELECT fassung.dokument_id, seite.datei_id, seite.page, seite.text,
    octet_length(seite.text) AS size,
    sum(octet_length(seite.text)) OVER (PARTITION BY seite.datei_id ORDER BY seite.page) AS stop
  FROM akten_fassung fassung
  JOIN akten_datei datei ON datei.tenant = fassung.tenant AND datei.fassung_id = fassung.id
  JOIN akten_seitentext seite ON seite.tenant = datei.tenant AND seite.datei_id = datei.id
  WHERE fassung.tenant = %s AND fassung.dokument_id {HIDDEN_IDS} AND fassung.nummer = (
    SELECT max(other.nummer) FROM akten_fassung other
    WHERE other.tenant = fassung.tenant AND other.dokument_id = fassung.dokument_id
      AND other.withdrawn_at IS NULL
  )
) pages WHERE stop - size >= %s AND stop - size < %s ORDER BY datei_id, page
"""  # noqa: S608
SHOWN = {
    Akte: ("aktenzeichen", "betreff", "created_at", "planeinheit__titel", "federfuehrung__name"),
    Vorgang: ("aktenzeichen", "betreff", "created_at", "akte__betreff", "federfuehrung__name"),
    Dokument: (
        *("betreff", "created_at", "datum_des_schreibens", "vorgang__aktenzeichen"),
        *("akte__geheimnisklasse", "federfuehrung__name"),
        *("dokumenttyp__bezeichnung", "dokumenttyp__symbol", "is_restricted", "file_name"),
    ),
}
"""What a hit shows of each kind, besides whether it is closed; nothing else of a row is read."""


def _shown(rows):
    """Read of the rows of a queryset only what a hit shows, as named values."""
    return rows.values_list("pk", "is_closed", *SHOWN[rows.model], named=True)


def newest_dateien(ids) -> dict[UUID, list[Datei]]:
    """Return the files of the newest Fassung of each Dokument."""
    newest = Fassung.objects.standing().filter(dokument=OuterRef("fassung__dokument"))
    rows = Datei.objects.filter(
        fassung__dokument__in=ids, fassung=Subquery(newest.values("pk")[:1])
    ).select_related("fassung")
    rows = rows.only("file_name", "source_path", "properties", "fassung__dokument")
    found = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.fassung.dokument_id].append(row)
    return found


def _newest_name() -> Subquery:
    """Return the expression for the name of the first file of the newest Fassung of a Dokument."""
    newest = Fassung.objects.standing().filter(dokument=OuterRef(OuterRef("pk")))
    rows = Datei.objects.filter(fassung=Subquery(newest.values("pk")[:1]))
    return Subquery(rows.order_by("pk").values("file_name")[:1])


class Texts:
    """The texts of the pages of some Dokumente, read when the first is asked for.

    Of each Dokument first what fits its share of FIRST_BYTES; what comes after, up to MOST_BYTES,
    is read for all of them together when the first share of one was not enough.
    """

    def __init__(self, dokumente: list[UUID]):
        self._ids = dokumente
        self._share = max(LEAST_BYTES, FIRST_BYTES // max(1, len(dokumente)))

    def of(self, key: UUID) -> Iterator[tuple[int, str]]:
        """Yield (page, text) of a Dokument."""
        pages, longer = self._first
        yield from pages[key]
        if key in longer:
            yield from self._rest[0][key]

    @cached_property
    def _first(self) -> tuple[dict[UUID, list[tuple[int, str]]], set[UUID]]:
        return self._read(0, self._share)

    @cached_property
    def _rest(self) -> tuple[dict[UUID, list[tuple[int, str]]], set[UUID]]:
        return self._read(self._share, MOST_BYTES)

    def _read(self, after: int, until: int) -> tuple[dict, set[UUID]]:
        """Return the pages that begin between two places, and the Dokumente that go on."""
        found, longer = defaultdict(list), set()
        values = (current_tenant(), array_text(self._ids), after, until)
        for key, page, text, stop in connection.fetch(PAGES, values, planned_once=True):
            found[key].append((page, text))
            if stop >= until:
                longer.add(key)
        return found, longer


def _akte_hit(row) -> SearchHit:
    return SearchHit(
        kind=ObjectKind.AKTE,
        id=row.pk,
        title=row.betreff,
        url_name="akten:akte",
        icon="akte",
        aktenzeichen=row.aktenzeichen,
        dated_on=local(row.created_at).date(),
        facts=(f"Akte, {row.planeinheit__titel}", row.federfuehrung__name),
        is_closed=row.is_closed,
    )


def _vorgang_hit(row) -> SearchHit:
    return SearchHit(
        kind=ObjectKind.VORGANG,
        id=row.pk,
        title=row.betreff,
        url_name="akten:vorgang",
        icon="vorgang",
        aktenzeichen=row.aktenzeichen,
        dated_on=local(row.created_at).date(),
        facts=(f"Vorgang, {row.akte__betreff}", row.federfuehrung__name),
        is_closed=row.is_closed,
    )


def _dokumente(actor, ids: list[UUID]):
    marks = {
        "is_closed": is_zda("vorgang", "vorgang"),
        "is_restricted": is_restricted(),
        "file_name": _newest_name(),
    }
    return _shown(queries.dokumente(actor).filter(pk__any=ids).annotate(**marks))


_AKTEN = Ready(lambda actor, ids: _shown(queries.akten(actor).filter(pk__any=ids)), ids=list)
_VORGAENGE = Ready(
    lambda actor, ids: _shown(queries.vorgaenge(actor).filter(pk__any=ids)), ids=list
)
_DOKUMENTE = Ready(_dokumente, ids=list)
_ANY_KONTAKT = Ready(
    lambda actor, folded: Kontakt.objects.filter(name_folded__begins=folded).only("pk")[:1],
    folded=str,
)


def read_akten(actor, ids: list[UUID]) -> dict[UUID, SearchHit]:
    """Return the hits among these Akten that the actor may see."""
    try:
        return {row.pk: _akte_hit(row) for row in _AKTEN.all(actor, ids=list(ids))}
    except Http404:
        return {}


def read_vorgaenge(actor, ids: list[UUID]) -> dict[UUID, SearchHit]:
    """Return the hits among these Vorgänge that the actor may see."""
    try:
        return {row.pk: _vorgang_hit(row) for row in _VORGAENGE.all(actor, ids=list(ids))}
    except Http404:
        return {}


def read_dokumente(actor, ids: list[UUID]) -> dict[UUID, SearchHit]:
    """Return the hits among these Dokumente that the actor may see, with the text of their pages."""
    try:
        rows = _DOKUMENTE.all(actor, ids=list(ids))
    except Http404:
        return {}
    texts = Texts([row.pk for row in rows])

    def pages_of(row) -> Iterator[tuple[int, str]]:
        if row.akte__geheimnisklasse:
            reads.record(actor, Dokument(pk=row.pk))
        return texts.of(row.pk)

    return {row.pk: _dokument_hit(row, partial(pages_of, row)) for row in rows}


def _dokument_hit(row, pages: Pages) -> SearchHit:
    return SearchHit(
        kind=ObjectKind.DOKUMENT,
        id=row.pk,
        title=row.betreff,
        url_name="akten:dokument",
        icon=row.dokumenttyp__symbol,
        aktenzeichen=row.vorgang__aktenzeichen or "",
        file_name=row.file_name or "",
        dated_on=row.datum_des_schreibens or local(row.created_at).date(),
        facts=tuple(filter(None, (row.dokumenttyp__bezeichnung, row.federfuehrung__name))),
        is_closed=row.is_closed,
        is_quiet=row.is_restricted,
        pages=pages,
    )


def _begins(actor, rows, folded: str, limit: int):
    former = queries.formerly_beginning(actor, rows.model._meta.model_name, folded, limit)
    match = Q(aktenzeichen_folded__begins=folded) | Q(betreff_folded__begins=folded)
    if former:
        match |= Q(pk__in=former)
    return _shown(rows.filter(match)).order_by("aktenzeichen_folded")[:limit]


def akten_beginning(actor, folded: str, limit: int) -> list[SearchHit]:
    """Return Akten whose number or Betreff begins so, straight from the database."""
    try:
        return [_akte_hit(row) for row in _begins(actor, queries.akten(actor), folded, limit)]
    except Http404:
        return []


def vorgaenge_beginning(actor, folded: str, limit: int) -> list[SearchHit]:
    """Return Vorgänge whose number or Betreff begins so, straight from the database."""
    try:
        return [
            _vorgang_hit(row) for row in _begins(actor, queries.vorgaenge(actor), folded, limit)
        ]
    except Http404:
        return []


def no_beginning(actor, folded: str, limit: int) -> list[SearchHit]:
    """Dokumente have no number of their own; they are found through the index."""
    return []


def kontakte_beginning(actor, folded: str, limit: int) -> list[SearchHit]:
    """Return visible Kontakte whose name begins so."""
    if _ANY_KONTAKT.first(folded=folded) is None:
        return []  # as for most words: the rights need not be asked
    try:
        rows = visible_kontakte(actor).filter(name_folded__begins=folded)
        rows = queries.without_restricted(actor, rows).order_by("sort_key")
    except Http404:
        return []
    return [
        SearchHit(kind=KONTAKT, id=row.pk, title=str(row), url_name="akten:kontakt", icon="user")
        for row in rows[:limit]
    ]
