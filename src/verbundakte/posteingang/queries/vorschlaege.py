"""Where an Eingang may belong, as one viewer may be told, with the reason in German.

Nothing here files anything. What is not sure is no proposal: `first` gives None then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache
from uuid import UUID

from django.utils.timezone import localdate

from verbundakte.akten.models import Aktenplaneinheit, Dokumenttyp, Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries.kontakt import kontakte
from verbundakte.akten.queries.objects import akten, vorgaenge
from verbundakte.akten.queries.zeichen import named_in
from verbundakte.core.clock import today
from verbundakte.core.search.fold import fold
from verbundakte.core.search.synonymliste import thesaurus
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.erkennung import Erkannt, FundArt, numbers_in, spellings
from verbundakte.posteingang.erkennung.gespeichert import read
from verbundakte.posteingang.lernen import guete
from verbundakte.posteingang.lernen.grundwissen import (
    Grundwissen,
    WithGrundwissen,
    alike,
    counted,
    kind_entry,
    kinds_of_letters,
    plan_entry,
)
from verbundakte.posteingang.lernen.merkmale import Schreiben
from verbundakte.posteingang.lernen.rechnen import Rang, Rangfolge, rank
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang, Erkennung, Lernguete, Verschluss
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.gedaechtnis import TableMemory
from verbundakte.posteingang.queries.regel import Treffer, hits_for, lage_of, plan_named

BY_REFERENCE, BY_RULE, BY_NAME = 0.97, 0.99, 0.9
SAME_NAME = "Der Absender heißt wie dieser Kontakt."


@dataclass(frozen=True)
class Vorschlag:
    """One proposal: `gemeint` is the row (unit, person, Vorgang ...), `gruende` German sentences."""

    ziel: Ziel
    schluessel: str
    bezeichnung: str
    sicherheit: float
    gruende: tuple[str, ...]
    gemeint: object = None

    @property
    def is_sure(self) -> bool:
        """Tell whether it may be shown as the proposal, not only as one of several."""
        return guete.is_sure(self.ziel, self.sicherheit)


@dataclass(frozen=True)
class Vorschlaege:
    """All proposals for an Eingang, the best of each kind first; `erkannt` is None before it is read.

    `verschluss`: as what a rule says it is to be closed, and the sentence why; None for nothing.
    """

    erkannt: Erkannt | None
    by: dict[Ziel, tuple[Vorschlag, ...]] = field(default_factory=dict)
    verschluss: tuple[str, str] | None = None

    def of(self, ziel: Ziel) -> tuple[Vorschlag, ...]:
        """Return up to three proposals of a kind."""
        return self.by.get(ziel, ())

    def first(self, ziel: Ziel) -> Vorschlag | None:
        """Return the proposal of a kind, None when nothing is sure enough."""
        best = next(iter(self.of(ziel)), None)
        return best if best and best.is_sure else None


def erkannt_in(actor, eingang: Eingang) -> Erkannt | None:
    """Return what was recognised in an Eingang that was read through `queries`; None: not yet, or the
    actor may not read its content."""
    if lage_of(actor, eingang) is None:
        return None
    kept = Erkennung.objects.filter(eingang=eingang).values_list("funde", flat=True).first()
    return None if kept is None else read(kept)


def vorschlaege_for(actor, eingang: Eingang) -> Vorschlaege:
    """Return the proposals for an Eingang that was read through `queries`, as the actor may be told.

    At most 27 queries. Of an Eingang whose Dokument she may not read there are none.
    """
    if Permission.EINGANG_READ not in actor.permissions:
        return Vorschlaege(None)
    kept = Erkennung.objects.filter(eingang=eingang).first()
    lage = lage_of(actor, eingang) if kept else None
    if kept is None or lage is None:
        return Vorschlaege(None)
    erkannt = read(kept.funde)
    schreiben = Schreiben.of(kept.schreiben)
    day = localdate(eingang.eingegangen_at)
    known = known_before(actor)
    by: dict[Ziel, list[Vorschlag]] = {ziel: [] for ziel in Ziel}
    record = _guete_of_town()
    for klasse in _klassen_of(eingang):
        memory = TableMemory(actor, klasse, but=eingang.dokument_id)
        ranks = rank(schreiben, memory if klasse else WithGrundwissen(memory, known), on=day)
        for ziel, told in _named(actor, ranks, schreiben.absender, record).items():
            by[ziel] += told
    _add_named(by, named_vorgaenge(actor, erkannt, eingang.angaben.get("unser_zeichen", ())))
    _add_kontakte(by, actor, eingang, erkannt)
    hits = hits_for(actor, lage)
    _add_rules(by, actor, hits)
    best = {
        ziel: tuple(sorted(found, key=lambda one: -one.sicherheit)[:3])
        for ziel, found in by.items()
    }
    return Vorschlaege(erkannt, best, _closing(hits))


def _closing(hits: list[Treffer]) -> tuple[str, str] | None:
    """Return as what the first rule that says so wants an Eingang closed, and a sentence about it."""
    for hit in hits:
        if "verschluss" in hit.folgen:
            label = Verschluss(hit.regel.verschluss).label
            told = f"Die Eingangsregel „{hit.regel.bezeichnung}“ sagt: verschließen als {label}."
            return hit.regel.verschluss, told
    return None


def _klassen_of(eingang: Eingang) -> list[str]:
    """Return of which Geheimnisklassen an Eingang may be: of none, or of those its unit leads.

    Each is asked for itself; what was learned in one says nothing in another.
    """
    led = Aktenplaneinheit.objects.valid_on(today()).filter(federfuehrung=eingang.einheit_id)
    return [
        "",
        *led.exclude(geheimnisklasse="").values_list("geheimnisklasse", flat=True).distinct(),
    ]


def _guete_of_town() -> dict[Ziel, dict[int, tuple[int, int]]]:
    """Return how often first proposals were right, by kind and step of certainty."""
    found: dict[Ziel, dict[int, tuple[int, int]]] = {ziel: {} for ziel in Ziel}
    for row in Lernguete.objects.all():
        found[Ziel(row.ziel)][row.stufe] = (row.richtig, row.gesamt)
    return found


def known_before(actor) -> Grundwissen:
    """Return what the plan's keywords and the kinds of letters tell, put together once per plan."""
    units = Aktenplaneinheit.objects.valid_on(today())
    state = units.order_by("-version", "-pk").values_list("pk", flat=True).first()
    return _grundwissen(current_tenant(), state, today())


