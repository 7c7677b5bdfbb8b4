"""What a list can show: columns, how each is read, sorted and narrowed. No ORM query is run here."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from verbundakte.core.clock import local
from verbundakte.core.search.fold import fold
from verbundakte.core.ui.formats import number

Cell = str | int | Decimal | date | datetime | bool | None
PREFIX = "nur-"
BOOK_NUMBER = re.compile(r"(?:VA-[A-Z]:)?(?:(\d{4})[/-])?0*(\d{1,9})")


class NotUnderstood(ValueError):
    """A filter of the address that cannot be read; `message` is German."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Words:
    """Every word must occur; `path` is a folded column."""

    path: str
    kind: str = "words"

    def names(self, key: str) -> tuple[str, ...]:
        """Return the parameters of the address."""
        return (f"{PREFIX}{key}",)

    def narrow(self, rows, key: str, given: Mapping[str, list[str]]):
        """Return the rows that fit what is given."""
        for word in fold(given[f"{PREFIX}{key}"][0]).split():
            rows = rows.filter(**{f"{self.path}__contains": word})
        return rows

    def told(self, key: str, given: Mapping[str, list[str]]) -> str:
        """Return what is chosen, for the screen."""
        return f"„{given[f'{PREFIX}{key}'][0]}“"


@dataclass(frozen=True)
class PlainWords(Words):
    """Every word must occur in one of several columns (parted by blanks) that are not folded."""

    def narrow(self, rows, key, given):
        """Return the rows that fit what is given."""
        for word in given[self.names(key)[0]][0].split():
            parts = [Q(**{f"{path}__icontains": word}) for path in self.path.split()]
            rows = rows.filter(reduce(or_, parts))
        return rows


@dataclass(frozen=True)
class NumberOrWords(PlainWords):
    """As `PlainWords`; a number of the book (2026/00417, or 417 alone) finds its row as well, also as a
    hand scanner reads it from a printed letter (VA-V:2026/00417)."""

    def narrow(self, rows, key, given):
        """Return the rows that fit what is given."""
        hit = BOOK_NUMBER.fullmatch(given[self.names(key)[0]][0].strip())
        if hit is None:
            return super().narrow(rows, key, given)
        year, number = hit.groups()
        if year is not None:
            return rows.filter(jahr=int(year), nummer=int(number))
        said = [Q(**{f"{path}__icontains": hit.group()}) for path in self.path.split()]
        return rows.filter(reduce(or_, said, Q(nummer=int(number))))


