"""What two letters can have in common: words, references, the sender's names and numbers.

A feature is a number (CRC-32 of its text): small to keep, the same on every machine. Whoever keeps
features keeps no readable text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.fold import fold
from verbundakte.posteingang.erkennung import Erkannt, FundArt, reference_key
from verbundakte.posteingang.erkennung.absender import FREE_MAIL
from verbundakte.posteingang.erkennung.seite import blur, loose, shape

MOST_WORDS, MOST_KEYWORDS = 90, 400
_SPLIT = re.compile(r"[^a-z0-9]+")
_CLOSING = re.compile(
    rf"^[ \t]*{loose('mit freundl~|mit den besten|mit besten|freundliche~ gr|viele gr|beste gr|hochacht~')}",
    re.MULTILINE,
)
_PLACE = re.compile(r"\b\w+(?:str(?:a(?:ß|ss)e|\.)|gasse|weg|platz|allee|ring) \d{1,4}\b", re.IGNORECASE)
"""A street with its number: where something is, not that it is about streets."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
PAGE = "\f"
"""What stands between the pages of a letter."""
_LEGAL_FORMS = frozenset(
    ("gmbh", "ag", "kg", "ohg", "ug", "gbr", "mbb", "se", "ev", "e", "v", "eg", "co", "und", "mbh",
     "partgmbb", "herr", "frau", "dr", "prof")
)  # fmt: skip


@lru_cache(maxsize=1)
def analyser() -> Analyser:
    """Return the house's German analyser: stems and the parts of compounds."""
    return Analyser()


@lru_cache(maxsize=1)
def filling_words() -> frozenset[str]:
    """Return the stems of words that stand in every letter and tell nothing."""
    words = Path(__file__).with_name("fuellwoerter.txt").read_text().split()
    return frozenset((*words, *map(analyser().stem, words)))


def number_of(text: str) -> int:
    """Return the number of a feature or key."""
    return crc32(text.encode())


@dataclass(frozen=True)
class Schreiben:
    """A letter as it is compared.

    `merkmale`: number -> the word as it stands there ("" for what is no word). `schluessel`: number
    of an identity of sender or reference -> how much it tells (1: this one and no other). `plan`: the
    features of plan units that a file number in it names.
    """

    merkmale: dict[int, str] = field(default_factory=dict)
    schluessel: dict[int, float] = field(default_factory=dict)
    absender: str = ""
    plan: tuple[int, ...] = ()

    def kept(self) -> dict:
        """Return it as JSON knows it."""
        return {
            "merkmale": list(self.merkmale.items()),
            "schluessel": list(self.schluessel.items()),
            "absender": self.absender,
            "plan": list(self.plan),
        }

    @classmethod
    def of(cls, kept: dict) -> "Schreiben":
        """Return a kept letter."""
        return cls(
            dict(kept["merkmale"]),
            dict(kept["schluessel"]),
            kept["absender"],
            tuple(kept.get("plan", ())),
        )


def schreiben_of(erkannt: Erkannt, text: str, *, kanal: str = "") -> Schreiben:
    """Return what of a letter is compared. `text`: its pages in order, PAGE between them;
    `kanal`: the way it came."""
    features = dict(_signs(erkannt, kanal))
    betreff = erkannt.first(FundArt.BETREFF)
    if betreff:
        features |= dict(_words(betreff.wert, 40, "b:"))
    features |= dict(_words(_core(text, betreff.wortlaut if betreff else ""), MOST_WORDS))
    absender = erkannt.first(FundArt.ABSENDER)
    if absender:
        features |= {number: "" for number, _ in _words(absender.wert, 8, "von:")}
    plan = {plan_feature(name): name for name in _plan_named(erkannt)}
    return Schreiben(
        features | plan, dict(keys_of(erkannt)), absender.wert if absender else "", tuple(plan)
    )


def _core(text: str, betreff: str) -> str:
    """Return the letter without what stands above its subject, where that is found, and without what
    stands below its closing words: names and addresses are no matter."""
    start = text.find(betreff[:40]) if betreff else -1
    return "\n".join(map(_unsigned, text[max(start, 0) :][:4_000].split(PAGE)))