@lru_cache(maxsize=64)
def _grundwissen(tenant: int, plan: UUID | None, on) -> Grundwissen:
    rows = Aktenplaneinheit.objects.valid_on(on).filter(is_stillgelegt=False)
    others = thesaurus().others
    entries = [
        plan_entry(
            (above_titel or "", above_words or "", alike(f"{titel}, {words}", others)),
            kennzeichen,
            item,
            unit,
        )
        for titel, words, above_titel, above_words, kennzeichen, item, unit in rows.filter(
            children=None
        ).values_list(
            "titel", "stichwoerter", "parent__titel", "parent__stichwoerter", "kennzeichen",
            "item_id", "federfuehrung",
        )
    ]  # fmt: skip
    known = set(Dokumenttyp.objects.valid_on(on).values_list("kuerzel", flat=True))
    entries += [kind_entry(name) for name in kinds_of_letters() if name in known]
    return counted(entries)


def named_vorgaenge(actor, erkannt: Erkannt, told: Iterable[str] = ()) -> list[Vorschlag]:
    """Return the Vorgänge and Akten that a letter, or the message around it (`told`), names and the
    actor may read."""
    funde = erkannt.of(FundArt.EIGENES_ZEICHEN, FundArt.AKTENZEICHEN)
    named = [*(fund.wert for fund in funde), *told]
    texts = [text for one in named for text in spellings(one)]
    found = []
    for one in named_in(actor, texts):
        ziel = Ziel.VORGANG if isinstance(one.gemeint, Vorgang) else Ziel.AKTE
        grund = f"Das Schreiben nennt {one.als} {one.zeichen}."
        found.append(
            Vorschlag(
                ziel, str(one.gemeint.pk), str(one.gemeint), BY_REFERENCE, (grund,), one.gemeint
            )
        )
    return found


def _add_kontakte(by: dict[Ziel, list[Vorschlag]], actor, eingang: Eingang, erkannt: Erkannt):
    """Put Kontakte first that are called as the sender is; several of one name are in doubt."""
    if AktenPermission.KONTAKT_READ not in actor.permissions:
        return
    named = erkannt.first(FundArt.ABSENDER)
    names = {
        name for one in (eingang.absender, named and named.wert) if one for name in _names(one)
    }
    rows = list(kontakte(actor).filter(name_folded__in=names).order_by("sort_key", "pk")[:3])
    sure = BY_NAME if len(rows) == 1 else BY_NAME / 2
    found = [
        Vorschlag(Ziel.KONTAKT, str(row.pk), str(row), sure, (SAME_NAME,), row) for row in rows
    ]
    known = {one.schluessel for one in found}
    by[Ziel.KONTAKT] = [*found, *(one for one in by[Ziel.KONTAKT] if one.schluessel not in known)]


def _names(text: str) -> Iterable[str]:
    """Yield a sender's name as Kontakte are folded: the whole, and turned round (Name Vorname)."""
    plain = " ".join(parseaddr(text)[0].replace(",", " ").split() or text.replace(",", " ").split())
    yield fold(plain)
    first, _, last = plain.rpartition(" ")
    yield fold(f"{last} {first}".strip())


def named_in_subject(actor, subject: str) -> list:
    """Return the Vorgänge that the subject of a message names and the actor may read."""
    texts = [text for fund in numbers_in(subject) for text in spellings(fund.wert)]
    return [one.gemeint for one in named_in(actor, texts) if isinstance(one.gemeint, Vorgang)]


