"""Invents the post of a few days that nobody has opened yet: letters, mails, scans, parcels."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pikepdf
from django.utils.timezone import localdate

from verbundakte.demo import public, texts
from verbundakte.demo.files import render_dokument
from verbundakte.demo.texts import DocumentTemplate, Facts, workday, write
from verbundakte.demo.towns import einheit_for
from verbundakte.demo.world import Dokument, Kontakt, Town, Vorgang

BERLIN = ZoneInfo("Europe/Berlin")
COUNT = 80
SCANS_SHARE = 0.18
KNOWN_SHARE = 0.45
"""So much of the post goes on with something that is in the files already."""
WAYS = {"scan": ("scan",), "eml": ("email",), "pdf": ("upload", "schnittstelle", "ordner")}
OF_APPLICATIONS, OF_AUTHORITIES = ("antrag", "upload"), ("behoerdenpost",)
DAYS = 9
SAFE = "Poststelle, Stahlschrank"


@dataclass(frozen=True)
class Sendung:
    """One piece of post. `content` is (file name, bytes), None for what is not opened or not scanned.

    `weg`: the kind of its way in; `art` names what is special about it; `einheit`: to which unit it
    would go (Kennzeichen); `vorgang`: key of the matter it belongs to, "" for a new one.
    """

    key: str
    weg: str
    arrived_at: datetime
    absender: str
    betreff: str
    einheit: str
    content: tuple[str, bytes] | None
    vorgang: str = ""
    art: str = ""
    standort: str = ""
    behaelter: str = ""
    opens_on: date | None = None


def write_post(
    town: Town, today: date, *, seed: int = 1, count: int = COUNT
) -> tuple[Sendung, ...]:
    """Return the unopened post of the last days, oldest first.

    The same arguments give the same post, byte by byte but for the file with a password.
    """
    letters = list(_letters(town, today, Random(f"{seed}/{town.slug}/post"), max(0, count - 14)))
    special = list(_special(town, today, letters)) if count >= 14 else []
    return tuple(sorted([*letters, *special], key=lambda one: (one.arrived_at, one.key)))


def _letters(town: Town, today: date, rng: Random, count: int) -> Iterator[Sendung]:
    known = [template for template in _templates() if template.partner == "*"]
    strangers = [template for template in _templates() if template.partner != "*"]
    matters = list(_open_matters(town))
    scans = 0
    for index in range(count):
        goes_on = bool(matters) and rng.random() < KNOWN_SHARE
        template = rng.choice(known if goes_on else strangers)
        formats = [
            one for one in template.formats if one != "scan" or scans < SCANS_SHARE * count
        ] or ["pdf"]
        plan = (index, rng.choice(formats), template)
        scans += plan[1] == "scan"
        matter = rng.choice(matters) if goes_on else None
        yield _letter(town, today, rng, plan, matter)


def _templates() -> list[DocumentTemplate]:
    return list(texts.documents("post"))


def _open_matters(town: Town) -> Iterator[tuple[Vorgang, Dokument, str]]:
    """Yield the matters that somebody from outside has written to, with her last letter and the unit."""
    for akte in town.akten:
        for vorgang in akte.vorgaenge:
            letters = [one for one in vorgang.dokumente if one.richtung == "eingang"]
            if letters and vorgang.zda_on is None and akte.zugriff == "sachgebiet":
                yield vorgang, letters[-1], akte.einheit


def _letter(town: Town, today: date, rng: Random, plan: tuple, matter) -> Sendung:
    index, format_, template = plan
    arrived_at = _moment(today, rng)
    values = {**_place(town, rng), "typ": template.typ}
    vorgang, before, einheit = matter or (
        None,
        None,
        einheit_for(town, template.aufgabe).kennzeichen,
    )
    if vorgang:
        values["sache"] = vorgang.betreff
    facts = _facts(rng, values, localdate(arrived_at), is_mail=format_.startswith("eml"))
    dokument = Dokument(
        key=f"{town.slug}/post/{index}",
        nummer=1,
        betreff=write(template.betreff, facts),
        typ=template.typ,
        richtung="eingang",
        format="eml" if format_.startswith("eml") else format_,
        datum_des_schreibens=facts.day,
        posteingangsdatum=localdate(arrived_at),
        postausgangsdatum=None,
        fremdes_geschaeftszeichen=before.fremdes_geschaeftszeichen if before else "",
        eigenes_zeichen=vorgang.aktenzeichen if vorgang else "",
        absender=before.absender if before else _stranger(town, rng, template.partner, values),
        empfaenger=(_office(town),),
        verfasser=None,
        is_entwurf=False,
        blocks=texts.write_blocks(template.lines, facts),
    )
    way = rng.choice(_ways(template, dokument))
    return _sent(town, dokument, (way, arrived_at, einheit), has_file=format_ == "eml+pdf")


def _ways(template: DocumentTemplate, dokument: Dokument) -> tuple[str, ...]:
    """Return on which ways a letter may come: applications online, authorities by their own post."""
    if dokument.format == "pdf" and template.typ == "Antrag":
        return OF_APPLICATIONS
    if dokument.format == "pdf" and template.typ in ("Stellungnahme", "Widerspruch", "Bescheid"):
        return OF_AUTHORITIES
    return WAYS[dokument.format]


def _facts(rng: Random, values: dict, day: date, *, is_mail: bool) -> Facts:
    written = day if is_mail else workday(day - timedelta(days=rng.randint(2, 5)))
    return Facts(rng, values, min(written, day), [min(written, day)])


def _sent(town: Town, dokument: Dokument, how: tuple, *, has_file: bool) -> Sendung:
    weg, arrived_at, einheit = how
    if has_file:
        brief = replace(dokument, key=f"{dokument.key}/1", format="pdf")
        dokument = replace(dokument, attachments=(brief,))
    return Sendung(
        key=dokument.key,
        weg=weg,
        arrived_at=arrived_at,
        absender=_shown(dokument.absender),
        betreff=dokument.betreff,
        einheit=einheit,
        content=render_dokument(town, dokument),
        vorgang=dokument.eigenes_zeichen,
    )


def _place(town: Town, rng: Random) -> dict[str, str]:
    name = rng.choice(public.STRASSEN)
    return {
        "strassenname": name,
        "strasse": public.street(rng, name),
        "flur": str(rng.randint(1, 24)),
        "flurstueck": f"{rng.randint(4, 380)}/{rng.randint(1, 19)}",
    }


def _stranger(town: Town, rng: Random, partner: str, values: dict) -> Kontakt:
    if partner == "buerger":
        return public.citizen(rng, town.slug, values["strasse"])
    names = {"firma": public.FIRMEN, "verein": public.VEREINE, "behoerde": public.BEHOERDEN}
    return public.organisation(rng, town.slug, names[partner])


def _office(town: Town) -> Kontakt:
    plz, ort = town.anschrift[1].split(" ", 1)
    return Kontakt("", "", town.anschrift[0], plz, ort, f"poststelle@{town.domain}", town.name)


def _shown(kontakt: Kontakt) -> str:
    return ", ".join(part for part in (kontakt.organisation, kontakt.name) if part)


def _moment(today: date, rng: Random) -> datetime:
    """Return an hour of one of the last days; most of it came today."""
    back = 0 if rng.random() < 0.55 else rng.randint(1, DAYS)
    day = today - timedelta(days=back)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return datetime.combine(day, time(7, 0), BERLIN) + timedelta(minutes=rng.randint(0, 170))


PAPER = (
    (public.FIRMEN[3], "Angebot Los 2, nicht öffnen", "vergabe", "vergabe", SAFE, "Umschlag 1"),
    (public.FIRMEN[4], "Angebot Los 2, nicht öffnen", "vergabe", "vergabe", SAFE, "Umschlag 2"),
    (public.FIRMEN[5], "Angebot Los 2, nicht öffnen", "vergabe", "vergabe", SAFE, "Umschlag 3"),
    ("", "An den Personalrat, verschlossen", "personalrat", "personalrat", "", ""),
    ("", "Wahlbriefe, ein Bündel", "wahlen", "wahl", "", "Kiste 2"),
    ("Ratsmitglied", "Vertraulich, Leitung", "hauptamt", "vertraulich", "", ""),
    (public.BEHOERDEN[0], "Flurkarte, zu groß für den Scanner", "bauordnung", "",
     "Altregistratur, Regal 4", "Rolle 3"),
    (public.VEREINE[1], "Modell des Vereinsheims", "kultur", "", "Pforte", ""),
)  # fmt: skip
"""Sender, Betreff, task of the unit, what is special, where it lies, in what."""


def _special(town: Town, today: date, letters: list[Sendung]) -> Iterator[Sendung]:
    """Yield what a post room must treat otherwise: sealed, for one circle, twice, unreadable."""
    at = datetime.combine(today, time(9, 50), BERLIN)
    found = [
        Sendung("", "papier", at, sender, betreff, einheit_for(town, task).kennzeichen, None,
                art=art, standort=place, behaelter=box,
                opens_on=today + timedelta(days=8) if art == "vergabe" else None)
        for sender, betreff, task, art, place, box in PAPER
    ]  # fmt: skip
    found += [replace(one, weg="upload", art="doppelt") for one in _twins(letters)]
    pdf = next((one.content[1] for one in letters if one.content[0].endswith(".pdf")), b"")
    office = einheit_for(town, "hauptamt").kennzeichen
    for name, content in _broken(pdf):
        betreff = name.partition(".")[0].replace("_", " ")
        file = (name, content)
        found.append(
            Sendung("", "email", at, public.FIRMEN[0], betreff, office, file, art="fehler")
        )
    for number, one in enumerate(found):
        moment = at + timedelta(minutes=number)
        yield replace(one, key=f"{town.slug}/post/besonders/{number}", arrived_at=moment)


def _twins(letters: list[Sendung]) -> list[Sendung]:
    """Return what comes a second time, byte by byte."""
    return [one for one in letters if one.weg in ("upload", "behoerdenpost", "ordner", "antrag")][
        :3
    ]


def _broken(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield files that cannot be read as they are: with a password, cut off, of no kind at all."""
    locked = io.BytesIO()
    if pdf:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            rule = pikepdf.Encryption(owner="geheim", user="geheim", R=6)
            opened.save(locked, encryption=rule, deterministic_id=False)
    yield "Vertrag_mit_Kennwort.pdf", locked.getvalue() or b"%PDF-1.7"
    yield "Abgebrochener_Versand.pdf", pdf[: len(pdf) // 3] or b"%PDF-1.7"
    yield "Anlage_ohne_Endung.dat", Random(7).randbytes(2_000)
