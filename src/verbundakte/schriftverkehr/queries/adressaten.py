"""To whom a Dokument may go: who is named in its Schreiben, who takes part in its matter."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from verbundakte.akten.models import (
    Anschrift,
    Beteiligtenrolle,
    Beteiligung,
    Dokument,
    Kanal,
    KanalArt,
    Kontakt,
)
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import dokumente
from verbundakte.akten.queries.kontakt import beteiligte_of, is_gesperrt, reach_in
from verbundakte.core.search.fold import fold
from verbundakte.schriftverkehr.anschrift import lines_for, name_of
from verbundakte.schriftverkehr.models import Empfaenger, Empfaengerart, Weg, Zustellart
from verbundakte.schriftverkehr.versandwege import Ziel

MOST_OFFERED, MOST_BEILAGEN = 100, 100


@dataclass(frozen=True)
class Adressat:
    """Somebody who is offered: `key` names her in the form; ways and addresses as they are known.

    `beilagen` and `papier`: what the Schreiben encloses for her.
    """

    key: str
    ziel: Ziel
    weg: str = Weg.POST
    art: str = Empfaengerart.ORIGINAL
    zustellart: str = Zustellart.KEINE
    kontakt: Kontakt | None = None
    empfaenger: Empfaenger | None = None
    beilagen: tuple[Dokument, ...] = ()
    papier: tuple[str, ...] = ()
    rolle: str = ""
    is_gesperrt: bool = False

    @property
    def label(self) -> str:
        """Return the line of the form: who, as what, where."""
        lines = self.ziel.anschrift.splitlines()
        begin = lines.index(self.ziel.name) if self.ziel.name in lines else 0
        where = ", ".join(lines[begin + 1 :]) or self.ziel.adresse or "ohne Anschrift"
        told = [self.ziel.name, self.rolle, where, "Auskunftssperre" if self.is_gesperrt else ""]
        return " · ".join(part for part in told if part)


def adressaten_of(actor, dokument: Dokument, *, on: date) -> list[Adressat]:
    """Return who is offered for a Dokument that was read: the Empfänger of its Schreiben first."""
    named = _named(dokument, on)
    known = {one.kontakt.pk for one in named if one.kontakt}
    return [*named, *_taking_part(actor, dokument, known, on)][:MOST_OFFERED]


def _named(dokument: Dokument, on: date) -> list[Adressat]:
    rows = Empfaenger.objects.filter(schreiben__dokument=dokument).select_related("kontakt")
    found = []
    for row in rows.prefetch_related("beilagen__dokument").order_by("position"):
        enclosed = list(row.beilagen.all())
        found.append(
            Adressat(
                key=f"empfaenger:{row.pk}",
                ziel=Ziel(row.name, row.anschrift, row.adresse),
                weg=row.weg,
                art=row.art,
                zustellart=row.zustellart,
                kontakt=row.kontakt,
                empfaenger=row,
                beilagen=tuple(one.dokument for one in enclosed if one.dokument),
                papier=tuple(one.papier for one in enclosed if one.papier),
                rolle=row.get_art_display(),
                is_gesperrt=bool(row.kontakt and is_gesperrt(row.kontakt, on)),
            )
        )
    return found


def _taking_part(actor, dokument: Dokument, known: set, on: date) -> list[Adressat]:
    if AktenPermission.KONTAKT_READ not in actor.permissions:
        return []
    parts: list[Beteiligung] = list(beteiligte_of(actor, dokument))
    if dokument.vorgang is not None:
        parts += beteiligte_of(actor, dokument.vorgang)
    rows = {part.kontakt_id: part for part in reversed(parts) if part.kontakt_id not in known}
    keys = list(rows)
    addresses = reach_in(actor, Anschrift, keys, on=on)
    channels = reach_in(actor, Kanal, keys, on=on)
    found = []
    for key, part in rows.items():
        kontakt = part.kontakt
        mails = [row.wert for row in channels.get(key, ()) if row.art == KanalArt.EMAIL]
        places = addresses.get(key, ())
        anschrift = lines_for(kontakt, places[-1] if places else None)
        found.append(
            Adressat(
                key=f"kontakt:{key}",
                ziel=Ziel(name_of(kontakt), anschrift, mails[-1] if mails else ""),
                weg=Weg.EMAIL if mails and not anschrift else Weg.POST,
                kontakt=kontakt,
                rolle=part.get_rolle_display(),
                is_gesperrt=is_gesperrt(kontakt, on),
            )
        )
    return sorted(found, key=lambda one: (one.ziel.name, one.key))


def beilagen_for(actor, dokument: Dokument) -> list[Dokument]:
    """Return what may be enclosed: the Anlagen of a Dokument and the others of its Vorgang, without
    what is the letter of another Empfaenger."""
    if dokument.vorgang_id is None:
        return []
    rows = dokumente(actor).filter(vorgang=dokument.vorgang_id, is_entwurf=False, erased_at=None)
    near = Q(parent=dokument) | Q(parent=None)
    found = rows.filter(near, exemplare=None).exclude(pk=dokument.pk).order_by("position", "pk")
    return list(found[:MOST_BEILAGEN])


def sender_of(actor, dokument: Dokument) -> Kontakt | None:
    """Return from whom a Dokument that was read came, as far as that is known: who takes part in it as
    sender, else who of its Vorgang is called as its sender is."""
    if AktenPermission.KONTAKT_READ not in actor.permissions:
        return None
    own = [one for one in beteiligte_of(actor, dokument) if one.rolle == Beteiligtenrolle.ABSENDER]
    if own:
        return own[0].kontakt
    words = set(fold(dokument.absender).split())
    parts = beteiligte_of(actor, dokument.vorgang) if words and dokument.vorgang else []
    named = [one.kontakt for one in parts if set(fold(name_of(one.kontakt)).split()) <= words]
    return named[0] if named else None
