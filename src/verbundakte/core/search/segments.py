"""The segments of an index: which the engine will put together, by its own rule (LogMergePolicy)."""

import json
from collections import Counter
from math import inf, log2
from pathlib import Path

TOGETHER = 8
"""So many segments of about the same size are put together after a commit."""
SMALLEST = 10_000
"""All that hold fewer documents count as equally large."""
STEP = 0.75
LARGEST = 10_000_000
"""A segment with more documents is left alone."""


def sizes(path: Path) -> list[int]:
    """Return how many living documents each committed segment in a folder holds, largest first.

    Raises OSError or ValueError when the list of segments cannot be read.
    """
    listed = json.loads((path / "meta.json").read_text(encoding="utf-8"))["segments"]
    dead = [(one["deletes"] or {}).get("num_deleted_docs", 0) for one in listed]
    return sorted((one["max_doc"] - gone for one, gone in zip(listed, dead, strict=True)), reverse=True)


def are_settled(path: Path) -> bool:
    """Tell whether the engine leaves the segments as they are."""
    layers: Counter[float] = Counter()
    layer = inf
    for size in sizes(path):
        if size > LARGEST:
            continue
        height = log2(max(size, SMALLEST))
        if height < layer - STEP:
            layer = height
        layers[layer] += 1
    return all(count < TOGETHER for count in layers.values())