def _add_named(by: dict[Ziel, list[Vorschlag]], named: Iterable[Vorschlag]) -> None:
    """Put what is named first, with what follows from it: unit, person, plan."""
    for one in named:
        by[one.ziel] = [
            one,
            *(other for other in by[one.ziel] if other.schluessel != one.schluessel),
        ]
        follows = {Ziel.EINHEIT: one.gemeint.federfuehrung}
        if one.ziel is Ziel.VORGANG:
            follows |= {Ziel.AKTE: one.gemeint.akte, Ziel.PERSON: one.gemeint.sachbearbeitung}
        for ziel, row in follows.items():
            if row is None:
                continue
            told = Vorschlag(ziel, str(row.pk), str(row), BY_REFERENCE - 0.02, one.gruende, row)
            others = (other for other in by[ziel] if other.schluessel != told.schluessel)
            by[ziel] = [told, *others]


def _add_rules(by: dict[Ziel, list[Vorschlag]], actor, hits: list[Treffer]) -> None:
    """Put what rules of the municipality say before all else."""
    for hit in reversed(hits):
        row, grund = hit.regel, (f"Eingangsregel „{hit.regel.bezeichnung}“",)
        meant: dict[Ziel, tuple[str, object]] = {}
        if "einheit_id" in hit.folgen:
            meant[Ziel.EINHEIT] = (str(row.einheit_id), row.einheit)
        if "dokumenttyp" in hit.folgen:
            typ = _typen(actor, [row.dokumenttyp]).get(row.dokumenttyp)
            meant[Ziel.TYP] = (row.dokumenttyp, typ)
        if "planeinheit" in hit.folgen and (unit := plan_named(actor, row.planeinheit)):
            meant[Ziel.PLAN] = (str(unit.item_id), unit)
        for ziel, (key, thing) in meant.items():
            if thing is not None:
                told = Vorschlag(ziel, key, str(thing), BY_RULE, grund, thing)
                by[ziel] = [told, *(one for one in by[ziel] if one.schluessel != key)]


def _named(actor, ranks: Rangfolge, absender: str, record) -> dict[Ziel, list[Vorschlag]]:
    """Give ranked targets their names; what does not exist or may not be seen is left out."""
    found: dict[Ziel, list[Vorschlag]] = {}
    for ziel in Ziel:
        offered = [one for one in ranks.of(ziel) if one.anteil >= guete.OFFERED]
        rows = _ROWS[ziel](actor, [one.ziel for one in offered]) if offered else {}
        found[ziel] = [
            Vorschlag(
                ziel,
                one.ziel,
                str(rows[one.ziel]),
                guete.confidence(ziel, one.anteil, record[ziel]),
                tuple(_reasons(one, absender)),
                rows[one.ziel],
            )
            for one in offered
            if one.ziel in rows
        ]
    return found


def _reasons(one: Rang, absender: str) -> Iterable[str]:
    """Yield why something is proposed, in German."""
    if one.references:
        yield "Ein früheres Schreiben trägt dasselbe Zeichen."
    if one.letters:
        of = f" von {absender}" if absender else " dieses Absenders"
        yield (
            f"wie {one.letters} frühere Schreiben{of}"
            if one.letters > 1
            else f"wie ein früheres Schreiben{of}"
        )
    if one.words:
        yield f"wegen {', '.join(f'„{word}“' for word in one.words)}"


def _by_id(rows, keys: list[str]) -> dict[str, object]:
    return {str(row.pk): row for row in rows.filter(pk__in=[UUID(key) for key in keys])}


def _einheiten(actor, keys: list[str]) -> dict:
    return _by_id(Organisationseinheit.objects.valid_on(today()), keys)


def _personen(actor, keys: list[str]) -> dict:
    return _by_id(Person.objects.filter(is_active=True), keys)


def _typen(actor, keys: list[str]) -> dict:
    rows = Dokumenttyp.objects.valid_on(today()).filter(kuerzel__in=keys)
    return {row.kuerzel: row for row in rows}


def _plan(actor, keys: list[str]) -> dict:
    rows = Aktenplaneinheit.objects.valid_on(today()).filter(is_stillgelegt=False)
    return {str(row.item_id): row for row in rows.filter(item_id__in=[UUID(key) for key in keys])}


def _if_permitted(permission: str, rows):
    def readable(actor, keys: list[str]) -> dict:
        return _by_id(rows(actor), keys) if permission in actor.permissions else {}

    return readable


_ROWS = {
    Ziel.EINHEIT: _einheiten,
    Ziel.PERSON: _personen,
    Ziel.TYP: _typen,
    Ziel.PLAN: _plan,
    Ziel.VORGANG: _if_permitted(AktenPermission.VORGANG_READ, vorgaenge),
    Ziel.AKTE: _if_permitted(AktenPermission.AKTE_READ, akten),
    Ziel.KONTAKT: _if_permitted(AktenPermission.KONTAKT_READ, kontakte),
}
