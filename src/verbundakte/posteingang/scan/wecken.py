"""Asked by the worker every second: looks into the watched folders of all towns and starts jobs."""

import os

from django.db import connection, transaction

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.jobs import start
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.actions.kanal_stand import note_failing, note_working
from verbundakte.posteingang.behoerdenpost import ordner as nachrichten
from verbundakte.posteingang.behoerdenpost.kinds import NachrichtJob
from verbundakte.posteingang.models import Eingangskanal, KanalArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.posteingang.scan.ordner import Gesehen, OrdnerProblem, opened, parts_of
from verbundakte.posteingang.scan.wache import WACHE, Blick, Wache, moment
from verbundakte.posteingang.scan.wurzel import root

FOLDERS = SystemActor(id="posteingang.ordner", permissions=frozenset({Permission.SCAN_WORK}))
MESSAGES = (KanalArt.BEHOERDENPOST, KanalArt.ANTRAG)
LEAST_QUIET, USUAL_QUIET = 3, 5


def _look(place: list[str]) -> list[Gesehen]:
    with opened(root(), place) as folder:
        return nachrichten.look(folder, "/".join(place[1:]))


NACHRICHTEN = Wache(_look)


def wake() -> int:
    """Look into each folder; return how many jobs were started."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tenant, slug, kanal, art, ordner, ruhe, is_failing FROM posteingang_ordner()"
        )
        rows = cursor.fetchall()
    started = 0
    for tenant, slug, kanal, art, folder, quiet, is_failing in rows:
        try:
            place = [slug, *parts_of(folder)]
            watch = NACHRICHTEN if art in MESSAGES else WACHE
            blick = watch.ask(kanal, place, max(LEAST_QUIET, quiet or USUAL_QUIET), moment())
        except OrdnerProblem as problem:
            blick = Blick(problem=problem.message)
        if blick and (blick.files or blick.problem or is_failing):
            with use_tenant(tenant), transaction.atomic():
                started += _follow(kanal, blick)
    return started


def _follow(key, blick: Blick) -> bool:
    """Tell what is wrong, or start the job that takes the files; tell whether one was started."""
    kanal = Eingangskanal.objects.filter(pk=key, is_active=True).first()
    if kanal is None:
        return False
    kind = NachrichtJob.TAKE if kanal.art in MESSAGES else ScanJob.TAKE
    if Job.objects.waiting().filter(kind=kind, subject_id=key).exists():
        return False
    if blick.problem:
        note_failing(kanal, blick.problem, at=now())
        return False
    if not blick.files:
        if blick.is_clear:
            note_working(kanal, at=now())
        return False
    files = [_packed(one) for one in blick.files]
    start(FOLDERS, kind, subject=kanal, label=kanal.bezeichnung, kanal=key, files=files)
    return True


def _packed(seen: Gesehen) -> list:
    """Return a file as the job's row keeps it: names that are no text survive in hexadecimal."""
    return [os.fsencode(seen.name).hex(), seen.size, seen.changed_ns]
