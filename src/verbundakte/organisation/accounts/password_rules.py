"""What a password must not be: a common German word with figures, or the same few letters again."""

import re
from pathlib import Path

from django.core.exceptions import ValidationError

SAMPLE = Path(__file__).parents[1] / "samples" / "kennwoerter.txt"
# Django's list knows what is common in the world; these are the words of German offices.
COMMON = frozenset(SAMPLE.read_text(encoding="utf-8").split())
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
DISGUISES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "@": "a", "$": "s"})
FEWEST_LETTERS = 5


def _words(password: str) -> set[str]:
    """Return the letters inside of what was added at both ends, with and without 0, 3, @ as such."""
    plain = password.lower().translate(UMLAUTS)
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return {re.sub(r"[^a-z]", "", text) for text in (inner, inner.translate(DISGUISES))}


class CommonWordValidator:
    """Refuses a common word that was only lengthened by figures, signs or by saying it twice."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError with a German sentence."""
        if len(set(password.lower())) < FEWEST_LETTERS:
            raise ValidationError("Das Kennwort besteht aus zu wenigen verschiedenen Zeichen.")
        if not any(letter.isalpha() for letter in password):
            raise ValidationError("Das Kennwort braucht auch Buchstaben.")
        for word in _words(password):
            half = word[: len(word) // 2]
            if word in COMMON or (half in COMMON and word == half * 2):
                raise ValidationError(
                    "Das Kennwort ist ein verbreitetes Wort mit Zusätzen. Solche werden zuerst"
                    " versucht; nehmen Sie drei zufällige Wörter."
                )

    def get_help_text(self) -> str:
        """Return the rule for people."""
        return "Kein verbreitetes Wort mit angehängten Ziffern."
