"""The paper part of an Akte that was read, loans and requests, what is kept for others."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import (
    Akte,
    Aushebung,
    Ausleihe,
    Papierteil,
    Verwahrstueck,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten, vorgaenge
from verbundakte.core.db.ready import Ready

MOST = 100
REMIND_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Papier:
    """Everything about the paper of an Akte."""

    teil: Papierteil | None
    ausleihen: list[Ausleihe]
    aushebungen: list[Aushebung]

    @property
    def lent(self) -> Ausleihe | None:
        """The loan that is open."""
        return next((row for row in self.ausleihen if row.returned_on is None), None)


def papier_of(actor, akte: Akte) -> Papier:
    """Return the paper part of an Akte that was read."""
    return Papier(
        Papierteil.objects.filter(akte=akte).first(),
        list(Ausleihe.objects.filter(akte=akte).order_by("-lent_on", "-pk")[:MOST]),
        list(Aushebung.objects.filter(akte=akte).order_by("-requested_at")[:MOST]),
    )


def verwahrt_in(actor, vorgang: Vorgang) -> list[Verwahrstueck]:
    """Return what is or was kept for others in a Vorgang that was read."""
    rows = Verwahrstueck.objects.filter(vorgang=vorgang)
    return list(rows.order_by("received_on", "pk")[:MOST])


def _of_akte(actor, model, key: UUID):
    row = model.objects.filter(pk=key).first()
    akte = akten(actor).filter(pk=row.akte_id).first() if row else None
    if row is None or akte is None:
        raise Http404
    row.akte = akte
    return row


def get_ausleihe(actor, key: UUID) -> Ausleihe:
    """Return a loan of an Akte the actor may see, or 404."""
    return _of_akte(actor, Ausleihe, key)


def get_aushebung(actor, key: UUID) -> Aushebung:
    """Return a request for an Akte the actor may see, or 404."""
    return _of_akte(actor, Aushebung, key)


def get_verwahrstueck(actor, key: UUID) -> Verwahrstueck:
    """Return what is kept in a Vorgang the actor may see, or 404."""
    row = Verwahrstueck.objects.filter(pk=key).first()
    vorgang = vorgaenge(actor).filter(pk=row.vorgang_id).first() if row else None
    if row is None or vorgang is None:
        raise Http404
    row.vorgang = vorgang
    return row


def open_requests(actor) -> list[Aushebung]:
    """Return the open requests for paper of Akten that are in this person's keeping."""
    if not {Permission.PAPIER_EDIT, Permission.AKTE_READ} <= actor.permissions:
        return []
    return _REQUESTS.all(actor)


def _requests(actor):
    rows = Aushebung.objects.filter(done_at=None, akte__in=akten(actor).values("pk"))
    return rows.select_related("akte").order_by("requested_at")[:MOST]


_REQUESTS = Ready(_requests, plans=True)
