"""Uploads of programs: only who began one finds it."""

import json
from functools import partial

from tests.leaks.row import ALL, AMIRA, UNIT, Row, post
from verbundakte.akten.actions import upload as steps
from verbundakte.core.models import Upload

PLACE = "api/v1/uploads"
ONE = f"{PLACE}/{{loose_upload}}"
MAY_FILE = UNIT | {"sachbearbeiter_ordnung"}
row = partial(Row, anonymous=401)


def prepare(world):
    """Let the clerk's program begin two uploads, one of them finished."""
    new = {"actor_id": world.amira().id, "target_kind": steps.LOOSE}
    new |= {"target_id": world.home.persons["sachbearbeiterin"], "file_name": "Mkodatei"}
    begun = Upload.objects.create(size=4, **new)
    return {"loose_upload": begun.pk, "whole_upload": Upload.objects.create(size=0, **new).pk}


def part(world, case):
    """Return all bytes of the upload."""
    return b"Teil"


def into_vorgang(world, case):
    """Return the body that files an upload in the Vorgang of the case."""
    return json.dumps({"vorgang": str(case.vorgang.pk)})


ROWS = [
    row("api:tell_tus", "OPTIONS", PLACE, ALL, status=204, anonymous=204, quiet=" "),
    row("api:create_upload", "POST", PLACE, MAY_FILE, status=201, other=403, body=part),
    row("api:get_offset", "HEAD", ONE, AMIRA, quiet=" "),
    row("api:append_upload", "PATCH", ONE, AMIRA, status=204, body=part),
    row("api:drop_upload", "DELETE", ONE, AMIRA, status=204),
    post(
        "api:file_upload",
        f"{PLACE}/{{whole_upload}}/ablage",
        AMIRA,
        into_vorgang,
        status=201,
        cases="on",
        seen=404,
        anonymous=401,
    ),
]
