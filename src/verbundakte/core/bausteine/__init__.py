"""Bausteine: typed configuration with versions (draft, released on a day, withdrawn).

A room declares a kind with `@baustein` on a `Spec`, and how a release becomes rows with `projected`.
"""

from verbundakte.core.bausteine.fields import Ref, Reference, free, items, locked, slot
from verbundakte.core.bausteine.kinds import baustein, delivered_with, kind_named, projected
from verbundakte.core.bausteine.spec import Item, OpenSlot, Problem, Spec, SpecInvalid

__all__ = [
    "Item",
    "OpenSlot",
    "Problem",
    "Ref",
    "Reference",
    "Spec",
    "SpecInvalid",
    "baustein",
    "delivered_with",
    "free",
    "items",
    "kind_named",
    "locked",
    "projected",
    "slot",
]
