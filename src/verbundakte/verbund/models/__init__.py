"""Models of this room."""

from verbundakte.verbund.models.auslieferung import Auslieferung
from verbundakte.verbund.models.mitgliedschaft import Mitgliedschaft

__all__ = ["Auslieferung", "Mitgliedschaft"]
