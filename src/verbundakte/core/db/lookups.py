"""Lookups of our own: prefixes that keep their index under row-level security, long lists as arrays."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import BigAutoField, CharField, Lookup, TextField, UUIDField
from django.db.models.fields.related_lookups import RelatedIn


def array_text(values: Iterable[int | UUID]) -> str:
    """Return numbers or ids as PostgreSQL writes an array of them (none needs quotes)."""
    return _zones_text(values) if isinstance(values, frozenset) else _text(values)


def _text(values: Iterable[int | UUID]) -> str:
    return f"{{{','.join(map(str, values))}}}"


@lru_cache(2_000)
def _zones_text(zones: frozenset) -> str:
    """The zones of a person are sent with every list, and she keeps them as one set."""
    return _text(zones)


@CharField.register_lookup
@TextField.register_lookup
class Begins(Lookup):
    """`field__begins="text"`: starts with, by the operator `^@` (leakproof, LIKE is not)."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        """Return `lhs ^@ rhs`."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*left_params, *right_params]


class InArray(RelatedIn):
    """`zone__in=numbers` (or ids): one array instead of one parameter for each, which a clerk of 200
    zones would pay for in every query. Everything else is Django's own `in`."""

    def get_prep_lookup(self):
        """Leave plain numbers and ids as they are."""
        if self._is_plain():
            return list(self.rhs)
        return super().get_prep_lookup()

    def as_sql(self, compiler, connection):
        """Return `lhs = ANY(array)`."""
        if not self._is_plain():
            return super().as_sql(compiler, connection)
        left, left_params = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.target_field.rel_db_type(connection)
        return f"{left} = ANY(%s::{kind}[])", [*left_params, array_text(self.rhs)]

    def _is_plain(self) -> bool:
        is_list = isinstance(self.rhs, list | tuple | set | frozenset)
        return is_list and {*map(type, self.rhs)} in ({int}, {UUID})


@UUIDField.register_lookup
@BigAutoField.register_lookup
class AnyOf(Lookup):
    """`id__any=ids`: one array of ids instead of one parameter for each."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """Return `lhs = ANY(array)`."""
        left, left_params = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection)
        return f"{left} = ANY(%s::{kind}[])", [*left_params, array_text(self.rhs)]
