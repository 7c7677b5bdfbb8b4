"""Lists of synonyms are Bausteine: written, released and taken over like other rules of a town."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from uuid import UUID, uuid5

from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items
from verbundakte.core.bausteine.actions import install_baustein
from verbundakte.core.clock import today
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Synonymliste
from verbundakte.core.search import indexes, nodes
from verbundakte.core.search.compiler import STOP_WORDS
from verbundakte.core.search.fold import fold
from verbundakte.core.search.synonyms import MOST_OTHERS, Gruppe, Thesaurus
from verbundakte.core.tenancy.context import current_tenant

SYNONYME = "core.synonyme"
STANDARD_KEY = UUID("6f2a4c1e-8b7d-4f0a-9a51-3f6c0d2b7e10")
STANDARD_NAME, STANDARD_ORIGIN = "Allgemeine Synonyme", "Standard"
MOST_GROUPS, MOST_GROUPS_OF_A_WORD, MOST_WORDS_IN_ONE = 1000, 5, 6
_SAMPLES = Path(__file__).parent / "samples" / "synonyme.txt"
_SPECIAL = frozenset('"*~():„“”<>')


def _wrong(word: str) -> str:
    """Return what is wrong with a word, as the end of a sentence; "" when nothing is."""
    if sum(char.isalpha() for char in word) < 2:
        return "braucht mindestens zwei Buchstaben"
    if _SPECIAL.intersection(word):
        return "enthält ein Zeichen, das in der Suche eine Bedeutung hat"
    if len(word.split()) > MOST_WORDS_IN_ONE:
        return f"hat mehr als {MOST_WORDS_IN_ONE} Wörter"
    if fold(word) in STOP_WORDS:
        return "ist ein Füllwort und stünde in jedem Text"
    return ""


class GruppeSpec(Item, label="Gruppe"):
    """Words that stand for each other."""

    woerter: list[str] = free(
        "Gleichbedeutend",
        max_length=80,
        hint="Eines je Zeile, zum Beispiel Kita und Kindertagesstätte. Wer eines sucht, findet alle.",
    )
    auch: list[str] = free(
        "Findet außerdem",
        default=(),
        max_length=80,
        hint="Eines je Zeile. Gilt nur in diese Richtung: Fahrzeug findet auch Pkw, Pkw aber nicht"
        " jedes Fahrzeug.",
    )

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return its words."""
        words = ", ".join(data.get("woerter") or ())
        return words if len(words) <= 80 else f"{words[:79]}…"

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the group alone."""
        words = [*self.woerter, *self.auch]
        for word in words:
            if wrong := _wrong(word):
                yield Problem("woerter", f"„{word}“ {wrong}.")
        if not self.woerter or len(words) < 2:
            yield Problem("woerter", "Eine Gruppe braucht mindestens zwei Wörter.")
        if len(words) > MOST_OTHERS + 1:
            yield Problem(
                "woerter",
                f"Eine Gruppe hat höchstens {MOST_OTHERS + 1} Wörter. Teilen Sie sie nach der"
                " Bedeutung.",
            )
        folded = [fold(word) for word in words]
        twice = sorted({word for word in words if folded.count(fold(word)) > 1})
        if twice:
            yield Problem("woerter", f"„{twice[0]}“ steht zweimal in der Gruppe.")


@baustein(SYNONYME)
class SynonymeSpec(Spec, label="Synonyme der Suche"):
    """Which words of a question also find others."""

    bezeichnung: str = free(max_length=80)
    gruppen: list[GruppeSpec] = items(
        "Gruppen", hint="In Anführungszeichen sucht man immer nur genau das Geschriebene."
    )

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong between the groups."""
        if len(self.gruppen) > MOST_GROUPS:
            yield Problem("gruppen", f"Eine Liste hat höchstens {MOST_GROUPS} Gruppen.")
        counts: dict[str, int] = {}
        for gruppe in self.gruppen:
            for word in gruppe.woerter:
                counts[fold(word)] = counts.get(fold(word), 0) + 1
        for word, count in counts.items():
            if count > MOST_GROUPS_OF_A_WORD:
                yield Problem(
                    "gruppen",
                    f"„{word}“ steht in {count} Gruppen, höchstens {MOST_GROUPS_OF_A_WORD} sind"
                    " möglich. Fassen Sie sie zusammen.",
                )
        if circle := _circle(self.gruppen):
            yield Problem(
                "gruppen",
                f"„{circle[0]}“ und „{circle[1]}“ finden einander über zwei Gruppen. Schreiben Sie"
                " beide in eine Gruppe als gleichbedeutend.",
            )


def _circle(gruppen: tuple[GruppeSpec, ...] | list[GruppeSpec]) -> tuple[str, str] | None:
    """Return two words that lead to each other, one way in one group and back in another."""
    leads = {
        (fold(word), fold(other)): (word, other)
        for gruppe in gruppen
        for word in gruppe.woerter
        for other in gruppe.auch
    }
    for (word, other), written in leads.items():
        if (other, word) in leads:
            return written
    return None


def project_synonyme(key: UUID, number: int, spec: SynonymeSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    gruppen = [[list(gruppe.woerter), list(gruppe.auch)] for gruppe in spec.gruppen]
    Synonymliste.objects.create(key=key, version=number, gruppen=gruppen, valid_from=valid_from)


@cache
def standard_synonyme() -> dict[UUID, dict]:
    """Return the list that is delivered: {key: content}."""
    gruppen = []
    for line in _SAMPLES.read_text(encoding="utf-8").splitlines():
        both, _, further = line.partition(" > ")
        woerter, auch = both.split(", "), further.split(", ") if further else []
        gruppen.append(
            {"id": str(uuid5(STANDARD_KEY, woerter[0])), "woerter": woerter, "auch": auch}
        )
    return {STANDARD_KEY: {"bezeichnung": STANDARD_NAME, "gruppen": gruppen}}


def furnish_synonyme(actor, *, on: date) -> None:
    """Give a new town the delivered list."""
    for key, data in standard_synonyme().items():
        install_baustein(actor, SYNONYME, key=key, data=data, on=on, origin=STANDARD_ORIGIN)


_VALID = Ready(
    lambda actor, on: Synonymliste.objects.valid_on(on).order_by("pk").values_list("pk", flat=True),
    on=date,
)


class _Known:
    """The thesauri of this process, by town; another version of a list makes another one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[int, tuple[tuple, Thesaurus]] = {}

    def of_town(self) -> Thesaurus:
        """Return the thesaurus of the open town."""
        analyser = indexes.analyser()
        stamp = (*_VALID.all(on=today()), analyser)
        with self._lock:
            known = self._found.get(current_tenant())
        if known is None or known[0] != stamp:
            rows = Synonymliste.objects.filter(pk__in=stamp[:-1]).order_by("pk")
            lists = rows.values_list("gruppen", flat=True) if len(stamp) > 1 else ()
            gruppen = [
                Gruppe(tuple(woerter), tuple(auch)) for found in lists for woerter, auch in found
            ]
            known = (stamp, Thesaurus(gruppen, analyser))
            with self._lock:
                self._found[current_tenant()] = known
        return known[1]


_known = _Known()


def thesaurus() -> Thesaurus:
    """Return the words that stand for each other in the open town today."""
    return _known.of_town()


def with_synonyms(node: nodes.Node) -> nodes.Node:
    """Return the tree of a question with the synonyms that hold in the open town today."""
    return _known.of_town().widen(node)
