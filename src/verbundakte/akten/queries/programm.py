"""What programs see: the bytes that count for a person, what she has in hand, her own folders, locks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from django.http import Http404

from verbundakte.akten.models import (
    Ablagedatei,
    Arbeitsstand,
    Bearbeitungssperre,
    Datei,
    Dokument,
    Programmsperre,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import dokumente, with_newest
from verbundakte.akten.queries.own import own_vorgaenge, zuletzt_geoeffnet

MOST = 200


@dataclass(frozen=True)
class Arbeitsdatei:
    """The bytes of a Dokument as a person goes on with them: her own draft, else the newest Fassung."""

    dokument: Dokument
    name: str
    sha256: str
    size: int
    changed_at: datetime
    datei: Datei | None
    is_stand: bool = False


def arbeitsdateien(actor, rows: Iterable[Dokument]) -> list[Arbeitsdatei]:
    """Return what there is to edit of Dokumente that were read with their newest file (two queries)."""
    rows = list(rows)
    keys = [row.pk for row in rows]
    own = Arbeitsstand.objects.filter(dokument__in=keys, person_id=actor.person_id, size__gt=0)
    staende = {row.dokument_id: row for row in own.select_related("blob")}
    dateien = [row.newest_datei for row in rows if row.newest_datei is not None]
    known = Datei.objects.filter(pk__in=[row.pk for row in dateien])
    digests = dict(known.values_list("pk", "blob__sha256"))
    found = []
    for row in rows:
        datei, stand = row.newest_datei, staende.get(row.pk)
        if datei is None:
            continue
        if stand is None:
            at, name = row.newest_fassung.created_at, datei.file_name
            found.append(Arbeitsdatei(row, name, digests[datei.pk], datei.size, at, datei))
            continue
        sha, at, name = stand.blob.sha256, stand.saved_at, datei.file_name
        found.append(Arbeitsdatei(row, name, sha, stand.size, at, datei, is_stand=True))
    return found


def get_arbeitsdatei(actor, key: UUID) -> Arbeitsdatei:
    """Return what there is to edit of a Dokument, or 404."""
    rows = dokumente(actor).filter(pk=key, erased_at=None)
    found = arbeitsdateien(actor, with_newest(rows.select_related("akte", "vorgang"), 1))
    if not found:
        raise Http404
    return found[0]


def arbeitsdateien_in(actor, vorgang: Vorgang) -> list[Arbeitsdatei]:
    """Return what there is to edit in a Vorgang that was read, in the order of its numbers."""
    rows = dokumente(actor).filter(vorgang=vorgang, parent=None, erased_at=None)
    rows = rows.select_related("akte", "vorgang").order_by("position", "pk")
    return arbeitsdateien(actor, with_newest(rows, MOST))


def own_arbeitsdateien(actor) -> list[Arbeitsdatei]:
    """Return what the person has checked out, oldest lock first."""
    if Permission.DOKUMENT_READ not in actor.permissions:
        return []
    locks = Bearbeitungssperre.objects.in_force().filter(person_id=actor.person_id)
    rows = dokumente(actor).filter(pk__in=locks.values("dokument"), erased_at=None)
    rows = rows.select_related("akte", "vorgang").order_by("created_at", "pk")
    return arbeitsdateien(actor, with_newest(rows, MOST))


def vorgaenge_at_hand(actor) -> list[Vorgang]:
    """Return the Vorgänge in one's care and those one opened last, each once."""
    found = own_vorgaenge(actor, limit=MOST)
    opened = [mark.subject for mark in zuletzt_geoeffnet(actor, limit=50)]
    found += [row for row in opened if isinstance(row, Vorgang)]
    return list({row.pk: row for row in found}.values())


def staende_of(actor, dokument: Dokument) -> list[Arbeitsstand]:
    """Return the drafts of a Dokument that was read, with whose they are."""
    rows = dokument.arbeitsstaende.select_related("person").order_by("saved_at", "pk")
    return list(rows[:MOST])


def staende_in(actor, vorgang: Vorgang) -> list[Arbeitsstand]:
    """Return the drafts of visible Dokumente of a Vorgang, with whose they are."""
    rows = Arbeitsstand.objects.filter(dokument__in=dokumente(actor).filter(vorgang=vorgang))
    rows = rows.select_related("person", "dokument").order_by("saved_at", "pk")
    return list(rows[:MOST])


def get_stand(actor, dokument: Dokument, key: UUID) -> Arbeitsstand:
    """Return a draft of a Dokument that was read, or 404."""
    found = dokument.arbeitsstaende.select_related("person", "blob").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _ablage(actor):
    return Ablagedatei.objects.filter(person_id=actor.person_id).select_related("blob")


def ablage_at(actor, parent: str, name: str) -> Ablagedatei | None:
    """Return what lies there in the person's own folders."""
    return _ablage(actor).filter(parent=parent, name=name).first()


def ablage_in(actor, parent: str) -> list[Ablagedatei]:
    """Return what lies in one of the person's own folders, by name."""
    return list(_ablage(actor).filter(parent=parent).order_by("name")[:2000])


def programmsperren(actor, **which) -> list[Programmsperre]:
    """Return locks of programs in force: `token`, `place` or `sperre__dokument` narrow."""
    rows = Programmsperre.objects.in_force().filter(**which)
    return list(rows.select_related("sperre", "person").order_by("created_at", "pk")[:MOST])


def programmsperre_named(actor, token: str) -> Programmsperre | None:
    """Return the person's lock with this token.

    On a Dokument it is good as long as she has checked it out, though the program kept silent too long
    (a laptop that slept): nobody else has begun since.
    """
    held = Q(sperre__released_at=None, sperre__expires_at__gt=Now())
    alone = Q(sperre=None, expires_at__gt=Now())
    rows = Programmsperre.objects.filter(held | alone, token=token, person_id=actor.person_id)
    return rows.select_related("sperre", "person").first()


def own_programmsperren(actor) -> list[Programmsperre]:
    """Return the person's locks of programs in force."""
    return programmsperren(actor, person_id=actor.person_id)
