"""`va_fold(text)`: the SQL twin of `fold`, built from the same table.

`translate` walks its whole list for every character, so German text takes a short way and only
texts with other characters pay for the whole table. All three ways give what `fold` gives.
"""

from verbundakte.core.search.fold import FOLD_TABLE

GERMAN = "ÄÖÜäöü"
UNCHANGED = "§–„“”…€°"  # frequent beyond ASCII and not in the table


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _whole_table() -> str:
    expression = "value"
    for char, folded in sorted(FOLD_TABLE.items()):
        if len(folded) > 1:
            expression = f"replace({expression}, {_literal(char)}, {_literal(folded)})"
    single = sorted((c, f) for c, f in FOLD_TABLE.items() if len(f) == 1)
    dropped = sorted(c for c, f in FOLD_TABLE.items() if not f)
    source = "".join(char for char, _ in single) + "".join(dropped)
    target = "".join(folded for _, folded in single)
    return f"translate({expression}, {_literal(source)}, {_literal(target)})"


def _expression() -> str:
    umlauts = "".join(FOLD_TABLE[char] for char in GERMAN)
    german = f"translate(replace(value, 'ß', 'ss'), {_literal(GERMAN)}, {_literal(umlauts)})"
    others = f"translate(value, {_literal(GERMAN + 'ß' + UNCHANGED)}, '')"
    return f"""CASE
  WHEN octet_length(value) = length(value) THEN lower(value COLLATE "C")
  WHEN octet_length({others}) = length({others}) THEN lower(({german}) COLLATE "C")
  ELSE {_whole_table()}
END"""


CREATE_VA_FOLD = f"""
CREATE OR REPLACE FUNCTION va_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $fold$ SELECT {_expression()} $fold$
"""
"""`translate` drops the characters of the source that have no partner in the target."""

DROP_VA_FOLD = "DROP FUNCTION IF EXISTS va_fold(text)"
