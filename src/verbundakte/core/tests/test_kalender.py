"""Holidays by Land and Gemeinde, closed days of the office, and how a town says them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.core.bausteine import SpecInvalid
from verbundakte.core.kalender import (
    KALENDER,
    Arbeitskalender,
    KalenderSpec,
    Land,
    kalender_from,
    kalender_of_town,
    land_of,
    project_kalender,
    standard_kalender,
)
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant

BAYERN = Arbeitskalender(Land.BY)


@pytest.mark.parametrize(
    ("land", "on", "name"),
    [
        (Land.BY, date(2026, 1, 6), "Heilige Drei Könige"),
        (Land.NW, date(2026, 1, 6), ""),
        (Land.NW, date(2026, 6, 4), "Fronleichnam"),
        (Land.SN, date(2026, 11, 18), "Buß- und Bettag"),
        (Land.BY, date(2026, 11, 18), ""),
        (Land.BE, date(2026, 3, 8), "Frauentag"),
        (Land.MV, date(2026, 3, 8), "Frauentag"),
        (Land.TH, date(2026, 9, 20), "Weltkindertag"),
        (Land.NI, date(2026, 10, 31), "Reformationstag"),
        (Land.SL, date(2026, 8, 15), "Mariä Himmelfahrt"),
        (Land.NONE, date(2026, 10, 3), "Tag der Deutschen Einheit"),
        (Land.NONE, date(2026, 6, 4), ""),
        (Land.BY, date(2026, 12, 24), ""),
    ],
)
def test_each_land_has_its_feiertage(land, on, name):
    assert Arbeitskalender(land).feiertag(on) == name


@pytest.mark.parametrize(
    ("land", "on"),
    [(Land.BY, date(2026, 8, 15)), (Land.SN, date(2026, 6, 4)), (Land.TH, date(2026, 6, 4))],
)
def test_some_feiertage_hold_in_catholic_gemeinden_only(land, on):
    assert Arbeitskalender(land, is_katholisch=True).feiertag(on)
    assert not Arbeitskalender(land).feiertag(on)


def test_the_gemeinde_may_have_a_feiertag_of_its_own():
    augsburg = Arbeitskalender(Land.BY, eigene={(8, 8): "Augsburger Hohes Friedensfest"})
    assert augsburg.feiertag(date(2027, 8, 8)) == "Augsburger Hohes Friedensfest"
    assert date(2027, 8, 8) in dict(augsburg.feiertage(2027))
    assert not BAYERN.feiertag(date(2027, 8, 8))


def test_a_closed_day_moves_work_but_no_frist():
    between = ((date(2026, 12, 28), date(2026, 12, 31), "Zwischen den Jahren"),)
    kalender = Arbeitskalender(Land.BY, geschlossen=between)
    assert kalender.ruhetag(date(2026, 12, 28)) == ""
    assert kalender.frei(date(2026, 12, 28)) == "Zwischen den Jahren"
    assert kalender.arbeitstag(date(2026, 12, 25)) == date(2027, 1, 4)
    assert kalender.arbeitstag(date(2026, 12, 31), is_before=True) == date(2026, 12, 24)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(Land))
def test_an_arbeitstag_is_never_free_and_near(on, land):
    kalender = Arbeitskalender(land)
    later, earlier = kalender.arbeitstag(on), kalender.arbeitstag(on, is_before=True)
    assert not kalender.frei(later)
    assert not kalender.frei(earlier)
    assert earlier <= on <= later
    assert later - earlier <= timedelta(days=8)


def test_the_key_of_the_gemeinde_names_the_land():
    assert land_of("09761000") is Land.BY
    assert land_of("") is Land.NONE
    assert land_of("99") is Land.NONE


def test_calendars_hold_together_and_a_named_land_wins():
    found = kalender_from(
        [
            {
                "bezeichnung": "Ort",
                "feiertage": [
                    {
                        "id": "0b6f5a52-7c1d-4c7e-8a43-51d2c0e9b702",
                        "bezeichnung": "Fest",
                        "tag": 8,
                        "monat": 8,
                    }
                ],
            },
            {"bezeichnung": "Land", "land": "SN", "is_katholisch": True},
        ],
        "09761000",
    )
    assert (found.land, found.is_katholisch, found.eigene) == (Land.SN, True, {(8, 8): "Fest"})


@pytest.mark.parametrize(
    "wrong",
    [
        {
            "feiertage": [
                {
                    "id": "0b6f5a52-7c1d-4c7e-8a43-51d2c0e9b702",
                    "bezeichnung": "x",
                    "tag": 31,
                    "monat": 2,
                }
            ]
        },
        {
            "schliesstage": [
                {
                    "id": "0b6f5a52-7c1d-4c7e-8a43-51d2c0e9b702",
                    "bezeichnung": "x",
                    "von": "2026-12-31",
                    "bis": "2026-12-24",
                }
            ]
        },
        {
            "schliesstage": [
                {
                    "id": "0b6f5a52-7c1d-4c7e-8a43-51d2c0e9b702",
                    "bezeichnung": "x",
                    "von": "2026-01-01",
                    "bis": "2026-12-24",
                }
            ]
        },
    ],
)
def test_days_that_do_not_exist_are_refused(wrong):
    with pytest.raises(SpecInvalid):
        KalenderSpec.read({"bezeichnung": "Falsch"} | wrong)


def test_a_town_without_a_calendar_has_the_land_of_its_key(musterstadt):
    Tenant.objects.filter(pk=current_tenant()).update(ags="09761000")
    assert kalender_of_town(date(2026, 1, 2)).land is Land.BY
    [(key, data)] = standard_kalender().items()
    spec = KalenderSpec.read(data | {"land": "SN"})
    project_kalender(key, 1, spec, date(2026, 2, 1))
    assert kalender_of_town(date(2026, 1, 31)).land is Land.BY
    assert kalender_of_town(date(2026, 2, 1)).land is Land.SN
    assert KALENDER == "core.kalender"
