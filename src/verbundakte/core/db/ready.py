"""Queries that are put together once per process and from then on only filled with values.

Django takes longer to put a query of an everyday page together than PostgreSQL to answer it. The
rules stay where they are: `build` returns a queryset of the usual `queries`, for a stand-in of the
actor. It is put together twice with different values; whatever differs in the SQL besides the
values that were named is refused, so nothing of one person, town or day can stay in it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.sql import Query

from verbundakte.core.db.lookups import array_text
from verbundakte.core.tenancy.context import current_tenant, no_tenant, use_tenant

LIMIT_OF_SHAPES = 200
# What of an actor may stand in a query, besides permissions and kind (they decide which query it is).
OF_ACTOR = {
    "zones_read": frozenset,
    "zones_write": frozenset,
    "person_id": UUID,
    "works_for": UUID,
    "einheiten": list,
}
IDS, HIDDEN_IDS = "= ANY(%s::uuid[])", "= ANY((SELECT %s::uuid[])::uuid[])"
"""PostgreSQL takes a plan for one id for cheaper than the kept one, which it reckons for ten, and would
make it anew each time, for longer than reading takes. It cannot count what a subquery gives."""
_MARKS: dict[type, Callable[[int], Any]] = {
    UUID: lambda number: UUID(int=(0xFADE << 96) + number),
    date: lambda number: date(1000, 1, number % 28 + 1),
    datetime: lambda number: datetime(1000, 2, 1, 0, 0, number, tzinfo=UTC),
    int: lambda number: 1_987_654_000 + number,
    str: lambda number: f"\ue000{number}\ue001",
    frozenset: lambda number: frozenset({1_987_654_000 + number}),
    list: lambda number: [UUID(int=(0xFADE << 96) + number)],
}


class NotReady(Exception):
    """A query depends on something besides the values that were named for it."""


class Ready:
    """`Ready(build, key=UUID)`: `build(actor, key=...)` returns a queryset; `actor` may be None.

    A value is a UUID, date, moment, number or text, a `frozenset` of numbers or a `list` of ids (for
    lookups that take an array: `__in` of a TenantForeignKey, `__any` of an id), never None. The
    stand-in of the actor has her permissions, her kind and OF_ACTOR, nothing else.

    PostgreSQL keeps its plan as well, which suits reading by keys. `plans=True`: the plan depends on
    how many rows a value has (a list of everything a person may see), so it is made each time.
    """

    def __init__(
        self,
        build: Callable[..., models.QuerySet],
        *,
        of_town: bool = True,
        plans: bool = False,
        **kinds,
    ):
        self._build = build
        self._kinds = kinds
        self._of_town = of_town
        self._plans = plans
        self._kept: dict[tuple, _Statement] = {}

    def all(self, actor=None, **values) -> list:
        """Return the rows as the queryset would give them (what it prefetches is not read)."""
        return self._statement(actor, values).run(values)

    def _statement(self, actor, values: dict[str, Any]) -> "_Statement":
        """Return the finished query for such an actor; `values` gets what it takes of her."""
        values |= _given(actor)
        shape = (_is(actor), *(name for name in OF_ACTOR if name in values))
        statement = self._kept.get(shape)
        if statement is None:
            if len(self._kept) >= LIMIT_OF_SHAPES:
                self._kept.clear()
            made, twin = self._made(actor, 10), self._made(actor, 30)
            named = set(self._kinds)
            statement = self._kept[shape] = _Statement(made, twin, named, plans=self._plans)
        if self._of_town:
            values["tenant"] = current_tenant()
        return statement

    def count(self, actor=None, **values) -> int:
        """Return how many rows there are; a limit belongs into the query."""
        return self._statement(actor, values).count(values)

    def first(self, actor=None, **values):
        """Return the first row, or None."""
        return next(iter(self.all(actor, **values)), None)

    def _made(self, actor, number: int) -> "_Made":
        """Put the query together with marks in the place of all values."""
        of_actor = {name: OF_ACTOR[name] for name in _given(actor)}
        kinds = {**self._kinds, **of_actor, "tenant": int}
        marks = {name: _MARKS[kind](number + at) for at, (name, kind) in enumerate(kinds.items())}
        standing = actor and SimpleNamespace(
            **{name: marks.get(name) for name in OF_ACTOR},
            permissions=actor.permissions,
            kind=actor.kind,
        )
        with use_tenant(marks["tenant"]) if self._of_town else no_tenant():
            rows = self._build(standing, **{name: marks[name] for name in self._kinds})
            return _Made(rows, {_sent(mark): name for name, mark in marks.items()})


@lru_cache(LIMIT_OF_SHAPES)
def by_ids(reader: Callable[..., models.QuerySet], fields: tuple[str, ...] | None = None) -> Ready:
    """Return the query for rows of `reader(actor)` with some `ids`, in no order. `fields`: nothing
    else is read; paths, of other objects those they lead to."""

    def rows(actor, ids):
        found = reader(actor).filter(pk__any=ids)
        return found if fields is None else _only(found, fields)

    return Ready(rows, ids=list)


def _only(rows: models.QuerySet, fields: tuple[str, ...]) -> models.QuerySet:
    related = {path.rpartition("__")[0] for path in fields if "__" in path}
    rows = rows.select_related(None)
    return (rows.select_related(*related) if related else rows).only("pk", *fields)


def read_in_order(
    reader: Callable, actor, ids: list[UUID], fields: tuple[str, ...] | None = None
) -> list:
    """Return the rows of `reader(actor)` with these ids, in their order (no query for none);
    `fields` as in `by_ids`."""
    rows = by_ids(reader, fields).all(actor, ids=ids) if ids else ()
    found = {row.pk: row for row in rows}
    return [found[key] for key in ids if key in found]


def attach(parents: Iterable[models.Model], name: str, children: Iterable[models.Model]) -> None:
    """Give rows their children as `prefetch_related(name)` would; in the order of `children`."""
    by_id = {parent.pk: parent for parent in parents}
    if not by_id:
        return
    relation = next(iter(by_id.values()))._meta.get_field(name)
    model, field = relation.related_model, relation.field
    query = Query(model)  # nobody changes it: what goes on from here begins with a copy
    for parent in by_id.values():
        rows: models.QuerySet = models.QuerySet(model, query)
        rows._result_cache, rows._prefetch_done = [], True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
    for child in children:
        parent = by_id[getattr(child, field.attname)]
        field.set_cached_value(child, parent)
        parent._prefetched_objects_cache[name]._result_cache.append(child)


def _given(actor) -> dict[str, Any]:
    found = {name: getattr(actor, name, None) for name in OF_ACTOR}
    return {name: value for name, value in found.items() if value is not None}


def _is(actor) -> tuple:
    return (actor.kind, actor.permissions) if actor else ()


def _sent(value):
    """Return a value as it stands among the parameters."""
    return array_text(value) if isinstance(value, frozenset | set | list | tuple) else value


class _Made:
    """A query put together: its SQL, and for each parameter the value it stands for or a constant."""

    def __init__(self, rows: models.QuerySet, marks: dict):
        self.rows = rows
        self.compiler = rows.query.get_compiler(rows.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
        self.params = list(params)
        self.names = [marks.get(one) if one.__hash__ else None for one in self.params]

    @property
    def constants(self) -> list:
        """The parameters that stand for no value, compared as PostgreSQL gets them."""
        return [repr(one) for one, name in zip(self.params, self.names, strict=True) if not name]


class _Statement:
    """A finished statement, and how Django makes rows of what is answered."""

    def __init__(self, made: _Made, twin: _Made, named: set[str], *, plans: bool):
        same = (made.sql, made.names, made.constants) == (twin.sql, twin.names, twin.constants)
        if not same:
            raise NotReady(f"something besides the named values differs: {made.sql}")
        if made.sql and named - set(made.names):
            raise NotReady(f"not in the statement: {named - set(made.names)}")
        self._made = made
        self._plans = plans
        self._sql = made.sql if plans else made.sql.replace(IDS, HIDDEN_IDS)
        self._reading = _Reading(made) if made.sql else None
        # psycopg is told the width of a number by its type.
        self._wraps = [type(one) if isinstance(one, int) else None for one in made.params]

    def run(self, values: dict[str, Any]) -> list:
        """Return the rows for these values."""
        if self._reading is None:
            return []
        connection = connections[self._made.rows.db]
        filled, once = self._params(values), not self._plans
        answer = connection.fetch(self._sql, filled, planned_once=once)
        return self._reading.rows(answer, connection)

    def count(self, values: dict[str, Any]) -> int:
        """Return the number of rows for these values."""
        if not self._made.sql:
            return 0
        sql = f"SELECT count(*) FROM ({self._sql}) counted"  # noqa: S608
        connection = connections[self._made.rows.db]
        return connection.fetch(sql, self._params(values), planned_once=False)[0][0]

    def _params(self, values: dict[str, Any]) -> tuple:
        sent = {name: _sent(value) for name, value in values.items()}
        return tuple(
            one if name is None else wrap(sent[name]) if wrap else sent[name]
            for one, name, wrap in zip(
                self._made.params, self._made.names, self._wraps, strict=True
            )
        )


class _Reading:
    """How Django makes rows of an answer; found out once, the same for every answer."""

    def __init__(self, made: _Made):
        self.made = made
        compiler = made.compiler
        columns = [one[0] for one in compiler.select[: compiler.col_count]]
        self.columns = columns
        self.converters = compiler.get_converters(columns)
        self.is_composite = compiler.has_composite_fields(columns)
        self.most = compiler.col_count if compiler.has_extra_select else None

    def rows(self, answer: list[tuple], connection) -> list:
        """Return what the queryset would give for these rows of the database."""
        rows: Iterable = answer
        if self.most:
            rows = [row[: self.most] for row in answer]
        if self.converters:
            rows = self._converted(rows, connection)
        if self.is_composite:
            rows = self.made.compiler.composite_fields_to_tuples(rows, self.columns)
        given, answered = self.made.rows, _Answered(self.made.compiler, rows)
        return list(given._iterable_class(_Rows(given, answered)))

    def _converted(self, rows: Iterable, connection) -> Iterable:
        converters = list(self.converters.items())
        for row in map(list, rows):
            for at, (functions, expression) in converters:
                for function in functions:
                    row[at] = function(row[at], expression, connection)
            yield row


class _Answered:
    """A compiler that has its answer already."""

    def __init__(self, compiler, answer: Iterable):
        self._compiler, self._answer = compiler, answer

    def execute_sql(self, *args, **options) -> Iterable:
        """Return the answer."""
        return self._answer

    def results_iter(self, results=None, *, tuple_expected: bool = False, **options) -> Iterable:
        """Return the answer row by row."""
        return map(tuple, self._answer) if tuple_expected else self._answer

    def __getattr__(self, name: str):
        return getattr(self._compiler, name)


class _Rows:
    """What Django's iterables ask of a queryset and its query, with a compiler that is done."""

    def __init__(self, rows: models.QuerySet, compiler: _Answered):
        self._rows, self._compiler = rows, compiler

    @property
    def query(self) -> "_Rows":
        """Return itself; kept as a value, it would hold all rows until Python looks for rubbish."""
        return self

    def get_compiler(self, *args, **options) -> _Answered:
        """Return the compiler that has its answer already."""
        return self._compiler

    def __getattr__(self, name: str):
        return getattr(self._rows if hasattr(self._rows, name) else self._rows.query, name)
