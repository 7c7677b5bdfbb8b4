"""Own fields of Dokumenttypen and Vorgangstypen: definition, patterns, values. Pure functions."""

from verbundakte.akten.felder.definition import (
    JA,
    NEIN,
    Feld,
    FeldArt,
    Option,
    search_name,
    sorted_felder,
)
from verbundakte.akten.felder.muster import compile_muster
from verbundakte.akten.felder.werte import (
    Wert,
    WertInvalid,
    decimals_of,
    is_active,
    parse,
    problems,
    rows_of,
    spellings,
    typed,
    werte_from,
)

__all__ = [
    "JA",
    "NEIN",
    "Feld",
    "FeldArt",
    "Option",
    "Wert",
    "WertInvalid",
    "compile_muster",
    "decimals_of",
    "is_active",
    "parse",
    "problems",
    "rows_of",
    "search_name",
    "sorted_felder",
    "spellings",
    "typed",
    "werte_from",
]
