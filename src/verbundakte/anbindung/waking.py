"""Starts a job for every Abonnement with messages that are due, of all towns."""

from uuid import uuid4

from django.db import connection, transaction

from verbundakte.anbindung.actions import MELDUNGEN, claim
from verbundakte.anbindung.kinds import JobKind
from verbundakte.core.clock import now
from verbundakte.core.jobs import start
from verbundakte.core.tenancy.context import use_tenant


def wake() -> int:
    """Start what is due; return how many jobs were started."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tenant, abonnement FROM anbindung_waiting()")
        found = cursor.fetchall()
    started = 0
    for tenant, key in found:
        with use_tenant(tenant), transaction.atomic():
            token = uuid4()
            if claim(key, token, at=now()):
                start(MELDUNGEN, JobKind.DELIVER, abonnement=key, token=token)
                started += 1
    return started
