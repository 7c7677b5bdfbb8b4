"""What was recognised in an Eingang and where it may go, as the inspector shows it."""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from verbundakte.core.kalender import Arbeitskalender, kalender_of_town
from verbundakte.posteingang import queries
from verbundakte.posteingang.erkennung import Erkannt, Frist, Fund, FundArt
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.queries import Vorschlaege, Vorschlag

MOST = 3
SURE, LIKELY = 0.85, 0.6
ONCE = (FundArt.ABSENDER, FundArt.DATUM, FundArt.BETREFF, FundArt.RECHNUNG, FundArt.BETRAG)
SHOWN = (
    FundArt.ABSENDER, FundArt.DATUM, FundArt.EIGENES_ZEICHEN, FundArt.FREMDES_ZEICHEN,
    FundArt.FRIST, FundArt.WUNSCHDATUM, FundArt.RECHNUNG, FundArt.BETRAG,
)  # fmt: skip


def sure_of(vorschlag: Vorschlag) -> dict:
    """Return how sure a proposal is: a word, and a number only where it is in doubt."""
    if vorschlag.sicherheit >= SURE:
        return {"level": 3, "word": "sicher", "percent": None}
    level, word = (2, "prüfen") if vorschlag.sicherheit >= LIKELY else (1, "möglich")
    return {"level": level, "word": word, "percent": round(vorschlag.sicherheit * 100)}


def offers_of(eingang: Eingang, found: Vorschlaege, *, onward: str, may: dict) -> list[dict]:
    """Return up to three proposals for `_offer.html`: into which Vorgang, else to whom."""
    offers = []
    if may["file"]:
        offers += [_file(eingang, one) for one in found.of(Ziel.VORGANG)[:2]]
    if may["assign"]:
        for ziel in (Ziel.PERSON, Ziel.EINHEIT):
            offers += [
                _pass_on(eingang, one)
                for one in found.of(ziel)[:2]
                if str(one.gemeint.pk) not in (str(eingang.person_id), str(eingang.einheit_id))
            ]
    offers.sort(key=lambda offer: -offer["weight"])
    for place, offer in enumerate(offers[:MOST], start=1):
        is_first = place == 1 and offer["weight"] >= LIKELY
        offer |= {"key": str(place), "id": f"vorschlag-{place}", "is_first": is_first}
        offer["fields"]["next"] = onward
    return offers[:MOST]


def _offer(vorschlag: Vorschlag, title: str, url: str, fields: dict) -> dict:
    return {
        "title": title,
        "az": getattr(vorschlag.gemeint, "aktenzeichen", ""),
        "sure": sure_of(vorschlag),
        "weight": vorschlag.sicherheit,
        "reasons": vorschlag.gruende,
        "url": url,
        "fields": fields,
    }


def _file(eingang: Eingang, one: Vorschlag) -> dict:
    url = reverse("posteingang:ablage", args=[eingang.pk])
    return _offer(one, one.gemeint.betreff, url, {"vorgang": one.gemeint.pk})


def _pass_on(eingang: Eingang, one: Vorschlag) -> dict:
    url = reverse("posteingang:zuleitung", args=[eingang.pk])
    name = "person" if one.ziel is Ziel.PERSON else "einheit"
    return _offer(one, f"An {one.bezeichnung}", url, {name: one.gemeint.pk})


def wahl_of(ziele: list[queries.Zielwahl], kind: str, key: UUID) -> queries.Zielwahl | None:
    """Return the place that a proposal names by its id."""
    for ziel in ziele:
        if ziel.person == key or (
            kind == "einheit" and ziel.person is None and ziel.einheit == key
        ):
            return ziel
    return None


def recognised_in(erkannt: Erkannt | None, *, on: date) -> list[dict]:
    """Return what a letter says about itself, a line each.

    `on`: the calendar of the town of this day says where Fristen end (two queries where one is named).
    """
    lines, told = [], set()
    spans = erkannt.of(FundArt.FRIST, FundArt.WUNSCHDATUM) if erkannt else []
    kalender = kalender_of_town(on) if any(_is_span(fund) for fund in spans) else None
    for fund in sorted(erkannt.of(*SHOWN) if erkannt else [], key=lambda one: SHOWN.index(one.art)):
        if fund.art in ONCE and fund.art in told:
            continue
        told.add(fund.art)
        lines.append(
            {"label": fund.art.label, "text": _told(fund, kalender), "is_unsure": fund.is_unsure}
        )
    return lines


def end_of(frist: Frist, kalender: Arbeitskalender) -> date:
    """Return when a Frist would end if it began with the arrival: on no day of rest of the town."""
    ends_on = frist.endet_on
    while kalender.ruhetag(ends_on):
        ends_on += timedelta(days=1)
    return ends_on


def _is_span(fund: Fund) -> bool:
    return isinstance(fund, Frist) and bool(fund.dauer and fund.endet_on)


def _told(fund: Fund, kalender: Arbeitskalender | None) -> str:
    if kalender and _is_span(fund):
        return f"{fund.wert} (ab Eingang gerechnet bis {end_of(fund, kalender):%d.%m.%Y})"
    if fund.art is FundArt.BETRAG:
        return f"{fund.wert}\u00a0EUR"
    try:
        return f"{date.fromisoformat(fund.wert):%d.%m.%Y}"
    except ValueError:
        return fund.wert
