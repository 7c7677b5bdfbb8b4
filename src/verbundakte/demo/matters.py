"""Invents the files of a town: Akten, their Vorgänge and the documents in them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from random import Random

from verbundakte.demo import public, texts
from verbundakte.demo.files import render_dokument
from verbundakte.demo.search_words import SEARCH_WORDS
from verbundakte.demo.texts import DocumentTemplate, Facts, Vorgangsart, workday, write
from verbundakte.demo.towns import einheit_for
from verbundakte.demo.world import (
    Akte,
    Block,
    Dokument,
    Kontakt,
    Organisationseinheit,
    Person,
    Town,
    Vorgang,
)

FIRST_DAY = date(2021, 1, 11)
SCANS_PER_TOWN = len(SEARCH_WORDS) // 3
ATTEMPTS = 60
GENERAL = 0.55
"""How often a document of a matter is followed by one that could stand in any matter."""


@dataclass
class Writer:
    """What is shared while the files of one town are written."""

    town: Town
    today: date
    seed: str
    search_words: list[tuple[str, str]]
    seen: set[str] = field(default_factory=set)
    render: Callable[[Dokument], tuple[str, bytes]] = field(init=False)

    def __post_init__(self):
        self.render = partial(render_dokument, self.town)

    def rng(self, *key) -> Random:
        return Random("/".join((self.seed, self.town.slug, *map(str, key))))


@dataclass(frozen=True)
class Matter:
    """One Vorgang while it is written."""

    art: Vorgangsart
    aktenzeichen: str
    bearbeiter: Person
    einheit: Organisationseinheit
    partners: dict[str, Kontakt]
    facts: Facts


def write_akten(writer: Writer, count: int) -> tuple[Akte, ...]:
    """Return `count` Akten, numbered per unit of the Aktenplan and year."""
    arten = [art for art in texts.vorgangsarten() if writer.town.slug in art.towns]
    span = (writer.today - FIRST_DAY).days - 20
    plans, numbers = [], {}
    for index in range(count):
        art = arten[index % len(arten)]
        rng = writer.rng("akte", index)
        day = workday(FIRST_DAY + timedelta(days=int(span * rng.random() ** 0.6)))
        plans.append((day, index, art, rng.choice(art.plan), rng))
    akten = []
    for day, _, art, kennzeichen, rng in sorted(plans, key=lambda plan: plan[:2]):
        number = numbers[kennzeichen, day.year] = numbers.get((kennzeichen, day.year), 0) + 1
        aktenzeichen = f"{kennzeichen}-{day.year}/{number:04d}"
        akten.append(_akte(writer, art, (kennzeichen, aktenzeichen, day), rng))
    return tuple(akten)


def _akte(writer: Writer, art: Vorgangsart, place: tuple[str, str, date], rng: Random) -> Akte:
    kennzeichen, aktenzeichen, day = place
    town = writer.town
    einheit = einheit_for(town, art.aufgabe)
    values = {**_facts_of_akte(writer, rng), **_facts_of_day(day)}
    partners = _partners(writer, art, rng, values)
    facts = Facts(rng, values, day)
    betreff = write(art.akte, facts)
    starts = _starts(writer, art, day, rng)
    vorgaenge = []
    for number, start in enumerate(starts, start=1):
        matter = Matter(
            art=art,
            aktenzeichen=f"{aktenzeichen}-{number:02d}",
            bearbeiter=_clerk(town, einheit, rng),
            einheit=einheit,
            partners=partners,
            facts=Facts(writer.rng(aktenzeichen, number), dict(facts.values), start),
        )
        if number > 1:
            matter = _with_new_people(writer, matter)
        vorgaenge.append(_vorgang(writer, matter, number))
    readers = _unit_people(town, einheit) if art.is_personal else ()
    return Akte(
        key=f"{town.slug}/{aktenzeichen}",
        aktenzeichen=aktenzeichen,
        betreff=betreff,
        kennzeichen=kennzeichen,
        einheit=einheit.kennzeichen,
        angelegt_on=day,
        zugriff="nur_genannte" if art.is_personal else "sachgebiet",
        personen=tuple(person.login for person in readers),
        vorgaenge=tuple(vorgaenge),
    )


def _starts(writer: Writer, art: Vorgangsart, day: date, rng: Random) -> list[date]:
    last = writer.today - timedelta(days=2)
    if "{jahr}" in art.akte or "{saison}" in art.akte:
        last = min(last, date(day.year, 12, 20))
    starts = [day]
    low, high = art.vorgaenge
    for _ in range(rng.randint(low + 1, 2 * high - 1) - 1):
        starts.append(workday(min(last, starts[-1] + timedelta(days=rng.randint(5, 260)))))
    return [max(day, start) for start in starts]


def _facts_of_akte(writer: Writer, rng: Random) -> dict[str, str]:
    name = rng.choice(public.STRASSEN)
    return {
        "strassenname": name,
        "strasse": public.street(rng, name),
        "ort": public.ORTE[writer.town.slug][1],
        "flur": str(rng.randint(1, 24)),
        "flurstueck": f"{rng.randint(4, 380)}/{rng.randint(1, 19)}",
    }


def _facts_of_day(day: date) -> dict[str, str]:
    first = day.year if day.month >= 7 else day.year - 1
    season = f"{first}/{first + 1}"
    return {"jahr": str(day.year), "saison": season, "schuljahr": season}


def _partners(writer: Writer, art: Vorgangsart, rng: Random, values: dict) -> dict[str, Kontakt]:
    """Choose the people of the matter and note their names among the facts."""
    slug, town = writer.town.slug, writer.town
    at_home = values["strasse"] if "{strasse}" in art.vorgang else ""
    partners = {
        "buerger": public.citizen(rng, slug, at_home),
        "nachbar": public.citizen(rng, slug, public.street(rng, values["strassenname"])),
        "firma": public.organisation(rng, slug, public.FIRMEN),
        "verein": public.organisation(rng, slug, public.VEREINE),
        "behoerde": public.organisation(rng, slug, public.BEHOERDEN),
        "kollegen": Kontakt(
            "Alle Fachbereiche", organisation=town.name, email=f"alle@{town.domain}"
        ),
    }
    colleague = rng.choice([p for p in town.personen if "sachbearbeitung" in p.roles])
    partners["kollege"] = replace(
        public.citizen(rng, slug), name=colleague.name, anrede=colleague.anrede
    )
    _note_names(partners, values)
    values["kollege_akte"] = f"{colleague.familienname}, {colleague.vorname}"
    return partners


def _note_names(partners: dict[str, Kontakt], values: dict) -> None:
    for role in ("buerger", "nachbar"):
        kontakt = partners[role]
        vorname, familienname = kontakt.name.split()
        values[f"{role}_akte"] = f"{familienname}, {vorname}"
        values[f"{role}_nom"] = f"{kontakt.anrede} {kontakt.name}"
        values[f"{role}_dat"] = values[f"{role}_nom"].replace("Herr ", "Herrn ")
    values["firma"] = partners["firma"].organisation
    values["verein"] = partners["verein"].organisation


def _with_new_people(writer: Writer, matter: Matter) -> Matter:
    """Later Vorgänge of an Akte that is not about one person or place have other people."""
    fixed = ("{buerger_akte}", "{strasse}", "{firma}", "{verein}", "{kollege_akte}")
    if any(slot in matter.art.akte for slot in fixed):
        return matter
    facts = matter.facts
    facts.values["strasse"] = public.street(facts.rng, facts.values["strassenname"])
    partners = _partners(writer, matter.art, facts.rng, facts.values)
    return replace(matter, partners=partners)


def _unit_people(town: Town, einheit: Organisationseinheit) -> tuple[Person, ...]:
    stellen = {s.kennzeichen for s in town.stellen if s.einheit == einheit.kennzeichen}
    return tuple(p for p in town.personen if stellen & set(p.stellen))


def _clerk(town: Town, einheit: Organisationseinheit, rng: Random) -> Person:
    people = _unit_people(town, einheit)
    working = [person for person in people if "sachbearbeitung" in person.roles]
    return rng.choice(working or people)


def _vorgang(writer: Writer, matter: Matter, number: int) -> Vorgang:
    facts, art = matter.facts, matter.art
    start = facts.day
    facts.values.update(_facts_of_day(start))
    facts.values["kassenzeichen"] = (
        f"{facts.rng.randint(1000, 9999):04d}.{start.year}.{facts.rng.randint(1, 99999):05d}"
    )
    betreff = write(art.vorgang, facts)
    templates = _written_templates(writer, matter)
    facts.values["sache"] = betreff
    dokumente: list[Dokument] = []
    for template in templates:
        facts.day = _next_day(writer, start + timedelta(days=template.day), dokumente, facts.rng)
        facts.days.append(facts.day)
        dokumente.append(_unique(writer, matter, template, len(dokumente) + 1))
        if facts.rng.random() < GENERAL:
            dokumente.append(_general(writer, matter, dokumente))
    last = _arrived(dokumente[-1]) + timedelta(days=facts.rng.randint(20, 60))
    is_done = len(templates) == len(art.dokumente) and last < writer.today
    if not is_done and facts.rng.random() < 0.4:
        dokumente[-1] = _as_entwurf(dokumente[-1])
    return Vorgang(
        key=f"{writer.town.slug}/{matter.aktenzeichen}",
        nummer=number,
        aktenzeichen=matter.aktenzeichen,
        betreff=betreff,
        vorgangsart=art.key,
        begonnen_on=start,
        zda_on=workday(last) if is_done and workday(last) < writer.today else None,
        bearbeiter=matter.bearbeiter.login,
        dokumente=tuple(dokumente),
    )


def _next_day(writer: Writer, planned: date, before: list[Dokument], rng: Random) -> date:
    """Return the day of the next document: about when planned, not before the last one."""
    day = workday(planned + timedelta(days=rng.randint(0, 3)))
    if before:
        day = max(day, _arrived(before[-1]))
    return min(day, writer.today)


def _arrived(dokument: Dokument) -> date:
    return dokument.posteingangsdatum or dokument.datum_des_schreibens


def _general(writer: Writer, matter: Matter, before: list[Dokument]) -> Dokument:
    """Write one of the documents that occur in any matter; it does not count among its dates."""
    facts, art = matter.facts, matter.art
    template = facts.rng.choice(texts.general_documents())
    if template.partner == "*":
        outside = [own.partner for own in art.dokumente if own.richtung == "eingang"]
        template = replace(template, partner=outside[0] if outside else "buerger")
    day = _next_day(writer, _arrived(before[-1]) + timedelta(days=2), before, facts.rng)
    aside = Facts(facts.rng, facts.values, day, [*facts.days, day])
    return _unique(writer, replace(matter, facts=aside), template, len(before) + 1)


def _written_templates(writer: Writer, matter: Matter) -> list[DocumentTemplate]:
    """Return the documents that exist today; some matters stop before the end."""
    age = (writer.today - matter.facts.day).days
    templates = [t for t in matter.art.dokumente if t.day <= age] or [matter.art.dokumente[0]]
    if len(templates) > 2 and matter.facts.rng.random() < 0.55:
        templates.pop()
    return templates


def _as_entwurf(dokument: Dokument) -> Dokument:
    if dokument.richtung == "eingang" or dokument.format == "eml":
        return dokument
    return replace(dokument, is_entwurf=True, postausgangsdatum=None)


def _unique(writer: Writer, matter: Matter, template: DocumentTemplate, number: int) -> Dokument:
    """Write the document until its text stands in no other one of the world."""
    format_ = _format(writer, matter.facts.rng, template)
    word = writer.search_words.pop() if format_ == "scan" else None
    for _ in range(ATTEMPTS):
        lines = texts.lengthen(template, matter.facts.rng)
        blocks = texts.write_blocks(lines, matter.facts)
        text = "\n".join(block.text or repr(block.rows) for block in blocks)
        if text not in writer.seen:
            writer.seen.add(text)
            if word:
                blocks = (*blocks[:-1], Block("absatz", word[1]), blocks[-1])
            return _dokument(writer, matter, (template, format_, number, word), blocks)
    raise ValueError(f"{matter.art.key}: too little variety in {template.betreff}")


def _format(writer: Writer, rng: Random, template: DocumentTemplate) -> str:
    choices = list(template.formats)
    if not writer.search_words:
        choices = [choice for choice in choices if choice != "scan"]
    return rng.choice(choices)


def _dokument(writer: Writer, matter: Matter, plan, blocks: tuple[Block, ...]) -> Dokument:
    template, format_, number, word = plan
    facts = matter.facts
    absender, empfaenger, verfasser = _correspondents(writer.town, matter, template, number)
    is_eingang = template.richtung == "eingang"
    by_mail = format_.startswith("eml")
    written = facts.day if by_mail or not is_eingang else _posted(facts)
    dokument = Dokument(
        key=f"{writer.town.slug}/{matter.aktenzeichen}/{number}",
        nummer=number,
        betreff=write(template.betreff, facts),
        typ=template.typ,
        richtung=template.richtung,
        format=format_,
        datum_des_schreibens=written,
        posteingangsdatum=facts.day if is_eingang else None,
        postausgangsdatum=facts.day if template.richtung == "ausgang" else None,
        fremdes_geschaeftszeichen=_foreign_sign(matter, template),
        eigenes_zeichen="" if is_eingang and number == 1 else matter.aktenzeichen,
        absender=absender,
        empfaenger=(empfaenger,),
        verfasser=verfasser,
        is_entwurf=False,
        blocks=blocks,
        search_word=word[0] if word else "",
        _render=writer.render,
    )
    return _with_attachment(dokument, facts) if format_ == "eml+pdf" else dokument


def _posted(facts: Facts) -> date:
    """Return the day on which a letter was written that arrived on the day of the facts."""
    written = facts.day - timedelta(days=facts.rng.randint(1, 4))
    facts.days[-1] = written
    return written


def _with_attachment(dokument: Dokument, facts: Facts) -> Dokument:
    """Move the text into an attached PDF; the mail only says what it brings."""
    pdf = replace(dokument, key=f"{dokument.key}/1", format="pdf")
    values = {**facts.values, "typ": dokument.typ}
    paragraphs = texts.pools()["mail"]
    blocks = tuple(
        Block("absatz", write(p, Facts(facts.rng, values, facts.day, facts.days)))
        for p in paragraphs
    )
    return replace(dokument, format="eml", blocks=blocks, attachments=(pdf,))


def _foreign_sign(matter: Matter, template: DocumentTemplate) -> str:
    """Firms and authorities have a sign of their own, the same through the whole Vorgang."""
    if template.partner not in ("firma", "behoerde", "verein"):
        return ""
    rng, values = matter.facts.rng, matter.facts.values
    initials = "".join(word[0] for word in matter.partners[template.partner].name.split())
    return values.setdefault("fremd", f"{initials}/{rng.randint(100, 9999)}-{values['jahr'][2:]}")


def _correspondents(town: Town, matter: Matter, template: DocumentTemplate, number: int):
    """Return sender, addressee and the login of the author (None when from outside)."""
    clerk = _colleague(town, matter.bearbeiter)
    if template.richtung == "eingang":
        office = replace(clerk, name=matter.einheit.name, anrede="")
        return matter.partners[template.partner], office if number == 1 else clerk, None
    if template.richtung == "ausgang":
        return clerk, matter.partners[template.partner], matter.bearbeiter.login
    if template.aufgabe:
        other = _clerk(town, einheit_for(town, template.aufgabe), matter.facts.rng)
        return _colleague(town, other), clerk, other.login
    if template.partner == "kollegen":
        return clerk, matter.partners["kollegen"], matter.bearbeiter.login
    return clerk, replace(clerk, name="Zum Vorgang", anrede=""), matter.bearbeiter.login


def _colleague(town: Town, person: Person) -> Kontakt:
    plz, ort = town.anschrift[1].split(" ", 1)
    return Kontakt(person.name, person.anrede, town.anschrift[0], plz, ort, person.email, town.name)
