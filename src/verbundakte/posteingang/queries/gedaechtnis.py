"""The learned letters of a town as one viewer may use them: her zones, one Geheimnisklasse."""

import json
from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import BigIntegerField, ExpressionWrapper, F, TextField
from django.db.models.functions import Cast

from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries.objects import vorgaenge
from verbundakte.posteingang.lernen.speicher import (
    MOST_EXAMPLES,
    MOST_OF_KEY,
    TOTAL,
    Beispiel,
    Zahlen,
    Ziel,
)
from verbundakte.posteingang.models import LernArt, Lernbeispiel, Lernschluessel, Lernzahl

AS_TEXT = Cast("zaehler", TextField())
NOT_BY_INDEX = ExpressionWrapper(F("zone_id") + 0, output_field=BigIntegerField())
"""A zone to compare and not to look for: few features in all their zones are read faster than each
feature in each zone."""


class TableMemory:
    """A Gedaechtnis over the tables, narrowed to what `actor` may read and to one `klasse`.

    Three to six queries for one letter. `but`: a Dokument that must not speak for itself.
    """

    def __init__(self, actor, klasse: str = "", *, but: UUID | None = None):
        self.actor, self.klasse, self.but = actor, klasse, but

    def counts(self, merkmale: Collection[int]) -> Zahlen:
        """Return the counts of the features in the zones of the actor, added up."""
        rows = Lernzahl.objects.filter(klasse=self.klasse, merkmal__in=[TOTAL, *merkmale])
        if self.actor.zones_read is not None:
            rows = rows.alias(lies=NOT_BY_INDEX).filter(lies__in=self.actor.zones_read)
        told = rows.values_list("merkmal").annotate(parts=StringAgg(AS_TEXT, ","))
        return {merkmal: _added(json.loads(f"[{parts}]")) for merkmal, parts in told}

    def leads(self, plan: str) -> str:
        """Know nothing but letters."""
        return ""

    def examples(self, schluessel: Collection[int]) -> list[Beispiel]:
        """Return letters with one of the keys that the actor may read now, the newest first.

        Each key gives its newest ones, those of the first keys come first: a letter with the same
        reference is found however many its sender has written since.
        """
        ids = self._with_keys(list(schluessel))
        learned = self._readable(ids) if ids else []
        open_or_closed = self._vorgaenge({row.ziele.get(Ziel.VORGANG) for row in learned})
        return sorted(
            (_beispiel(row, open_or_closed) for row in learned),
            key=lambda one: one.on,
            reverse=True,
        )

    def _with_keys(self, keys: list[int]) -> list[UUID]:
        parts = [
            Lernschluessel.objects.filter(schluessel=key)
            .order_by("-on")
            .values_list("schluessel", "beispiel_id")[:MOST_OF_KEY]
            for key in keys
        ]
        if not parts:
            return []
        found = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: keys.index(row[0]))
        return list(dict.fromkeys(one for _, one in found))[:MOST_EXAMPLES]

    def _readable(self, ids: list[UUID]) -> list[Lernbeispiel]:
        """Return those learned letters that may be used, asked for the rights of now."""
        zones = self.actor.zones_read
        rows = Lernbeispiel.objects.filter(klasse=self.klasse, pk__in=ids)
        learned = [row for row in rows if row.dokument_id != self.but]
        if zones is None:
            return learned
        readable: set[UUID] = set()
        if AktenPermission.DOKUMENT_READ in self.actor.permissions:
            filed = [row.dokument_id for row in learned if row.art == LernArt.ABLAGE]
            lying = Dokument.objects.filter(pk__in=filed).values_list("pk", "zone_id")
            readable = {key for key, zone in lying if zone in zones}
        return [
            row
            for row in learned
            if (row.dokument_id in readable if row.art == LernArt.ABLAGE else row.zone_id in zones)
        ]

    def _vorgaenge(self, ids: set) -> dict[str, bool]:
        """Return which of these Vorgänge the actor may read, and whether each is closed."""
        keys = [UUID(key) for key in ids if key]
        if not keys or AktenPermission.VORGANG_READ not in self.actor.permissions:
            return {}
        rows = vorgaenge(self.actor).filter(pk__in=keys)
        return {str(pk): is_closed for pk, is_closed in rows.values_list("pk", "is_closed")}


def _added(parts: list[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        for ziel, letters in part.items():
            found[ziel] = found.get(ziel, 0) + letters
    return found


def _beispiel(row: Lernbeispiel, readable: dict[str, bool]) -> Beispiel:
    """Return a learned letter without what the actor may not see of where it went."""
    ziele = {Ziel(name): key for name, key in row.ziele.items()}
    vorgang = ziele.get(Ziel.VORGANG)
    if vorgang not in readable:
        ziele.pop(Ziel.VORGANG, None)
        ziele.pop(Ziel.AKTE, None)
    return Beispiel(
        row.pk,
        frozenset(row.merkmale),
        frozenset(row.schluessel),
        ziele,
        row.on,
        is_closed=readable.get(vorgang or "", False),
    )
