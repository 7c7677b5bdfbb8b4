"""How long the desk takes with many open and finished steps of one unit.

`--size` is the number of finished steps (1,000,000); 5,000 are open. Works in the first town of the
installation in --data and removes its steps at the end: use a copy, it leaves empty room in the
tables. Target: 20 ms p50, the same number of queries whatever there is.
"""

import argparse
import statistics
import time

from django.db import connection, connections, transaction

from verbundakte.akten.models import Vorgang
from verbundakte.cli.session import django_session
from verbundakte.core.clock import today
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.geschaeftsgang import queries
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Stellenbesetzung

OPEN, FINISHED, ROUNDS, TARGET_MS = 5_000, 1_000_000, 60, 20
ROUTES = """
INSERT INTO geschaeftsgang_verfuegung (id, tenant, vorgang_id, betreff, reihenfolge, vorlage_name,
  urheber_name, urheber_stelle, created_at, revision)
SELECT gen_random_uuid(), %(tenant)s, %(vorgang)s, 'bench', 'folge', '', 'bench', '', now(), 1
FROM generate_series(1, %(open)s)
"""
REMOVE = (
    "DELETE FROM geschaeftsgang_schritt WHERE verfuegung_id IN"
    " (SELECT id FROM geschaeftsgang_verfuegung WHERE betreff = 'bench')",
    "DELETE FROM geschaeftsgang_verfuegung WHERE betreff = 'bench'",
)
TABLES = "geschaeftsgang_schritt, geschaeftsgang_verfuegung, akten_vorgang, akten_dokument"
STEPS = """
INSERT INTO geschaeftsgang_schritt (id, tenant, verfuegung_id, position, stufe, art, einheit_id, aussen,
  rolle, text, is_eilig, added_at, begun_at, ended_at, platz, rang, revision)
SELECT gen_random_uuid(), %(tenant)s, v.id, p, p, 'kenntnis', %(einheit)s, '', '', '', false, now(), now(),
  CASE WHEN p > 1 THEN now() END, %(einheit)s, 9000 + (random() * 900)::int, 1
FROM geschaeftsgang_verfuegung v, generate_series(1, 1 + %(each)s) p WHERE v.betreff = 'bench'
"""


def fill(actor, einheit, *, size: int) -> int:
    """Put steps on the desk of a unit; return how many of them are finished."""
    vorgang = Vorgang.objects.filter(zone_id__in=actor.zones_read).first()
    told = {
        "tenant": actor.tenant,
        "vorgang": vorgang.pk,
        "einheit": einheit,
        "open": OPEN,
        "each": size // OPEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROUTES, told)
        cursor.execute(STEPS, told)
    return told["each"] * OPEN


def measure(actor) -> dict:
    """Return the times of the first and a later page, and of the counts."""
    first, later, after = [], [], ""
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        page = queries.waiting_for(actor, on=today())
        first.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        after = queries.waiting_for(actor, on=today(), after=after or page.next).next
        later.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    queries.count_waiting(actor, on=today())
    return {
        "open": OPEN,
        "first_page_p50_ms": round(statistics.median(first) * 1000, 1),
        "first_page_p95_ms": round(sorted(first)[int(ROUNDS * 0.95)] * 1000, 1),
        "later_page_p50_ms": round(statistics.median(later) * 1000, 1),
        "counts_ms": round((time.perf_counter() - begun) * 1000, 1),
        "reached": statistics.median(first) * 1000 <= TARGET_MS,
    }


def run(options: argparse.Namespace) -> dict:
    """Return the figures."""
    size = FINISHED if options.size is None else options.size
    with django_session(options.data):
        tenant = Tenant.objects.order_by("pk").first().pk
        try:
            with use_tenant(tenant), transaction.atomic():
                post = Stellenbesetzung.objects.valid_on(today()).select_related("stelle").first()
                finished = fill(load_actor(post.person_id), post.stelle.einheit_id, size=size)
            with connections["owner"].cursor() as cursor:
                cursor.execute(f"ANALYZE {TABLES}")
            with use_tenant(tenant), transaction.atomic():
                return {"finished": finished, **measure(load_actor(post.person_id))}
        finally:
            with connections["owner"].cursor() as cursor:
                for statement in REMOVE:
                    cursor.execute(statement)
