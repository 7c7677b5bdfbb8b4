"""German forms of numbers and moments."""

from datetime import date, datetime, timedelta

import pytest

from verbundakte.core.ui import formats

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 Byte"), (48 * 1024, "48 KB"), (19_293_798, "18,4 MB"), (2 * 1024**3, "2 GB")],
)
def test_sizes_are_written_with_a_comma(count, text):
    assert formats.size(count).replace("\u00a0", " ") == text


@pytest.mark.parametrize(("value", "text"), [(1284, "1.284"), (0, "0"), (1_000_000, "1.000.000")])
def test_numbers_are_grouped_by_points(value, text):
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("days", "text", "level"),
    [
        (-2, "seit 2 Tagen", "late"),
        (-1, "seit 1 Tag", "late"),
        (0, "heute", "today"),
        (1, "Di 24.11.", ""),
    ],
)
def test_a_frist_says_how_late_it_is(days, text, level):
    due = MONDAY + timedelta(days=days)
    assert formats.due(due, MONDAY).replace("\u00a0", " ") == text
    assert formats.due_level(due, MONDAY) == level


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 23, 8, 17), "heute 08:17"),
        (datetime(2026, 11, 22, 16, 40), "gestern 16:40"),
        (datetime(2026, 11, 20, 14, 37), "20.11. 14:37"),
        (datetime(2025, 11, 20, 14, 37), "20.11.2025 14:37"),
    ],
)
def test_moments_near_today_have_words(moment, text):
    assert formats.moment(moment, NOON).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amira Beispiel", "AB"), ("Dr. Ina Probe", "IP"), ("Poststelle", "P"), ("", "?")],
)
def test_initials_leave_out_titles(name, letters):
    assert formats.initials(name) == letters


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(4, "noch wenige Sekunden"), (42, "noch etwa 40 Sekunden"), (118, "noch etwa 2 Minuten")],
)
def test_remaining_time_is_rounded(seconds, text):
    assert formats.remaining(seconds).replace("\u00a0", " ") == text
