"""How well the post is read and proposed, and how long it takes.

`--size` is how many letters a town has learned for the time of a proposal (100,000; 0 leaves that
out). Quality is measured on letters in other wordings and of another seed than learned from; Art,
unit and plan unit for correspondents who never wrote before, the Vorgang for known ones. Beside it
stands what "always the most frequent" would have hit. Targets: 80 % right and 95 % among three for
Art and unit, 60 % and 85 % for the Vorgang of a known correspondent, 50 ms a proposal, 100 ms until the
next letter is shown (in Chromium, with Playwright), 98 % of the characters of noisy scans.
"""

import argparse
import os
import time
from collections import Counter, defaultdict
from datetime import date

from briefe.brief import Schreiber
from briefe.gross import proposal_times
from briefe.lauf import (
    ASKED_ABOUT,
    BY_LOT,
    ENTWICKLUNG,
    MUTE,
    Antworten,
    Gelernt,
    ask,
    learned,
    read,
)
from briefe.vertrauen import fitted
from briefe.welt import Welt, sets
from genauigkeit import PAGES, measured
from grossbestand.ergebnis import written

from verbundakte import __version__
from verbundakte.posteingang.lernen import guete
from verbundakte.posteingang.lernen.speicher import Ziel

LEARNED, ASKED, USUAL = 4_000, 600, 100_000
TARGETS = {Ziel.TYP: (80, 95), Ziel.EINHEIT: (80, 95), Ziel.VORGANG: (60, 85)}
MOST_MS = 50
KNOWN_MATTER, EVERY_MATTER = (
    "bekannte Absender in bekannter Sache",
    "bekannte Absender in jeder Sache",
)


