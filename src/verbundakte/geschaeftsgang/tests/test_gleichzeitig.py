"""Several sign at the same moment: nothing is lost, nothing is done twice, the next step begins once."""

import pytest
from django.db import transaction
from django.utils import timezone

from verbundakte.core.tenancy.context import use_tenant
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.checks import check_schritte, check_zeichnungen
from verbundakte.geschaeftsgang.models import Erledigung, Zeichnung
from verbundakte.geschaeftsgang.tests.factories import line, make_verfuegung, standing, steps
from verbundakte.organisation.tests.test_gleichzeitig import at_once

SIDE_BY_SIDE = 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_several_sign_at_the_same_moment(towns):
    town = towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        lines = [line("mitzeichnung", an=town.leitung, stufe=1) for _ in range(SIDE_BY_SIDE)]
        verfuegung = make_verfuegung(town, *lines, line("versand", an="63", stufe=2))
        rows, seen = steps(verfuegung), standing(verfuegung.dokument)
        leitung = town.leitung

    def agree(row):
        return lambda: actions.agree_schritt(leitung, row, seen=seen, at=timezone.now())

    twice = [agree(row) for row in rows[:SIDE_BY_SIDE]] + [agree(rows[0]), agree(rows[1])]
    assert sorted(at_once(town, *twice)) == [""] * SIDE_BY_SIDE + ["IsOver"] * 2
    with use_tenant(town.tenant.pk), transaction.atomic():
        numbers = Zeichnung.objects.order_by("nummer").values_list("nummer", flat=True)
        assert list(numbers) == list(range(1, SIDE_BY_SIDE + 1))
        assert Erledigung.objects.count() == SIDE_BY_SIDE
        assert steps(verfuegung)[-1].begun_at is not None
        assert check_zeichnungen(deep=False)[1] == [] and check_schritte(deep=False)[1] == []
