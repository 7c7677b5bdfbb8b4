"""Asks the API everything its own description allows and forbids, with two towns in it (schemathesis).

Ids in requests are mostly those of the asking town, some are of the other one, some mean nothing.
Nothing of the other town may ever come back, and no request with its id may succeed.
"""

import zlib
from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from tests.schema.world import MARKER, UUID, Side

SCHEMA = "/api/v1/openapi.json"
NOT_ASKED = {
    # Whether valid data is taken depends on what else is true (closed, changed, not seen): those
    # refusals are the point of many operations. Tokens are asked for at each door in tests/leaks.
    "positive_data_acceptance": {"enabled": False},
    "ignored_auth": {"enabled": False},
    "missing_required_header": {"expected-statuses": ["400", "404", "412", "422", "428"]},
    "negative_data_rejection": {
        "expected-statuses": [
            "400",
            "401",
            "403",
            "404",
            "405",
            "409",
            "412",
            "413",
            "415",
            "422",
            "428",
            "460",
        ]
    },
}

# In a form everything is text, so a value of a wrong type cannot be told from a right one.
FORMS = [
    {
        "include-path-regex": "/(fassungen|vorgaenge/.vorgang_id./dokumente)$",
        "include-method": "POST",
        "checks": {"negative_data_rejection": {"enabled": False}},
    }
]


@dataclass
class Summary:
    """What was asked and what was wrong."""

    operations: set[str] = field(default_factory=set)
    selected: int = 0
    cases: Counter = field(default_factory=Counter)
    checks: int = 0
    statuses: Counter = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def told(self) -> str:
        """Return the figures in a few lines."""
        phases = ", ".join(f"{name} {count}" for name, count in self.cases.items())
        statuses = ", ".join(f"{code}: {count}" for code, count in sorted(self.statuses.items()))
        lines = [
            f"operations: {len(self.operations)} of {self.selected}",
            f"cases: {self.cases.total()} ({phases})",
            f"checks: {self.checks}",
            f"answers: {statuses}",
            f"failures: {len(self.failures)}",
            f"seconds: {self.seconds:.1f}",
        ]
        return "\n".join([*lines, *(f"  {key}\n{text}" for key, text in self.failures.items())])


@schemathesis.serializer("application/offset+octet-stream")
def send_bytes(context, value):
    """Send the bytes of a part as they are."""
    return value if isinstance(value, bytes) else str(value).encode()


class Asking:
    """What is changed about each request before it is sent."""

    def __init__(self, own: Side, other: Side):
        self.own, self.other, self.seen = own, other, own.all()
        self.foreign = other.all()

    def before_call(self, context, case, kwargs) -> None:
        """Give token, precondition and meaning to a request."""
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {self.own.token}"}
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
        case.path_parameters = self._meant(case.path_parameters)
        if isinstance(case.body, dict):
            case.body = self._meant(case.body)

    def _meant(self, values):
        if not isinstance(values, dict):
            return values
        return {name: self._id(name, value) for name, value in values.items()}

    def _id(self, name: str, value):
        if isinstance(value, dict):
            return self._meant(value)
        if not isinstance(value, str) or not UUID.fullmatch(value.lower()) or value in self.seen:
            return value
        number = zlib.crc32(value.encode())
        side = None if number % 10 == 0 else self.other if number % 10 < 3 else self.own
        return (side and side.pick(name, number // 10)) or value

    def check(self, context, response, case) -> None:
        """Refuse an answer that names what belongs to the other town."""
        told = response.content.decode(errors="replace") + str(dict(response.headers))
        found = set(UUID.findall(told))
        sent = f"{case.formatted_path}{case.body}{case.query}"
        leaked = {one for one in found & self.foreign if one not in sent}
        assert not leaked, f"ids of the other town: {leaked}"
        assert MARKER not in told or MARKER in sent, "words of the other town"
        asked = {str(one) for one in (case.path_parameters or {}).values()} & self.foreign
        assert not (asked and response.status_code < 300), f"an id of the other town: {asked}"
        if response.status_code < 300:
            self.seen |= found


ALL_PHASES = ("examples", "coverage", "fuzzing", "stateful")


@dataclass(frozen=True)
class Length:
    """How much is asked: examples of each operation, steps of a chain, seconds, which phases."""

    examples: int
    seconds: int
    phases: tuple[str, ...] = ALL_PHASES
    steps: int = 4
    seed: int = 20261128


def run(own: Side, other: Side, length: Length, summary: Summary) -> None:
    """Ask everything and note in the summary what came of it."""
    asking = Asking(own, other)
    generation = {"max-examples": length.examples, "deterministic": False, "no-shrink": True}
    config = SchemathesisConfig.from_dict(
        {
            "seed": length.seed,
            "max-time": length.seconds,
            "suppress-health-check": ["all"],
            "generation": generation,
            "checks": NOT_ASKED,
            "operations": FORMS,
            "phases": {name: {"enabled": name in length.phases} for name in ALL_PHASES}
            | {"stateful": {"enabled": "stateful" in length.phases, "max-steps": length.steps}},
        }
    )
    schemathesis.hooks.unregister_all()

    @schemathesis.hook("before_call")
    def before_call(context, case, kwargs):
        asking.before_call(context, case, kwargs)

    def nothing_foreign(ctx, response, case) -> None:
        asking.check(ctx, response, case)

    schemathesis.check(nothing_foreign)
    schema = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application(), config=config)
    summary.selected = schema.statistic.operations.selected
    try:
        for event in from_schema(schema).execute():
            _note(event, summary)
    finally:
        schemathesis.hooks.unregister_all()
        connection.close()


def _note(event, summary: Summary) -> None:
    if isinstance(event, events.ScenarioFinished):
        recorder = event.recorder
        for key, node in recorder.cases.items():
            summary.cases[event.phase.value] += 1
            summary.operations.add(node.value.operation.label)
            if (interaction := recorder.interactions.get(key)) and interaction.response:
                summary.statuses[interaction.response.status_code] += 1
        for key, checks in recorder.checks.items():
            summary.checks += len(checks)
            for check in checks:
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    label = recorder.cases[key].value.operation.label
                    text = f"{failure.title}: {failure.message}\n{check.failure_info.code_sample}"
                    summary.failures.setdefault(
                        f"{label} {check.name} {failure.title}", text[:1500]
                    )
    elif isinstance(event, events.NonFatalError):
        summary.failures.setdefault(f"{event.label} error", str(event.value)[:1500])
    elif isinstance(event, events.FatalError):
        raise event.exception
    elif isinstance(event, events.EngineFinished):
        summary.seconds += event.running_time
