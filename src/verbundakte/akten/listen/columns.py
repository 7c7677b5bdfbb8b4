"""Columns of Akten, Vorgänge and Dokumente: how each is read, sorted and narrowed.

Sorted is by folded text, sort keys, days and numbers only: the database knows no German order.
"""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q

from verbundakte.akten.models import (
    Aussonderungsart,
    Dokumenttyp,
    Geheimnisklasse,
    KontaktArt,
    Medium,
    Typ,
    Vorgangstyp,
)
from verbundakte.core.clock import local
from verbundakte.core.db.ready import Ready
from verbundakte.core.lists.columns import Choices, Column, Days, Listing, Words
from verbundakte.organisation.models import Person
from verbundakte.organisation.queries import einheit_choices

AKTEN, VORGAENGE, DOKUMENTE, KONTAKTE = "akten", "vorgaenge", "dokumente", "kontakte"
OPEN, CLOSED = "offen", "zda"
ASKED = "beantragt"
STATES = ((OPEN, "In Bearbeitung"), (CLOSED, "z. d. A."))
AKTE_STATES = (STATES[0], (ASKED, "beantragt"), STATES[1])
YES_NO = (("ja", "ja"), ("nein", "nein"))


def person_choices(actor) -> list[tuple[str, str]]:
    """Return (id, name) of the persons, by name."""
    return [(str(key), f"{last}, {first}") for key, last, first in _PERSONEN.all()]


def _typen(model: type[Typ]) -> list[tuple[str, str]]:
    """Return each type once, under its newest name."""
    return list(dict(_TYPEN[model].all()).items())


def _typen_rows(model: type[Typ]) -> Ready:
    def rows(actor):
        return model.objects.order_by("reihenfolge", "version").values_list(
            "kuerzel", "bezeichnung"
        )

    return Ready(rows)


_TYPEN = {model: _typen_rows(model) for model in (Dokumenttyp, Vorgangstyp)}
_PERSONEN = Ready(
    lambda actor: Person.objects.order_by("sort_key").values_list("pk", "familienname", "vorname")
)


def _by_state(rows, values: list[str]):
    wanted = {value == CLOSED for value in values if value in (OPEN, CLOSED)}
    return rows.filter(is_closed=wanted.pop()) if len(wanted) == 1 else rows


def _state_of(akte) -> str:
    if akte.is_vorlaeufig:
        return ASKED
    return CLOSED if akte.is_closed else OPEN


def _by_akte_state(rows, values: list[str]):
    known = {
        OPEN: Q(is_closed=False, is_vorlaeufig=False),
        ASKED: Q(is_vorlaeufig=True),
        CLOSED: Q(is_closed=True),
    }
    wanted = [known[value] for value in values if value in known]
    return rows.filter(reduce(or_, wanted)) if wanted else rows


def _by_entwurf(rows, values: list[str]):
    wanted = {value == "ja" for value in values}
    return rows.filter(is_entwurf=wanted.pop()) if len(wanted) == 1 else rows


def _day(moment):
    return local(moment).date()


