"""What was sent to a person, and what is listed to be written to her (Art. 15 DSGVO).

Letters themselves are found as Dokumente.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.timezone import localtime

from verbundakte.core.registry import Betroffene, Finding, FindingPlace, PersonalData
from verbundakte.schriftverkehr.liste import PLACE
from verbundakte.schriftverkehr.models import Serienposten, Versand
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.versand import versand_seen

SENT, LISTED = "versand", "serienposten"
LABELS = {name: label for label, name in PLACE.items()}


def _ids(findings: Iterable[Finding], kind: str) -> list[UUID]:
    return [one.id for one in findings if one.kind == kind]


def find(actor, betroffene: Betroffene) -> Iterator[Finding]:
    """Yield what went or goes to somebody who is named so, or is this Kontakt; and her line in a list
    of serial letters, as long as no letter came of it."""
    named, listed = Q(name__icontains=betroffene.name), Q(werte__name__icontains=betroffene.name)
    if betroffene.vorname:
        named &= Q(name__icontains=betroffene.vorname)
        listed &= Q(werte__vorname__icontains=betroffene.vorname)
    if betroffene.kontakt_id:
        known = Q(kontakt=betroffene.kontakt_id)
        named, listed = named | known, listed | known
    for key in Versand.objects.filter(named).order_by("pk").values_list("pk", flat=True).iterator():
        yield Finding(SENT, key, "Empfänger")
    waiting = Serienposten.objects.filter(listed, dokument=None).order_by("pk")
    for key in waiting.values_list("pk", flat=True).iterator():
        yield Finding(LISTED, key, "Liste der Empfänger")


def place(actor, findings: Iterable[Finding]) -> dict[UUID, FindingPlace]:
    """Return the unit and the zone of each."""
    findings = list(findings)
    sent = Versand.objects.filter(pk__in=_ids(findings, SENT))
    listed = Serienposten.objects.filter(pk__in=_ids(findings, LISTED))
    of_vorgang = ("pk", "serie__vorgang__federfuehrung_id", "serie__vorgang__zone_id")
    rows = [
        *sent.values_list("pk", "einheit_id", "zone_id"),
        *listed.values_list(*of_vorgang),
    ]
    return {key: FindingPlace(einheit, zone) for key, einheit, zone in rows}


def read(actor, findings: Iterable[Finding]) -> dict[UUID, dict]:
    """Return what was sent where, when and on which way, as far as the actor may see it."""
    findings = list(findings)
    try:
        sent = list(versand_seen(actor).filter(pk__in=_ids(findings, SENT)))
    except Http404:
        sent = []
    return {row.pk: _sent(row) for row in sent} | _listed(actor, _ids(findings, LISTED))


def _sent(row: Versand) -> dict:
    told = [
        ("Empfänger", row.name),
        ("Anschrift", ", ".join(row.anschrift.splitlines())),
        ("Elektronische Adresse", row.adresse),
        ("Erhält", row.get_art_display()),
        ("Weg", row.get_weg_display()),
        ("Stand", row.stand.label),
        ("In den Postausgang gegeben", f"{localtime(row.created_at):%d.%m.%Y}"),
        ("Aufgegeben", f"{row.versandt_on:%d.%m.%Y}" if row.versandt_on else ""),
    ]
    return _line("Sendung", row.number, row.betreff, told)


def _listed(actor, keys: list[UUID]) -> dict[UUID, dict]:
    if Permission.SERIE_RUN not in actor.permissions:
        return {}
    rows = Serienposten.objects.filter(pk__in=keys).select_related("serie__vorgang")
    return {
        row.pk: _line(
            "Serienbrief",
            row.serie.vorgang.aktenzeichen,
            row.serie.betreff,
            [
                *(
                    (LABELS.get(name, name.removeprefix("feld-")), text)
                    for name, text in row.werte.items()
                ),
                ("Nicht geschrieben", row.problem),
            ],
        )
        for row in rows
        if actor.may(Permission.SERIE_RUN, row.serie)
    }


def _line(art: str, nummer: str, titel: str, angaben: list[tuple[str, str]]) -> dict:
    told = [[label, text] for label, text in angaben if text]
    return {"art": art, "nummer": nummer, "titel": titel, "angaben": told}


SOURCE = PersonalData("schriftverkehr.versand", "Was versandt wurde", find, place, read)
