"""Auskünfte of a Vorgang one may see, and the part of each unit for those who work in it.

A hidden part (Geheimnisklasse, Ausschluss, geschützter Bereich) exists for those who may see at
least one of its objects, and for nobody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q
from django.http import Http404

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import get_vorgang
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Ausgabe, Level, PrincipalKind, Zone, ZoneEntry
from verbundakte.core.registry import Betroffene, Finding, PersonalData, registry
from verbundakte.datenschutz.models import Auskunft, AuskunftTeil, Entscheidung, Fundstelle
from verbundakte.datenschutz.permissions import Permission
from verbundakte.organisation.models import Organisationseinheit

MOST = 100
MOST_FOUND = 500


def find_auskunft(actor, key: UUID) -> Auskunft | None:
    """Return an Auskunft for the job that works on it, or None."""
    return Auskunft.objects.select_related("vorgang").filter(pk=key).first()


def find_teil(actor, ausgabe: Ausgabe | None) -> AuskunftTeil | None:
    """Return the part for which a file was ordered, or None."""
    key = ausgabe.request.get("auskunftteil") if ausgabe else None
    rows = AuskunftTeil.objects.select_related("auskunft", "einheit")
    return rows.filter(pk=key).first() if key else None


def auskuenfte_of(actor, vorgang: Vorgang) -> list[Auskunft]:
    """Return the Auskünfte of a Vorgang that was read, newest first; none without the right."""
    if Permission.AUSKUNFT_CREATE not in actor.permissions:
        raise Http404
    return list(Auskunft.objects.filter(vorgang=vorgang).order_by("-started_at", "-pk")[:MOST])


def get_auskunft(actor, key: UUID) -> Auskunft:
    """Return an Auskunft whose Vorgang the actor may see, or 404."""
    found = Auskunft.objects.filter(pk=key).first()
    if found is None or Permission.AUSKUNFT_CREATE not in actor.permissions:
        raise Http404
    found.vorgang = get_vorgang(actor, found.vorgang_id)
    return found


def betroffene_of(actor, auskunft: Auskunft) -> Betroffene:
    """Return whose data is looked for."""
    return Betroffene(
        auskunft.name, auskunft.vorname, auskunft.geboren_on, kontakt_id=auskunft.kontakt_id
    )


def _hidden_zones(zones: set[int]) -> set[int]:
    excluding = ZoneEntry.objects.filter(
        zone__in=zones, level=Level.EXCLUDED, principal_kind=PrincipalKind.PERSON
    )
    secret = Zone.objects.filter(pk__in=zones).exclude(geheimnisklasse="")
    return {*excluding.values_list("zone_id", flat=True), *secret.values_list("pk", flat=True)}


def placed(
    actor, auskunft: Auskunft, source: PersonalData, findings: list[Finding]
) -> Iterator[tuple[Finding, UUID, int | None]]:
    """Yield (finding, unit that answers for it, its zone when it is hidden); what is gone is left
    out."""
    places = source.place(actor, findings)
    hidden = _hidden_zones({place.zone_id for place in places.values()})
    closed = set(
        Organisationseinheit.objects.filter(is_geschuetzt=True).values_list("pk", flat=True)
    )
    for finding in findings:
        place = places.get(finding.id)
        if place is None or finding.id == auskunft.vorgang_id:
            continue
        einheit = place.einheit_id or auskunft.vorgang.federfuehrung_id
        is_hidden = place.zone_id in hidden or einheit in closed
        yield finding, einheit, place.zone_id if is_hidden else None


def teile_of(actor, auskunft: Auskunft) -> list[AuskunftTeil]:
    """Return the parts of an Auskunft that was read; hidden ones are nobody's here."""
    rows = auskunft.teile.filter(is_verborgen=False).select_related("einheit")
    return list(rows.order_by("einheit__sort_key", "pk"))


@dataclass
class Abschnitt:
    """What a unit has released: what belongs to the Auskunft, and why the rest is left out."""

    einheit: str
    zeilen: list[dict] = field(default_factory=list)
    ausgenommen: list[str] = field(default_factory=list)


