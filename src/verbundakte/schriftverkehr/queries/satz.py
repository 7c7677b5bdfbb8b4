"""Reads what a letter says about its files, and puts the letter together."""

from dataclasses import dataclass, field, replace
from datetime import date

from verbundakte.akten.models import Dokument, Kontakt, KontaktArt, Vorgang
from verbundakte.akten.queries import angaben_of
from verbundakte.akten.queries import kontakt as kontakte
from verbundakte.organisation.models import Person, Stelle
from verbundakte.schriftverkehr.an import letter_to, part_of
from verbundakte.schriftverkehr.begriffe import BEGRIFFE, OWN
from verbundakte.schriftverkehr.brief import Brief, Kopf
from verbundakte.schriftverkehr.models import Briefkopf, Briefvorlage, Empfaenger, Empfaengerart
from verbundakte.schriftverkehr.queries.vorlagen import (
    briefkopf,
    kopf_of,
    texte,
    zeichnungsregeln,
)
from verbundakte.schriftverkehr.rules import (
    Unterzeichner,
    address_lines,
    salutation,
    zeichnung_of,
)
from verbundakte.schriftverkehr.sprache import shown
from verbundakte.schriftverkehr.verfassen import Rahmen, Verfasst, brief_of, verfasse

NOT_ALLOWED = (
    "{name} ({stelle}) darf dieses Schreiben nach der Zeichnungsbefugnis nicht unterzeichnen. Wählen Sie"
    " eine andere Person."
)
CONFIRM = (
    "Für {names} gilt eine Auskunftssperre. Prüfen Sie die Anschrift und bestätigen Sie, dass das Schreiben"
    " dorthin gehen soll."
)
LOCKED = (
    "Für „{name}“ gilt eine Auskunftssperre (§ 51 BMG). Die Anschrift steht im Anschriftfeld: Prüfen Sie,"
    " wer das Schreiben und seine Durchschriften sieht."
)


@dataclass
class Blatt:
    """What a letter is written for. `beilagen`: for each Empfaenger (by position) what is enclosed;
    `revision`: that of the Schreiben the person saw; `is_sperre_bestaetigt`: she means to write to
    somebody with an Auskunftssperre."""

    vorgang: Vorgang
    vorlage: Briefvorlage
    datum: date
    person: Person | None = None
    stelle: Stelle | None = None
    bezug: Dokument | None = None
    empfaenger: list[Empfaenger] = field(default_factory=list)
    beilagen: dict[int, list[tuple[Dokument | None, str]]] = field(default_factory=dict)
    angaben: dict[str, str] = field(default_factory=dict)
    inhalt: list[dict] = field(default_factory=list)
    betreff: str = ""
    revision: int = 0
    is_sperre_bestaetigt: bool = False

    @property
    def first(self) -> Empfaenger | None:
        """The Empfaenger whose letter becomes the Fassung."""
        return self.empfaenger[0] if self.empfaenger else None


@dataclass(frozen=True)
class Satz:
    """A letter put together: what it says, how it is laid out, in which form it is signed.

    `gesperrt`: who of the Empfaenger has an Auskunftssperre.
    """

    verfasst: Verfasst
    brief: Brief
    gesperrt: tuple[str, ...] = ()
    briefkopf: Briefkopf | None = None
    is_sperre_bestaetigt: bool = False

    @property
    def warnungen(self) -> list[str]:
        """Of what whoever writes must know, in sentences."""
        return [LOCKED.format(name=name) for name in self.gesperrt]

    @property
    def hindernisse(self) -> list[str]:
        """What keeps it from its Reinschrift, in sentences."""
        found = list(self.verfasst.fehler)
        if self.verfasst.fehlt:
            found.append(f"Es fehlt noch: {', '.join(self.verfasst.fehlt)}.")
        if self.gesperrt and not self.is_sperre_bestaetigt:
            found.append(CONFIRM.format(names=", ".join(f"„{name}“" for name in self.gesperrt)))
        return found


