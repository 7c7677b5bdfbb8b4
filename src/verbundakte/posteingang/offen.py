"""What of the post is unfinished when a Vorgang is closed."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from verbundakte.akten.models import Vorgang
from verbundakte.core.registry import OpenEnd
from verbundakte.posteingang.models import Eingangsfrist
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge

MOST = 20


def open_ends(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return running Fristen of what is filed in a Vorgang, and waiting Eingänge that name it."""
    if Permission.EINGANG_READ not in actor.permissions:
        return []
    return [*_fristen(actor, vorgang), *_naming(actor, vorgang)]


def _fristen(actor, vorgang: Vorgang) -> Iterator[OpenEnd]:
    rows = Eingangsfrist.objects.running().filter(
        eingang__ablagen__vorgang=vorgang, eingang__ablagen__undone_at=None
    )
    rows = rows.filter(eingang__zone__in=actor.zones_read).select_related("eingang")
    for row in rows.order_by("am", "pk")[:MOST]:
        eingang = row.eingang
        may_settle = actor.may(Permission.EINGANG_ACCEPT, eingang)
        close = ("Erledigt", reverse("posteingang:frist-erledigung", args=[eingang.pk, row.pk]))
        yield OpenEnd(
            f"{row.get_art_display()} {row.am:%d.%m.%Y} aus Eingang {eingang.number}",
            reverse("posteingang:eingang", args=[eingang.pk]),
            *(close if may_settle else ()),
        )


def _naming(actor, vorgang: Vorgang) -> Iterator[OpenEnd]:
    number = vorgang.aktenzeichen
    names = (
        Q(betreff__contains=number)
        | Q(erkennung__funde__contains=[{"wert": number}])
        | Q(angaben__unser_zeichen__contains=[number])
    )
    rows = eingaenge(actor).filter(names, done_at=None).order_by("eingegangen_at", "pk")
    for row in rows[:MOST]:
        yield OpenEnd(
            f"Eingang {row.number} nennt diesen Vorgang und ist nicht abgelegt",
            f"{reverse('posteingang:eingaenge')}?eingang={row.pk}",
        )
