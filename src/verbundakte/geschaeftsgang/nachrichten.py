"""What mails and calendars outside of the house tell about Termine, as a Baustein of the town."""

from datetime import date
from uuid import UUID

from verbundakte.core.bausteine import Spec, baustein, free
from verbundakte.core.models import Zone
from verbundakte.geschaeftsgang.bausteine import Labelled
from verbundakte.geschaeftsgang.models import Terminregel
from verbundakte.geschaeftsgang.queries import Zeile

NACHRICHTEN = "geschaeftsgang.nachrichten"
STANDARD_KEY = UUID("a7c2b7d4-5a6e-4f55-9f7e-2f4f2f1b8c31")


class Inhalt(Labelled):
    """How much a mail tells."""

    ZAHLEN = "zahlen", "Nur Zahlen"
    KENNZEICHEN = "kennzeichen", "Art, Aktenzeichen und Tag"
    BETREFF = "betreff", "Auch der Betreff"


class KalenderInhalt(Labelled):
    """How much a calendar tells: without Aktenzeichen an entry would say nothing."""

    KENNZEICHEN = "kennzeichen", "Art, Aktenzeichen und Tag"
    BETREFF = "betreff", "Auch der Betreff"


@baustein(NACHRICHTEN)
class NachrichtenSpec(Spec, label="Inhalt von Nachrichten"):
    """What leaves the house in mails and calendars about what is due."""

    bezeichnung: str = free(max_length=80)
    mail: Inhalt = free(
        "E-Mail am Morgen",
        default=Inhalt.ZAHLEN,
        hint="E-Mails liest unterwegs, wer sie weiterleitet. Der Betreff kann verraten, worum es geht.",
    )
    kalender: KalenderInhalt = free(
        "Kalenderprogramm",
        default=KalenderInhalt.KENNZEICHEN,
        hint="Akten mit Geheimnisklasse nennen ihren Betreff nie.",
    )


def standard_nachrichten() -> dict[UUID, dict]:
    """Return what is delivered: {key: content}."""
    return {STANDARD_KEY: {"bezeichnung": "Inhalt von E-Mails und Kalendern"}}


def nachrichten_of_town(on: date) -> NachrichtenSpec:
    """Return what holds in the open town: what it released last, else what is delivered (one query)."""
    row = Terminregel.objects.valid_on(on, NACHRICHTEN).order_by("-valid_from", "-pk").first()
    return NachrichtenSpec.read(row.inhalt if row else standard_nachrichten()[STANDARD_KEY])


def subjects_of(zeilen: list[Zeile]) -> dict[str, str]:
    """Return by key what lines are about, without those in a geschützter Bereich of a Geheimnisklasse
    and those of rooms above (one query)."""
    known = [zeile for zeile in zeilen if zeile.termin is not None]
    zones = {zeile.termin.subject.zone_id for zeile in known}
    secret = set(
        Zone.objects.filter(pk__in=zones).exclude(geheimnisklasse="").values_list("pk", flat=True)
    )
    return {zeile.key: zeile.title for zeile in known if zeile.termin.subject.zone_id not in secret}
