"""What a question demands of a text, decided by plain comparison of letters."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from suchfragen.texte import Text

FILE = Path(__file__).with_name("fragen.tsv")


@dataclass(frozen=True)
class Question:
    """A question of a class, its truth and what is damaged in the texts for it."""

    klasse: str
    frage: str
    wahr: str
    schaden: str = ""


class _Group:
    """Alternatives of which one must stand in a text."""

    def __init__(self, forms: str):
        self.is_title = forms.startswith("^")
        self.forms = [_form(form) for form in forms.lstrip("^").split("|")]

    def holds(self, text: Text) -> bool:
        """Tell whether one of the alternatives stands there."""
        lowered = text.title.lower() if self.is_title else text.lowered
        return any(
            letters in lowered and pattern.search(lowered) for letters, pattern in self.forms
        )


def _form(form: str) -> tuple[str, re.Pattern]:
    letters = form.strip("*~").lower()
    is_part = form.startswith("*")
    pattern = re.escape(letters)
    return letters, re.compile(pattern if is_part else rf"(?<!\w){pattern}(?!\w)")


def relevant(wahr: str, texts: Iterable[Text]) -> set[str]:
    """Return the keys of the texts of which this is true."""
    groups = [_Group(forms.strip()) for forms in wahr.split(" & ")]
    return {one.key for one in texts if all(group.holds(one) for group in groups)}


def damaged(texts: Iterable[Text], questions: Iterable[Question]) -> list[Text]:
    """Return the texts as they come from the scanner: with the damages of all questions."""
    damages = dict(one.schaden.split(">") for one in questions if one.schaden)
    damages = {word: bad.replace("\\n", "\n") for word, bad in damages.items()}
    if not damages:
        return list(texts)
    words = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, damages)) + r")(?!\w)")

    def worse(text: str) -> str:
        return words.sub(lambda match: damages[match.group()], text)

    return [
        Text(
            one.key,
            one.title,
            worse(one.text),
            one.numbers,
            tuple(map(worse, one.names)),
            one.dated_on,
        )
        for one in texts
    ]


def read_questions(path: Path = FILE) -> list[Question]:
    """Return the published questions."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [Question(**row) for row in csv.DictReader(lines, delimiter="\t")]


def written(questions: Iterable[Question]) -> str:
    """Return questions as they stand in the file."""
    rows = ["klasse\tfrage\twahr\tschaden"]
    rows += ["\t".join((one.klasse, one.frage, one.wahr, one.schaden)) for one in questions]
    return "\n".join(rows) + "\n"
