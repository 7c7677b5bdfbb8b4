"""Who is told what, and each message."""

from verbundakte.anbindung.models.abonnement import Abonnement, Anlass
from verbundakte.anbindung.models.meldung import Meldung

__all__ = ["Abonnement", "Anlass", "Meldung"]
