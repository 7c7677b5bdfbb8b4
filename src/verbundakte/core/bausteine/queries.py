"""Reading Bausteine; whoever may not read them finds none."""

import json
from uuid import UUID

from django.db.models import QuerySet

from verbundakte.core.bausteine.difference import sentences
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.spec import OpenSlot, Spec, open_slots
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.permissions import Permission


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


def versions_of(baustein: Baustein) -> list[BausteinVersion]:
    """Return all versions, newest first."""
    return list(BausteinVersion.objects.filter(baustein=baustein).order_by("-number"))


def spec_of(version: BausteinVersion) -> Spec:
    """Return what a version prescribes."""
    return kind_named(version.baustein.kind).spec.read(json.loads(version.content))


def difference_in_words(old: BausteinVersion, new: BausteinVersion) -> list[str]:
    """Return what changed between any two versions of a Baustein, one sentence for each place."""
    spec = kind_named(new.baustein.kind).spec
    return sentences(spec, json.loads(old.content), json.loads(new.content))


def open_slots_of(version: BausteinVersion) -> list[OpenSlot]:
    """Return what this town still has to fill in."""
    return open_slots(spec_of(version))
