"""Doors of who may see what: access of a Dokument, exclusions, large changes of access."""

from django.db import connection
from django.utils import timezone

from tests.leaks.row import WRITERS, get, job, post
from verbundakte.akten import actions
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Person


def _exclusion(world, case):
    return {"person": world.home.persons["archiv"], "reason": "Angehörige"}


ROWS = [
    get("akten:dokument-zugriff", "dokumente/{dokument}/zugriff/", WRITERS, cases="onsu"),
    post("akten:dokument-zugriff", "dokumente/{dokument}/zugriff/", WRITERS,
         lambda world, case: {"choice": "plus", "persons": [world.home.persons["archiv"]]},
         cases="ons"),
    post("akten:akte-ausschluesse", "akten/{akte}/ausschluesse/", WRITERS, _exclusion, cases="os"),
    post("akten:vorgang-ausschluesse", "vorgaenge/{vorgang}/ausschluesse/", WRITERS, _exclusion,
         cases="ons"),
    post("akten:ausschluss-aufhebung", "ausschluesse/{ausschluss}/aufhebung/",
         frozenset({"sachbearbeiterin"})),
]  # fmt: skip

JOBS = {
    "akten.zugriff.spread": job(
        "akten.zugriff:edit",
        args=lambda world: {"model": "akte", "key": str(world.cases["o"].akte.pk)},
        error="Das Objekt gibt es nicht mehr.",
    ),
}


def prepare(world) -> dict:
    """Shut somebody out of the narrowed Vorgang, which only the clerk sees."""
    vorgang = world.cases["n"].vorgang
    with use_tenant(world.home.tenant.pk):
        person = Person.objects.get(pk=world.home.persons["leitung"])
        made = actions.exclude_person(
            world.amira(), vorgang, person=person, reason="befangen", at=timezone.now()
        )
        vorgang.refresh_from_db()
        world.cases["n"].dokument.refresh_from_db()
        world.index()
        connection.check_constraints()  # the log takes its place in the chain now
    return {"ausschluss": made.pk}
