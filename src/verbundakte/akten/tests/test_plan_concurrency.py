"""Files are made while the plan is released: each lies under exactly one unit that held then."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions.aktenplan import release_sample_plan
from verbundakte.akten.actions.aktenplan_entwurf import begin_draft, change_plan
from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.akten.models import Akte, Aktenplaneinheit
from verbundakte.akten.plan_changes import Plan
from verbundakte.akten.services import SETUP
from verbundakte.core.models import Baustein
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Organisationseinheit

WORKERS, EACH = 3, 8


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_akte_is_lost_and_none_begins_under_an_ended_unit(towns):
    town = towns["musterstadt"]
    tenant = town.tenant.pk
    with use_tenant(tenant), transaction.atomic():
        first = Organisationseinheit.objects.get(kennzeichen="63")
        release_sample_plan(SETUP, first, on=date(2020, 1, 1))
    keeper, clerk = town.fachadministration, town.sachbearbeiterin

    def renamed(plan: Plan) -> Plan:
        units = [unit | {"titel": f"{unit['titel']} neu"} for unit in plan.data["einheiten"]]
        return Plan({**plan.data, "einheiten": units})

    with use_tenant(tenant), transaction.atomic():
        unit = Aktenplaneinheit.objects.get(kennzeichen="632.20")
        plan = Baustein.objects.get(kind=AKTENPLAN)
        draft = begin_draft(keeper, plan, on=timezone.localdate())
        draft = change_plan(keeper, draft, change=renamed)
    begun = Event()

    def file(worker: int) -> int:
        try:
            for number in range(EACH):
                with use_tenant(tenant), transaction.atomic():
                    betreff = f"Sache {worker}/{number}"
                    actions.create_akte(clerk, unit, betreff=betreff, at=timezone.now())
                begun.set()
            return EACH
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        filing = [pool.submit(file, worker) for worker in range(WORKERS)]
        begun.wait(30)
        with use_tenant(tenant), transaction.atomic():
            today = timezone.localdate()
            actions.release_plan(keeper, draft, valid_from=today, at=timezone.now())
        made = sum(one.result(timeout=60) for one in filing)
    with use_tenant(tenant), transaction.atomic():
        akten = list(Akte.objects.select_related("planeinheit").order_by("aktenzeichen"))
        assert len(akten) == len({akte.aktenzeichen for akte in akten}) == made
        versions = [akte.planeinheit.version for akte in akten]
        assert versions == sorted(versions)
        assert set(versions) <= {1, 2}
        assert {akte.planeinheit.item_id for akte in akten} == {unit.item_id}
