"""The language of letters: fields, conditions, repetition. It computes texts and can do nothing else.

    {{ feld }}   {{ feld | lang }}   {{ wenn feld > 500 }} ... {{ sonst }} ... {{ ende }}
    {{ je posten }} ... {{ posten.betrag }} ... {{ ende }}

No Django, no code of users: texts are read once into a tree (`lesen`) and filled from values (`fuellen`).
"""

from verbundakte.schriftverkehr.sprache.fuellen import Euro, Filled, Values, fill, holds, shown
from verbundakte.schriftverkehr.sprache.lesen import (
    SpracheInvalid,
    condition,
    paths_in,
    paths_of_condition,
    template,
)

__all__ = [
    "Euro",
    "Filled",
    "SpracheInvalid",
    "Values",
    "condition",
    "fill",
    "holds",
    "paths_in",
    "paths_of_condition",
    "shown",
    "template",
]
