"""Prefix search that keeps its index under row-level security: `^@` is leakproof, LIKE is not."""

from django.db.models import CharField, Lookup, TextField


@CharField.register_lookup
@TextField.register_lookup
class Begins(Lookup):
    """`field__begins="text"`: starts with, by the operator `^@`."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        """Return `lhs ^@ rhs`."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*left_params, *right_params]
