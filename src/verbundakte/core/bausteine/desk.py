"""Which drafts of Bausteine wait for a release, and what the software delivers in addition."""

from datetime import date

from django.urls import reverse

from verbundakte.core.bausteine import queries
from verbundakte.core.bausteine.actions import note_news
from verbundakte.core.bausteine.delivery import digest_of, news_of
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.versions import data_of
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.registry import DeskItem, registry
from verbundakte.core.ui.formats import counted


def waiting_drafts(actor) -> list[DeskItem]:
    """Return the drafts this person may release."""
    return [
        DeskItem(
            kind="Freigabe",
            icon="columns",
            title=row.baustein.name,
            url=reverse("vorlagen:vorlage", args=[row.baustein_id]),
            number=f"Entwurf {row.number}",
            who=kind_named(row.baustein.kind).label,
        )
        for row in queries.drafts_to_release(actor)
    ]


def delivered_news(actor) -> list[DeskItem]:
    """Return which Bausteine have more as delivered than here, for whoever may change them."""
    return [
        DeskItem(
            kind="Auslieferung",
            icon="plus",
            title=f"„{row.name}“, wie ausgeliefert: {counted(len(row.news), 'Neuerung', 'Neuerungen')}",
            url=reverse("vorlagen:auslieferung", args=[row.pk]),
            who=kind_named(row.kind).label,
        )
        for row in queries.with_news(actor)
    ]


def look_for_news(on: date) -> int:
    """Compare what the software delivers with what the town has; return how many hints changed."""
    changed = 0
    for kind in [kind for kind in registry.bausteine.values() if kind.samples]:
        for row in Baustein.objects.of_kind(kind.kind).filter(key__in=kind.samples()):
            delivered = kind.delivered(row.key)
            versions = BausteinVersion.objects.filter(baustein=row).order_by("-number")
            contents = [data_of(one) for one in versions.select_related("baustein")]
            is_seen = row.news_seen == digest_of(delivered)
            news = [] if is_seen else news_of(kind, contents, delivered)
            changed += note_news(row, news)
    return changed
