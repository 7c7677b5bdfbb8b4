"""What brought tables would change in the organisation as it is. Pure: texts in, steps out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from verbundakte.organisation.csv_tables import KINDS, Key, Line, Problem, Tables, Values

NEW, CHANGE, FINISH = "neu", "geändert", "beendet"
LONGEST = {
    "kennzeichen": 20,
    "name": 200,
    "bezeichnung": 200,
    "kennung": 60,
    "titel": 40,
    "vorname": 100,
    "familienname": 100,
    "email": 254,
    "telefon": 40,
}
MAY_BE_EMPTY = ("titel", "email", "telefon")


@dataclass
class Organisation:
    """The organisation of a day as tables: {table: {key: values}}.

    `ids` holds the row behind a key; `aliases` other names of a key (a login) by table; `gone` the
    names of what has ended and never comes back.
    """

    tables: dict[str, dict[Key, Values]]
    ids: dict[str, dict[Key, object]]
    aliases: dict[str, dict[str, str]]
    gone: dict[str, set[str]]


@dataclass(frozen=True)
class Step:
    """One thing to do: `kind` (new, changed, ended) with a line of a table, and what it was."""

    kind: str
    table: str
    key: Key
    values: Values
    before: Values | None = None

    @property
    def name(self) -> str:
        """Return what it is about, as a person calls it."""
        values = self.values
        if self.table == "personen":
            return f"{values['familienname']}, {values['vorname']} ({self.key[0]})"
        if self.table == "stellen":
            return f"{values['bezeichnung']} ({self.key[0]})"
        if self.table == "einheiten":
            return f"{self.key[0]} {values['name']}"
        return ": ".join(self.key)

    @property
    def changed(self) -> list[tuple[str, str, str]]:
        """Return (column, before, after) of what changes."""
        kind, before = KINDS[self.table], self.before or {}
        return [
            (kind.head(name), before.get(name, ""), value)
            for name, value in self.values.items()
            if value != before.get(name, "")
        ]


@dataclass
class Comparison:
    """The steps in the order in which they can be done, what stays, and what is wrong."""

    steps: list[Step] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def compare(found: Tables, there: Organisation, *, on: date, is_whole: bool) -> Comparison:
    """Return what the tables would do. `is_whole`: what no line names ends on the day `on`."""
    result = Comparison(problems=list(found.problems))
    names = _names(found, there)
    begins: list[Step] = []
    ends: list[Step] = []
    for kind in KINDS.values():
        lines = found.lines.get(kind.name)
        if lines is None:
            continue
        read = _Reading(kind, there, names, on, result)
        for step in read.steps(lines):
            (ends if step.kind == FINISH else begins).append(step)
        if is_whole:
            ends += read.left_out()
        if kind.name == "einheiten":
            _check_circles(read.merged, read.places, result)
            begins = _from_the_top(begins, read.merged)
            ends = _from_the_top(ends, read.merged)
    result.steps = begins + ends[::-1]
    result.problems.sort(key=lambda problem: (problem.file, problem.number))
    return result


def _names(found: Tables, there: Organisation) -> dict[str, dict[str, str]]:
    """Return {table: {a name it may be called by: its key}} of what is there or brought."""
    names = {table: dict(aliases) for table, aliases in there.aliases.items()}
    for table in ("einheiten", "stellen", "personen"):
        known = names.setdefault(table, {})
        for line in found.lines.get(table, []):
            name = line.values.get(KINDS[table].key[0], "")
            if name and name not in there.gone.get(table, ()):
                known.setdefault(name, name)
    return names


class _Reading:
    """Reads the lines of one table against what is there."""

    def __init__(self, kind, there: Organisation, names: dict, on: date, result: Comparison):
        self.kind, self.names, self.on, self.result = kind, names, on, result
        self.there = there.tables[kind.name]
        self.gone = there.gone.get(kind.name, set())
        self.places: dict[Key, Line] = {}
        self.merged: dict[Key, Values] = {key: dict(row) for key, row in self.there.items()}

    def steps(self, lines: list[Line]) -> Iterator[Step]:
        """Yield what the lines ask for; problems go to the result."""
        for line in lines:
            problems = len(self.result.problems)
            values = self._resolved(line)
            key = tuple(values.get(name, "") for name in self.kind.key)
            if key in self.places:
                self._say(
                    line, f"{' / '.join(key)} steht schon in Zeile {self.places[key].number}."
                )
            elif all(key):
                self.places[key] = line
                made = list(self._line(line, key, values))
                if len(self.result.problems) == problems:
                    yield from made

    def left_out(self) -> list[Step]:
        """Return how everything ends that no line names."""
        end = self.on.isoformat()
        return [
            Step(FINISH, self.kind.name, key, {**row, "end": end}, row)
            for key, row in self.there.items()
            if key not in self.places and not row.get("end")
        ]

    def _say(self, line: Line, text: str) -> None:
        self.result.problems.append(Problem(line.file, line.number, text))

    def _resolved(self, line: Line) -> Values:
        """Return the values with every reference as the key of what it means."""
        values = dict(line.values)
        own = {self.kind.key[0]: self.kind.name} if len(self.kind.key) == 1 else {}
        for name, table in {**own, **self.kind.refers}.items():
            text = values.get(name, "")
            if text and text in self.names[table]:
                values[name] = self.names[table][text]
            elif text and name not in own:
                self._say(line, f"{self.kind.head(name)} „{text}“ gibt es nicht.")
        for name in self.kind.key:
            if not values.get(name):
                self._say(line, f"„{self.kind.head(name)}“ fehlt.")
        return values

    def _line(self, line: Line, key: Key, values: Values) -> Iterator[Step]:
        before = self.there.get(key)
        end = values.get("end", "")
        if before is None and end and end <= self.on.isoformat():
            self.result.unchanged += 1  # it has ended, and it is not there
            return
        if before is None and key[0] in self.gone:
            self._say(
                line, f"{key[0]} ist beendet und lebt nicht wieder auf. Nehmen Sie eine neue."
            )
            return
        blank = dict.fromkeys(self.kind.columns.values(), "")
        stay = [name for name in self.kind.fixed if not values.get(name)]
        given = {name: text for name, text in values.items() if name not in stay}
        merged = {**(before or blank), **given}
        if before is None and "from_on" in blank and not merged["from_on"]:
            merged["from_on"] = self.on.isoformat()
        self._check(line, merged, before)
        self.merged[key] = merged
        without_end = {**merged, "end": (before or blank)["end"]}
        if before is None:
            yield Step(NEW, self.kind.name, key, {**merged, "end": ""})
        elif without_end != before:
            yield Step(CHANGE, self.kind.name, key, without_end, before)
        if merged["end"] and merged != without_end:
            yield Step(FINISH, self.kind.name, key, merged, without_end)
        elif merged == before:
            self.result.unchanged += 1

    def _check(self, line: Line, merged: Values, before: Values | None) -> None:
        for name, longest in LONGEST.items():
            text = merged.get(name)
            if text is None:
                continue
            if not text and name not in MAY_BE_EMPTY:
                self._say(line, f"„{self.kind.head(name)}“ fehlt.")
            if len(text) > longest:
                self._say(line, f"„{self.kind.head(name)}“ ist länger als {longest} Zeichen.")
        if self.kind.name == "stellen" and not merged["einheit"]:
            self._say(line, "„Einheit“ fehlt.")
        if merged.get("email"):
            try:
                validate_email(merged["email"])
            except ValidationError:
                self._say(line, f"„{merged['email']}“ ist keine E-Mail-Adresse.")
        for name in (*self.kind.fixed, "end"):
            if before and before[name] and merged[name] != before[name]:
                self._say(line, f"„{self.kind.head(name)}“ steht schon fest und bleibt.")
        if self.kind.name == "personen" and merged["end"] > self.on.isoformat():
            self._say(line, "Eine Person scheidet erst an dem Tag aus, nicht im Voraus.")


def _check_circles(rows: dict[Key, Values], places: dict[Key, Line], result: Comparison) -> None:
    rooted: set[Key] = set()
    for start in places:
        way: list[Key] = []
        key = start
        while key in rows and key not in rooted and key not in way:
            way.append(key)
            key = (rows[key]["parent"],)
        if key in way:
            circle = ", ".join(one[0] for one in way[way.index(key) :])
            line = places[start]
            result.problems.append(
                Problem(line.file, line.number, f"Im Kreis untereinander: {circle}.")
            )
        rooted.update(way)


def _from_the_top(steps: list[Step], rows: dict[Key, Values]) -> list[Step]:
    """Return steps with units so that whatever is above comes before what is below."""

    def depth(step: Step) -> int:
        count, key = 0, step.key
        while key in rows and count <= len(rows):
            count, key = count + 1, (rows[key]["parent"],)
        return count

    return sorted(steps, key=depth)
