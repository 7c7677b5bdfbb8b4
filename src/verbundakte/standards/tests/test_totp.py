"""One-time codes against the values printed in RFC 6238, appendix B (last six digits)."""

from datetime import UTC, datetime, timedelta

import pytest

from verbundakte.standards import totp

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    assert totp.code_for(SECRET, seconds // totp.SECONDS) == code


def test_a_clock_half_a_minute_off_is_forgiven_and_no_more():
    step = totp.step_of(NOW)
    for off, is_right in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = totp.code_for(SECRET, step + off)
        found = totp.matching_step(SECRET, code, NOW, after=0)
        assert found == (step + off if is_right else None), off


def test_a_code_that_was_used_counts_no_more_and_none_before_it():
    step = totp.step_of(NOW)
    for off in (-1, 0):
        code = totp.code_for(SECRET, step + off)
        assert totp.matching_step(SECRET, code, NOW, after=step) is None
    later = NOW + timedelta(seconds=totp.SECONDS)
    assert totp.matching_step(SECRET, totp.code_for(SECRET, step + 1), later, after=step)


def test_the_address_carries_secret_and_login():
    address = totp.address(SECRET, issuer="Verbundakte", login="nora neu")
    assert address.startswith("otpauth://totp/Verbundakte%3Anora%20neu?secret=GEZDGNBV")
    assert address.endswith("&issuer=Verbundakte")
