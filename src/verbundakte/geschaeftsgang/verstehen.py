"""Typed lines of a Verfügung as they are understood: kind, addressee, Frist, each with its problem."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from verbundakte.akten.models import Vorgang
from verbundakte.core.actions import Refusal
from verbundakte.core.search.fold import fold
from verbundakte.geschaeftsgang.actions import Rollenname, Zeile, Ziel
from verbundakte.geschaeftsgang.models import SchrittArt
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle

VERBS: tuple[tuple[str, SchrittArt], ...] = (
    (r"mitzeichnung|mitz\.?|mz\.?", SchrittArt.MITZEICHNUNG),
    (r"schlusszeichnung|schlussz\.?|sz\.?", SchrittArt.SCHLUSSZEICHNUNG),
    (r"kenntnisnahme|zur kenntnis|z\. ?k\.?|zk|kt\.?|k", SchrittArt.KENNTNIS),
    (r"stellungnahme|stn\.?|st\.?", SchrittArt.STELLUNGNAHME),
    (r"einvernehmen|einv\.?", SchrittArt.EINVERNEHMEN),
    (r"benehmen|ben\.?", SchrittArt.BENEHMEN),
    (r"z\. ?d\. ?a\.?|zda|zu den akten", SchrittArt.ZDA),
    (r"wiedervorlage|wv\.?|wvl\.?", SchrittArt.WIEDERVORLAGE),
    (r"abgang|absenden|versand|schreiben|ab\.?", SchrittArt.VERSAND),
    (r"vermerk|verm\.?|v", SchrittArt.VERMERK),
    (r"bearbeitung|z\. ?w\. ?v\.?|b", SchrittArt.BEARBEITUNG),
)
NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s*")
OWN = (SchrittArt.VERMERK, SchrittArt.WIEDERVORLAGE, SchrittArt.ZDA, SchrittArt.VERSAND)
DAY = re.compile(r"(?:\bbis\s+(?:zum\s+)?)?\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
SPAN = re.compile(r"(?:\b(?:bis|in)\s+)?\b(\d{1,3})\s*(tagen|tage|tag|t|wochen|woche|w|monaten|monate|monat|m)\b")
WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
NAMED = re.compile(rf"\b(?:bis\s+)?({'|'.join(WEEKDAYS)}|morgen|heute)\b")
HINTS = {"leitung": Rollenname.VORGESETZTE, "sachbearbeitung": Rollenname.SACHBEARBEITUNG}
NO_VERB = "Hier fehlt, was zu tun ist. Beginnen Sie zum Beispiel mit /mz oder Mz."
NO_NAME = "Nennen Sie eine Person, Stelle oder Einheit, zum Beispiel: /mz kämmerei."


@dataclass(frozen=True)
class Line:
    """One line as it is understood, or what is wrong with it."""

    nummer: int
    raw: str
    art: SchrittArt | None = None
    an: str = ""
    ziel: Ziel | None = None
    frist_on: date | None = None
    text: str = ""
    problem: str = ""
    stufe: int = 0
    is_parallel: bool = False


@dataclass(frozen=True)
class Verstanden:
    """All lines as they are understood."""

    lines: tuple[Line, ...] = ()

    def zeilen(self) -> list[Zeile]:
        """Return them as they are given into the Geschäftsgang. Raises Refusal for the first that is
        not understood."""
        for line in self.lines:
            if line.problem:
                raise Refusal(f"Zeile {line.nummer}: {line.problem}")
        return [
            Zeile(line.art, line.ziel, line.stufe, text=line.text, frist_on=line.frist_on)
            for line in self.lines
        ]


def find_ziel(actor, text: str, *, on: date) -> Ziel:
    """Return who is called so: a unit, Stelle or person of the town. Raises Refusal."""
    ziel, problem = Names(actor, on).find(text)
    if problem:
        raise Refusal(problem)
    return ziel


def adressaten(actor, *, on: date) -> list[str]:
    """Return the names of all to whom a step can be given."""
    return [label for label, _, _ in Names(actor, on).known]


class Names:
    """Units, Stellen and persons of the town by their names, read once (three queries)."""

    def __init__(self, actor, on: date):
        self.actor = actor
        units = Organisationseinheit.objects.valid_on(on).order_by("sort_key", "pk")
        posts = Stelle.objects.filter(ended_on=None).select_related("einheit")
        persons = Person.objects.active(on).order_by("sort_key", "pk")
        self.known: list[tuple[str, str, Ziel]] = [
            *((str(row), fold(str(row)), Ziel(einheit=row)) for row in units),
            *((row.name, fold(row.name), Ziel(person=row)) for row in persons),
        ]
        self.known += [
            (f"{row.bezeichnung}, {row.einheit}", fold(f"{row.bezeichnung}, {row.einheit}"), Ziel(stelle=row))
            for row in posts.order_by("einheit__sort_key", "bezeichnung", "pk")
        ]

    def find(self, text: str) -> tuple[Ziel | None, str]:
        """Return who is meant, or the sentence that says why that is not clear."""
        wanted = re.sub(r"^(@|an |amt |sg |fd |fb |frau |herr |herrn )+", "", fold(text).strip())
        if not wanted:
            return None, NO_NAME
        if wanted in ("ich", "mir", "mich"):
            return Ziel(rolle=Rollenname.VERFASSER), ""
        if wanted in HINTS:
            return Ziel(rolle=HINTS[wanted]), ""
        exact = [one for one in self.known if one[1] == wanted or one[1].split(" ")[0] == wanted]
        found = exact or [one for one in self.known if f" {wanted}" in f" {one[1]}"]
        for kind in ("einheit", "person", "stelle"):
            of_kind = [one for one in found if getattr(one[2], kind)]
            if len(of_kind) == 1:
                return of_kind[0][2], ""
            if of_kind:
                names = ", ".join(label for label, _, _ in of_kind[:3])
                return None, f"„{text.strip()}“ kann mehreres sein: {names}."
        return None, f"„{text.strip()}“ gibt es hier nicht. {NO_NAME}"


def understand(actor, vorgang: Vorgang, text: str, *, on: date) -> Verstanden:
    """Return how typed lines are understood; an empty text is no line."""
    parts = split_lines(text)
    if not parts:
        return Verstanden()
    names = Names(actor, on)
    lines: list[Line] = []
    stufe = 0
    for raw, is_parallel in parts:
        stufe += not (is_parallel and lines)
        before = lines[-1] if is_parallel and lines else None
        lines.append(_line(len(lines) + 1, raw, stufe, names, on, before))
        if before is not None:
            lines[-2] = _replace(lines[-2], is_parallel=True)
    return Verstanden(tuple(lines))


def _replace(line: Line, **changes) -> Line:
    return Line(**{**line.__dict__, **changes})


def split_lines(text: str) -> list[tuple[str, bool]]:
    """Return the single lines; "+" joins what is asked side by side, ", /" begins another one."""
    found: list[tuple[str, bool]] = []
    for whole in text.splitlines():
        for piece in re.split(r"[,;]\s*(?=/)", whole):
            cleaned = NUMBER.sub("", piece).strip()
            if cleaned:
                for at, part in enumerate(re.split(r"\s+\+\s+", cleaned)):
                    found.append((part, at > 0))
    return found


def _line(nummer: int, raw: str, stufe: int, names: Names, on: date, before: Line | None) -> Line:
    art, rest = read_verb(raw)
    if art is None and before is not None:
        art, rest = before.art, raw
    if art is None:
        return Line(nummer, raw, problem=NO_VERB, stufe=stufe)
    if art == SchrittArt.VERMERK:
        ziel = Ziel(rolle=Rollenname.VERFASSER)
        return Line(nummer, raw, art, "", ziel, text=rest.strip(" :"), stufe=stufe)
    frist, rest = read_frist(rest, on)
    ziel, text, problem = _addressee(art, rest.strip(" :,"), names)
    an = _shown(ziel)
    return Line(nummer, raw, art, an, ziel, frist, text, problem, stufe)


def _addressee(art: SchrittArt, rest: str, names: Names) -> tuple[Ziel | None, str, str]:
    """Return to whom a line goes, the text beside it, and what is wrong."""
    if not rest and art in OWN:
        return Ziel(rolle=Rollenname.VERFASSER), "", ""
    name, _, text = rest.partition(":")
    ziel, problem = names.find(name)
    if ziel is None and art in OWN:
        return Ziel(rolle=Rollenname.VERFASSER), rest, ""
    if ziel is None and art in (
        SchrittArt.EINVERNEHMEN,
        SchrittArt.BENEHMEN,
        SchrittArt.STELLUNGNAHME,
    ) and name.strip().startswith("„"):
        return Ziel(aussen=name.strip(" „“")), text.strip(), ""
    return ziel, text.strip(), problem


def _shown(ziel: Ziel | None) -> str:
    if ziel is None:
        return ""
    if ziel.rolle:
        return Rollenname(ziel.rolle).label
    found = ziel.person or ziel.stelle or ziel.einheit
    return getattr(found, "name", "") if ziel.person else str(found or ziel.aussen)


def read_verb(raw: str) -> tuple[SchrittArt | None, str]:
    """Return what a line asks, and the rest of it."""
    lowered = raw.lower()
    for pattern, art in VERBS:
        match = re.match(rf"(?:/(?:{pattern})|(?:{pattern}))(?=[\s:]|$)", lowered)
        if match:
            return art, raw[match.end() :]
    return None, raw


def read_frist(text: str, on: date) -> tuple[date | None, str]:
    """Return the day a line names ("bis freitag", "3w", "01.03."), and the rest of it."""
    lowered = text.lower()
    match = DAY.search(lowered)
    if match:
        day = _day(match, on)
        return day, text[: match.start()] + text[match.end() :] if day else text
    match = SPAN.search(lowered)
    if match:
        days = {"t": 1, "w": 7, "m": 30}[match[2][0]] * int(match[1])
        return on + timedelta(days=days), text[: match.start()] + text[match.end() :]
    match = NAMED.search(lowered)
    if match:
        ahead = {"heute": 0, "morgen": 1}.get(match[1])
        if ahead is None:
            ahead = (WEEKDAYS.index(match[1]) - on.weekday() - 1) % 7 + 1
        return on + timedelta(days=ahead), text[: match.start()] + text[match.end() :]
    return None, text


def _day(match: re.Match, on: date) -> date | None:
    """Return the day that is written; without a year the next one."""
    year = int(match[3]) if match[3] else on.year
    year += 2000 if year < 100 else 0
    try:
        day = date(year, int(match[2]), int(match[1]))
        return day if match[3] or day >= on else day.replace(year=year + 1)
    except ValueError:
        return None
