"""What a version says: its specification, what differs from another, what is still open."""

import json

from verbundakte.core.bausteine.difference import sentences
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.spec import OpenSlot, Spec, open_slots
from verbundakte.core.models import BausteinVersion


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
