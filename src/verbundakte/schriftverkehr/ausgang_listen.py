"""Columns of the Postausgangsbuch."""

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
from verbundakte.schriftverkehr.models import Empfaengerart, Zustellart
from verbundakte.schriftverkehr.queries.versand import versand_seen
from verbundakte.schriftverkehr.versand_rules import Stand
from verbundakte.schriftverkehr.versandwege import OFFERED

BUCH, STADT = "postausgangsbuch", "stadt"
_SENT = Q(withdrawn_at=None, versandt_at__isnull=False)
_WAITING = Q(withdrawn_at=None, versandt_at=None)
CONDITIONS = {
    Stand.WARTET: _WAITING & Q(druckauftrag=None),
    Stand.IM_DRUCK: _WAITING & Q(druckauftrag__isnull=False),
    Stand.VERSANDT: _SENT & Q(is_returned=False, is_delivered=False),
    Stand.ZUGESTELLT: _SENT & Q(is_returned=False, is_delivered=True),
    Stand.ZURUECK: _SENT & Q(is_returned=True),
    Stand.ZURUECKGEZOGEN: Q(withdrawn_at__isnull=False),
}
"""What is true of a Versand in a state, as `versand_rules.stand_of` tells it."""


def _by_stand(rows, values: list[str]):
    parts = [CONDITIONS[one] for one in Stand if one.value in values]
    return rows.filter(reduce(or_, parts)) if parts else rows


def _stands(actor) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in Stand]


LISTING = Listing(
    BUCH,
    "Sendungen",
    "Sendung",
    (
        Column("nummer", "Nummer", lambda row: row.number, is_name=True),
        Column(
            "erfasst",
            "In den Postausgang",
            lambda row: row.created_at,
            order="created_at",
            filter=Days("created_at", is_moment=True),
        ),
        Column(
            "aufgegeben",
            "Aufgegeben",
            lambda row: row.versandt_on,
            order="versandt_on",
            filter=Days("versandt_on"),
        ),
        Column("empfaenger", "Empfänger", lambda row: row.name, order="name",
               filter=PlainWords("name")),
        Column("betreff", "Betreff", lambda row: row.betreff, order="betreff"),
        Column(
            "weg",
            "Weg",
            lambda row: row.get_weg_display(),
            filter=Choices("weg", lambda actor: OFFERED),
        ),
        Column("stand", "Stand", lambda row: row.stand.label,
               filter=Choices("", _stands, _by_stand)),
        Column("vorgang", "Vorgang", lambda row: row.vorgang.aktenzeichen, is_az=True),
        Column(
            "zustellung",
            "Zustellung",
            lambda row: row.get_zustellart_display() if row.zustellart else "",
            filter=Choices("zustellart", lambda actor: Zustellart.choices[1:]),
            is_default=False,
        ),
        Column(
            "art",
            "Erhält",
            lambda row: row.get_art_display(),
            filter=Choices("art", lambda actor: Empfaengerart.choices),
            is_default=False,
        ),
        Column("anschrift", "Anschrift", lambda row: ", ".join(row.anschrift.splitlines()),
               filter=PlainWords("anschrift"), is_default=False),
        Column("adresse", "Elektronische Adresse", lambda row: row.adresse,
               filter=PlainWords("adresse"), is_default=False),
        Column(
            "einheit",
            "Einheit",
            lambda row: str(row.einheit or ""),
            filter=Choices("einheit", einheit_choices, is_id=True),
            is_default=False,
        ),
        Column("jahr", "Jahr", lambda row: row.jahr, filter=Numbers("jahr", int, str),
               is_default=False),
    ),
    "-erfasst",
    NumberOrWords("name betreff"),
)  # fmt: skip


def _all(actor, key=None):
    return versand_seen(actor)


def get_buch(actor, place: str) -> Liste:
    """Return the Postausgangsbuch as far as the actor may read it; its only place is the town."""
    if place != STADT:
        raise Http404
    return Liste(LISTING, STADT, _all)