class _Span:
    """From a value to a value, both included."""

    path: str

    def names(self, key: str) -> tuple[str, ...]:
        """Return the parameters of the address."""
        return (f"{PREFIX}{key}-ab", f"{PREFIX}{key}-bis")

    def told(self, key: str, given: Mapping[str, list[str]]) -> str:
        """Return what is chosen, for the screen. Raises NotUnderstood."""
        ends = zip(("ab", "bis"), self._ends(key, given), strict=True)
        return " ".join(f"{word} {self._shown(value)}" for word, value in ends if value is not None)

    def _ends(self, key: str, given: Mapping[str, list[str]]) -> list:
        texts = [given.get(name, [""])[0] for name in self.names(key)]
        return [self._value(text) if text else None for text in texts]

    def _value(self, text: str):
        raise NotImplementedError

    def _shown(self, value) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Days(_Span):
    """From a day to a day, both included; `is_moment` when the column holds moments."""

    path: str
    is_moment: bool = False
    kind: str = "days"

    def narrow(self, rows, key: str, given: Mapping[str, list[str]]):
        """Return the rows that fit what is given. Raises NotUnderstood for what is no day."""
        first, last = self._ends(key, given)
        if first is not None:
            rows = rows.filter(**{f"{self.path}__gte": self._begin(first)})
        if last is not None:
            rows = rows.filter(**{f"{self.path}__lt": self._begin(last + timedelta(days=1))})
        return rows

    def _value(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise NotUnderstood(f"„{text}“ ist kein Tag; dieser Filter gilt nicht.") from None

    def _shown(self, value: date) -> str:
        return f"{value:%d.%m.%Y}"

    def _begin(self, day: date):
        if not self.is_moment:
            return day
        return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Numbers(_Span):
    """From a number to a number, both included. `read(text)` gives the stored number or raises
    ValueError with a German sentence; `show` is its way back."""

    path: str
    read: Callable[[str], int]
    show: Callable[[int], str]
    kind: str = "numbers"

    def narrow(self, rows, key: str, given: Mapping[str, list[str]]):
        """Return the rows that fit what is given. Raises NotUnderstood for what is no number."""
        for test, value in zip(("gte", "lte"), self._ends(key, given), strict=True):
            if value is not None:
                rows = rows.filter(**{f"{self.path}__{test}": value})
        return rows

    def _value(self, text: str) -> int:
        try:
            return self.read(text)
        except ValueError as error:
            raise NotUnderstood(f"„{text}“: {error} Dieser Filter gilt nicht.") from None

    def _shown(self, value: int) -> str:
        return self.show(value)


@dataclass(frozen=True)
class Choices:
    """One or more of given values. `choices(actor)` gives (value, label) pairs; `apply(rows,
    values)` narrows where a path alone cannot; `is_id` when the column holds ids."""

    path: str
    choices: Callable
    apply: Callable | None = None
    is_id: bool = False
    kind: str = "choices"

    def names(self, key: str) -> tuple[str, ...]:
        """Return the parameters of the address."""
        return (f"{PREFIX}{key}",)

    def narrow(self, rows, key: str, given: Mapping[str, list[str]]):
        """Return the rows that fit what is given."""
        values = given[f"{PREFIX}{key}"]
        if self.apply is not None:
            return self.apply(rows, values)
        return rows.filter(**{f"{self.path}__in": values})

    def told(self, key: str, given: Mapping[str, list[str]]) -> str:
        """Return the chosen values; the page knows their labels. Raises NotUnderstood."""
        values = given[f"{PREFIX}{key}"]
        if self.is_id and not all(map(_is_id, values)):
            raise NotUnderstood("Diese Auswahl gibt es nicht; dieser Filter gilt nicht.")
        return ", ".join(values)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Related:
    """A filter on rows that belong to the listed ones: `rows()` gives them, `link` leads back."""

    inner: Words | Days | Numbers | Choices
    rows: Callable
    link: str

    @property
    def kind(self) -> str:
        """How the filter is asked for."""
        return self.inner.kind

    def choices(self, actor) -> list[tuple[str, str]]:
        """Return (value, label) of what can be chosen."""
        return self.inner.choices(actor) if isinstance(self.inner, Choices) else []

    def names(self, key: str) -> tuple[str, ...]:
        """Return the parameters of the address."""
        return self.inner.names(key)

    def told(self, key: str, given: Mapping[str, list[str]]) -> str:
        """Return what is chosen, for the screen. Raises NotUnderstood."""
        return self.inner.told(key, given)

    def narrow(self, rows, key: str, given: Mapping[str, list[str]]):
        """Return the rows to which something belongs that fits what is given."""
        found = self.inner.narrow(self.rows(), key, given)
        return rows.filter(pk__in=found.values(self.link))


Filter = Words | Days | Numbers | Choices | Related


@dataclass(frozen=True)
class Column:
    """One column. `order` is the path it is sorted by, "" when this list does not offer it.

    `read(row)` gives the bare value, as an export writes it. `is_name`: the cell that leads to the
    row's page; `is_az`: an Aktenzeichen, `is_short`: a few words; neither ever breaks. `is_default`:
    shown to whoever has chosen nothing. `join(rows)` makes `order` a path of the rows where it is
    none of their own. `group` says to what the column belongs (an Art). `needs`: the paths of the
    fields `read` takes of a row, None where that may be all of them.
    """

    key: str
    label: str
    read: Callable[..., Cell]
    order: str = ""
    filter: Filter | None = None
    is_default: bool = True
    is_name: bool = False
    is_az: bool = False
    is_short: bool = False
    join: Callable | None = None
    group: str = ""
    needs: tuple[str, ...] | None = None

    @property
    def filter_names(self) -> tuple[str, ...]:
        """The parameters of the address that narrow by it."""
        return self.filter.names(self.key) if self.filter else ()

    def without_order(self) -> "Column":
        """Return the column for a list in which sorting by it would read everything."""
        return replace(self, order="")


@dataclass(frozen=True)
class Listing:
    """A kind of list ("Akten", `one`: "Akte"): its columns, and the order nobody has to choose
    ("-key": the last first). `own` reads the columns of own fields of a town, which most pages can
    do without."""

    key: str
    label: str
    one: str
    columns: tuple[Column, ...]
    order: str
    words: Words
    own: Callable[[], tuple[Column, ...]] = tuple

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns with those of own fields at the end."""
        return self.columns + self.own()

    def column(self, key: str) -> Column | None:
        """Return a column by its key."""
        return _keyed(self.columns, key) or _keyed(self.all_columns, key)

    def narrowed_by(self, names: Iterable[str]) -> list[Column]:
        """Return the columns that these parameters of an address narrow by."""
        asked = {name for name in names if name.startswith(PREFIX)}
        found = _narrowing(self.columns, asked)
        if asked.difference(*(column.filter_names for column in found)):
            return _narrowing(self.all_columns, asked)
        return found

    def sorted_only_by(self, *keys: str) -> "Listing":
        """Return this listing with these columns as the only ones to sort by."""
        columns = tuple(
            column if column.key in keys else column.without_order() for column in self.columns
        )
        return replace(self, columns=columns)


def _keyed(columns: Iterable[Column], key: str) -> Column | None:
    return next((column for column in columns if column.key == key), None)


def _narrowing(columns: Iterable[Column], names: set[str]) -> list[Column]:
    return [column for column in columns if names.intersection(column.filter_names)]


def needed(columns: Iterable[Column]) -> tuple[str, ...] | None:
    """Return the paths of the fields these columns take of a row, None where one may take all."""
    found: set[str] = set()
    for column in columns:
        if column.needs is None:
            return None
        found.update(column.needs)
    return tuple(sorted(found))


def shown(value: Cell) -> str:
    """Return a value as a cell of the screen shows it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return f"{local(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value.day:02}.{value.month:02}.{value.year}"
    if isinstance(value, Decimal):
        return number(value, max(0, -int(value.as_tuple().exponent)))
    return number(value)
