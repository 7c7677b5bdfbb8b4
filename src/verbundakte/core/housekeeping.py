"""What is tidied every hour: bytes nobody names, files made for
somebody whose time is over, read outbox rows, old sessions and attempts, moments a wrong clock named."""

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction

from verbundakte.core.api.once import KEPT as KEYS_KEPT
from verbundakte.core.ausgaben import drop_expired
from verbundakte.core.bausteine.desk import look_for_news
from verbundakte.core.blobs.register import sweep
from verbundakte.core.blobs.store import trim_cache
from verbundakte.core.clock import now, today
from verbundakte.core.models import (
    ApiToken,
    IdempotencyKey,
    Job,
    LoginAttempt,
    Session,
    Tenant,
    Upload,
)
from verbundakte.core.registry import registry
from verbundakte.core.search.indexer import prune
from verbundakte.core.tenancy.context import use_tenant

logger = logging.getLogger("verbundakte.housekeeping")
DAY = timedelta(days=1)
JOBS_KEPT = timedelta(days=30)
WAITED_FOR = frozenset({"next_try_at", "busy_until", "horcht_until"})
"""So fields are called whose moment work waits for; no wait of the product is longer than a day."""


def tidy_tenant() -> dict[str, int]:
    """Tidy the open town; return what was removed."""
    with transaction.atomic():
        uploads, _ = Upload.objects.filter(created_at__lt=now() - DAY).delete()
        jobs, _ = Job.objects.filter(finished_at__lt=now() - JOBS_KEPT).delete()
        IdempotencyKey.objects.filter(created_at__lt=now() - KEYS_KEPT).delete()
        ausgaben = drop_expired(now())
        mend_waits(now())
    removed = sweep()
    do_what_is_due()
    return {"uploads": uploads, "jobs": jobs, "ausgaben": ausgaben, "bytes": removed}


def mend_waits(at: datetime) -> None:
    """Let what waits for a day that a wrong clock has named in the open town wait no longer."""
    for model in apps.get_models():
        for name in WAITED_FOR.intersection(field.name for field in model._meta.fields):
            model._default_manager.filter(**{f"{name}__gt": at + DAY}).update(**{name: at})


def do_what_is_due() -> None:
    """Let what was planned for a day hold in the open town once the day has come."""
    for name, function in registry.due.items():
        try:
            with transaction.atomic():
                function(today())
        except Exception:
            logger.exception("planned work failed", extra={"kind": name})


def greet_update() -> None:
    """Tell every town at once what this software delivers in addition, when it begins to run; later
    the work of the hour does. Closes the connection: this runs in a thread of its own."""
    try:
        for tenant in Tenant.objects.all():
            with use_tenant(tenant.pk), transaction.atomic():
                look_for_news(today())
    except Exception:
        logger.exception("looking for what is delivered failed")
    finally:
        connection.close()


def tidy() -> None:
    """Tidy every town and the global tables."""
    for tenant in Tenant.objects.all():
        with use_tenant(tenant.pk):
            removed = tidy_tenant()
        if any(removed.values()):
            logger.info("tidied", extra={"tenant": tenant.pk, "reason": str(removed)})
    trim_cache()
    with transaction.atomic():
        Session.objects.filter(expire_date__lt=now()).delete()
        LoginAttempt.objects.exclude(at__range=(now() - DAY, now() + DAY)).delete()
        issued = ApiToken.objects.exclude(client_secret=None)
        issued.filter(expires_at__lt=now() - DAY).delete()
        prune()
