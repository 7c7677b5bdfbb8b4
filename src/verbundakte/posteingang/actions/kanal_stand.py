"""Whether a way in works: told once when it fails, and once when it works again."""

from datetime import datetime

from django.db import transaction

from verbundakte.posteingang.models import Eingangskanal


def note_failing(kanal: Eingangskanal, reason: str, *, at: datetime) -> None:
    """Remember since when and why a way in fails; the desk of administrators shows it."""
    with transaction.atomic():  # jobs have none open
        Eingangskanal.objects.filter(pk=kanal.pk).exclude(failure=reason[:400]).update(
            failure=reason[:400], failing_since=kanal.failing_since or at
        )


def note_working(kanal: Eingangskanal, *, at: datetime) -> None:
    """Remember that something came in, and that nothing fails any more."""
    with transaction.atomic():
        Eingangskanal.objects.filter(pk=kanal.pk).update(
            failure="", failing_since=None, next_try_at=None, last_success_at=at
        )
