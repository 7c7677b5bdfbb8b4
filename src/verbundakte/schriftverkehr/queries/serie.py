"""Briefserien, read through the rights of their Vorgang."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import get_vorgang
from verbundakte.organisation.models import Stellenbesetzung
from verbundakte.schriftverkehr.models import Briefserie, Empfaenger, Serienposten
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt, empfaenger_from
from verbundakte.schriftverkehr.rules import address_lines, salutation

MOST_SHOWN = 100


def get_serie(actor, key: UUID) -> Briefserie:
    """Return a Briefserie whose Vorgang the actor may see, or 404."""
    if Permission.SERIE_RUN not in actor.permissions:
        raise Http404
    seen = Vorgang.objects.visible_to(actor).filter(trashed_at=None)
    rows = Briefserie.objects.filter(vorgang__in=seen).select_related("vorgang", "vorlage")
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def serien_of(actor, vorgang: Vorgang) -> list[Briefserie]:
    """Return the Briefserien of a Vorgang that was read, the newest first."""
    if Permission.SERIE_RUN not in actor.permissions:
        return []
    return list(vorgang.briefserien.order_by("-created_at", "-pk")[:MOST_SHOWN])


def stand_of(actor, serie: Briefserie) -> dict:
    """Return how a Briefserie that was read goes on: written, refused with reasons, waiting."""
    rows = Serienposten.objects.filter(serie=serie)
    written = rows.exclude(dokument=None).count()
    refused = rows.exclude(problem="")
    count = refused.count()
    return {
        "written": written,
        "refused": count,
        "waiting": max(serie.total - written - count, 0),
        "problems": list(refused.order_by("position")[:MOST_SHOWN]),
    }


def blatt_for(actor, serie: Briefserie, posten: Serienposten) -> Blatt:
    """Return for what the letter to one addressee is written (`actor`: who ordered the series)."""
    vorgang = get_vorgang(actor, serie.vorgang_id)
    besetzung = (
        Stellenbesetzung.objects.select_related("person", "stelle__einheit")
        .filter(pk=serie.besetzung_id)
        .first()
    )
    answers = {
        name.removeprefix("feld-"): value
        for name, value in posten.werte.items()
        if name.startswith("feld-") and value
    }
    blatt = Blatt(
        vorgang,
        serie.vorlage,
        serie.datum,
        besetzung.person if besetzung else None,
        besetzung.stelle if besetzung else None,
        angaben=serie.angaben | answers,
        inhalt=serie.inhalt,
    )
    return replace(blatt, empfaenger=[_empfaenger(actor, serie, posten)])


def _empfaenger(actor, serie: Briefserie, posten: Serienposten) -> Empfaenger:
    zustellart = serie.vorlage.inhalt["zustellart"]
    if posten.kontakt is not None:
        one = empfaenger_from(actor, posten.kontakt, on=serie.datum)
    else:
        werte = posten.werte
        anrede, vorname, last = (werte.get(key, "") for key in ("anrede", "vorname", "name"))
        name = f"{vorname} {last}".strip()
        is_person = bool(vorname or anrede)
        one = Empfaenger(
            position=1,
            name=name[:300],
            anschrift="\n".join(address_lines(anrede, name, werte, is_person=is_person)),
            anrede=salutation(anrede, vorname, last, is_person=is_person)[:200],
            adresse=werte.get("email", "")[:200],
        )
    one.zustellart = zustellart
    return one
