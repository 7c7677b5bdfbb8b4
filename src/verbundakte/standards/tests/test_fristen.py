"""Fristen computed by hand, and what must always hold. 2026: Easter is 5 April."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.standards.fristen import (
    GESETZE,
    ZUSTELLUNGEN,
    Beginn,
    Bekanntgaberegel,
    Dauer,
    Einheit,
    Versandart,
    Wochenendregel,
    Zugang,
    compute_bekanntgabe,
    compute_frist,
    compute_zustellung,
    regel_on,
    span_end,
)

FEIERTAGE = {
    date(2026, 1, 1): "Neujahr",
    date(2026, 4, 3): "Karfreitag",
    date(2026, 4, 6): "Ostermontag",
    date(2026, 5, 1): "Erster Mai",
    date(2026, 12, 25): "Erster Weihnachtstag",
    date(2026, 12, 26): "Zweiter Weihnachtstag",
}


def ruhetag(on: date) -> str:
    """Return why nothing ends on a day: the few holidays of these examples and the weekend."""
    return (
        FEIERTAGE.get(on)
        or ("Sonnabend", "Sonntag", "")[min(on.weekday() - 5, 1) if on.weekday() > 4 else 2]
    )


def end(start, anzahl, einheit, gesetz="vwvfg", beginn=Beginn.EREIGNIS):
    dauer = Dauer(anzahl, Einheit(einheit))
    return compute_frist(start, dauer, GESETZE[gesetz], beginn=beginn, ruhetag=ruhetag).ends_on


@pytest.mark.parametrize(
    ("start", "anzahl", "einheit", "expected"),
    [
        (date(2026, 3, 2), 1, "m", date(2026, 4, 2)),  # 2 April is a Thursday
        (date(2026, 3, 3), 1, "m", date(2026, 4, 7)),  # Karfreitag to Ostermontag: Tuesday after
        (date(2026, 1, 31), 1, "m", date(2026, 3, 2)),  # 28 February is a Sonnabend
        (date(2024, 1, 31), 1, "m", date(2024, 2, 29)),  # leap year, a Thursday
        (date(2026, 1, 30), 1, "m", date(2026, 3, 2)),  # 30 February does not exist either
        (date(2026, 2, 28), 1, "m", date(2026, 3, 30)),  # 28 March is a Sonnabend: not 31 March
        (date(2026, 8, 31), 1, "m", date(2026, 9, 30)),
        (date(2026, 3, 2), 2, "w", date(2026, 3, 16)),
        (date(2026, 3, 7), 2, "w", date(2026, 3, 23)),  # begins and would end on a Sonnabend
        (date(2026, 3, 2), 14, "t", date(2026, 3, 16)),
        (date(2026, 3, 4), 3, "t", date(2026, 3, 9)),  # 7 March is a Sonnabend
        (date(2026, 4, 1), 1, "t", date(2026, 4, 2)),
        (date(2026, 4, 2), 1, "t", date(2026, 4, 7)),
        (date(2025, 12, 1), 1, "m", date(2026, 1, 2)),  # Neujahr
        (date(2026, 11, 25), 1, "m", date(2026, 12, 28)),  # both days of Christmas and a Sonntag
        (date(2024, 2, 29), 1, "j", date(2025, 2, 28)),
        (date(2025, 4, 3), 1, "j", date(2026, 4, 7)),
        (date(2026, 4, 1), 1, "m", date(2026, 5, 4)),  # Erster Mai is a Friday
        (date(2026, 3, 31), 3, "m", date(2026, 6, 30)),
        (date(2025, 11, 30), 3, "m", date(2026, 3, 2)),
    ],
)
def test_a_frist_that_an_event_sets_off_ends_as_counted_by_hand(start, anzahl, einheit, expected):
    assert end(start, anzahl, einheit) == expected


@pytest.mark.parametrize(
    ("start", "anzahl", "einheit", "expected"),
    [
        (date(2026, 6, 1), 1, "m", date(2026, 6, 30)),
        (date(2026, 2, 1), 1, "m", date(2026, 3, 2)),  # ends 28 February, a Sonnabend
        (date(2026, 3, 1), 1, "m", date(2026, 3, 31)),
        (date(2026, 1, 1), 1, "j", date(2026, 12, 31)),
        (date(2026, 6, 1), 1, "w", date(2026, 6, 8)),  # ends Sonntag 7 June
        (date(2026, 6, 2), 1, "w", date(2026, 6, 8)),
        (date(2026, 6, 2), 1, "t", date(2026, 6, 2)),
        (date(2026, 5, 31), 1, "m", date(2026, 6, 30)),
        (date(2023, 12, 31), 2, "m", date(2024, 2, 29)),
    ],
)
def test_a_frist_that_begins_with_the_day_counts_it(start, anzahl, einheit, expected):
    assert end(start, anzahl, einheit, beginn=Beginn.TAGESBEGINN) == expected


def test_every_step_is_a_sentence_with_its_paragraph():
    found = compute_frist(date(2026, 3, 3), Dauer(1, Einheit.MONAT), GESETZE["ao"], ruhetag=ruhetag)
    assert [step.norm for step in found.schritte] == [
        "§ 108 Abs. 1 AO i. V. m. § 187 Abs. 1 BGB",
        "§ 108 Abs. 1 AO i. V. m. § 188 Abs. 2 BGB",
        *["§ 108 Abs. 3 AO"] * 4,
        "§ 108 Abs. 1 AO i. V. m. § 188 BGB",
    ]
    assert "Karfreitag" in found.schritte[2].text
    assert found.schritte[-1].text == "Letzter Tag der Frist ist Dienstag, 07.04.2026, bis 24 Uhr."
    assert all(step.text.endswith(".") for step in found.schritte)


def test_a_missing_day_is_told_with_paragraph_188_3():
    found = compute_frist(
        date(2026, 8, 31), Dauer(1, Einheit.MONAT), GESETZE["bgb"], ruhetag=ruhetag
    )
    assert found.schritte[1].norm == "§ 188 Abs. 3 BGB"


def test_a_day_the_authority_named_does_not_move():
    found = compute_frist(
        date(2026, 3, 7),
        Dauer(2, Einheit.WOCHE),
        GESETZE["vwvfg"],
        ruhetag=ruhetag,
        is_shifted=False,
    )
    assert found.ends_on == date(2026, 3, 21)


def test_a_frist_set_by_the_authority_begins_the_day_after():
    found = compute_frist(
        date(2026, 3, 2),
        Dauer(2, Einheit.WOCHE),
        GESETZE["sgbx"],
        beginn=Beginn.BEHOERDE,
        ruhetag=ruhetag,
    )
    assert (found.schritte[0].norm, found.ends_on) == ("§ 26 Abs. 2 SGB X", date(2026, 3, 16))


@pytest.mark.parametrize("wrong", [0, -1, 401])
def test_a_length_that_no_frist_has_is_refused(wrong):
    with pytest.raises(ValueError, match="1 bis 400"):
        Dauer(wrong, Einheit.TAG)


def test_a_frist_far_outside_of_our_time_is_refused():
    for start, dauer in (
        (date(2026, 1, 1), Dauer(400, Einheit.JAHR)),
        (date.max, Dauer(1, Einheit.TAG)),
        (date(1800, 1, 1), Dauer(1, Einheit.TAG)),
    ):
        with pytest.raises(ValueError, match="außerhalb"):
            span_end(start, dauer)


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
DAUER = st.builds(Dauer, st.integers(1, 60), st.sampled_from(Einheit))


@settings(max_examples=200, deadline=None)
@given(DAYS, DAUER, st.sampled_from(sorted(GESETZE)), st.sampled_from(Beginn))
def test_a_frist_never_ends_on_a_day_of_rest_and_never_too_early(start, dauer, key, beginn):
    found = compute_frist(start, dauer, GESETZE[key], beginn=beginn, ruhetag=ruhetag)
    bare = span_end(start, dauer, counts_first=beginn is Beginn.TAGESBEGINN)
    assert not ruhetag(found.ends_on)
    assert bare <= found.ends_on <= bare + timedelta(days=5)
    assert all(ruhetag(bare + timedelta(days=n)) for n in range((found.ends_on - bare).days))
    days = [step.on for step in found.schritte]
    assert days[1:] == sorted(days[1:])


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(0, 400), DAUER, st.sampled_from(Beginn))
def test_what_begins_later_never_ends_earlier(start, days, dauer, beginn):
    later = start + timedelta(days=days)
    ends = [
        compute_frist(on, dauer, GESETZE["bgb"], beginn=beginn, ruhetag=ruhetag).ends_on
        for on in (start, later)
    ]
    assert ends == sorted(ends)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 59), st.sampled_from(Einheit))
def test_what_lasts_longer_never_ends_earlier(start, anzahl, einheit):
    short, long = (span_end(start, Dauer(n, einheit)) for n in (anzahl, anzahl + 1))
    assert short < long


# When something counts as bekannt gegeben

POST = {
    "gesetz": "vwvfg",
    "norm": "§ 41 Abs. 2 VwVfG",
    "versandart": Versandart.POST,
}
THREE = Bekanntgaberegel(tage=3, from_on=date(1976, 5, 25), to_on=date(2025, 1, 1), **POST)
FOUR = Bekanntgaberegel(tage=4, from_on=date(2025, 1, 1), **POST)
SHIFTING = Bekanntgaberegel(
    tage=4, from_on=date(2025, 1, 1), wochenende=Wochenendregel.SHIFTS, **POST
)
STAYING = Bekanntgaberegel(
    tage=4, from_on=date(2025, 1, 1), wochenende=Wochenendregel.STAYS, **POST
)
LAND = Bekanntgaberegel(tage=3, from_on=date(2010, 1, 1), land="BY", **POST)


def known(regel, posted, **zugang):
    return compute_bekanntgabe(regel, posted, zugang=Zugang(**zugang), ruhetag=ruhetag)


@pytest.mark.parametrize(
    ("on", "land", "expected"),
    [
        (date(2024, 12, 31), "NW", THREE),
        (date(2025, 1, 1), "NW", FOUR),
        (date(2026, 3, 2), "", FOUR),
        (date(2026, 3, 2), "BY", LAND),
    ],
)
def test_the_rule_is_that_of_the_day_of_posting_and_of_the_land(on, land, expected):
    regeln = (THREE, FOUR, LAND)
    found = regel_on(regeln, on, gesetz="vwvfg", versandart=Versandart.POST, land=land)
    assert found is expected


def test_there_is_no_rule_for_what_none_was_made_for():
    assert (
        regel_on((FOUR,), date(2026, 1, 1), gesetz="ao", versandart=Versandart.POST, land="")
        is None
    )


@pytest.mark.parametrize(
    ("regel", "posted", "expected"),
    [
        (THREE, date(2024, 12, 30), date(2025, 1, 2)),
        (FOUR, date(2026, 3, 2), date(2026, 3, 6)),
        (FOUR, date(2026, 3, 3), date(2026, 3, 7)),  # a Sonnabend, and it stays
        (SHIFTING, date(2026, 3, 3), date(2026, 3, 9)),
        (STAYING, date(2026, 3, 3), date(2026, 3, 7)),
        (SHIFTING, date(2026, 3, 30), date(2026, 4, 7)),  # Karfreitag and all of Easter
    ],
)
def test_the_fiction_counts_from_the_day_of_posting(regel, posted, expected):
    assert known(regel, posted).ends_on == expected


def test_a_disputed_weekend_names_the_other_day():
    [warning] = known(FOUR, date(2026, 3, 3)).warnings
    assert "Montag, 09.03.2026" in warning
    assert not known(FOUR, date(2026, 3, 2)).warnings
    assert not known(STAYING, date(2026, 3, 3)).warnings


def test_the_fiction_yields_to_a_later_arrival_but_not_to_an_earlier_one():
    assert known(FOUR, date(2026, 3, 2), on=date(2026, 3, 11)).ends_on == date(2026, 3, 11)
    assert known(FOUR, date(2026, 3, 2), on=date(2026, 3, 3)).ends_on == date(2026, 3, 6)
    assert known(FOUR, date(2026, 3, 2), is_missing=True) is None
    with pytest.raises(ValueError, match="vor der Aufgabe"):
        known(FOUR, date(2026, 3, 2), on=date(2026, 3, 1))


def test_bekanntgabe_and_frist_make_one_row_of_steps():
    given_on = known(FOUR, date(2026, 3, 2))
    frist = compute_frist(
        given_on.ends_on, Dauer(1, Einheit.MONAT), GESETZE["vwgo"], ruhetag=ruhetag
    )
    whole = given_on.then(frist)
    assert whole.ends_on == date(2026, 4, 7)  # 6 April is Ostermontag
    assert whole.schritte[0].norm == "§ 41 Abs. 2 VwVfG"


@pytest.mark.parametrize(
    ("key", "on", "expected"),
    [
        ("pzu", date(2026, 3, 7), date(2026, 3, 7)),
        ("uebergabe", date(2024, 12, 31), date(2025, 1, 3)),
        ("uebergabe", date(2026, 3, 2), date(2026, 3, 6)),
        ("oeffentlich", date(2026, 3, 2), date(2026, 3, 16)),
        ("eeb", date(2026, 3, 2), date(2026, 3, 2)),
    ],
)
def test_each_zustellung_has_its_day(key, on, expected):
    found = compute_zustellung(ZUSTELLUNGEN[key], on)
    assert found.ends_on == expected
    assert found.schritte[0].norm.count("§")


def test_an_einschreiben_that_came_later_or_never():
    art = ZUSTELLUNGEN["uebergabe"]
    later = compute_zustellung(art, date(2026, 3, 2), zugang_on=date(2026, 3, 12))
    assert later.ends_on == date(2026, 3, 12)
    assert compute_zustellung(art, date(2026, 3, 2), is_missing=True) is None
