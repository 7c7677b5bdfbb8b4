"""How what goes out is shown: as a line, as a row of a table, as facts."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from verbundakte.schriftverkehr.models import Versand, Zustellnachweis
from verbundakte.schriftverkehr.versand_rules import begin_frist


def chip_of(row: Versand) -> dict:
    """Return how far it is, as a chip."""
    mail = getattr(row, "mail", None)
    if mail is not None and mail.stopped_at and row.withdrawn_at is None:
        return {"label": "wartet auf eine Person", "icon": "warn", "tone": "bad"}
    stand = row.stand
    return {"label": stand.label, "icon": stand.icon, "tone": stand.tone}


def line(row: Versand) -> dict:
    """Return it as a line of a list."""
    mail = getattr(row, "mail", None)
    told = [row.number, row.name, row.get_weg_display()]
    if row.zustellart:
        told.append(row.get_zustellart_display())
    if mail is not None and mail.stopped_at:
        told.append(mail.problem)
    return {
        "icon": "mail" if mail is not None else "out",
        "title": row.betreff,
        "url": reverse("postausgang:versand", args=[row.pk]),
        "sub": " · ".join(told),
        "date": row.versandt_on or row.created_at,
        "chip": chip_of(row),
    }


def table_row(row: Versand) -> dict:
    """Return it as a row of the table of what waits."""
    way = row.get_weg_display()
    if row.zustellart:
        way = f"{way}, {row.get_zustellart_display()}"
    heads = ("Nummer", "Empfänger", "Betreff", "Weg", "Seit", "Stand")
    texts = (row.number, row.name, row.betreff, way, f"{localtime(row.created_at):%d.%m.%Y}")
    texts += (chip_of(row)["label"],)
    cells = [{"label": head, "text": text} for head, text in zip(heads, texts, strict=True)]
    cells[0]["url"] = reverse("postausgang:versand", args=[row.pk])
    return {"id": row.pk, "cells": cells}


def facts_of(row: Versand) -> list[tuple[str, str]]:
    """Return what is known of it, as pairs."""
    mail = getattr(row, "mail", None)
    facts = [
        ("Empfänger", row.name),
        ("Anschrift", ", ".join(row.anschrift.splitlines())),
        ("Elektronische Adresse", row.adresse),
        ("Erhält", row.get_art_display()),
        ("Weg", row.get_weg_display()),
        ("Zustellung", row.get_zustellart_display() if row.zustellart else ""),
        ("Fassung", str(row.fassung.nummer)),
        ("In den Postausgang gegeben", f"{localtime(row.created_at):%d.%m.%Y %H:%M}"),
        ("Aufgegeben am", f"{row.versandt_on:%d.%m.%Y}" if row.versandt_on else ""),
        ("Druckauftrag", row.druckauftrag.number if row.druckauftrag else ""),
        ("Beim Drucken", row.fensterhinweis),
        ("Zurückgezogen", row.withdrawn_because if row.withdrawn_at else ""),
        ("Antwort des Mailservers", mail.answer if mail else ""),
        ("Vorgang", str(row.vorgang)),
    ]
    return [(label, text) for label, text in facts if text]


def frist_url(row: Versand, nachweise: list[Zustellnachweis]) -> str:
    """Return where the Frist is entered that this dispatch set off, with what is known of it."""
    begun = begin_frist(
        weg=row.weg,
        zustellart=row.zustellart,
        sent_on=row.versandt_on,
        delivered_on=nachweise[0].am if nachweise else None,
        is_returned=row.is_returned,
    )
    place = reverse("geschaeftsgang:frist-neu", args=["vorgang", row.vorgang_id])
    return f"{place}?{urlencode(begun)}"
