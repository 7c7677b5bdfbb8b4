"""A town leaves: two persons, two weeks, a package, a deletion that is proven and signed."""

import argparse
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from verbundakte.cli import leaving
from verbundakte.core import loeschliste
from verbundakte.core.models import Tenant
from verbundakte.core.paket import proof
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.verbund import actions
from verbundakte.verbund.models import Auszug

NOW = timezone.now()


def test_two_persons_decide_and_two_weeks_pass(musterstadt):
    first, second = musterstadt.leitung, musterstadt.fachadministration
    with pytest.raises(PermissionDenied):
        actions.request_auszug(musterstadt.sachbearbeiterin, musterstadt.tenant, at=NOW)
    with pytest.raises(actions.NotLeaving):
        actions.check_may_leave(None, at=NOW)
    auszug = actions.request_auszug(first, musterstadt.tenant, at=NOW)
    with pytest.raises(actions.AlreadyLeaving):
        actions.request_auszug(second, musterstadt.tenant, at=NOW)
    with pytest.raises(actions.SamePerson):
        actions.confirm_auszug(first, auszug, at=NOW)
    with pytest.raises(actions.TooEarly, match="zweiten Person"):
        actions.check_may_leave(auszug, at=NOW)
    auszug = actions.confirm_auszug(second, auszug, at=NOW)
    with pytest.raises(actions.TooEarly, match="frühestens"):
        actions.check_may_leave(auszug, at=NOW + timedelta(days=13))
    assert actions.check_may_leave(auszug, at=NOW + timedelta(days=14)) == auszug
    actions.withdraw_auszug(first, auszug, at=NOW)
    assert not Auszug.objects.in_force().exists()


def leave(tmp_path, **more) -> int:
    options = {"verb": "leave", "tenant": "musterstadt", "login": None, "key": None, "finish": None}
    options |= {"confirm": False, "withdraw": False} | more
    return leaving.run(argparse.Namespace(**options))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_proof_counts_nothing_left_and_is_signed(databases, tmp_path, capsys):
    tenant = databases.towns["musterstadt"][0]
    leave(tmp_path, login="leitung.musterstadt")
    leave(tmp_path, login="fachadministration.musterstadt", confirm=True)
    target = tmp_path / "auszug.tar"
    with pytest.raises(actions.TooEarly):
        leave(tmp_path, finish=str(target))
    assert not target.exists() and Tenant.objects.filter(pk=tenant.pk).exists()
    with use_tenant(tenant.pk), transaction.atomic():
        Auszug.objects.update(confirmed_at=NOW - timedelta(days=15))
    assert leave(tmp_path, finish=str(target)) == 0
    assert not Tenant.objects.filter(pk=tenant.pk).exists()
    written = tmp_path / "auszug.tar.nachweis.json"
    document = json.loads(written.read_text())
    assert document["nachweis"]["loeschung"]["zeilen_nachher"] == {}
    assert document["nachweis"]["loeschung"]["zeilen_vorher"]["verbund_auszug"] == 1
    assert proof.is_genuine(document)
    assert [one.kind for one in loeschliste.known()] == [loeschliste.KOMMUNE]
    assert leaving.run(argparse.Namespace(verb="proof", file=str(written))) == 0
    assert "Danach vorhanden: 0 Zeilen, 0 Dateien" in capsys.readouterr().out
    document["nachweis"]["loeschung"]["dateien_geloescht"] = 5
    assert not proof.is_genuine(document)
