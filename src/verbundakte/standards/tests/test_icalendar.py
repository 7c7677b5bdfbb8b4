"""A calendar keeps RFC 5545: lines of 75 octets, escaped text, whole days."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.standards.icalendar import Ganztag, calendar

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def test_a_day_has_its_end_on_the_next():
    text = calendar("Termine", [Ganztag("1@x", date(2026, 12, 31), "Frist; 63, a\\b")], AT)
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert "SUMMARY:Frist\\; 63\\, a\\\\b\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=300))
def test_no_line_is_too_long_and_unfolding_gives_the_text_back(title):
    text = calendar("x", [Ganztag("1@x", date(2026, 1, 1), title)], AT)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}\r\n" in whole
