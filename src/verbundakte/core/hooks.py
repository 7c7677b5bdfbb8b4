"""The one stair up: a lower room declares a hook, an upper room subscribes and may refuse.

A subscriber refuses by raising a `Refusal`. All hooks are listed in ARCHITECTURE.md (at most twenty).
"""

from collections.abc import Callable


class Hook:
    """A named moment in a lower room. Subscribers run in the order of their registration."""

    known: dict[str, "Hook"] = {}

    def __init__(self, name: str, meaning: str):
        self.name = name
        self.meaning = meaning
        self._subscribers: list[Callable] = []
        Hook.known[name] = self

    def subscribe(self, function: Callable) -> Callable:
        """Call `function(actor, subject)` at this moment (used in an upper room's `ready()`)."""
        if function not in self._subscribers:
            self._subscribers.append(function)
        return function

    def run(self, actor, subject) -> None:
        """Call all subscribers; a Refusal of one of them ends the action."""
        for function in self._subscribers:
            function(actor, subject)


ausgabe_fetching = Hook(
    "ausgabe_fetching", "Eine für jemanden gemachte Datei wird abgeholt (Rechte erneut fragen)"
)
baustein_released = Hook(
    "baustein_released", "Eine Fassung einer Vorlage ist freigegeben oder zurückgezogen"
)
blob_deleting = Hook("blob_deleting", "Bytes sollen endgültig gelöscht werden (Sperren fragen)")