def _unsigned(page: str) -> str:
    closing = _CLOSING.search(shape(page))
    return page[: closing.start()] if closing else page


def _words(text: str, most: int, prefix: str = "") -> Iterator[tuple[int, str]]:
    """Yield features of the words, compounds with their parts, and words with the number behind them.

    What OCR mixes up is one, so that a misread word is mostly the same feature.
    """
    seen, filling = set[str](), filling_words()
    before = ""
    places = {match.start() for match in _PLACE.finditer(text)}
    for start, end, form in analyser().pieces(text):
        parts = () if start in places else form.parts
        tokens = [*form.body, *(part.token for _, part in parts)]
        for token in tokens:
            if len(token) < 3 or token in filling or token in seen or _is_number(token):
                continue
            if len(seen) >= most:
                return
            seen.add(token)
            yield number_of(prefix + blur(token)), text[start:end]
        if form.body and form.body[0][:1].isdigit() and before and len(form.body[0]) <= 6:
            yield number_of(f"{before} {form.body[0]}"), f"{before} {text[start:end]}"
        before = form.body[0] if form.body and len(form.body[0]) > 3 else ""


def _is_number(token: str) -> bool:
    return token.isdigit() or bool(_DAY.fullmatch(token))


def _signs(erkannt: Erkannt, kanal: str) -> Iterator[tuple[int, str]]:
    """Yield features of what was recognised: they hold whatever words a letter chooses."""
    for art in (FundArt.RECHNUNG, FundArt.FRIST, FundArt.WUNSCHDATUM, FundArt.EIGENES_ZEICHEN):
        if erkannt.first(art):
            yield number_of(f"ist:{art}"), ""
    if any(getattr(frist, "rechtsbehelf", False) for frist in erkannt.of(FundArt.FRIST)):
        yield number_of("ist:rechtsbehelf"), ""
    if kanal:
        yield number_of(f"kanal:{kanal}"), ""


def plan_feature(kennzeichen: str) -> int:
    """Return the feature of a letter that names a plan unit."""
    return number_of(f"plan:{kennzeichen}")


def kind_feature(typ: str) -> int:
    """Return the feature of learned letters of one Art: beside which units it stands."""
    return number_of(f"art:{typ}")


def _plan_named(erkannt: Erkannt) -> Iterator[str]:
    """Yield the plan units with which file numbers of the town begin."""
    for fund in erkannt.of(FundArt.EIGENES_ZEICHEN, FundArt.AKTENZEICHEN):
        if plan := re.match(r"\d{2,3}(?:\.\d{1,3})*(?=-)", fund.wert):
            yield plan.group()


def sender_key(name: str) -> str:
    """Return what spellings of one sender's name share, misread ones too: its words without legal
    forms, in order."""
    words = [word for word in _SPLIT.split(fold(name)) if word and word not in _LEGAL_FORMS]
    return blur(" ".join(sorted(words)))


def keys_of(erkannt: Erkannt) -> Iterator[tuple[int, float]]:
    """Yield the identities by which earlier letters of the sender are found, with their strength."""
    for fund in erkannt.of(FundArt.FREMDES_ZEICHEN, FundArt.EIGENES_ZEICHEN, FundArt.AKTENZEICHEN):
        key = reference_key(fund.wert)
        if len(key) >= 5:
            yield number_of(f"z:{key}"), 1.0
    for fund in erkannt.of(FundArt.ANSCHLUSS):
        yield number_of(fund.wert), 0.6 if fund.wert.startswith("ort:") else 0.8
        domain = fund.wert.partition("@")[2] if fund.wert.startswith("mail:") else ""
        if domain and domain not in FREE_MAIL:
            yield number_of(f"domain:{domain}"), 0.5
    for order, fund in enumerate(erkannt.of(FundArt.ABSENDER)[:2]):
        if key := sender_key(fund.wert):
            yield number_of(f"name:{key}"), 0.6 if order == 0 else 0.3


def words_of(text: str) -> dict[int, str]:
    """Return features of keywords."""
    return dict(_words(text, MOST_KEYWORDS))


def shared(features: Iterable[int], other: frozenset[int] | set[int] | dict) -> list[int]:
    """Return the features that both have."""
    return [number for number in features if number in other]
