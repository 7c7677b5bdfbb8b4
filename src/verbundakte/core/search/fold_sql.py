"""`va_fold(text)`: the SQL twin of `fold`, built from the same table."""

from verbundakte.core.search.fold import FOLD_TABLE


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _expression() -> str:
    expression = "value"
    for char, folded in sorted(FOLD_TABLE.items()):
        if len(folded) > 1:
            expression = f"replace({expression}, {_literal(char)}, {_literal(folded)})"
    single = sorted((c, f) for c, f in FOLD_TABLE.items() if len(f) == 1)
    dropped = sorted(c for c, f in FOLD_TABLE.items() if not f)
    source = "".join(char for char, _ in single) + "".join(dropped)
    target = "".join(folded for _, folded in single)
    return f"translate({expression}, {_literal(source)}, {_literal(target)})"


CREATE_VA_FOLD = f"""
CREATE OR REPLACE FUNCTION va_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $fold$ SELECT {_expression()} $fold$
"""
"""`translate` drops the characters of the source that have no partner in the target."""

DROP_VA_FOLD = "DROP FUNCTION IF EXISTS va_fold(text)"