def run(options: argparse.Namespace) -> dict:
    """Return quality, calibration and times."""
    size = USUAL if options.size is None else options.size
    trained = _asked(learned(LEARNED, ENTWICKLUNG))
    town = learned(LEARNED)
    told = _asked(town)
    plain = ask(
        town, town.known, ASKED // 2, (Ziel.VORGANG,),
        lambda one: one.sache in town.sachen and not one.has_reference,
    )  # fmt: skip
    none = ask(town, town.known, ASKED // 5, (Ziel.VORGANG,), lambda one: one.is_new)
    new = told["neue Absender"]
    figures = {
        "version": __version__,
        "load": [round(one, 1) for one in os.getloadavg()],
        "learned_letters": LEARNED,
        "letters_per_minute_and_core": _pace(),
        "ms_per_proposal_in_memory": round(new.seconds / new.asked * 1000, 2),
        "new_matters_with_a_sure_vorgang_percent": _sure(none),
        "quality": [
            *(row for who, found in told.items() for row in _quality(who, found)),
            *_quality("bekannte Absender ohne jedes Zeichen", plain),
            *(
                row for who, found in trained.items()
                for row in _quality(f"Entwicklung: {who}", found)
            ),
        ],
        "unit_at_most": _at_most(new),
        "unit_by_what_is_told": _told(new),
        "recognised": _recognised(new),
        "calibration": _calibration(_steps(told)),
        "fitted": [_fit(ziel, _steps(trained)) for ziel in (*ASKED_ABOUT, Ziel.VORGANG)],
    }  # fmt: skip
    written("posteingang", figures)  # kept, whatever becomes of what takes longer
    if size:
        figures |= proposal_times(size, MOST_MS)
        written("posteingang", figures)
    figures |= {"scans_read": [measured(PAGES)]}
    written("posteingang", figures)
    return figures


def _asked(town: Gelernt) -> dict[str, Antworten]:
    """Ask about letters of new and known correspondents, and where those belong that have a matter."""
    return {
        "neue Absender": ask(town, town.new, ASKED, ASKED_ABOUT),
        "bekannte Absender": ask(town, town.known, ASKED, ASKED_ABOUT),
        KNOWN_MATTER: ask(
            town, town.known, ASKED, (Ziel.VORGANG,), lambda one: one.sache in town.sachen
        ),
        EVERY_MATTER: ask(town, town.known, ASKED, (Ziel.VORGANG,)),
    }


def _steps(found: dict[str, Antworten]) -> dict[tuple[Ziel, int], Counter]:
    """Return what was asked and right by step; nobody tells beforehand that a matter is a known one."""
    steps: dict[tuple[Ziel, int], Counter] = defaultdict(Counter)
    for who, one in found.items():
        for key, row in one.steps.items() if who != KNOWN_MATTER else ():
            steps[key].update(row)
    return steps


def _fit(ziel: Ziel, steps: dict[tuple[Ziel, int], Counter]) -> dict:
    values = fitted(steps, ziel)
    return {"what": ziel.label} | {f"ab {step * 10} %": one for step, one in enumerate(values)}


def _pace() -> int:
    """Return how many letters one core reads in a minute: text to findings and features."""
    kinds, matters = sets("pruefung")
    welt = Welt(1, 60, matters)
    writer = Schreiber(welt, kinds, matters, 2)
    letters = [
        writer.write(writer.dice.choice(welt.partners), date(2026, 11, 2)) for _ in range(400)
    ]
    began = time.process_time()
    for one in letters:
        read(one)
    return round(len(letters) * 60 / (time.process_time() - began))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _quality(who: str, told: Antworten):
    for ziel in told.third:
        first, third = (
            _percent(told.first[ziel], told.asked),
            _percent(told.third[ziel], told.asked),
        )
        wanted = TARGETS.get(ziel) if not who.endswith(EVERY_MATTER) else None
        verdict = "ohne Ziel"
        if wanted:
            is_met = first >= wanted[0] and third >= wanted[1]
            verdict = f"{wanted[0]} / {wanted[1]}: {'erreicht' if is_met else 'verfehlt'}"
        yield {
            "what": ziel.label, "who": who, "letters": told.asked, "first": first, "in_three": third,
            "most_frequent": _percent(told.base[ziel], told.asked),
            "most_frequent_three": _percent(told.base_third[ziel], told.asked), "target": verdict,
        }  # fmt: skip


def _told(told: Antworten) -> list[dict]:
    return [
        {
            "what": kind, "letters": row["asked"], "first": _percent(row["first"], row["asked"]),
            "in_three": _percent(row["third"], row["asked"]),
        }
        for kind, row in told.kinds.items()
    ]  # fmt: skip


def _at_most(told: Antworten) -> str:
    """Return what nobody could do better who reads only the letters: of those without a word of
    their matter only the usual units are to be had, and no lot is foretold."""
    mute, asked = told.kinds[MUTE]["asked"] / told.asked, told.asked
    usual, usual_three = told.base[Ziel.EINHEIT] / asked, told.base_third[Ziel.EINHEIT] / asked
    first = 1 - mute * (1 - usual) - told.kinds[BY_LOT]["asked"] / asked
    third = 1 - mute * (1 - usual_three)
    return f"{100 * first:.1f} % zuerst, {100 * third:.1f} % unter dreien"


def _recognised(told: Antworten) -> list[dict]:
    names = {
        "datum": "Datum des Schreibens", "eigenes": "Ihr Zeichen", "fremdes": "Unser Zeichen",
        "rechnung": "Rechnung",
    }  # fmt: skip
    return [
        {
            "what": label, "letters": told.found[name, "of"],
            "right_percent": _percent(told.found[name, "right"], told.found[name, "of"]),
            "wrongly_seen": told.found[name, "wrong"],
        }
        for name, label in names.items()
    ]  # fmt: skip


def _calibration(steps: dict[tuple[Ziel, int], Counter]) -> list[dict]:
    return [
        {
            "what": ziel.label, "share": f"{step * 10} bis {step * 10 + 10} %", "letters": row["asked"],
            "right_percent": _percent(row["right"], row["asked"]),
            "told_percent": round(100 * guete.confidence(ziel, step / 10 + 0.05, {}), 1),
        }
        for (ziel, step), row in sorted(steps.items(), key=lambda one: (one[0][0].label, one[0][1]))
    ]  # fmt: skip


def _sure(told: Antworten) -> float:
    """Return for which share of letters that begin a matter a Vorgang would be proposed as sure."""
    sure = sum(
        row["asked"] for (ziel, step), row in told.steps.items()
        if guete.is_sure(ziel, guete.confidence(ziel, step / 10 + 0.05, {}))
    )  # fmt: skip
    return _percent(sure, told.asked)
