"""The one calendar of the house: holidays of Land and Gemeinde, and days on which the office is closed.

A Frist of law ends on no Sonnabend, Sonntag or gesetzlicher Feiertag (`ruhetag`). A day on which only
the office is closed moves no Frist, but whatever a person is to look at (`frei`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import holidays

from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Kalender, Tenant
from verbundakte.core.tenancy.context import current_tenant

KALENDER = "core.kalender"
STANDARD_KEY = UUID("0b6f5a52-7c1d-4c7e-8a43-51d2c0e9b701")
FIRST_YEAR = 1991
"""Before, the library knows no holidays of the Länder."""
_LONGEST_CLOSED = 60
_REST = {5: "Sonnabend", 6: "Sonntag"}


class Land(StrEnum):
    """The Länder by their two letters; `ags`: how the keys of their Gemeinden begin."""

    label: str
    ags: str

    NONE = "", "nach dem Gemeindeschlüssel der Kommune", ""
    SH = "SH", "Schleswig-Holstein", "01"
    HH = "HH", "Hamburg", "02"
    NI = "NI", "Niedersachsen", "03"
    HB = "HB", "Bremen", "04"
    NW = "NW", "Nordrhein-Westfalen", "05"
    HE = "HE", "Hessen", "06"
    RP = "RP", "Rheinland-Pfalz", "07"
    BW = "BW", "Baden-Württemberg", "08"
    BY = "BY", "Bayern", "09"
    SL = "SL", "Saarland", "10"
    BE = "BE", "Berlin", "11"
    BB = "BB", "Brandenburg", "12"
    MV = "MV", "Mecklenburg-Vorpommern", "13"
    SN = "SN", "Sachsen", "14"
    ST = "ST", "Sachsen-Anhalt", "15"
    TH = "TH", "Thüringen", "16"

    def __new__(cls, value: str, label: str, ags: str):
        """Return the member with its name and the beginning of its keys."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.ags = label, ags
        return member


def land_of(ags: str) -> Land:
    """Return the Land in which the Gemeinde with this key lies (Land.NONE when it has none)."""
    return next((land for land in Land if land.ags and land.ags == ags[:2]), Land.NONE)


class FeiertagSpec(Item, label="Feiertag der Gemeinde"):
    """A day that is a gesetzlicher Feiertag every year in this Gemeinde only."""

    bezeichnung: str = free(max_length=60)
    tag: int = free(default=1)
    monat: int = free(default=1)

    def check(self) -> Iterator[Problem]:
        """Yield what is no day of a year."""
        try:
            date(2024, self.monat, self.tag)
        except ValueError:
            yield Problem(
                "tag", f"{self.tag}.{self.monat}. ist kein Tag. Prüfen Sie Tag und Monat."
            )


class SchliesstagSpec(Item, label="Schließtag"):
    """Days on which the office is closed, e.g. between the years; no Feiertag of law."""

    bezeichnung: str = free(max_length=60)
    von: date = free("Erster Tag")
    bis: date | None = free("Letzter Tag", default=None, hint="Leer: nur der erste Tag.")

    def check(self) -> Iterator[Problem]:
        """Yield what no row of days is."""
        last = self.bis or self.von
        if last < self.von:
            yield Problem("bis", "Der letzte Tag liegt vor dem ersten.")
        elif (last - self.von).days > _LONGEST_CLOSED:
            yield Problem("bis", f"Höchstens {_LONGEST_CLOSED} Tage am Stück sind geschlossen.")


@baustein(KALENDER)
class KalenderSpec(Spec, label="Kalender"):
    """On which days nothing ends and nobody works. All released calendars of a town hold together."""

    bezeichnung: str = free(max_length=80)
    land: Land = free(default=Land.NONE, hint="Dessen gesetzliche Feiertage gelten.")
    is_katholisch: bool = free(
        "Überwiegend katholische Gemeinde",
        default=False,
        hint="Bayern: Mariä Himmelfahrt. Sachsen und Thüringen: Fronleichnam, wo es dort Feiertag ist.",
    )
    feiertage: list[FeiertagSpec] = items(
        "Feiertage der Gemeinde",
        hint="Nur gesetzliche, zum Beispiel das Friedensfest am 8. August in der Stadt Augsburg.",
    )
    schliesstage: list[SchliesstagSpec] = items(
        "Schließtage",
        hint="Fristen enden auch an diesen Tagen; Wiedervorlagen legen sich auf den nächsten"
        " Arbeitstag.",
    )


