"""Steps in bulk, and the questions of the desk (see `geschaeftsgang.py` beside this folder)."""

import logging
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from django.db import connection, connections, transaction
from django.test import Client
from seiten import counted

from verbundakte.akten.models import Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import memory
from verbundakte.core.clock import today
from verbundakte.core.models import Membership, Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.geschaeftsgang import queries
from verbundakte.geschaeftsgang.models import Schritt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Stellenbesetzung

OPEN, FINISHED, ROUNDS, TARGET_MS = 5_000, 1_000_000, 60, 20
WARM = 8  # the first of a kind are planned anew by a connection, which later ones are not
ROUTES = """
INSERT INTO geschaeftsgang_verfuegung (id, tenant, vorgang_id, betreff, reihenfolge, vorlage_name,
  urheber_name, urheber_stelle, created_at, revision)
SELECT gen_random_uuid(), %(tenant)s, %(vorgang)s, 'bench', 'folge', '', 'bench', '', now(), 1
FROM generate_series(1, %(open)s)
"""
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
    here = Schritt.objects.filter(verfuegung__betreff="bench")
    if count := here.exclude(ended_at=None).count():
        return count
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


def page_of(tenant: Tenant, actor) -> Callable:
    """Return what asks for the whole page of the desk, as a browser does."""
    member = Membership.objects.get(tenant=tenant, person_id=actor.person_id)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(member.account)

    def ask() -> None:
        answer = browser.get(f"/{tenant.slug}/")
        if answer.status_code != 200:
            raise SystemExit(f"Der Schreibtisch antwortet mit {answer.status_code}.")

    return ask


def timed(ask) -> tuple[list[float], list[float]]:
    """Return how long a question takes, and how much CPU of this process, in order."""
    took, cpu = [], []
    for _ in range(ROUNDS):
        begun, before = time.perf_counter(), time.process_time()
        ask()
        took.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - before) * 1000)
    return sorted(took), sorted(cpu)


def measure(actor) -> list[dict]:
    """Return the times of the first and a later page, and of the counts."""
    on = today()
    second = queries.waiting_for(actor, on=on).next
    asked = {
        "erste Seite": lambda: queries.waiting_for(actor, on=on),
        "zweite Seite": lambda: queries.waiting_for(actor, on=on, after=second),
        "Zahlen je Art": lambda: queries.waiting_counts(actor, on=on),
    }
    return [_row(name, ask) for name, ask in asked.items()]


def _reached(rows: list[dict]) -> str:
    return "erreicht" if all(row["p50_ms"] <= TARGET_MS for row in rows) else "verfehlt"


def _row(name: str, ask) -> dict:
    for _ in range(WARM):
        ask()
    with counted() as counter:
        ask()
    took, cpu = timed(ask)
    return {
        "question": name,
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(ROUNDS * 0.95)], 1),
        "fastest_ms": round(took[0], 1),
        "cpu_p50_ms": round(statistics.median(cpu), 1),
        "queries": counter.count,
    }


def clerk_of_a_unit() -> tuple | None:
    """Return a person who reads Vorgänge, and her unit; None in a town without one.

    She sees Verfügungen, also where the town has not taken over the roles that allow it.
    """
    rows = Stellenbesetzung.objects.valid_on(today()).select_related("stelle").order_by("pk")
    for row in rows:
        actor = load_actor(row.person_id)
        if actor and actor.zones_read and AktenPermission.VORGANG_READ in actor.permissions:
            seeing = actor.permissions | {Permission.VERFUEGUNG_READ}
            return replace(actor, permissions=seeing), row.stelle.einheit_id
    return None


def figures(size: int | None) -> dict:
    """Return the figures of the first town in which somebody reads Vorgänge."""
    logging.disable(logging.INFO)  # the figures are the output
    memory.settle()
    for tenant in Tenant.objects.order_by("pk"):
        with use_tenant(tenant.pk), transaction.atomic():
            if (found := clerk_of_a_unit()) is None:
                continue
            finished = fill(*found, size=FINISHED if size is None else size)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLES}")
        with use_tenant(tenant.pk), transaction.atomic():
            clerk = clerk_of_a_unit()[0]
            rows = measure(clerk)
        rows.append(_row("ganzer Schreibtisch", page_of(tenant, clerk)))
        return {
            "finished": finished,
            "open": OPEN,
            "target": f"{TARGET_MS} ms (p50): {_reached(rows)}",
            "questions": rows,
            "load": str([round(one, 1) for one in os.getloadavg()]),
        }
    raise SystemExit("Hier liest niemand Vorgänge.")
