"""Columns of the Posteingangsbuch, which the queue of the post room uses as well."""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.queries.listen import Liste
from verbundakte.core.lists.columns import (
    Choices,
    Column,
    Days,
    Listing,
    NumberOrWords,
    Numbers,
    PlainWords,
)
from verbundakte.organisation.queries import einheit_choices
from verbundakte.posteingang.models import Eingang, KanalArt, Verschluss, Weg
from verbundakte.posteingang.queries import eingaenge
from verbundakte.posteingang.rules import Stand

BUCH, STADT = "posteingangsbuch", "stadt"
_OPEN = Q(done_at=None, accepted_at=None)
CONDITIONS = {
    Stand.ABGELEGT: Q(done_at__isnull=False),
    Stand.ANGENOMMEN: Q(done_at=None, accepted_at__isnull=False),
    Stand.OFFEN: _OPEN & Q(last_art="erfasst"),
    Stand.ZURUECKGEGEBEN: _OPEN & Q(last_art="zurueckgegeben"),
    Stand.ZUGELEITET: _OPEN & ~Q(last_art__in=("erfasst", "zurueckgegeben")),
}
"""What is true of the Eingänge in a state, as `rules.stand_of` tells it."""


def _by_stand(rows, values: list[str]):
    parts = [CONDITIONS[one] for one in Stand if one.value in values]
    return rows.filter(reduce(or_, parts)) if parts else rows


def place_of(row: Eingang) -> str:
    """Return where an Eingang lies: with a person, else in a unit."""
    return row.person.name if row.person else str(row.einheit)


def _closed(row: Eingang) -> str:
    return row.get_verschluss_display() if row.is_closed else ""


LISTING = Listing(
    BUCH,
    "Eingänge",
    "Eingang",
    (
        Column("nummer", "Nummer", lambda row: row.number, is_name=True),
        Column(
            "eingegangen",
            "Eingegangen",
            lambda row: row.eingegangen_at,
            order="eingegangen_at",
            filter=Days("eingegangen_at", is_moment=True),
        ),
        Column(
            "kanal",
            "Kanal",
            lambda row: row.kanal.get_art_display(),
            filter=Choices("kanal__art", lambda actor: KanalArt.choices),
        ),
        Column("absender", "Absender", lambda row: row.absender, order="absender",
               filter=PlainWords("absender")),
        Column("betreff", "Betreff", lambda row: row.betreff, order="betreff"),
        Column(
            "an",
            "Geht an",
            place_of,
            filter=Choices("einheit", einheit_choices, is_id=True),
        ),
        Column(
            "stand",
            "Stand",
            lambda row: row.stand.label,
            filter=Choices("", lambda actor: [(one.value, one.label) for one in Stand], _by_stand),
        ),
        Column(
            "erfasst",
            "Erfasst",
            lambda row: row.erfasst_at,
            order="erfasst_at",
            filter=Days("erfasst_at", is_moment=True),
            is_default=False,
        ),
        Column("jahr", "Jahr", lambda row: row.jahr, filter=Numbers("jahr", int, str),
               is_default=False),
        Column(
            "verschluss",
            "Verschluss",
            _closed,
            filter=Choices("verschluss", lambda actor: Verschluss.choices),
            is_default=False,
        ),
        Column(
            "weg",
            "Weg",
            lambda row: row.get_weg_display(),
            filter=Choices("weg", lambda actor: Weg.choices),
            is_default=False,
        ),
        Column("ort", "Ort", lambda row: row.standort, filter=PlainWords("standort"),
               is_default=False),
        Column("behaelter", "Behälter", lambda row: row.behaelter, is_default=False),
        Column("seiten", "Seiten", lambda row: row.seiten, is_default=False),
    ),
    "-erfasst",
    NumberOrWords("absender betreff"),
)  # fmt: skip
QUEUE = replace(LISTING, order="eingegangen")


def _lying(actor, key=None):
    return eingaenge(actor)


def get_buch(actor, place: str) -> Liste:
    """Return the Posteingangsbuch as far as the actor may read it; its only place is the town."""
    if place != STADT:
        raise Http404
    return Liste(LISTING, STADT, _lying)
