"""What a version says: its specification, what differs from another, what is still open."""

import json

from verbundakte.core.bausteine.difference import sentences
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.spec import OpenSlot, Spec, SpecInvalid, open_slots
from verbundakte.core.models import BausteinVersion


def content_of(version: BausteinVersion) -> dict:
    """Return what a version prescribes as JSON, without checking it again."""
    return json.loads(version.content)


def spec_of(version: BausteinVersion) -> Spec:
    """Return what a version prescribes."""
    return kind_named(version.baustein.kind).spec.read(json.loads(version.content))


def data_of(version: BausteinVersion) -> dict:
    """Return what a version says as JSON, with every field its kind has today.

    A version made under older rules of its kind keeps what it says; new fields are empty.
    """
    spec, content = kind_named(version.baustein.kind).spec, json.loads(version.content)
    try:
        return spec.read(content).data()
    except SpecInvalid:
        return {
            info.name: content.get(info.name, [] if info.item_class or info.is_set else None)
            for info in spec.fields()
        }


def difference_in_words(old: BausteinVersion, new: BausteinVersion) -> list[str]:
    """Return what changed between any two versions of a Baustein, one sentence for each place."""
    return sentences(kind_named(new.baustein.kind).spec, data_of(old), data_of(new))


def pending(version: BausteinVersion) -> list[str]:
    """Return what stands between a draft and its release: open slots and what the kind demands."""
    try:
        spec = spec_of(version)
    except SpecInvalid as invalid:
        return [problem.message for problem in invalid.problems]
    slots = [slot.question for slot in open_slots(spec)]
    return slots + [problem.message for problem in spec.check_release()]


def open_slots_of(version: BausteinVersion) -> list[OpenSlot]:
    """Return what this town still has to fill in."""
    return open_slots(spec_of(version))


def consequences_of(version: BausteinVersion) -> list[str]:
    """Return what a release of this version would mean for what exists, in German sentences.

    None while the draft cannot be read under the rules of its kind (`pending` says why).
    """
    kind = kind_named(version.baustein.kind)
    try:
        spec = spec_of(version)
    except SpecInvalid:
        return []
    return kind.consequences(version.baustein.key, spec)
