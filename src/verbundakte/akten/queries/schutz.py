"""Restrictions and corrections of what was read (Art. 16 and 18 DSGVO)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from verbundakte.akten.models import (
    Berichtigungsvermerk,
    Dokument,
    Einschraenkung,
    Kontakt,
    Vorgang,
    is_restricted,
)
from verbundakte.akten.queries.kontakt import get_kontakt
from verbundakte.akten.queries.objects import dokumente, get_dokument

MOST = 100
Subject = Dokument | Kontakt
READ = {"dokument": get_dokument, "kontakt": get_kontakt}


def get_protected(actor, kind: str, key: UUID) -> Subject:
    """Return the Dokument or Kontakt of this kind and id, or 404."""
    if kind not in READ:
        raise Http404
    return READ[kind](actor, key)


def restriction_of(actor, subject: Subject) -> Einschraenkung | None:
    """Return the restriction in force of an object that was read (an Anlage has its Dokument's)."""
    about = Q(**{subject._meta.model_name: subject})
    if isinstance(subject, Dokument) and subject.parent_id:
        about |= Q(dokument=subject.parent_id)
    rows = Einschraenkung.objects.in_force().filter(about)
    return rows.select_related("einheit").first()


def restrictions_of(actor, subject: Subject) -> list[Einschraenkung]:
    """Return all restrictions an object that was read ever had, newest first."""
    rows = Einschraenkung.objects.filter(**{subject._meta.model_name: subject})
    return list(rows.select_related("einheit").order_by("-set_at", "-pk")[:MOST])


def berichtigungen_of(actor, subjects: Iterable[Subject]) -> dict[UUID, list[Berichtigungsvermerk]]:
    """Return the standing corrections of objects of one kind that were read, oldest first."""
    subjects = list(subjects)
    found: dict[UUID, list[Berichtigungsvermerk]] = defaultdict(list)
    if subjects:
        name = subjects[0]._meta.model_name
        rows = Berichtigungsvermerk.objects.filter(**{f"{name}__in": subjects}, ended_at=None)
        for row in rows.order_by("created_at", "pk")[: MOST * 50]:
            found[getattr(row, f"{name}_id")].append(row)
    return found


def get_berichtigung(actor, key: UUID) -> Berichtigungsvermerk:
    """Return a correction whose object the actor may see, or 404."""
    row = Berichtigungsvermerk.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    kind = "dokument" if row.dokument_id else "kontakt"
    setattr(row, kind, READ[kind](actor, getattr(row, f"{kind}_id")))
    return row


def held_back(actor, dokumente: Iterable[Dokument], *, at: datetime) -> set[UUID]:
    """Return which of these Dokumente take part in no export now: they (or the Dokument they belong to)
    are restricted, and the actor has not said why she needs them nevertheless."""
    ids = {row.pk: row.parent_id or row.pk for row in dokumente}
    rows = Einschraenkung.objects.in_force().filter(dokument__in={*ids, *ids.values()})
    shut = {row.dokument_id for row in rows if not row.is_open_for(actor, at)}
    return {key for key, whole in ids.items() if key in shut or whole in shut}


def restricted_in(actor, vorgang: Vorgang) -> list[Dokument]:
    """Return the restricted Dokumente of a Vorgang that the actor may see."""
    rows = dokumente(actor).filter(is_restricted(), vorgang=vorgang)
    return list(rows.order_by("position", "pk")[:MOST])


def without_restricted(actor, rows):
    """Return a list of Dokumente or Kontakte without what is restricted; others are left as they are."""
    if rows.model not in (Dokument, Kontakt):
        return rows
    rows = rows.filter(~is_restricted(rows.model._meta.model_name))
    if rows.model is Dokument:
        whole = Einschraenkung.objects.in_force().filter(dokument=OuterRef("parent"))
        rows = rows.filter(~Exists(whole))
    return rows
