"""The way of what arrived, from its arrival to now (code: Spur), as far as the viewer may see it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import vorgaenge
from verbundakte.akten.queries.verlauf import SYSTEM_NAME, person_names
from verbundakte.posteingang.models import (
    Ablage,
    Eingang,
    Eingangsfrist,
    Eingangsreferenz,
    FristArt,
    Medienbruch,
    Trennteil,
    Zuleitung,
    ZuleitungArt,
    Zusammenlegung,
)
from verbundakte.posteingang.queries.eingang import eingaenge

MOST = 50
ELSEWHERE = "einen Vorgang, den Sie nicht sehen"


@dataclass(frozen=True)
class Schritt:
    """One step: what happened to which Eingang when, and who did it (an id, "" for nobody)."""

    at: datetime
    text: str
    eingang: Eingang
    by: str = ""
    grund: str = ""
    is_bruch: bool = False
    vorgang: Vorgang | None = None
    who: str = ""


def eingaenge_of(actor, vorgang: Vorgang) -> list[Eingang]:
    """Return the Eingänge that lie in a Vorgang that was read, oldest first, at most 50."""
    filed = Ablage.objects.filter(vorgang=vorgang, undone_at=None).values("eingang")
    rows = eingaenge(actor).filter(pk__in=filed).order_by("eingegangen_at", "pk")
    return list(rows[:MOST])


def laufweg(actor, found: list[Eingang]) -> list[Schritt]:
    """Return the steps of Eingänge that were read, the newest first (at most nine queries)."""
    by_id = {row.pk: row for row in found}
    steps = [step for row in found for step in _arrival(row)]
    for read in (_places, _ways, _breaks, _ablagen, _merged, _split, _fristen):
        steps += read(actor, by_id)
    steps.sort(key=lambda step: step.at, reverse=True)
    names = person_names({step.by for step in steps if step.by})
    return [
        Schritt(**{**vars(step), "who": names.get(step.by, SYSTEM_NAME if not step.by else "")})
        for step in steps
    ]


def _arrival(row: Eingang) -> Iterator[Schritt]:
    way = f" ({row.get_weg_display()})" if row.weg else ""
    yield Schritt(row.eingegangen_at, f"eingegangen: {row.kanal.get_art_display()}{way}", row)
    by = str(row.erfasst_by or "")
    yield Schritt(row.erfasst_at, f"erfasst unter {row.number}", row, by)
    if row.geoeffnet_at:
        yield Schritt(row.geoeffnet_at, "geöffnet", row)


def _places(actor, by_id: dict) -> Iterator[Schritt]:
    rows = Zuleitung.objects.filter(eingang__in=by_id).select_related("einheit", "person")
    for row in rows:
        eingang = by_id[row.eingang_id]
        if row.art != ZuleitungArt.ERFASST:
            place = f"{row.person.name}, {row.einheit}" if row.person else str(row.einheit)
            text = f"{row.get_art_display()}: {place}"
            yield Schritt(row.at, text, eingang, str(row.by or ""), row.grund)
        if row.accepted_at:
            yield Schritt(row.accepted_at, "angenommen", eingang, str(row.accepted_by))


def _ways(actor, by_id: dict) -> Iterator[Schritt]:
    rows = Eingangsreferenz.objects.filter(eingang__in=by_id).select_related("kanal")
    first: set = set()
    for row in rows.order_by("at", "pk"):
        if row.eingang_id in first:
            text = f"kam auch über {row.kanal.bezeichnung}"
            yield Schritt(row.at, text, by_id[row.eingang_id])
        first.add(row.eingang_id)


def _breaks(actor, by_id: dict) -> Iterator[Schritt]:
    for row in Medienbruch.objects.filter(eingang__in=by_id):
        eingang = by_id[row.eingang_id]
        text, by = f"Medienbruch: {row.get_art_display()}", str(row.by or "")
        yield Schritt(row.at, text, eingang, by, row.bemerkung, is_bruch=True)


def _ablagen(actor, by_id: dict) -> Iterator[Schritt]:
    rows = list(Ablage.objects.filter(eingang__in=by_id))
    seen: dict = {}
    if rows and AktenPermission.VORGANG_READ in actor.permissions:
        found = vorgaenge(actor).filter(pk__in={row.vorgang_id for row in rows})
        seen = {vorgang.pk: vorgang for vorgang in found}
    for row in rows:
        vorgang, eingang = seen.get(row.vorgang_id), by_id[row.eingang_id]
        where = vorgang.aktenzeichen if vorgang else ELSEWHERE
        yield Schritt(row.at, f"abgelegt in {where}", eingang, str(row.by or ""), vorgang=vorgang)
        if row.undone_at:
            by = str(row.undone_by or "")
            yield Schritt(row.undone_at, f"Ablage zurückgenommen: {where}", eingang, by)


def _merged(actor, by_id: dict) -> Iterator[Schritt]:
    rows = Zusammenlegung.objects.filter(eingang__in=by_id).select_related("into")
    for row in rows:
        eingang, by = by_id[row.eingang_id], str(row.by or "")
        yield Schritt(row.at, f"zusammengelegt mit {row.into.number}", eingang, by)
        if row.undone_at:
            text = f"wieder getrennt von {row.into.number}"
            yield Schritt(row.undone_at, text, eingang, str(row.undone_by or ""))


def _split(actor, by_id: dict) -> Iterator[Schritt]:
    told = defaultdict(list)
    rows = Trennteil.objects.filter(eingang__in=by_id) | Trennteil.objects.filter(teil__in=by_id)
    for row in rows.select_related("eingang").order_by("nummer"):
        if row.teil_id in by_id:
            text = f"getrennt aus {row.eingang.number}, Seiten {row.folge}"
            yield Schritt(row.at, text, by_id[row.teil_id], str(row.by or ""))
        if row.eingang_id in by_id:
            told[row.eingang_id].append(row)
    for key, parts in told.items():
        text = f"getrennt in {len(parts)} Eingänge"
        yield Schritt(parts[0].at, text, by_id[key], str(parts[0].by or ""))


def _fristen(actor, by_id: dict) -> Iterator[Schritt]:
    for row in Eingangsfrist.objects.filter(eingang__in=by_id):
        eingang, label = by_id[row.eingang_id], row.get_art_display()
        verb = "vermerkt" if row.art == FristArt.WUNSCH else "bestätigt"
        text = f"{label} {row.am:%d.%m.%Y} {verb}"
        yield Schritt(row.at, text, eingang, str(row.by or ""), row.quelle)
        if row.erledigt_at:
            text = f"{label} {row.am:%d.%m.%Y} erledigt"
            yield Schritt(row.erledigt_at, text, eingang, str(row.erledigt_by or ""))
