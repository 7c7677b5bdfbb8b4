"""Makes questions from texts: what somebody might type who knows that such a text is there."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random

from suchfragen.texte import SEED, Text
from suchfragen.wahrheit import Question, relevant

CLASSES = {
    "exakt": 40,
    "gebeugt": 40,
    "umlaut": 30,
    "nummer": 48,
    "teil": 40,
    "ocr": 25,
    "bekannt": 40,
    "name": 17,
    "trennung": 20,
}
MOST = 10  # texts a question may be about
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(
    r"(?<![\w.,/-])(?:\d{2}\.\d{2}\.\d{4}|\d{1,3}(?:\.\d{3})*,\d{2}|[A-Z]{2}/\d{2,4}-\d{2}"
    r"|\d{1,4}/\d{1,4}|\d{2,3}\.\d{2}-\d{4}/\d{4}(?:-\d{2})?)(?![\w/])"
)
_LAW = re.compile(r"§ \d{1,3}[a-z]? (?:Abs\. \d )?(?:der |des )?[A-ZÄÖÜ]\w*[A-Z]\w*\b")
_UMLAUT = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
_PLAIN = {"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"}
_LOOKS_LIKE = {
    "a": "o", "b": "h", "c": "e", "d": "cl", "e": "c", "f": "t", "g": "q", "h": "b", "i": "l",
    "k": "h", "l": "i", "m": "n", "n": "u", "o": "0", "p": "o", "r": "n", "s": "z", "t": "f",
    "u": "n", "v": "y", "w": "v", "z": "2",
}  # fmt: skip


def _lines(name: str) -> list[list[str]]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line]


def _spelt(word: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in word)


class Collection:
    """Texts with the words and numbers that stand in few of them."""

    def __init__(self, texts: list[Text], rng: Random):
        self.texts, self.rng = texts, rng
        self.words = [set(_WORD.findall(one.all)) for one in texts]
        self.counts = Counter(word for words in self.words for word in words)
        self.used: set[str] = set()

    @cached_property
    def rare(self) -> list[str]:
        """Nouns of a few texts, in any order."""
        found = sorted(word for word in self.nouns(self.counts) if self.counts[word] <= MOST)
        self.rng.shuffle(found)
        return found

    def nouns(self, words: Iterable[str]) -> Iterator[str]:
        """Return those that are never written small."""
        return (word for word in words if word[0].isupper() and word.lower() not in self.counts)

    def is_a_noun_part(self, part: str) -> bool:
        """Do these letters stand in nouns only? "Wiese" also stands in "hingewiesen"."""
        letters = part.lower()
        found = (word for word in self.counts if letters in word.lower())
        return len(part) >= 4 and all(word[0].isupper() for word in found)

    def is_about_few(self, wahr: str) -> bool:
        """Is there at least one text and are there at most ten of which this is true?"""
        return 1 <= len(relevant(wahr, self.texts)) <= MOST

    def helped(self, wahr: str) -> tuple[str, str] | None:
        """Return (word, truth) that narrow a truth of many texts by a word of one of them."""
        many = relevant(wahr, self.texts)
        places = [at for at, one in enumerate(self.texts) if one.key in many]
        self.rng.shuffle(places)
        for at in places[:20]:
            for word in sorted(sorted(self.nouns(self.words[at])), key=self.counts.__getitem__)[:6]:
                narrowed = f"{wahr} & {word}"
                if word not in self.used | set(wahr.split("|")) and self.is_about_few(narrowed):
                    return word, narrowed
        return None

    def as_typed(self, text: str) -> str:
        """People type small letters half of the time."""
        return text.lower() if self.rng.random() < 0.5 else text


def _exact(texts: Collection) -> Iterator[Question]:
    for first in texts.rare:
        if texts.rng.random() < 0.5:
            wahr, frage = first, first
        else:
            at = next(n for n, words in enumerate(texts.words) if first in words)
            nouns = set(texts.nouns(texts.words[at]))
            second = texts.rng.choice(sorted(nouns - {first}) or [first])
            wahr, frage = f"{first} & {second}", f"{first} {second}"
        if texts.is_about_few(wahr):
            yield Question("exakt", texts.as_typed(frage), wahr)


def _inflected(texts: Collection) -> Iterator[Question]:
    lines = _lines("beugung.txt") * 3
    texts.rng.shuffle(lines)
    for forms in lines:
        found = texts.helped("|".join(forms)) if len(forms) > 1 else None
        if found is None:
            continue
        word, wahr = found
        standing = [texts.words[at] for at in _places(texts, wahr)]
        others = [form for form in forms if any(form not in words for words in standing)]
        if others:
            yield Question("gebeugt", texts.as_typed(f"{texts.rng.choice(others)} {word}"), wahr)


def _places(texts: Collection, wahr: str) -> list[int]:
    keys = relevant(wahr, texts.texts)
    return [at for at, one in enumerate(texts.texts) if one.key in keys]


def _umlauts(texts: Collection) -> Iterator[Question]:
    for word in texts.rare:
        if any(char in _UMLAUT for char in word):
            table = _UMLAUT if texts.rng.random() < 0.7 else _PLAIN
            yield Question("umlaut", texts.as_typed(_spelt(word, table)), word)


def _numbers(texts: Collection) -> Iterator[Question]:
    kinds = defaultdict(set)
    for one in texts.texts:
        for number in (*_NUMBER.findall(one.text), *one.numbers):
            kinds[re.sub(r"\d+|[A-Z]+", "0", number)].add(number)
        kinds["§"].update(_LAW.findall(one.text))
    pools = [sorted(found) for found in kinds.values()]
    while any(pools):
        for pool in filter(None, pools):
            number = pool.pop(texts.rng.randrange(len(pool)))
            asked = _as_asked(number, texts.rng)
            if texts.is_about_few(f"{asked}~"):
                yield Question("nummer", asked, f"{asked}~")


def _as_asked(number: str, rng: Random) -> str:
    """A file number is asked for as a whole, without its end or without its beginning."""
    match = re.fullmatch(r"(\d+\.\d+)-(\d{4}/\d{4})(-\d{2})?", number)
    if match is None:
        return number
    plan, middle, end = match.groups()
    return rng.choice([number, f"{plan}-{middle}", f"{middle}{end or ''}", number])


def _compounds(texts: Collection) -> Iterator[Question]:
    lines = _lines("teile.txt")
    texts.rng.shuffle(lines)
    for compound, *parts in lines:
        asked = [part for part in parts if texts.is_a_noun_part(part)]
        texts.rng.shuffle(asked)
        for count in (1, 2):
            wahr = " & ".join(f"*{part}*" for part in asked[:count])
            if compound in texts.counts and len(asked) >= count and texts.is_about_few(wahr):
                yield Question("teil", texts.as_typed(" ".join(asked[:count])), wahr)
                break
        else:
            if asked and compound in texts.counts and (found := texts.helped(f"*{asked[0]}*")):
                yield Question("teil", texts.as_typed(f"{asked[0]} {found[0]}"), found[1])


def _damageable(texts: Collection) -> Iterator[str]:
    """Words that no other question needs, that stand in no title and are long enough to break."""
    titles = {word for one in texts.texts for word in _WORD.findall(one.title)}
    titles = {word.casefold() for word in titles}
    for word in texts.rare:
        alone = texts.counts[word] == len(relevant(word, texts.texts))
        if len(word) >= 8 and alone and word not in texts.used and word.casefold() not in titles:
            texts.used.add(word)
            yield word


def _scanned(texts: Collection) -> Iterator[Question]:
    for word in _damageable(texts):
        at = texts.rng.randrange(1, len(word) - 1)
        bad = word[:at] + _LOOKS_LIKE.get(word[at].lower(), "i") + word[at + 1 :]
        if len(bad) == len(word) and bad != word:
            yield Question("ocr", texts.as_typed(word), word, f"{word}>{bad}")


def _broken(texts: Collection) -> Iterator[Question]:
    for word in _damageable(texts):
        syllable = re.search(r"(?<=..[aeiouäöü])(?=[bdfgklmnprstw][aeiouäöü]..)", word[:-1])
        if syllable and word.lower()[syllable.start()] not in "aeiou":
            at = syllable.start()
            bad = f"{word[:at]}-\\n{word[at:]}"
            yield Question("trennung", texts.as_typed(word), word, f"{word}>{bad}")


def _known(texts: Collection) -> Iterator[Question]:
    every = list(texts.texts)
    texts.rng.shuffle(every)
    for one in every:
        words = re.findall(r"\b[A-ZÄÖÜ]\w{2,}|\b\d+[a-z]\b", one.title)
        words = list(dict.fromkeys(words))
        for count in (2, 3, 4):
            chosen = texts.rng.sample(words, min(count, len(words)))
            wahr = " & ".join(f"^{word}" for word in chosen)
            if chosen and relevant(wahr, texts.texts) == {one.key}:
                yield Question("bekannt", texts.as_typed(" ".join(chosen)), wahr)
                break


def _names(texts: Collection) -> Iterator[Question]:
    names = sorted({name for one in texts.texts for name in one.names})
    texts.rng.shuffle(names)
    for name in names:
        parts = [part for part in name.split() if part[0].isupper() and not part.endswith(".")]
        if not any(char in _UMLAUT for char in name) or len(parts) < 2:
            continue
        wahr = " & ".join(parts)
        if not texts.is_about_few(wahr):
            continue
        bad = next(part for part in parts if _spelt(part, _UMLAUT) != part)
        if texts.rng.random() < 0.5 and bad not in texts.used and texts.counts[bad] <= 40:
            texts.used.add(bad)
            asked = texts.rng.choice([" ".join(parts), " ".join(reversed(parts))])
            yield Question("name", texts.as_typed(asked), wahr, f"{bad}>{_spelt(bad, _UMLAUT)}")
        else:
            yield Question("name", texts.as_typed(_spelt(" ".join(parts), _UMLAUT)), wahr)


_MAKERS: dict[str, Callable[[Collection], Iterator[Question]]] = {
    "ocr": _scanned,
    "trennung": _broken,
    "name": _names,
    "exakt": _exact,
    "gebeugt": _inflected,
    "umlaut": _umlauts,
    "nummer": _numbers,
    "teil": _compounds,
    "bekannt": _known,
}


def questions_over(texts: list[Text], seed: int = SEED) -> list[Question]:
    """Return as many questions of each class as CLASSES wants (fewer where the texts have fewer)."""
    collection = Collection(texts, Random(seed))
    found: dict[str, list[Question]] = {}
    for name, make in _MAKERS.items():
        wanted = (one for one in make(collection) if _is_fair(one, collection.used))
        unique = {one.frage.casefold(): one for one in islice(wanted, 2 * CLASSES[name])}
        found[name] = list(unique.values())[: CLASSES[name]]
        if name in ("ocr", "trennung"):
            collection.used = {one.wahr for key in found for one in found[key] if one.schaden}
    return [one for name in CLASSES for one in found[name]]


def _is_fair(question: Question, used: set[str]) -> bool:
    """Questions of other classes do not touch the damaged words."""
    if question.schaden:
        return True
    asked = [word.lower() for word in re.findall(r"[^\W\d_]+", question.wahr)]
    return not any(word in bad.lower() for bad in used for word in asked)
