"""Everything that changes in the room `schriftverkehr`."""

from verbundakte.schriftverkehr.actions.loeschung import forget_schreiben
from verbundakte.schriftverkehr.actions.vorgabe import KuerzelKept, furnish_vorgaben

__all__ = ["KuerzelKept", "forget_schreiben", "furnish_vorgaben"]