BETREFF = Column(
    "betreff",
    "Betreff",
    lambda row: row.betreff,
    order="betreff_folded",
    filter=Words("betreff_folded"),
    is_name=True,
    needs=("betreff",),
)
AKTENZEICHEN = Column(
    "aktenzeichen",
    "Aktenzeichen",
    lambda row: row.aktenzeichen,
    order="aktenzeichen_folded",
    filter=Words("aktenzeichen_folded"),
    is_az=True,
    needs=("aktenzeichen",),
)
FEDERFUEHRUNG = Column(
    "federfuehrung",
    "Federführung",
    lambda row: str(row.federfuehrung) if row.federfuehrung else "",
    order="federfuehrung__sort_key",
    filter=Choices("federfuehrung", einheit_choices, is_id=True),
    is_short=True,
    needs=("federfuehrung__kennzeichen", "federfuehrung__name"),
)
ZUSTAND = Column(
    "zustand",
    "Zustand",
    lambda row: dict(STATES)[CLOSED if row.is_closed else OPEN],
    filter=Choices("is_closed", lambda actor: STATES, apply=_by_state),
    is_short=True,
    needs=(),
)
AKTE_ZUSTAND = replace(
    ZUSTAND,
    read=lambda row: dict(AKTE_STATES)[_state_of(row)],
    filter=Choices("is_closed", lambda actor: AKTE_STATES, apply=_by_akte_state),
)
ANGELEGT = Column(
    "angelegt",
    "Angelegt",
    lambda row: _day(row.created_at),
    order="created_at",
    filter=Days("created_at", is_moment=True),
    needs=("created_at",),
)
FREMDES = Column(
    "zeichen",
    "Fremdes Zeichen",
    lambda row: row.fremdes_geschaeftszeichen,
    is_default=False,
    needs=("fremdes_geschaeftszeichen",),
)
BEMERKUNG = Column(
    "bemerkung",
    "Bemerkung",
    lambda row: row.bemerkung,
    is_default=False,
    needs=("bemerkung",),
)


def _label(enum, value: str) -> str:
    return str(enum(value).label) if value else ""


AKTEN_LISTING = Listing(
    AKTEN,
    "Akten",
    "Akte",
    (
        AKTENZEICHEN,
        BETREFF,
        FEDERFUEHRUNG,
        AKTE_ZUSTAND,
        Column(
            "medium",
            "Medium",
            lambda row: row.get_medium_display(),
            order="medium",
            filter=Choices("medium", lambda actor: Medium.choices),
            is_default=False,
            needs=("medium",),
        ),
        Column("von", "Laufzeit von", lambda row: row.laufzeit_from, order="laufzeit_from",
               filter=Days("laufzeit_from"), is_default=False, needs=("laufzeit_from",)),
        Column("bis", "Laufzeit bis", lambda row: row.laufzeit_to, order="laufzeit_to",
               filter=Days("laufzeit_to"), is_default=False, needs=("laufzeit_to",)),
        Column("aufbewahrung", "Aufbewahrung in Jahren", lambda row: row.aufbewahrungsdauer,
               order="aufbewahrungsdauer", is_default=False, needs=("aufbewahrungsdauer",)),
        Column(
            "aussonderung",
            "Aussonderung",
            lambda row: _label(Aussonderungsart, row.aussonderungsart),
            order="aussonderungsart",
            filter=Choices("aussonderungsart", lambda actor: Aussonderungsart.choices),
            is_default=False,
            needs=("aussonderungsart",),
        ),
        Column(
            "geheimnis",
            "Geheimnis",
            lambda row: _label(Geheimnisklasse, row.geheimnisklasse),
            order="geheimnisklasse",
            filter=Choices("geheimnisklasse", lambda actor: Geheimnisklasse.choices),
            is_default=False,
            needs=("geheimnisklasse",),
        ),
        ANGELEGT,
        BEMERKUNG,
    ),
    "-angelegt",
    Words("betreff_folded"),
)  # fmt: skip

VORGAENGE_LISTING = Listing(
    VORGAENGE,
    "Vorgänge",
    "Vorgang",
    (
        AKTENZEICHEN,
        BETREFF,
        Column(
            "art",
            "Art",
            lambda row: row.vorgangstyp.bezeichnung if row.vorgangstyp else "",
            order="vorgangstyp__kuerzel",
            filter=Choices("vorgangstyp__kuerzel", lambda actor: _typen(Vorgangstyp)),
            is_default=False,
            needs=("vorgangstyp__bezeichnung",),
        ),
        Column(
            "sachbearbeitung",
            "Sachbearbeitung",
            lambda row: row.sachbearbeitung.name if row.sachbearbeitung else "",
            order="sachbearbeitung__sort_key",
            filter=Choices("sachbearbeitung", person_choices, is_id=True),
            needs=(
                "sachbearbeitung__titel",
                "sachbearbeitung__vorname",
                "sachbearbeitung__familienname",
            ),
        ),
        FEDERFUEHRUNG,
        ZUSTAND,
        FREMDES,
        ANGELEGT,
        BEMERKUNG,
    ),
    "-angelegt",
    Words("betreff_folded"),
)

