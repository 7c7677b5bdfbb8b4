"""Doors of archives: unpacking on request, and taking that back."""

import json

from django.utils import timezone

from tests.leaks.row import WRITERS, job, post
from verbundakte.akten.models import Rendition
from verbundakte.akten.permissions import Permission
from verbundakte.core.blobs.register import keep


def prepare(world) -> dict:
    """Let a file of a marked name lie in the file of each case."""
    for key in "onsu":
        case, name = world.cases[key], f"Mk{key}inhalt"
        listed = json.dumps([{"name": name, "size": 1, "changed": "", "remark": ""}])
        Rendition.objects.create(
            datei=case.datei,
            kind="inhalt",
            blob=keep(listed.encode()),
            media_type="application/json",
            created_at=timezone.now(),
        )
        case.secrets.append(name)
    return {}


ROWS = [
    post("akten:entpackung", "dokumente/{dokument}/entpackung/", WRITERS, cases="onsuc",
         quiet="c"),  # closed
    post("akten:entpackung-ruecknahme", "dokumente/{dokument}/entpackung/ruecknahme/", WRITERS,
         cases="ons", quiet="ons"),  # nothing is unpacked
]  # fmt: skip
JOBS = {
    "akten.datei.unpack": job(
        Permission.DOKUMENT_PROCESS, args=lambda world: {"datei": str(world.cases["o"].datei.pk)}
    )
}
