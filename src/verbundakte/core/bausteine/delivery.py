"""What the software delivers compared with what a town has made of it.

A town keeps what it released: new software changes no role by itself. This says what would be new.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from verbundakte.core.bausteine.difference import (
    Difference,
    Kind,
    apply_difference,
    difference,
    in_words,
)
from verbundakte.core.bausteine.kinds import BausteinKind
from verbundakte.core.bausteine.spec import Spec


@dataclass(frozen=True)
class Offer:
    """One change that can be taken over by itself; `key` names it in forms."""

    key: str
    sentence: str
    change: Difference

    @property
    def is_more(self) -> bool:
        """Tell whether the delivered one has something in addition."""
        is_element = self.change.kind is Kind.ELEMENTS and bool(self.change.new)
        return is_element or self.change.kind is Kind.ADDED


def offers(spec: type[Spec], here: dict, delivered: dict) -> list[Offer]:
    """Return what makes the delivered content out of `here`, each place and element by itself."""
    changes = [one for found in difference(spec, here, delivered) for one in _single(found)]
    words = in_words(spec, here, changes)
    return [Offer(_key(one), said.sentence, one) for one, said in zip(changes, words, strict=True)]


def _single(change: Difference) -> Iterable[Difference]:
    if change.kind is not Kind.ELEMENTS:
        return [change]
    come = [replace(change, old=[], new=[element]) for element in change.new]
    gone = [replace(change, old=[element], new=[]) for element in change.old]
    return come + gone


def _key(change: Difference) -> str:
    """Name a change by its place and by what the delivered one has, not by what is here."""
    gone = change.old if change.kind in (Kind.ELEMENTS, Kind.REMOVED) else None
    text = json.dumps([change.kind, change.path, change.name, change.new, gone], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_offers(spec: type[Spec], here: dict, delivered: dict, keys: Iterable[str]) -> dict:
    """Return `here` with the chosen changes made."""
    chosen = set(keys)
    taken = [offer.change for offer in offers(spec, here, delivered) if offer.key in chosen]
    return apply_difference(here, taken)


def news_of(kind: BausteinKind, versions: list[dict], delivered: dict) -> list[str]:
    """Return in sentences what the delivered one has in addition that no version ever had.

    `versions`: the contents of all versions, the newest first. What a town took out on purpose it
    had once, so it is no news.
    """
    if not versions:
        return []
    missing = [{offer.key for offer in offers(kind.spec, one, delivered)} for one in versions]
    never = set.intersection(*missing)
    found = offers(kind.spec, versions[0], delivered)
    return [offer.sentence for offer in found if offer.is_more and offer.key in never]


def digest_of(delivered: dict) -> str:
    """Return the SHA-256 (hex) that names a delivered content."""
    return hashlib.sha256(json.dumps(delivered, sort_keys=True).encode()).hexdigest()
