"""What lower rooms ask before they close a Vorgang or remove the content of a Dokument."""

from django.utils.timezone import localdate

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import AuditDetail
from verbundakte.geschaeftsgang.actions.lauf import advance, end, locked
from verbundakte.geschaeftsgang.actions.personen import acting
from verbundakte.geschaeftsgang.models import (
    Ergebnis,
    Erledigung,
    Redaktion,
    Schritt,
    SchrittArt,
    Verfuegung,
    Zeichnung,
)


class StepsOpen(Refusal):
    """Steps must have ended first; the page lists them."""

    def __init__(self, titles: list[str]):
        shown = "“, „".join(titles[:3])
        super().__init__(
            f"Im Geschäftsgang steht noch aus: „{shown}“. Erledigen, übergehen oder rufen Sie das"
            " zuerst zurück."
        )


def refuse_while_running(actor, vorgang: Vorgang) -> None:
    """Subscriber of `vorgang_closing`. Raises StepsOpen.

    A step z. d. A. that waits for nothing else is what closing does: it is done with it.
    """
    rows = Schritt.objects.not_over().filter(verfuegung__vorgang=vorgang)
    found = list(
        rows.select_related("person", "stelle", "einheit").order_by("verfuegung", "position")
    )
    if any(row.art != SchrittArt.ZDA for row in found):
        raise StepsOpen([str(row) for row in found])
    at = now()
    for row in map(locked, found):
        who = acting(actor, row, on=localdate(at))
        Erledigung.objects.create(schritt=row, at=at, ergebnis=Ergebnis.ERLEDIGT, **who)
        end(row, at=at)
        advance(actor, row.verfuegung, at=at)


def forget_remarks(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: words about its content go; who signed when stays, and the
    chain still holds (it knows remarks by their digest)."""
    own = Schritt.objects.filter(dokument=dokument)
    whole = Schritt.objects.filter(verfuegung__dokument=dokument)
    signed = Zeichnung.objects.filter(dokument=dokument).values("erledigung")
    for rows in (own, whole):
        Erledigung.objects.filter(schritt__in=rows, ergebnis="abgelehnt").update(bemerkung="–")
        Erledigung.objects.filter(schritt__in=rows).exclude(ergebnis="abgelehnt").update(
            bemerkung=""
        )
        keys = list(rows.values_list("pk", flat=True))
        audit.erase(AuditDetail.objects.filter(event__subject_id__in=keys))
        rows.update(text="")
    Erledigung.objects.filter(pk__in=signed).exclude(ergebnis="abgelehnt").update(bemerkung="")
    Redaktion.objects.filter(dokument=dokument).update(grund="–")
    for verfuegung in Verfuegung.objects.filter(dokument=dokument):
        verfuegung.betreff = ""
        verfuegung.save(update_fields=["betreff"])
