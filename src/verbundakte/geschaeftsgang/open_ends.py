"""What of this room keeps a Vorgang from being closed."""

from django.urls import reverse

from verbundakte.akten.models import Vorgang
from verbundakte.core.registry import OpenEnd, registry
from verbundakte.geschaeftsgang.models import Schritt, SchrittArt
from verbundakte.geschaeftsgang.queries import verfuegungen

MOST = 50


def schritte(actor, vorgang: Vorgang) -> list[OpenEnd]:
    """Return the steps of a Vorgang that have not ended; a running Wv. is named as Wiedervorlage."""
    rows = Schritt.objects.not_over().filter(
        verfuegung__in=verfuegungen(actor).filter(vorgang=vorgang)
    )
    rows = rows.exclude(art=SchrittArt.WIEDERVORLAGE, begun_at__isnull=False)
    rows = rows.select_related("person", "stelle", "einheit").order_by("verfuegung", "position")
    name = registry.subject_urls.get("geschaeftsgang.verfuegung")
    found = []
    for row in rows[:MOST]:
        address = reverse(name, args=[row.verfuegung_id]) if name else ""
        until = f" bis {row.frist_on:%d.%m.%Y}" if row.frist_on else ""
        found.append(OpenEnd(f"{row.get_art_display()}: {row.adressat}{until}", address))
    return found