DOKUMENTE_LISTING = Listing(
    DOKUMENTE,
    "Dokumente",
    "Dokument",
    (
        Column("nummer", "Nr.", lambda row: row.position or None, order="position",
               needs=("position",)),
        BETREFF,
        Column(
            "art",
            "Art",
            lambda row: row.dokumenttyp.bezeichnung,
            order="dokumenttyp__kuerzel",
            filter=Choices("dokumenttyp__kuerzel", lambda actor: _typen(Dokumenttyp)),
            needs=("dokumenttyp__bezeichnung",),
        ),
        Column("schreiben", "Schreiben vom", lambda row: row.datum_des_schreibens,
               order="datum_des_schreibens", filter=Days("datum_des_schreibens"), is_default=False,
               needs=("datum_des_schreibens",)),
        Column("eingang", "Posteingang", lambda row: row.posteingangsdatum,
               order="posteingangsdatum", filter=Days("posteingangsdatum"),
               needs=("posteingangsdatum",)),
        Column("ausgang", "Postausgang", lambda row: row.postausgangsdatum,
               order="postausgangsdatum", filter=Days("postausgangsdatum"), is_default=False,
               needs=("postausgangsdatum",)),
        Column("absender", "Absender", lambda row: row.absender, needs=("absender",)),
        Column("empfaenger", "Empfänger", lambda row: row.empfaenger, is_default=False,
               needs=("empfaenger",)),
        FREMDES,
        Column("bezug", "Bezug", lambda row: row.bezug, is_default=False, needs=("bezug",)),
        Column(
            "entwurf",
            "Entwurf",
            lambda row: row.is_entwurf,
            filter=Choices("is_entwurf", lambda actor: YES_NO, apply=_by_entwurf),
            is_default=False,
            needs=("is_entwurf",),
        ),
        Column(
            "vorgang",
            "Vorgang",
            lambda row: row.vorgang.aktenzeichen if row.vorgang else "",
            order="vorgang__aktenzeichen_folded",
            is_az=True,
            needs=("vorgang__aktenzeichen",),
        ),
        Column("abgelegt", "Abgelegt", lambda row: _day(row.created_at), order="created_at",
               filter=Days("created_at", is_moment=True), needs=("created_at",)),
        BEMERKUNG,
    ),
    "-abgelegt",
    Words("betreff_folded"),
)  # fmt: skip

KONTAKTE_LISTING = Listing(
    KONTAKTE,
    "Kontakte",
    "Kontakt",
    (
        Column(
            "name",
            "Name",
            str,
            order="sort_key",
            filter=Words("name_folded"),
            is_name=True,
            needs=("name", "vorname"),
        ),
        Column(
            "art",
            "Art",
            lambda row: row.get_art_display(),
            filter=Choices("art", lambda actor: KontaktArt.choices),
            needs=("art",),
        ),
        Column("ort", "Ort", lambda row: row.ort_shown, needs=()),
        Column(
            "sperre", "Auskunftssperre", lambda row: row.is_gesperrt or None, needs=("is_gesperrt",)
        ),
        Column(
            "geheimnis",
            "Geheimnis",
            lambda row: _label(Geheimnisklasse, row.geheimnisklasse),
            filter=Choices("geheimnisklasse", lambda actor: Geheimnisklasse.choices),
            is_default=False,
            needs=("geheimnisklasse",),
        ),
        ANGELEGT,
        BEMERKUNG,
    ),
    "name",
    Words("name_folded"),
)

LISTINGS = {
    listing.key: listing
    for listing in (AKTEN_LISTING, VORGAENGE_LISTING, DOKUMENTE_LISTING, KONTAKTE_LISTING)
}