def put_together(actor, blatt: Blatt, *, on: date) -> Satz:
    """Return the letter to the first Empfaenger, with what it lacks and of what to be warned."""
    vorlage = blatt.vorlage.inhalt
    row = briefkopf(actor, vorlage["briefkopf"], on=on)
    kopf = kopf_of(actor, row)
    rahmen = Rahmen(vorlage, texte(actor, on=on), werte_of(actor, blatt, kopf), kopf, on)
    verfasst = verfasse(rahmen, angaben=blatt.angaben, inhalt=blatt.inhalt, betreff=blatt.betreff)
    if vorlage["gattung"] != "vermerk" and (blatt.first is None or not blatt.first.anschrift):
        verfasst.fehlt.append("Empfänger mit Anschrift")
    around = _around(actor, blatt, verfasst, on)
    brief = brief_of(verfasst, rahmen, around)
    return Satz(verfasst, brief, gesperrte(actor, blatt, on=on), row, blatt.is_sperre_bestaetigt)


def letters_to_others(actor, blatt: Blatt, satz: Satz, *, on: date) -> dict[int, Brief]:
    """Return {position: letter} of everybody but the first Empfaenger.

    Another Original speaks to its own Empfaenger; copies say what the first one says.
    """
    found = {}
    for one in blatt.empfaenger[1:]:
        brief = satz.brief
        if one.art == Empfaengerart.ORIGINAL:
            others = [row for row in blatt.empfaenger if row is not one]
            brief = put_together(actor, replace(blatt, empfaenger=[one, *others]), on=on).brief
        enclosed = blatt.beilagen.get(one.position, [])
        found[one.position] = letter_to(brief, one, enclosed, first=blatt.empfaenger[0])
    return found


def werte_of(actor, blatt: Blatt, kopf: Kopf) -> dict[str, object]:
    """Return the values of all fields that every text may use, by name."""
    vorgang, first, bezug = blatt.vorgang, blatt.first, blatt.bezug
    werte: dict[str, object] = dict.fromkeys(BEGRIFFE, "")
    werte |= {
        "vorgang.aktenzeichen": vorgang.aktenzeichen,
        "vorgang.betreff": vorgang.betreff,
        "akte.aktenzeichen": vorgang.akte.aktenzeichen,
        "akte.betreff": vorgang.akte.betreff,
        "kommune.name": kopf.kommune,
        "kommune.anschrift": kopf.anschrift,
        "kommune.behoerde": ", ".join(filter(None, (kopf.kommune, kopf.behoerde))),
        "brief.datum": blatt.datum,
    }
    werte |= {f"{OWN}{one.feld.name}": one.text for one in angaben_of(actor, vorgang)}
    if blatt.person:
        werte |= {
            "absender.name": blatt.person.name,
            "absender.telefon": blatt.person.telefon,
            "absender.email": blatt.person.email,
        }
    if blatt.stelle:
        werte |= {
            "absender.stelle": blatt.stelle.bezeichnung,
            "absender.einheit": blatt.stelle.einheit.name,
        }
    if bezug:
        werte |= {
            "bezug.datum": bezug.datum_des_schreibens or "",
            "bezug.zeichen": bezug.fremdes_geschaeftszeichen,
            "bezug.betreff": bezug.betreff,
            "bezug.eingang": bezug.posteingangsdatum or "",
        }
    return werte | (_values_of_empfaenger(first) if first else {})


def _values_of_empfaenger(one: Empfaenger) -> dict[str, object]:
    is_person = one.kontakt is None or one.kontakt.art == KontaktArt.NATUERLICH
    return {
        "empfaenger.anrede": one.anrede,
        "empfaenger.name": one.name,
        "empfaenger.nachname": one.kontakt.name if one.kontakt else one.name,
        "empfaenger.anschrift": ", ".join(one.anschrift.splitlines()),
        "empfaenger.ist_person": is_person,
    }


