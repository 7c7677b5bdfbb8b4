"""Messages to other systems: who may set them up and see how they were delivered."""

import json
from functools import partial
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from tests.leaks.row import Row, api, form, get, job, post, with_values
from tests.leaks.world import settle
from verbundakte.akten.actions import change_vorgang
from verbundakte.anbindung import actions, queries
from verbundakte.anbindung.models import Anlass, Meldung
from verbundakte.anbindung.permissions import Permission

LIST = "anbindung/meldungen/"
ONE = f"{LIST}{{abonnement}}/"
WHO = frozenset({"fachadministration", "systemverwaltung"})
URL = "https://example.org/"
NEW = {"bezeichnung": "Neu", "url": URL, "anlaesse": Anlass.AKTE_CREATED}


def prepare(world):
    """Let a system be told of what the clerk sees; one message waits, one was delivered."""
    admin, case = world.home.fachadministration, world.cases["n"]
    values = {
        "bezeichnung": "Mkabonnement",
        "url": "https://example.org/mkadresse",
        "anlaesse": [Anlass.VORGANG_CHANGED],
        "person_id": world.home.persons["sachbearbeiterin"],
    }
    row = actions.create_abonnement(
        admin, queries.open_town(admin), values=values, at=timezone.now()
    )
    for word in ("Mknvorgang", "Mknvorgang"):
        case.vorgang.refresh_from_db()
        seen = case.vorgang.revision
        bemerkung = f"{case.vorgang.bemerkung} {word}"
        change_vorgang(
            world.amira(), case.vorgang, seen_revision=seen, values={"bemerkung": bemerkung}
        )
    with connection.cursor() as cursor:
        settle(cursor)
    case.vorgang.refresh_from_db()
    first = Meldung.objects.order_by("seq").first()
    Meldung.objects.filter(pk=first.pk).update(delivered_at=timezone.now(), status=204, tries=1)
    own = actions.create_abonnement(
        admin,
        queries.open_town(admin),
        values=values | {"person_id": admin.person_id, "anlaesse": [Anlass.AKTE_MOVED]},
        at=timezone.now(),
    )
    return {"abonnement": row.pk, "meldung": first.pk, "own_abonnement": own.pk}


OWN = "abonnements/{own_abonnement}"
OWNER = frozenset({"fachadministration"})
change = partial(Row, anonymous=401)


def sent(**values):
    """Return a body of JSON."""
    return lambda world, case: json.dumps(values)


JOBS = {
    "anbindung.meldung.deliver": job(
        Permission.MELDUNG_SEND,
        args=lambda world: {"abonnement": str(world.prepared["abonnement"]), "token": str(uuid4())},
        error="",
    )
}
ROWS = [
    get("anbindung:abonnements", LIST, WHO),
    *form("anbindung:abonnement-neu", f"{LIST}neu/", WHO,
          lambda world, case: NEW | {"person": str(world.home.persons["sachbearbeiterin"])},
          status=200),
    get("anbindung:abonnement", ONE, WHO),
    *form("anbindung:abonnement-angaben", f"{ONE}angaben/", WHO, with_values(**NEW)),
    post("anbindung:abonnement-ende", f"{ONE}ende/", WHO),
    post("anbindung:abonnement-geheimnis", f"{ONE}geheimnis/", WHO, status=200),
    post("anbindung:abonnement-fortsetzung", f"{ONE}fortsetzung/", WHO),
    *form("anbindung:abonnement-wiederholung", f"{ONE}wiederholung/", WHO,
          with_values(from_at="2026-01-01T00:00", to_at="2036-01-01T00:00")),
    post("anbindung:meldung-wiederholung", f"{ONE}{{meldung}}/wiederholung/", WHO),
    api("list_abonnements", "abonnements", WHO),
    change("api:create_abonnement", "POST", "api/v1/abonnements", WHO, status=201, other=403,
           body=sent(**{**NEW, "anlaesse": [Anlass.AKTE_CREATED]})),
    api("get_abonnement", OWN, OWNER),
    change("api:end_abonnement", "DELETE", f"api/v1/{OWN}", OWNER, status=204),
    change("api:renew_secret", "POST", f"api/v1/{OWN}/geheimnis", OWNER, status=201),
    api("list_meldungen", f"{OWN}/meldungen", OWNER),
    change("api:create_wiederholung", "POST", f"api/v1/{OWN}/wiederholungen", OWNER, status=201,
           body=sent(von="2026-01-01T00:00:00Z", bis="2036-01-01T00:00:00Z")),
]  # fmt: skip