def abschnitte(actor, teile: Iterable[AuskunftTeil]) -> list[Abschnitt]:
    """Return what released parts say, in their order (one query)."""
    released = [teil for teil in teile if teil.released_at]
    rows: dict[UUID, list[Fundstelle]] = defaultdict(list)
    for row in Fundstelle.objects.filter(teil__in=released).order_by("kind", "pk"):
        rows[row.teil_id].append(row)
    found = []
    for teil in released:
        abschnitt = Abschnitt(str(teil.einheit))
        for row in rows[teil.pk]:
            if row.entscheidung == Entscheidung.GEHOERT and row.line:
                abschnitt.zeilen.append({**row.line, "grund": row.why})
            elif row.entscheidung == Entscheidung.AUSGENOMMEN:
                abschnitt.ausgenommen.append(row.reason)
        found.append(abschnitt)
    return found


def told_in(actor, teil: AuskunftTeil) -> list[list[str]]:
    """Return [source, kind, id] of each object of which the file of a part tells something."""
    rows = teil.fundstellen.filter(entscheidung=Entscheidung.GEHOERT).order_by("kind", "pk")
    return [[row.source, row.kind, str(row.object_id)] for row in rows]


def sees_all_told(actor, told: list[list[str]] | None) -> bool:
    """Tell whether the actor still sees all of what `told_in` named; None: it was never noted."""
    if told is None:
        return False
    rows = [Fundstelle(source=source, kind=kind, object_id=UUID(key)) for source, kind, key in told]
    return _lines(actor, rows).keys() == {row.object_id for row in rows}


def _lines(actor, rows: list[Fundstelle]) -> dict[UUID, dict]:
    """Return what the actor may see of these objects, through their sources."""
    by_source: dict[str, list[Finding]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(Finding(row.kind, row.object_id))
    found: dict[UUID, dict] = {}
    for source, findings in by_source.items():
        if source in registry.personal_data:
            found |= registry.personal_data[source].read(actor, findings)
    return found


@dataclass(frozen=True)
class Seen:
    """A Fundstelle with what the actor sees of its object."""

    row: Fundstelle
    line: dict


def fundstellen_of(actor, teil: AuskunftTeil) -> tuple[list[Seen], int]:
    """Return what the actor may see in a part of her unit, undecided first, and how many not."""
    rows = list(
        teil.fundstellen.order_by(F("decided_at").asc(nulls_first=True), "kind", "pk")[
            : MOST_FOUND + 1
        ]
    )
    lines = _lines(actor, rows)
    seen = [Seen(row, lines[row.object_id]) for row in rows if row.object_id in lines]
    return seen[:MOST_FOUND], len(rows) - len(seen)


def _of_my_units(actor):
    if Permission.AUSKUNFT_DECIDE not in actor.permissions:
        return AuskunftTeil.objects.none()
    rows = AuskunftTeil.objects.filter(einheit__in=list(getattr(actor, "einheiten", None) or ()))
    return rows.select_related("auskunft", "einheit")


def _exists_for(actor, teil: AuskunftTeil) -> bool:
    return not teil.is_verborgen or bool(fundstellen_of(actor, teil)[0])


def get_teil(actor, key: UUID) -> AuskunftTeil:
    """Return a part of one of the actor's units that has something to look at, or 404."""
    found = _of_my_units(actor).filter(pk=key).first()
    if found is None or found.auskunft.collected_at is None or not _exists_for(actor, found):
        raise Http404
    return found


def open_teile(actor) -> list[AuskunftTeil]:
    """Return the parts of the actor's units that wait, the oldest first."""
    return [teil for teil in _OPEN_TEILE.all(actor) if _exists_for(actor, teil)]


def _open_teile(actor):
    is_due = Q(is_verborgen=True) | Q(auskunft__closed_at=None)
    rows = _of_my_units(actor).filter(is_due, released_at=None, count__gt=0)
    rows = rows.exclude(auskunft__collected_at=None).order_by("auskunft__started_at", "pk")
    return rows[:MOST]


_OPEN_TEILE = Ready(_open_teile)
