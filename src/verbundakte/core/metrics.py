"""Figures of the web processes, counted while they work and read in the Prometheus text form.

Counting is an addition under a lock. Each process leaves what it counted in a file from time to time, so
that whichever is asked tells the sum. Labels are classes of things (a room, a status), never towns, names
or addresses.
"""

import json
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "metrics"
LEFT_EVERY = 5.0  # seconds
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sample:
    """One line: name, labels, value."""

    name: str
    value: float
    labels: Labels = ()

    def line(self) -> str:
        """Return it as Prometheus reads it."""
        inside = ",".join(f'{name}="{_quoted(value)}"' for name, value in self.labels)
        value = f"{self.value:.10g}"
        return f"{self.name}{{{inside}}} {value}" if inside else f"{self.name} {value}"


@dataclass(frozen=True)
class Family:
    """What belongs to one name: its kind (counter, gauge, histogram), what it says, its lines."""

    name: str
    kind: str
    help: str
    samples: list[Sample]

    def lines(self) -> Iterator[str]:
        """Yield the lines."""
        yield f"# HELP {self.name} {self.help}"
        yield f"# TYPE {self.name} {self.kind}"
        for sample in self.samples:
            yield sample.line()


def gauge(name: str, help_text: str, *values: tuple[float, dict[str, str]]) -> Family:
    """Return a family of values that go up and down, each with its labels."""
    return Family(
        name,
        "gauge",
        help_text,
        [Sample(name, value, tuple(labels.items())) for value, labels in values],
    )


def written(families: Iterable[Family]) -> str:
    """Return families in the text form (version 0.0.4)."""
    return "".join(f"{line}\n" for family in families for line in family.lines())


class Counter:
    """Something that only grows."""

    def __init__(self, name: str, help_text: str):
        self.name, self.help = name, help_text
        self._lock = threading.Lock()
        self._values: dict[Labels, int] = defaultdict(int)

    def add(self, **labels: str) -> None:
        """Count one."""
        key = tuple(labels.items())
        with self._lock:
            self._values[key] += 1

    def counted(self) -> list:
        """Return [labels, value] of what this process counted."""
        with self._lock:
            return sorted(self._values.items())

    def family(self, others: Iterable[list] = ()) -> Family:
        """Return what was counted, here and by others."""
        values: dict[Labels, int] = defaultdict(int)
        for labels, value in (*self.counted(), *(one for other in others for one in other)):
            values[_labels(labels)] += value
        samples = [Sample(self.name, value, key) for key, value in sorted(values.items())]
        return Family(self.name, "counter", self.help, samples)


class Histogram:
    """How long something took."""

    def __init__(self, name: str, help_text: str):
        self.name, self.help = name, help_text
        self._lock = threading.Lock()
        self._counts: dict[Labels, list[float]] = {}

    def add(self, seconds: float, **labels: str) -> None:
        """Count one that took so long."""
        key, place = tuple(labels.items()), bisect_left(BUCKETS, seconds)
        with self._lock:
            counts = self._counts.setdefault(key, [0] * (len(BUCKETS) + 2))
            counts[place] += 1
            counts[-1] += seconds

    def counted(self) -> list:
        """Return [labels, [count of each bucket, seconds]] of what this process counted."""
        with self._lock:
            return sorted((key, list(counts)) for key, counts in self._counts.items())

    def family(self, others: Iterable[list] = ()) -> Family:
        """Return what was counted, here and by others, in growing buckets."""
        sums: dict[Labels, list[float]] = {}
        for labels, counts in (*self.counted(), *(one for other in others for one in other)):
            known = sums.get(_labels(labels), [0] * len(counts))
            sums[_labels(labels)] = [*map(sum, zip(known, counts, strict=True))]
        samples = []
        for key, (*counts, seconds) in sorted(sums.items()):
            passed = 0.0
            for bound, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                passed += count
                samples.append(Sample(f"{self.name}_bucket", passed, (*key, ("le", bound))))
            samples.append(Sample(f"{self.name}_sum", seconds, key))
            samples.append(Sample(f"{self.name}_count", passed, key))
        return Family(self.name, "histogram", self.help, samples)


class Shared:
    """Where the processes leave what they counted for each other."""

    def __init__(self) -> None:
        self._own: Path | None = None
        self._left_at = 0.0
        self._lock = threading.Lock()

    def begin(self, folder: Path, name: str) -> None:
        """Count together with the other processes that use the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._own = folder / f"{name}.json"

    def end(self) -> None:
        """Count alone again."""
        self._own = None

    def leave(self) -> None:
        """Write the counters down when the last time is some seconds ago."""
        is_due = self._own and time.monotonic() - self._left_at >= LEFT_EVERY
        if not (self._own and is_due and self._lock.acquire(blocking=False)):
            return
        try:
            self._left_at = time.monotonic()
            new = self._own.with_suffix(".new")
            new.write_text(json.dumps({one.name: one.counted() for one in COUNTED}))
            new.replace(self._own)
        finally:
            self._lock.release()

    def others(self) -> list[dict]:
        """Return {name: what was counted} of each other process."""
        found = self._own.parent.glob("*.json") if self._own else ()
        return [json.loads(path.read_text()) for path in found if path != self._own]


def counted_families() -> list[Family]:
    """Return what all web processes of this machine counted."""
    others = shared.others()
    return [one.family([other.get(one.name, []) for other in others]) for one in COUNTED]


def _labels(found: Iterable[Iterable[str]]) -> Labels:
    return tuple((name, value) for name, value in found)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


requests = Counter("verbundakte_requests_total", "Answered requests by room, kind and status")
durations = Histogram("verbundakte_request_seconds", "Time to answer by room and kind")
store_errors = Counter("verbundakte_store_errors_total", "Store away, full or wrong, by store")
COUNTED = (requests, durations, store_errors)
shared = Shared()
