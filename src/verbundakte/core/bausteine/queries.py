"""Reading Bausteine; whoever may not read them finds none."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from verbundakte.core.bausteine.fields import names_of
from verbundakte.core.bausteine.kinds import BausteinKind, kind_named
from verbundakte.core.bausteine.spec import OpenSlot, Spec, SpecInvalid, open_slots, references_in
from verbundakte.core.models import AuditEvent, Baustein, BausteinVersion
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import registry

PAGE = 50
MOST_EVENTS = 60
SETUP = "Einrichtung"


def require_reading(actor) -> None:
    """Raise Http404 for whoever may not read Bausteine."""
    if not actor.may(Permission.BAUSTEIN_READ, None):
        raise Http404


def require_editing(actor) -> None:
    """Raise Http404 for whoever may not write drafts."""
    if not actor.may(Permission.BAUSTEIN_EDIT, None):
        raise Http404


def list_bausteine(actor, kind: str) -> QuerySet[Baustein]:
    """Return the Bausteine of a kind by name; none for whoever may not read them."""
    if not actor.may(Permission.BAUSTEIN_READ, None):
        return Baustein.objects.none()
    return Baustein.objects.of_kind(kind).order_by("name", "pk")


def get_baustein(actor, baustein_id: UUID) -> Baustein:
    """Return one Baustein. Raises Baustein.DoesNotExist also when the actor may not read it."""
    baustein = Baustein.objects.get(pk=baustein_id)
    if not actor.may(Permission.BAUSTEIN_READ, baustein):
        raise Baustein.DoesNotExist
    return baustein


def show_baustein(actor, baustein_id: UUID) -> Baustein:
    """Return one Baustein of a kind that is known, or 404."""
    try:
        baustein = get_baustein(actor, baustein_id)
    except Baustein.DoesNotExist:
        raise Http404 from None
    if baustein.kind not in registry.bausteine:
        raise Http404
    return baustein


def find_by_key(actor, key: UUID) -> Baustein | None:
    """Return the Baustein with this key, if there is one the actor may read."""
    baustein = Baustein.objects.filter(key=key).first()
    return baustein if baustein and actor.may(Permission.BAUSTEIN_READ, baustein) else None


def versions_of(actor, baustein: Baustein) -> list[BausteinVersion]:
    """Return all versions, newest first; none for whoever may not read them."""
    if not actor.may(Permission.BAUSTEIN_READ, baustein):
        return []
    found = list(BausteinVersion.objects.filter(baustein=baustein).order_by("-number"))
    for version in found:
        version.baustein = baustein
    return found


@dataclass
class Line:
    """A Baustein in the list: what holds, what is being written, what is still open."""

    baustein: Baustein
    released: BausteinVersion | None = None
    draft: BausteinVersion | None = None
    slots: list[OpenSlot] = field(default_factory=list)


def with_news(actor) -> list[Baustein]:
    """Return the Bausteine of which more is delivered than is here, for whoever may edit them."""
    if not actor.may(Permission.BAUSTEIN_EDIT, None):
        return []
    return list(Baustein.objects.exclude(news=[]).order_by("name", "pk"))


def delivered_only(actor, kind: BausteinKind) -> list[tuple[UUID, str]]:
    """Return what is delivered of a kind and not in this town: (key, title)."""
    if not (kind.samples and actor.may(Permission.BAUSTEIN_EDIT, None)):
        return []
    here = set(Baustein.objects.of_kind(kind.kind).values_list("key", flat=True))
    missing = {key: data for key, data in kind.samples().items() if key not in here}
    return [(key, kind.spec.read(data).title()) for key, data in missing.items()]


def drafts_to_release(actor) -> list[BausteinVersion]:
    """Return the drafts that wait for a release by this person, oldest first (one query)."""
    if not actor.may(Permission.BAUSTEIN_RELEASE, None):
        return []
    rows = BausteinVersion.objects.drafts().filter(baustein__kind__in=list(registry.bausteine))
    return list(rows.select_related("baustein").order_by("created_at", "pk")[:PAGE])


def kinds_with_counts(actor) -> list[tuple[BausteinKind, int]]:
    """Return every kind by its label, with the number of its Bausteine. One query."""
    require_reading(actor)
    counts = dict(Baustein.objects.values_list("kind").annotate(Count("pk")))
    kinds = sorted(registry.bausteine.values(), key=lambda kind: kind.label)
    return [(kind, counts.get(kind.kind, 0)) for kind in kinds]


def lines_of(actor, kind: str, *, after: tuple[str, str] | None = None) -> list[Line]:
    """Return a page of the Bausteine of a kind (one more than PAGE: there are further ones).

    `after`: name and id of the last line shown. Two queries, and one for each kind of reference.
    """
    rows = list_bausteine(actor, kind)
    if after:
        name, key = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=key))
    lines = {row.pk: Line(row) for row in rows[: PAGE + 1]}
    for version in BausteinVersion.objects.filter(
        baustein__in=list(lines), withdrawn_at=None
    ).order_by("number"):
        line = lines[version.baustein_id]
        if version.is_draft:
            line.draft = version
        else:
            line.released = version
    _open_in(kind, [line for line in lines.values() if line.draft])
    return list(lines.values())


def _open_in(kind: str, lines: list[Line]) -> None:
    specs = [(line, _spec(kind, line.draft)) for line in lines]
    names = names_of(ref for _, spec in specs if spec for ref in references_in(spec))
    for line, spec in specs:
        line.slots = open_slots(spec, names) if spec else []


def _spec(kind: str, version: BausteinVersion | None) -> Spec | None:
    """Return what a draft says, or None when it is older than the rules of its kind."""
    try:
        return kind_named(kind).spec.read(json.loads(version.content)) if version else None
    except SpecInvalid:
        return None


def events_of(actor, baustein: Baustein, versions: list[BausteinVersion]) -> list[AuditEvent]:
    """Return what was done with a Baustein that was read, newest first; `number` is the version."""
    numbers = {version.pk: version.number for version in versions}
    rows = AuditEvent.objects.filter(subject_id__in=[baustein.pk, *numbers])
    found = list(rows.prefetch_related("details").order_by("-at", "-pk")[:MOST_EVENTS])
    for event in found:
        event.number = numbers.get(event.subject_id)
    return found


def names_of_actors(actor, ids) -> dict[str, str]:
    """Return {id as text: name} of whoever made, released or withdrew something. One query."""
    keys = {}
    for text in ids:
        try:
            keys[UUID(text)] = text
        except ValueError:
            continue
    known = registry.references.get("organisation.person")
    names = known.names(list(keys)) if known and keys else {}
    return {text: names.get(key, "Jemand") for key, text in keys.items()}