def _around(actor, blatt: Blatt, verfasst: Verfasst, on: date) -> Brief:
    """Return address, info block, signature and what is enclosed; note who may not sign."""
    person, stelle, bezug, first = blatt.person, blatt.stelle, blatt.bezug, blatt.first
    form = None
    if person:
        wer = Unterzeichner(
            person.name, stelle.bezeichnung if stelle else "", bool(stelle and stelle.is_leitung)
        )
        form = zeichnung_of(
            zeichnungsregeln(actor, on=on),
            wer,
            dokumenttyp=blatt.vorlage.inhalt["dokumenttyp"],
            cents=verfasst.cents,
        )
        if form is None:
            verfasst.fehler.append(NOT_ALLOWED.format(name=wer.name, stelle=wer.stelle))
    is_vermerk = blatt.vorlage.inhalt["gattung"] == "vermerk"
    info = [
        ("Aktenzeichen", blatt.vorgang.aktenzeichen),
        ("Ihr Zeichen", bezug.fremdes_geschaeftszeichen if bezug else ""),
        ("Ihr Schreiben", _day(bezug.datum_des_schreibens) if bezug else ""),
        ("Verfasst von" if is_vermerk else "Auskunft", person.name if person else ""),
        ("Einheit", stelle.einheit.name if stelle else ""),
        ("Telefon", person.telefon if person and not is_vermerk else ""),
        ("E-Mail", person.email if person and not is_vermerk else ""),
        ("Datum", shown(blatt.datum, "lang")),
    ]
    return Brief(
        kopf=Kopf(""),
        betreff="",
        bloecke=(),
        info=tuple(info),
        datum=_day(blatt.datum),
        zeichen=blatt.vorgang.aktenzeichen,
        zeichnung=form.label if form in ("vertretung", "auftrag") and not is_vermerk else "",
        name=person.name if person else "",
        stelle=stelle.bezeichnung if stelle else "",
        verfasser=person.name if person else "",
        verteiler=tuple(_listed(one) for one in blatt.empfaenger if _is_listed(one)),
        **part_of(first, blatt.beilagen.get(first.position, []) if first else []),
    )


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _is_listed(one: Empfaenger) -> bool:
    return one.art in (Empfaengerart.DURCHSCHRIFT, Empfaengerart.NACHRICHTLICH)


def _listed(one: Empfaenger) -> str:
    return f"{one.name} ({one.get_art_display()})"


def gesperrte(actor, blatt: Blatt, *, on: date) -> tuple[str, ...]:
    """Return the names of the Empfaenger for whom an Auskunftssperre holds."""
    return tuple(
        one.name
        for one in blatt.empfaenger
        if one.kontakt and kontakte.is_gesperrt(one.kontakt, on)
    )


def empfaenger_from(actor, kontakt: Kontakt, *, on: date, position: int = 1) -> Empfaenger:
    """Return a Kontakt that was read as Empfaenger, not saved; without an address she may not see."""
    is_person = kontakt.art == KontaktArt.NATUERLICH
    name = f"{kontakt.vorname} {kontakt.name}".strip()
    reach = kontakte.reach_of(actor, kontakt, on=on)
    place = reach.anschriften[-1] if reach.anschriften else None
    values = (
        {key: getattr(place, key) for key in ("zusatz", "strasse", "plz", "ort", "land")}
        if place
        else {}
    )
    lines = address_lines(kontakt.anrede, name, values, is_person=is_person) if place else []
    mails = [row.wert for row in reach.kanaele if row.art == "email"]
    return Empfaenger(
        position=position,
        kontakt=kontakt,
        name=name[:300],
        anschrift="\n".join(lines),
        adresse=mails[-1] if mails else "",
        anrede=salutation(kontakt.anrede, kontakt.vorname, kontakt.name, is_person=is_person)[:200],
    )
