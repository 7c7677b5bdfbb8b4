"""Figures of this process, counted while it works and read in the Prometheus text form.

Counting is an addition under a lock. Labels are classes of things (a room, a status), never towns, names
or addresses.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

    def family(self) -> Family:
        """Return what was counted."""
        with self._lock:
            values = sorted(self._values.items())
        samples = [Sample(self.name, value, key) for key, value in values]
        return Family(self.name, "counter", self.help, samples)


class Histogram:
    """How long something took."""

    def __init__(self, name: str, help_text: str):
        self.name, self.help = name, help_text
        self._lock = threading.Lock()
        self._counts: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = defaultdict(float)

    def add(self, seconds: float, **labels: str) -> None:
        """Count one that took so long."""
        key, place = tuple(labels.items()), bisect_left(BUCKETS, seconds)
        with self._lock:
            counts = self._counts.setdefault(key, [0] * (len(BUCKETS) + 1))
            counts[place] += 1
            self._sums[key] += seconds

    def family(self) -> Family:
        """Return what was counted, in growing buckets."""
        samples = []
        with self._lock:
            found = sorted(
                (key, list(counts), self._sums[key]) for key, counts in self._counts.items()
            )
        for key, counts, total in found:
            passed = 0
            for bound, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                passed += count
                samples.append(Sample(f"{self.name}_bucket", passed, (*key, ("le", bound))))
            samples.append(Sample(f"{self.name}_sum", total, key))
            samples.append(Sample(f"{self.name}_count", passed, key))
        return Family(self.name, "histogram", self.help, samples)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


requests = Counter("verbundakte_requests_total", "Answered requests by room, kind and status")
durations = Histogram("verbundakte_request_seconds", "Time to answer by room and kind")
store_errors = Counter("verbundakte_store_errors_total", "Store away, full or wrong, by store")
COUNTED = (requests, durations, store_errors)
