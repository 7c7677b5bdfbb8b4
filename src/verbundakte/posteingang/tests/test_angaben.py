"""Correcting what was recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.core.models import AuditDetail
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import InTheFuture, ReasonMissing
from verbundakte.posteingang.tests.factories import make_eingang

NOW = timezone.now()


def test_another_legal_moment_needs_a_reason_and_reaches_the_dokument(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    earlier = NOW - timedelta(days=2)
    values = {"eingegangen_at": earlier, "weg": "fristenbriefkasten"}
    told = {"seen_revision": eingang.revision, "values": values, "at": NOW}
    with pytest.raises(ReasonMissing):
        actions.correct_eingang(musterstadt.registratur, eingang, **told)
    actions.correct_eingang(musterstadt.registratur, eingang, grund="Stempel vom Freitag", **told)
    eingang.refresh_from_db()
    assert eingang.eingegangen_at == earlier
    assert eingang.dokument.posteingangsdatum == timezone.localdate(earlier)
    details = AuditDetail.objects.filter(event__subject_id=eingang.pk)
    assert details.filter(name="Grund", new="Stempel vom Freitag").exists()


def test_nothing_arrived_tomorrow(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    with pytest.raises(InTheFuture):
        actions.correct_eingang(
            musterstadt.registratur,
            eingang,
            seen_revision=eingang.revision,
            values={"eingegangen_at": NOW + timedelta(days=1)},
            grund="Versehen",
            at=NOW,
        )
