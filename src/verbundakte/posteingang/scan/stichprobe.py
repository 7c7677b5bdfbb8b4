"""Which scans of a class are looked at by people (TR-RESISCAN A.SC.8, A.NB.2). Pure.

By a seed, so that everybody can draw the same sample again; spread over scanners and batches, never
over persons. Where one of a batch was objected to, the whole batch is looked at.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Los:
    """A scan that may be drawn: itself, its scanner's way in, its batch."""

    key: UUID
    kanal: UUID
    stapel: UUID


def size_of(count: int, *, percent: int, least: int) -> int:
    """Return how many of `count` are looked at: the share, rounded up, but not below `least`."""
    return min(count, max(least, math.ceil(count * percent / 100)))


def draw(lots: Iterable[Los], seed: str, *, percent: int, least: int) -> list[UUID]:
    """Return the drawn ones in the order of drawing; the same lots and seed give the same.

    Each (scanner, batch) has its share; while there is room each has at least one.
    """
    layers: dict[tuple, list[UUID]] = defaultdict(list)
    for lot in lots:
        layers[str(lot.kanal), str(lot.stapel)].append(lot.key)
    for keys in layers.values():
        keys.sort(key=lambda key: _rank(seed, str(key)))
    total = sum(map(len, layers.values()))
    shares = _shares(layers, size_of(total, percent=percent, least=least), total, seed)
    drawn = [key for layer, keys in layers.items() for key in keys[: shares[layer]]]
    return sorted(drawn, key=lambda key: _rank(seed, str(key)))


def _shares(layers: dict, wanted: int, total: int, seed: str) -> dict:
    """Share `wanted` out: one to each layer in turn of rank, then by the largest rest."""
    order = sorted(layers, key=lambda layer: _rank(seed, "/".join(layer)))
    shares = dict.fromkeys(order, 0)
    for layer in order[:wanted]:
        shares[layer] = 1
    exact = {layer: len(layers[layer]) * wanted / total for layer in order} if total else {}
    while sum(shares.values()) < wanted:
        room = [layer for layer in order if shares[layer] < len(layers[layer])]
        shares[max(room, key=lambda layer: exact[layer] - shares[layer])] += 1
    return shares


def _rank(seed: str, text: str) -> str:
    return sha256(f"{seed}\n{text}".encode()).hexdigest()
