"""Models of this room."""

from verbundakte.verbund.models.auslieferung import Auslieferung
from verbundakte.verbund.models.auszug import Auszug
from verbundakte.verbund.models.mitgliedschaft import Mitgliedschaft

__all__ = ["Auslieferung", "Auszug", "Mitgliedschaft"]