@lru_cache(maxsize=64)
def feiertage_of(land: str, is_katholisch: bool, year: int) -> dict[date, str]:
    """Return the gesetzliche Feiertage of a Land in a year by name; without a Land those of all."""
    if year < FIRST_YEAR:
        return {}
    more = {"categories": ("public", "catholic")} if is_katholisch and land else {}
    return dict(
        holidays.country_holidays("DE", subdiv=land or None, years=year, language="de", **more)
    )


@dataclass(frozen=True)
class Arbeitskalender:
    """The days of one town. `eigene`: (month, day) -> name; `geschlossen`: (first, last, name)."""

    land: Land = Land.NONE
    is_katholisch: bool = False
    eigene: dict[tuple[int, int], str] = field(default_factory=dict)
    geschlossen: tuple[tuple[date, date, str], ...] = ()

    def feiertag(self, on: date) -> str:
        """Return the name of the gesetzlicher Feiertag, or ""."""
        found = feiertage_of(self.land.value, self.is_katholisch, on.year).get(on)
        return found or self.eigene.get((on.month, on.day), "")

    def ruhetag(self, on: date) -> str:
        """Return why no Frist ends on this day (Feiertag, Sonnabend, Sonntag), or ""."""
        return self.feiertag(on) or _REST.get(on.weekday(), "")

    def frei(self, on: date) -> str:
        """Return why nobody works on this day, or ""."""
        closed = (name for first, last, name in self.geschlossen if first <= on <= last)
        return self.ruhetag(on) or next(closed, "")

    def arbeitstag(self, on: date, *, is_before: bool = False) -> date:
        """Return the day itself or the next one on which somebody works (`is_before`: the last)."""
        step = timedelta(days=-1 if is_before else 1)
        while self.frei(on):
            on += step
        return on

    def feiertage(self, year: int) -> list[tuple[date, str]]:
        """Return the Feiertage of a year in their order."""
        own = {date(year, *day): name for day, name in self.eigene.items() if _exists(year, *day)}
        return sorted((feiertage_of(self.land.value, self.is_katholisch, year) | own).items())


def _exists(year: int, month: int, day: int) -> bool:
    return (month, day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def kalender_from(inhalte: list[dict], ags: str) -> Arbeitskalender:
    """Return what the contents of a town's calendars say together."""
    specs = [KalenderSpec.read(inhalt) for inhalt in inhalte]
    named = next((spec.land for spec in specs if spec.land), Land.NONE)
    return Arbeitskalender(
        land=named or land_of(ags),
        is_katholisch=any(spec.is_katholisch for spec in specs),
        eigene={(tag.monat, tag.tag): tag.bezeichnung for spec in specs for tag in spec.feiertage},
        geschlossen=tuple(
            (tag.von, tag.bis or tag.von, tag.bezeichnung)
            for spec in specs
            for tag in spec.schliesstage
        ),
    )


_VALID = Ready(
    lambda actor, on: Kalender.objects.valid_on(on).order_by("pk").values_list("inhalt", flat=True),
    on=date,
)


def kalender_of_town(on: date) -> Arbeitskalender:
    """Return the calendar of the open town as it is released on this day (two queries)."""
    ags = Tenant.objects.values_list("ags", flat=True).get(pk=current_tenant())
    return kalender_from(_VALID.all(on=on), ags)


def project_kalender(key: UUID, number: int, spec: KalenderSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Kalender.objects.create(key=key, version=number, inhalt=spec.data(), valid_from=valid_from)


def standard_kalender() -> dict[UUID, dict]:
    """Return what is delivered: the Land after the town's key, nothing of its own."""
    return {STANDARD_KEY: {"bezeichnung": "Kalender der Kommune"}}
