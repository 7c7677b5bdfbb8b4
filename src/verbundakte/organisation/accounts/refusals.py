"""Why somebody does not get in by the directory service of the town."""

from verbundakte.core.actions import Refusal


class DienstAway(Refusal):
    message = (
        "Der Anmeldedienst Ihrer Kommune antwortet nicht richtig. Versuchen Sie es noch einmal oder"
        " melden Sie sich mit dem Kennwort an."
    )


class KennungUnknown(Refusal):
    """Nobody here stands behind this identity; the sentence names it for the administration."""
