"""Which municipalities belong together."""

from verbundakte.verbund.models.mitgliedschaft import Mitgliedschaft

__all__ = ["Mitgliedschaft"]
