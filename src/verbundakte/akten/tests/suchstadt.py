"""A town with one Vorgang and two Dokumente that are committed and indexed, for tests of the search."""

import pytest
from django.db import transaction

from verbundakte.akten.models import Seitentext
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.search import indexes
from verbundakte.core.search.indexer import Tail
from verbundakte.core.search.outbox import touch
from verbundakte.core.search.service import Search, search
from verbundakte.core.tenancy.context import use_tenant


@pytest.fixture
def town(databases, data_dir):
    """The first town with one Vorgang and two Dokumente, committed and indexed."""
    from conftest import Town, follow_outbox

    town = Town(*databases.towns["musterstadt"])
    indexes.pool.cache_clear()
    clerk = lambda: town.sachbearbeiterin  # noqa: E731
    with use_tenant(town.tenant.pk):
        with transaction.atomic():
            unit = make_planeinheit()
        town.akte = make_akte(clerk, planeinheit=unit)
        town.vorgang = make_vorgang(clerk, akte=town.akte, betreff="Bauvoranfrage Carport")
        town.scan = make_dokument(clerk, vorgang=town.vorgang, name="Scan_0815.pdf", content=b"1")
        other = make_dokument(clerk, vorgang=town.vorgang, name="Notiz.txt", content=b"2")
        with transaction.atomic():
            for dokument, page, text in (
                (town.scan, 3, "Die Wohnungsgeberbescheinigung lag nicht bei."),
                (other, 1, "Ortstermin am Montag"),
            ):
                datei = dokument.fassungen.get().dateien.get()
                Seitentext.objects.create(datei=datei, page=page, text=text)
                touch(dokument)
    town.tail = Tail()
    town.follow = lambda: follow_outbox(town.tail)
    town.follow()
    return town


def found(town, actor, text):
    """Return the titles an actor finds."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        return [shown.hit.title for shown in search(actor, Search(text)).hits]
