"""Briefserien, read through the rights of their Vorgang."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import get_vorgang
from verbundakte.geschaeftsgang.models import Zeichnung
from verbundakte.organisation.models import Stellenbesetzung
from verbundakte.schriftverkehr.models import (
    Briefserie,
    Empfaenger,
    Reinschrift,
    Serienliste,
    Serienposten,
    Versand,
)
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt, empfaenger_from
from verbundakte.schriftverkehr.rules import address_lines, salutation
from verbundakte.schriftverkehr.serienliste import Zeile

MOST_SHOWN = 100


def get_serie(actor, key: UUID) -> Briefserie:
    """Return a Briefserie whose Vorgang the actor may see, or 404."""
    if Permission.SERIE_RUN not in actor.permissions:
        raise Http404
    seen = Vorgang.objects.visible_to(actor).filter(trashed_at=None)
    rows = Briefserie.objects.filter(vorgang__in=seen).select_related("vorgang", "vorlage", "dateivorlage")
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
    told = rows.aggregate(
        written=Count("dokument"),
        refused=Count("pk", filter=Q(dokument=None) & ~Q(problem="")),
        final=Count("pk", filter=~Q(sha256="")),
    )
    done = told["written"] + told["refused"]
    problems = rows.exclude(problem="").select_related("kontakt").order_by("position")[:MOST_SHOWN]
    return told | {"waiting": max(serie.total - done, 0), "done": done, "problems": list(problems)}


def to_be_finished(actor, serie: Briefserie):
    """Return the letters that are written and not final, in their order.

    Those of Writer and Word become final one by one, where they are edited.
    """
    if serie.vorlage_id is None:
        return Serienposten.objects.none()
    rows = Serienposten.objects.filter(serie=serie, dokument__isnull=False, sha256="", problem="")
    return rows.exclude(dokument__erased_at__isnull=False).order_by("position")


def to_be_listed(actor, serie: Briefserie) -> list[Zeile]:
    """Return the final letters that stand in no list yet."""
    rows = Serienposten.objects.filter(serie=serie, liste=None).exclude(sha256="")
    told = rows.order_by("position").values_list("position", "dokument__empfaenger", "sha256")
    return [Zeile(*row) for row in told]


def to_be_sent(actor, serie: Briefserie):
    """Return the letters that are final as they were listed, and not on their way."""
    on_the_way = Versand.objects.filter(dokument=OuterRef("dokument"), withdrawn_at=None)
    rows = Serienposten.objects.filter(serie=serie).exclude(sha256="")
    return rows.filter(_covered(), ~Exists(on_the_way)).order_by("position")


def _covered() -> Exists:
    """The Reinschrift that stands is the one in the list."""
    final = Reinschrift.objects.filter(schreiben__dokument=OuterRef("dokument"), withdrawn_at=None)
    return Exists(final.filter(sha256=OuterRef("sha256")))


def listen_of(actor, serie: Briefserie) -> list[Serienliste]:
    """Return the lists of a Briefserie that was read, the newest first: `zeichnung` is the
    Schlusszeichnung that counts, `changed` how many letters are not any more what was listed."""
    rows = list(serie.listen.select_related("dokument").order_by("-made_at", "-pk"))
    signed = Zeichnung.objects.standing().filter(
        dokument__in=[row.dokument_id for row in rows], is_schluss=True
    )
    by_dokument = {one.dokument_id: one for one in signed.select_related("erledigung")}
    moved = Serienposten.objects.filter(liste__in=rows).exclude(_covered())
    counts = dict(moved.values_list("liste").annotate(count=Count("pk")))
    for row in rows:
        row.zeichnung = by_dokument.get(row.dokument_id)
        row.changed = counts.get(row.pk, 0)
    return rows


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
    zustellart = serie.vorlage.inhalt["zustellart"] if serie.vorlage else ""
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
