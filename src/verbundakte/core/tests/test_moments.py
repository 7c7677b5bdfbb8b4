"""Moments are read quickly, and as Django reads them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.backends.postgresql import psycopg_any
from django.db.utils import DataError

MOMENTS = (
    "2026-11-29 03:12:13.123456+00", "2026-11-29 03:12:13+00", "2026-03-29 01:59:59.5+00",
    "0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00",
)  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_what_django_reads(db, moment):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", (moment,))
        (found,) = cursor.fetchone()
        loader = type("Loader", (psycopg_any.BaseTzLoader,), {"timezone": UTC})
        django = loader(0, connection.connection).load(moment.encode())
    assert found == django and found.tzinfo is django.tzinfo is UTC


def test_a_moment_told_in_another_zone_is_the_same_moment(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'Europe/Berlin'")
        cursor.execute("SELECT '2026-07-01 14:00+02'::timestamptz")
        (found,) = cursor.fetchone()
    assert found == datetime(2026, 7, 1, 12, tzinfo=UTC) and found.tzinfo is UTC


@pytest.mark.parametrize("moment", ["infinity", "4713-01-01 00:00:00+00 BC"])
def test_what_python_has_no_moment_for_is_an_error_not_a_wrong_moment(db, moment):
    with connection.cursor() as cursor, pytest.raises(DataError):
        cursor.execute("SELECT %s::timestamptz", (moment,))
        cursor.fetchone()
