"""What of Akten, Vorgänge and Dokumente is searched: how each becomes a document of the index."""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, replace
from uuid import UUID

from django.utils.timezone import localtime

from verbundakte.akten import queries
from verbundakte.akten.felder import FeldArt, spellings
from verbundakte.akten.kinds import KONTAKT, ObjectKind
from verbundakte.akten.models import (
    Akte,
    Datei,
    Dokument,
    FruehereNummer,
    Seitentext,
    Vorgang,
    is_restricted,
    is_zda,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.rules import SEARCHED_CHARS
from verbundakte.akten.treffer import (
    akten_beginning,
    kontakte_beginning,
    newest_dateien,
    no_beginning,
    read_akten,
    read_dokumente,
    read_vorgaenge,
    vorgaenge_beginning,
)
from verbundakte.core.registry import SearchSource
from verbundakte.core.search.schema import IndexDoc

Fields = dict[str, list[str]]
IN_PROGRESS, CLOSED = "in-bearbeitung", "zu-den-akten"


def _sealed(document: IndexDoc) -> IndexDoc:
    """Give a document the digest of its content, so that an outdated one is noticed."""
    content = asdict(document) | {"dated_on": str(document.dated_on)}
    if not document.is_quiet:
        del content["is_quiet"]  # as before it was known: what is not quiet keeps its digest
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return replace(document, content_hash=digest[:32])


def _state(is_closed: bool) -> str:
    return CLOSED if is_closed else IN_PROGRESS


def _former_numbers(kind: str, ids: list[UUID]) -> dict[UUID, list[str]]:
    found = defaultdict(list)
    rows = FruehereNummer.objects.filter(**{f"{kind}__in": ids}).order_by("moved_at")
    for key, number in rows.values_list(f"{kind}_id", "aktenzeichen"):
        found[key].append(number)
    return found


def load_akten(ids: list[UUID]) -> list[IndexDoc]:
    """Return the index documents of these Akten."""
    rows = Akte.objects.filter(pk__in=ids, trashed_at=None)
    rows = rows.select_related("federfuehrung", "planeinheit")
    former = _former_numbers("akte", ids)
    return [
        _sealed(
            IndexDoc(
                id=str(row.pk),
                kind=ObjectKind.AKTE,
                zone=row.zone_id,
                title=row.betreff,
                text=f"{row.bemerkung}\n{row.planeinheit.titel}",
                numbers=(row.aktenzeichen, *former[row.pk]),
                dated_on=localtime(row.created_at).date(),
                einheit=row.federfuehrung.kennzeichen,
                einheit_id=str(row.federfuehrung_id),
                plan=row.planeinheit.kennzeichen,
                zustand=_state(row.is_closed),
            )
        )
        for row in rows.annotate(is_closed=is_zda("akte"))
    ]


def indexed_felder(rows: list[Dokument] | list[Vorgang]) -> dict[UUID, Fields]:
    """Return {object: {name of a field: how its value may be written}} for the index.

    A Verweis is left out: it names a file that a reader of this one may not see.
    """
    found: dict[UUID, Fields] = defaultdict(dict)
    werte = queries.werte_of(None, rows)
    for row in rows:
        typ = queries.typ_of(row)
        if isinstance(row, Vorgang) and typ:
            found[row.pk]["vorgangstyp"] = [typ.bezeichnung, typ.kuerzel]
        for feld in queries.felder_of_typ(typ):
            wert = werte[row.pk].get(feld.id)
            if wert is not None and feld.art != FeldArt.VERWEIS:
                found[row.pk][feld.name] = spellings(feld, wert)
    return found


def chosen_options(row: Dokument | Vorgang, own: Fields) -> tuple[str, ...]:
    """Return the own choices of an object as "Feld=Wert", to narrow a search by them."""
    felder = queries.felder_of_typ(queries.typ_of(row))
    return tuple(
        f"{feld.bezeichnung}={own[feld.name][0]}"
        for feld in felder
        if feld.art in (FeldArt.AUSWAHL, FeldArt.JA_NEIN) and feld.name in own
    )


def load_vorgaenge(ids: list[UUID]) -> list[IndexDoc]:
    """Return the index documents of these Vorgänge."""
    rows = Vorgang.objects.filter(pk__in=ids, trashed_at=None)
    rows = rows.select_related("federfuehrung", "akte__planeinheit", "vorgangstyp")
    rows = list(rows.annotate(is_closed=is_zda("vorgang")))
    own = indexed_felder(rows)
    former = _former_numbers("vorgang", ids)
    return [
        _sealed(
            IndexDoc(
                id=str(row.pk),
                kind=ObjectKind.VORGANG,
                zone=row.zone_id,
                title=row.betreff,
                text="\n".join(
                    [row.bemerkung, row.akte.betreff, *(one[0] for one in own[row.pk].values())]
                ),
                numbers=tuple(
                    filter(None, (row.aktenzeichen, *former[row.pk], row.fremdes_geschaeftszeichen))
                ),
                dated_on=localtime(row.created_at).date(),
                einheit=row.federfuehrung.kennzeichen,
                einheit_id=str(row.federfuehrung_id),
                plan=row.akte.planeinheit.kennzeichen,
                zustand=_state(row.is_closed),
                wahl=chosen_options(row, own[row.pk]),
                innerhalb=(str(row.akte_id),),
                fields=own[row.pk],
            )
        )
        for row in rows
    ]


def page_texts_of(dateien: dict[UUID, list[Datei]]) -> dict[UUID, list[tuple[int, str]]]:
    """Return (page, text) of each Dokument, of all its newest files, in one query."""
    owner = {datei.pk: key for key, rows in dateien.items() for datei in rows}
    found = defaultdict(list)
    rows = Seitentext.objects.filter(datei__in=list(owner)).order_by("datei", "page")
    for datei, page, text in rows.values_list("datei_id", "page", "text"):
        found[owner[datei]].append((page, text))
    return found


def load_dokumente(ids: list[UUID]) -> list[IndexDoc]:
    """Return the index documents of these Dokumente with the text of their newest Fassung."""
    rows = Dokument.objects.filter(pk__in=ids, trashed_at=None)
    rows = rows.select_related("federfuehrung", "vorgang__akte__planeinheit", "dokumenttyp")
    marks = {"is_closed": is_zda("vorgang", "vorgang"), "is_restricted": is_restricted()}
    rows = list(rows.annotate(**marks))
    own = indexed_felder(rows)
    dateien = newest_dateien(ids)
    texts = page_texts_of(dateien)
    return [
        _sealed(_dokument_doc(row, dateien.get(row.pk, []), texts.get(row.pk, []), own[row.pk]))
        for row in rows
    ]


def _dokument_doc(
    row: Dokument, dateien: list[Datei], texts: list[tuple[int, str]], own: Fields
) -> IndexDoc:
    names = [datei.file_name for datei in dateien]
    about = [row.absender, row.empfaenger, row.bezug, row.bearbeiter, row.bemerkung, *names]
    about += [datei.source_path.replace("/", " ") for datei in dateien]
    about += [written[0] for written in own.values()]
    pages = "\n".join(page for _, page in texts)[:SEARCHED_CHARS]
    text = "\n".join(filter(None, [pages, *about]))
    number = row.vorgang.aktenzeichen if row.vorgang else ""
    return IndexDoc(
        id=str(row.pk),
        kind=ObjectKind.DOKUMENT,
        zone=row.zone_id,
        title=row.betreff,
        text=text,
        numbers=tuple(filter(None, (number, row.kennzeichen, row.fremdes_geschaeftszeichen))),
        dated_on=row.datum_des_schreibens
        or row.posteingangsdatum
        or localtime(row.created_at).date(),
        dokumenttyp=row.dokumenttyp.kuerzel,
        einheit=row.federfuehrung.kennzeichen if row.federfuehrung else "",
        einheit_id=str(row.federfuehrung_id or ""),
        plan=row.vorgang.akte.planeinheit.kennzeichen if row.vorgang else "",
        format=dateien[0].properties.get("extension", "") if dateien else "",
        zustand=_state(row.is_closed),
        wahl=chosen_options(row, own),
        innerhalb=(str(row.vorgang_id), str(row.vorgang.akte_id)) if row.vorgang else (),
        fields=own,
        is_quiet=row.is_restricted,
    )


def _ids(model, **only):
    return lambda: (
        model.objects.filter(**only).order_by("pk").values_list("pk", flat=True).iterator(2000)
    )


SOURCES = (
    SearchSource(
        ObjectKind.AKTE,
        "Akte",
        load_akten,
        read_akten,
        _ids(Akte, trashed_at=None),
        akten_beginning,
        Permission.AKTE_READ,
    ),
    SearchSource(
        ObjectKind.VORGANG,
        "Vorgang",
        load_vorgaenge,
        read_vorgaenge,
        _ids(Vorgang, trashed_at=None),
        vorgaenge_beginning,
        Permission.VORGANG_READ,
    ),
    SearchSource(
        ObjectKind.DOKUMENT,
        "Dokument",
        load_dokumente,
        read_dokumente,
        _ids(Dokument, trashed_at=None),
        no_beginning,
        Permission.DOKUMENT_READ,
    ),
    SearchSource(
        KONTAKT,
        "Kontakt",
        lambda ids: [],
        lambda actor, ids: {},
        lambda: iter(()),
        kontakte_beginning,
        Permission.KONTAKT_READ,
        is_indexed=False,
    ),
)
