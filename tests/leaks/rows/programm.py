"""Doors about editing in programs: where to open, drafts that a program left, one's own keys."""

from django.utils import timezone

from tests.leaks.row import TOKENS, UNIT, WRITERS, form, get, post, with_values
from verbundakte.akten.models import Arbeitsstand
from verbundakte.core.blobs.register import keep


def prepare(world) -> dict:
    """Let the clerk have left a draft of the ordinary Dokument."""
    case = world.cases["o"]
    stand = Arbeitsstand.objects.create(
        dokument=case.dokument,
        person_id=world.home.persons["sachbearbeiterin"],
        blob=keep(b"Arbeitsstand"),
        file_name=case.datei.file_name,
        size=12,
        saved_at=timezone.now(),
    )
    return {"arbeitsstand": stand.pk}


STAND = "dokumente/{dokument}/arbeitsstaende/{arbeitsstand}/"
ROWS = [
    get("programm:dokument", "dokumente/{dokument}/programm/", UNIT, cases="onsu"),
    get("programm:browser", "dokumente/{dokument}/browser/", frozenset(), cases="o", seen=404),
    post("programm:stand-fassung", f"{STAND}fassung/", WRITERS, cases="o"),
    post("programm:stand-verwerfung", f"{STAND}verwerfung/", WRITERS, cases="o"),
    *form(
        "programm:programme",
        "konto/programme/",
        TOKENS,
        with_values(name="Neu"),
        status=200,
        own=True,
    ),
]
