"""Learning the words of a town that our lexicon lacks, so that its own compounds are found by parts.

Whether a word was learned can be told from what a search finds, so a word is learned only when its
being frequent says nothing about files somebody may not see (docs/adr/0022): it must stand in enough
documents of several units, all of them open to a whole unit; secrets and restricted ones are left out.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from tantivy import Occur, Query

from verbundakte.core.clock import now
from verbundakte.core.jobs import Progress, job, start
from verbundakte.core.models import GelerntesWort, Job, Level, PrincipalKind, Zone
from verbundakte.core.search import indexes
from verbundakte.core.search.completeness import AWAY
from verbundakte.core.search.engine import IndexUnavailable, SearchIndex
from verbundakte.core.search.rebuilding import INDEXER, LOCK, start_rebuild
from verbundakte.core.search.schema import QUIET, SEPARATOR
from verbundakte.core.tenancy.context import current_tenant

LEARN = "core.suchindex.learn"
MIN_LETTERS, MAX_LETTERS, MIN_COMPOUND = 5, 24, 9
MIN_DOCUMENTS, MIN_TITLES, MIN_UNITS, MIN_COMPOUNDS = 5, 2, 3, 2
MAX_WORDS = 1000
MAX_TERMS = 200_000  # of one first letter, the most frequent ones
LETTERS = "abcdefghijklmnopqrstuvwxyz"
OPEN = (PrincipalKind.EINHEIT, PrincipalKind.ALL)


def open_zones() -> frozenset[int]:
    """Return the zones of the open town in which a whole unit (or everybody) reads, no secrets."""
    rows = Zone.objects.filter(
        geheimnisklasse="", entries__principal_kind__in=OPEN, entries__level__gte=Level.READ
    )
    return frozenset(rows.values_list("pk", flat=True))


def learnable(index: SearchIndex, zones: frozenset[int]) -> dict[str, str]:
    """Return the words worth learning from documents of these zones: {folded: as titles write it}.

    The most frequent come first.
    """
    learner = _Learner(index, zones)
    useful = learner.useful(learner.frequent())
    found = [word for word in useful if learner.units(word) >= MIN_UNITS]
    return {word: learner.written[word] for word in found[:MAX_WORDS]}


class _Learner:
    """One look at an index, narrowed to what everybody of a unit may read."""

    def __init__(self, index: SearchIndex, zones: frozenset[int]):
        self._index = index
        self._base = indexes.base_analyser()
        quiet = Query.term_query(index.schema, "fields", QUIET, "basic")
        clauses = [(Occur.Must, index.compiler.zones(zones)), (Occur.MustNot, quiet)]
        self._open = Query.boolean_query(clauses)
        self.written: dict[str, str] = {}

    def _terms(self, name: str, prefix: str) -> list[tuple[str, int]]:
        searcher = self._index.searcher()
        return searcher.terms_with_prefix(name, prefix, filter_query=self._open, limit=MAX_TERMS)

    def _nouns(self) -> Counter[str]:
        """Return how many titles hold a word written with a capital letter, folded."""
        found: Counter[str] = Counter()
        for letter in LETTERS:
            for term, count in self._terms("suggest", letter):
                folded, _, written = term.partition(SEPARATOR)
                if written.isalpha() and written.istitle():
                    found[folded] += count
                    self.written.setdefault(folded, written)
        return found

    def frequent(self) -> dict[str, int]:
        """Return the words that may be learned with their documents, one for each stem."""
        nouns, found = self._nouns(), {}
        for term, count in self._words():
            is_frequent = count >= MIN_DOCUMENTS and nouns[term] >= MIN_TITLES
            if is_frequent and MIN_LETTERS <= len(term) <= MAX_LETTERS:
                found[term] = count
        found = {word: n for word, n in found.items() if not self._base.is_known(word)}
        shortest: dict[str, str] = {}
        for word in sorted(found, key=len):
            shortest.setdefault(self._base.stem(word), word)
        return {word: found[word] for word in shortest.values()}

    def _words(self) -> Iterator[tuple[str, int]]:
        for letter in LETTERS:
            yield from ((term, n) for term, n in self._terms("forms", letter) if term.isalpha())

    def useful(self, candidates: dict[str, int]) -> list[str]:
        """Return those that split compounds nothing else splits, in order of their frequency."""
        tentative = self._base.with_learned(candidates)
        compounds: Counter[str] = Counter()
        documents: Counter[str] = Counter()
        for term, count in self._words() if candidates else ():
            if len(term) < MIN_COMPOUND or self._base.segments(term):
                continue
            for piece in set(tentative.segments(term)) & candidates.keys():
                compounds[piece] += 1
                documents[piece] += count
        good = [
            word
            for word in candidates
            if compounds[word] >= MIN_COMPOUNDS and documents[word] >= MIN_DOCUMENTS
        ]
        return sorted(good, key=lambda word: (-candidates[word], word))

    def units(self, word: str) -> int:
        """Return of how many units the documents are (more than enough counts as enough)."""
        holds = Query.term_query(self._index.schema, "forms", word, "basic")
        query = Query.boolean_query([(Occur.Must, self._open), (Occur.Must, holds)])
        terms = {"einheit": {"terms": {"field": "einheit", "size": MIN_UNITS}}}
        return len(self._index.searcher().aggregate(query, terms)["einheit"]["buckets"])


@job(LEARN, "Wörter der Suche lernen", lock=LOCK, is_for_operators=True)
def learn_in_background(actor, progress: Progress, *, on: str) -> dict:
    """Learn the words of the open town anew; when they changed, its index is built with them."""
    try:
        index = indexes.open_for(current_tenant())
        if index.outdated():
            return {"message": "Der Suchindex wird erneuert; gelernt wird beim nächsten Mal."}
        with transaction.atomic():
            zones = open_zones()
        words = learnable(index, zones)
    except IndexUnavailable:
        return {"message": AWAY}
    new, gone = store(words)
    if new or gone:
        start_rebuild()
    return {"message": f"{len(words)} Wörter gelernt, {new} davon neu; {gone} entfallen."}


def store(words: dict[str, str]) -> tuple[int, int]:
    """Keep these words of the open town instead of those before; return how many came and went.

    What somebody has taken out stays out.
    """
    with transaction.atomic():
        known = set(GelerntesWort.objects.values_list("wort", flat=True))
        gone, _ = GelerntesWort.objects.used().exclude(wort__in=list(words)).delete()
        new = sorted(words.keys() - known)
        GelerntesWort.objects.bulk_create(
            GelerntesWort(wort=word, schreibweise=words[word], learned_at=now()) for word in new
        )
    return len(new), gone


def learn_once_a_week(on: date) -> None:
    """Start learning in the open town, once for each week."""
    args = {"on": (on - timedelta(days=on.weekday())).isoformat()}
    if not Job.objects.started_by(INDEXER).filter(kind=LEARN, args=args).exists():
        start(INDEXER, LEARN, priority=-1, **args)
