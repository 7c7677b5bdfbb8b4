"""Reading single objects and what lies below them. What the actor may not see does not exist (404)."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from verbundakte.akten.models import (
    Akte,
    Aktenantrag,
    Aktenplaneinheit,
    Datei,
    Dokument,
    Fassung,
    PdfaUrteil,
    Rendition,
    Seitentext,
    Vorgang,
    has_berichtigung,
    is_restricted,
    is_zda,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listing import (
    PAGE,
    Page,
    newest_below,
    newest_of_tenant,
    newest_values,
    values_below,
)
from verbundakte.core import reads
from verbundakte.core.db.ready import Ready, attach
from verbundakte.core.models import LeseArt

MOST_DOKUMENTE = 500


def _one(queryset, key):
    found = queryset.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _allowed(actor, permission: str) -> None:
    if permission not in actor.permissions:
        raise Http404


def akten(actor):
    """Return the Akten the actor may read."""
    _allowed(actor, Permission.AKTE_READ)
    return (
        Akte.objects.visible_to(actor)
        .filter(trashed_at=None)
        .select_related("planeinheit", "federfuehrung")
        .annotate(is_closed=is_zda("akte"), is_vorlaeufig=Exists(_unconfirmed()))
    )


def _unconfirmed():
    return Aktenantrag.objects.unconfirmed().filter(akte=OuterRef("pk"))


def vorgaenge(actor):
    """Return the Vorgänge the actor may read."""
    _allowed(actor, Permission.VORGANG_READ)
    return (
        Vorgang.objects.visible_to(actor)
        .filter(trashed_at=None)
        .select_related("akte__planeinheit", "federfuehrung", "sachbearbeitung", "vorgangstyp")
        .annotate(is_closed=is_zda("vorgang"))
    )


def dokumente(actor):
    """Return the Dokumente the actor may read."""
    _allowed(actor, Permission.DOKUMENT_READ)
    rows = Dokument.objects.visible_to(actor).filter(trashed_at=None)
    return rows.select_related("dokumenttyp")


def _found(ready: Ready, actor, key: UUID):
    found = ready.first(actor, key=key)
    if found is None:
        raise Http404
    return found


def get_akte(actor, key: UUID) -> Akte:
    """Return an Akte, or 404."""
    return _found(_AKTE, actor, key)


def get_vorgang(actor, key: UUID) -> Vorgang:
    """Return a Vorgang, or 404."""
    return _found(_VORGANG, actor, key)


def get_dokument(actor, key: UUID) -> Dokument:
    """Return a Dokument, or 404."""
    return _found(_DOKUMENT, actor, key)


def _with_marks(rows):
    """Add what must be known of each Dokument: whether it is restricted or corrected, and whether
    its Vorgang is closed."""
    return rows.annotate(
        is_restricted=is_restricted(),
        has_berichtigung=has_berichtigung(),
        is_vorgang_closed=is_zda("vorgang", "vorgang"),
    )


def _dokument(actor, key: UUID):
    rows = _with_marks(dokumente(actor)).filter(pk=key)
    return rows.select_related("akte", "vorgang__akte__planeinheit")


def _vorgang(actor, key: UUID):
    parts = Vorgang.objects.filter(parent=OuterRef("pk"))
    return vorgaenge(actor).filter(pk=key).annotate(has_teile=Exists(parts))


_AKTE = Ready(lambda actor, key: akten(actor).filter(pk=key), key=UUID)
_VORGANG = Ready(_vorgang, key=UUID)
_DOKUMENT = Ready(_dokument, key=UUID)


def newest_akten(actor, *, after: str = "", limit: int = PAGE) -> Page:
    """Return the newest Akten of the town that the actor may read."""
    _allowed(actor, Permission.AKTE_READ)
    return newest_of_tenant(actor, Akte, akten, after=after, limit=limit)


def newest_vorgaenge(actor, *, after: str = "", limit: int = PAGE) -> Page:
    """Return the newest Vorgänge of the town that the actor may read."""
    _allowed(actor, Permission.VORGANG_READ)
    return newest_of_tenant(actor, Vorgang, vorgaenge, after=after, limit=limit)


def akten_values(
    actor, columns, *, planeinheit: UUID | None = None, aktenzeichen: str = "", **paging
) -> Page:
    """Return a page of the newest Akten as named values: all, those under a plan unit (its lasting
    id), or the one with a number."""
    if planeinheit is None and not aktenzeichen:
        return newest_values(actor, Akte, akten, columns, **paging)
    rows = akten(actor) if planeinheit is None else akten_under_item(actor, planeinheit)
    if aktenzeichen:
        rows = rows.filter(aktenzeichen=aktenzeichen)
    return values_below(rows, columns, **paging)


def vorgaenge_values(
    actor, columns, *, akte: Akte | None = None, aktenzeichen: str = "", **paging
) -> Page:
    """Return a page of the newest Vorgänge as named values: all, those of an Akte, or one by number."""
    if akte is None and not aktenzeichen:
        return newest_values(actor, Vorgang, vorgaenge, columns, **paging)
    rows = vorgaenge(actor) if akte is None else vorgaenge(actor).filter(akte=akte)
    if aktenzeichen:
        rows = rows.filter(aktenzeichen=aktenzeichen)
    return values_below(rows, columns, **paging)


def dokumente_values(actor, columns, *, vorgang: Vorgang | None = None, **paging) -> Page:
    """Return a page of the newest Dokumente as named values: all, or those of a Vorgang (without
    Anlagen)."""
    if vorgang is None:
        return newest_values(actor, Dokument, dokumente, columns, **paging)
    rows = dokumente(actor).filter(vorgang=vorgang, parent=None)
    return values_below(rows, columns, **paging)


def akten_under(actor, planeinheit: Aktenplaneinheit):
    """Return the Akten directly under a plan unit, in whatever version of it they began."""
    return akten_under_item(actor, planeinheit.item_id)


def akten_under_item(actor, key: UUID):
    """Return the Akten directly under all versions of a plan unit."""
    versions = Aktenplaneinheit.objects.filter(item_id=key).values("pk")
    return akten(actor).without_teilakten().filter(planeinheit__in=versions)


def list_akten(actor, planeinheit: Aktenplaneinheit, *, after: str = "", limit: int = PAGE) -> Page:
    """Return the Akten directly under a plan unit, newest first."""
    return newest_below(akten_under(actor, planeinheit), after=after, limit=limit)


def list_vorgaenge(actor, akte: Akte, *, after: str = "", limit: int = PAGE) -> Page:
    """Return the Vorgänge of an Akte, newest first."""
    if after or limit != PAGE:
        return newest_below(vorgaenge(actor).filter(akte=akte), after=after, limit=limit)
    return Page.of(_NEWEST_OF_AKTE.all(actor, akte=akte.pk), limit)


def _newest_of_akte(actor, akte: UUID):
    rows = vorgaenge(actor).filter(akte=akte).order_by("-created_at", "-pk")
    return rows[: PAGE + 1]


_NEWEST_OF_AKTE = Ready(_newest_of_akte, akte=UUID)


def list_dokumente(
    actor,
    vorgang: Vorgang,
    *,
    words: str = "",
    order: str = "-position",
    limit: int = MOST_DOKUMENTE,
) -> list[Dokument]:
    """Return the Dokumente of a Vorgang with their newest Fassung and file in `newest`.

    `words` narrows by Betreff (all folded words must occur, in it or in that of an Anlage);
    `order` is one of ORDERS.
    """
    order = order if order in ORDERS else "-position"
    if words:
        rows = _lying_in(actor, vorgang.pk, order)
        for word in words.split():
            named = dokumente(actor).filter(vorgang=vorgang, betreff_folded__contains=word)
            rows = rows.filter(Q(pk__in=named.values("pk")) | Q(pk__in=named.values("parent")))
        found = with_newest(rows, limit)
    else:
        found = add_newest(actor, _LYING_IN[order].all(actor, vorgang=vorgang.pk)[:limit])
    for row in found:
        _IN_VORGANG.set_cached_value(row, vorgang)
        _IN_AKTE.set_cached_value(row, vorgang.akte)
    return found


_IN_VORGANG, _IN_AKTE = (Dokument._meta.get_field(name) for name in ("vorgang", "akte"))


def _lying_in(actor, vorgang: UUID, order: str):
    rows = _with_marks(dokumente(actor)).filter(vorgang=vorgang, parent=None)
    return rows.order_by(ORDERS[order], "-position")


def get_dokument_row(actor, key: UUID) -> Dokument:
    """Return one Dokument as `list_dokumente` gives it, or 404."""
    found = with_newest(_with_marks(dokumente(actor)).filter(pk=key), 1)
    if not found:
        raise Http404
    return found[0]


def with_newest(rows, limit: int) -> list[Dokument]:
    """Return Dokumente with `newest_fassung` and `newest_datei`."""
    return add_newest(None, list(rows[:limit]))


def add_newest(actor, found: list[Dokument]) -> list[Dokument]:
    """Give Dokumente that were read `newest_fassung` and `newest_datei` (two queries)."""
    fassungen = _NEWEST.all(ids=[row.pk for row in found]) if found else []
    dateien = _DATEIEN.all(ids=[row.pk for row in fassungen]) if fassungen else []
    attach(fassungen, "dateien", dateien)
    newest = {row.dokument_id: row for row in fassungen}
    first = {row.fassung_id: row for row in reversed(dateien)}
    for dokument in found:
        fassung = dokument.newest_fassung = newest.get(dokument.pk)
        dokument.newest_datei = first.get(fassung.pk) if fassung else None
        if fassung is not None:
            fassung.dokument = dokument
    return found


def _newest(actor, ids: list[UUID]):
    rows = Fassung.objects.standing().filter(dokument__in=ids)
    rows = rows.order_by("dokument_id", "-nummer")
    return rows.distinct("dokument_id")


ORDERS = {
    "-position": "-position",
    "position": "position",
    "betreff": "betreff_folded",
    "typ": "dokumenttyp__bezeichnung",
}
_NEWEST = Ready(_newest, ids=list)
_DATEIEN = Ready(lambda actor, ids: Datei.objects.filter(fassung__in=ids), ids=list)


def _in_order(order: str) -> Ready:
    def rows(actor, vorgang: UUID):
        return _lying_in(actor, vorgang, order)[:MOST_DOKUMENTE]

    return Ready(rows, vorgang=UUID)


_LYING_IN = {order: _in_order(order) for order in ORDERS}


def get_datei(actor, key: UUID, *, art: str = LeseArt.LESEN) -> Datei:
    """Return a file whose Dokument the actor may read, or 404.

    Reading a file of a Geheimnisklasse is recorded; `art` says whether it leaves the house.
    """
    datei = _one(
        Datei.objects.select_related("blob", "fassung__dokument__akte").filter(
            fassung__dokument__in=dokumente(actor)
        ),
        key,
    )
    note_read(actor, datei.fassung.dokument, art=art)
    return datei


def get_fassung(actor, key: UUID) -> Fassung:
    """Return a Fassung whose Dokument the actor may read, or 404."""
    rows = Fassung.objects.select_related("dokument__vorgang")
    return _one(rows.filter(dokument__in=dokumente(actor)), key)


def note_read(actor, subject: Akte | Vorgang | Dokument, *, art: str = LeseArt.LESEN) -> None:
    """Record that somebody reads what belongs to a Geheimnisklasse (no query for anything else).

    The one write of reading; it shows in an Auswertung only, never on a working page.
    """
    akte = subject if isinstance(subject, Akte) else subject.akte
    if akte is not None and akte.geheimnisklasse:
        reads.record(actor, subject, art)


def files_of(actor, dokument: Dokument) -> list[Fassung]:
    """Return the Fassungen of a Dokument, newest first, with files, renditions and verdicts.

    Of each kind of rendition the first is enough: a long scan has words for thousands of pages.
    """
    fassungen = _FASSUNGEN.all(dokument=dokument.pk)
    if not fassungen:
        return []
    dateien = _DATEIEN_WITH_BLOB.all(ids=[row.pk for row in fassungen])
    attach(fassungen, "dateien", dateien)
    if dateien:
        ids = [row.pk for row in dateien]
        attach(dateien, "renditions", _RENDITIONS.all(ids=ids))
        attach(dateien, "pdfa_urteile", _URTEILE.all(ids=ids))
    return fassungen


def _first_renditions(actor, ids: list[UUID]):
    rows = Rendition.objects.filter(datei__in=ids).select_related("blob")
    return rows.order_by("datei_id", "kind", "page").distinct("datei_id", "kind")


_FASSUNGEN = Ready(
    lambda actor, dokument: Fassung.objects.filter(dokument=dokument).order_by("-nummer"),
    dokument=UUID,
)
_DATEIEN_WITH_BLOB = Ready(
    lambda actor, ids: Datei.objects.filter(fassung__in=ids).select_related("blob"), ids=list
)
_RENDITIONS = Ready(_first_renditions, ids=list)
_URTEILE = Ready(lambda actor, ids: PdfaUrteil.objects.filter(datei__in=ids), ids=list)


def fassungen_of(actor, ids: list[UUID]) -> dict[UUID, list[Fassung]]:
    """Return {id: Fassungen with their files, newest first} of Dokumente that were read (two
    queries)."""
    rows = list(Fassung.objects.filter(dokument__in=ids).order_by("dokument", "-nummer"))
    attach(rows, "dateien", _DATEIEN_WITH_BLOB.all(ids=[row.pk for row in rows]))
    found: dict[UUID, list[Fassung]] = {}
    for row in rows:
        found.setdefault(row.dokument_id, []).append(row)
    return found


def rendition_of(datei: Datei, kind: str, page: int = 0) -> Rendition | None:
    """Return a derived object of a file that was read through `get_datei`."""
    return (
        Rendition.objects.select_related("blob").filter(datei=datei, kind=kind, page=page).first()
    )


def page_texts(actor, datei: Datei, first: int = 1, last: int | None = None) -> list[Seitentext]:
    """Return the text of each page of a file that was read, or of those from `first` to `last`."""
    return _SEITEN.all(datei=datei.pk, first=first, last=LAST_PAGE if last is None else last)


def _seiten(actor, datei: UUID, first: int, last: int):
    rows = Seitentext.objects.filter(datei=datei, page__gte=first, page__lte=last)
    return rows.order_by("page")


LAST_PAGE = 2**31 - 1
_SEITEN = Ready(_seiten, datei=UUID, first=int, last=int)


def texts_of(actor, dateien: list[Datei]) -> dict[UUID, list[Seitentext]]:
    """Return the text of each page of files that were read, by the id of the file."""
    found: dict[UUID, list[Seitentext]] = {}
    for row in Seitentext.objects.filter(datei__in=dateien).order_by("page"):
        found.setdefault(row.datei_id, []).append(row)
    return found
