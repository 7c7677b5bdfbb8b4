"""Rules of the town: which hold for an Eingang, and for which past ones one would have held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from verbundakte.akten.models import Aktenplaneinheit, Dokumenttyp, Seitentext
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries.objects import dokumente
from verbundakte.core.clock import today
from verbundakte.core.search.fold import pattern
from verbundakte.posteingang.eingangsregel import Bedingungen, Befund, Sachlage, sachlage
from verbundakte.posteingang.erkennung import FundArt
from verbundakte.posteingang.erkennung.gespeichert import read
from verbundakte.posteingang.models import Eingang, Eingangsregel, Erkennung
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge, require

TRIED, SHOWN, MOST_PAGES = 10_000, 50, 10
NEWEST = "; ältere als die neuesten 10.000 sind nicht dabei"
COMPARED = ("pk", "absender", "erkennung__funde")
STORED_AS: dict[str, list[dict]] = {
    Befund.RECHNUNG: [{"art": FundArt.RECHNUNG}],
    Befund.FRIST: [{"art": FundArt.FRIST}],
    Befund.RECHTSBEHELF: [{"art": FundArt.FRIST, "rechtsbehelf": True}],
    Befund.EIGENES_ZEICHEN: [{"art": FundArt.EIGENES_ZEICHEN}, {"art": FundArt.AKTENZEICHEN}],
}
"""How what was recognised stands among the findings that are kept."""
FOLGEN = ("einheit_id", "dokumenttyp", "planeinheit", "verschluss")


@dataclass(frozen=True)
class Probe:
    """For which of the newest Eingänge that the actor may read conditions would have held."""

    count: int
    of: int
    rows: tuple[Eingang, ...]

    @property
    def sentence(self) -> str:
        """Return it in words."""
        if not self.of:
            return "Es gibt noch keine gelesenen Eingänge, die Sie sehen und an denen sich die Regel erproben ließe."
        word = "Eingang" if self.count == 1 else "Eingänge"
        return (
            f"Die Regel hätte für {self.count} {word} gegolten, erprobt an {self.of}, die gelesen sind und"
            f" die Sie sehen dürfen{NEWEST if self.of == TRIED else ''}."
        )


@dataclass(frozen=True)
class Treffer:
    """A rule that holds for an Eingang, and what of it others before it have settled already."""

    regel: Eingangsregel
    folgen: tuple[str, ...]
    verdraengt_durch: tuple[str, ...]


def regeln(actor) -> list[Eingangsregel]:
    """Return the rules in force in their order; for those who may lay them down."""
    require(actor, Permission.REGEL_CONFIGURE)
    return list(Eingangsregel.objects.valid_on(today()).select_related("einheit"))


def conflicts_of(actor, rows: list[Eingangsregel]) -> dict[UUID, list[str]]:
    """Return sentences about rules that can hold together and want different things."""
    found: dict[UUID, list[str]] = {}
    for place, row in enumerate(rows):
        for earlier in rows[:place]:
            differing = [
                name
                for name in FOLGEN
                if getattr(row, name)
                and getattr(earlier, name)
                and getattr(row, name) != getattr(earlier, name)
            ]
            if differing and _can_both_hold(row, earlier):
                sentence = f"Treffen beide zu, gilt vorher „{earlier.bezeichnung}“."
                found.setdefault(row.key, []).append(sentence)
    return found


def _can_both_hold(one: Eingangsregel, other: Eingangsregel) -> bool:
    """Tell whether nothing keeps two rules apart: the same question with different answers would."""
    mine, theirs = Bedingungen.of(one), Bedingungen.of(other)
    return all(
        not left or not right or left in right or right in left
        for left, right in ((mine.absender, theirs.absender), (mine.kanal, theirs.kanal))
    )


def hits_for(actor, lage: Sachlage) -> list[Treffer]:
    """Return the rules that hold in this situation, in their order; the first to say something settles it."""
    settled: dict[str, str] = {}
    found = []
    for row in Eingangsregel.objects.valid_on(today()).select_related("einheit"):
        if not Bedingungen.of(row).hold(lage):
            continue
        wanted = [name for name in FOLGEN if getattr(row, name)]
        own = tuple(name for name in wanted if name not in settled)
        before = tuple(dict.fromkeys(settled[name] for name in wanted if name in settled))
        settled |= dict.fromkeys(own, row.bezeichnung)
        found.append(Treffer(row, own, before))
    return found


def lage_of(actor, eingang: Eingang) -> Sachlage | None:
    """Return what rules may ask of an Eingang whose content the actor may read, else None."""
    return next(iter(_lagen(actor, [eingang]).values()), None)


def _lagen(actor, rows: Iterable[Eingang]) -> dict[UUID, Sachlage]:
    """Return what rules may ask, of those whose Dokument the actor may read."""
    by_dokument = {row.dokument_id: row for row in rows if row.dokument_id}
    if AktenPermission.DOKUMENT_READ not in actor.permissions:
        return {}
    readable = set(dokumente(actor).filter(pk__in=list(by_dokument)).values_list("pk", flat=True))
    funde = dict(
        Erkennung.objects.filter(eingang__dokument__in=list(readable)).values_list(
            "eingang__dokument_id", "funde"
        )
    )
    texts: dict[UUID, list[str]] = {}
    pages = Seitentext.objects.filter(
        datei__fassung__dokument__in=list(funde),
        datei__fassung__withdrawn_at=None,
        page__lte=MOST_PAGES,
    )
    for key, text in pages.values_list("datei__fassung__dokument_id", "text"):
        texts.setdefault(key, []).append(text)
    return {
        by_dokument[key].pk: sachlage(
            absender=by_dokument[key].absender,
            kanal=by_dokument[key].kanal.bezeichnung,
            texts=[by_dokument[key].betreff, *texts.get(key, [])],
            erkannt=read(found),
        )
        for key, found in funde.items()
    }


def try_out(actor, bedingungen: Bedingungen) -> Probe:
    """Return for which of the newest Eingänge the conditions hold, of those the actor may read.

    The database compares; at most three queries, however many there are.
    """
    may = {Permission.EINGANG_READ, AktenPermission.DOKUMENT_READ}
    if not may <= set(actor.permissions):
        return Probe(0, 0, ())
    read_ones = eingaenge(actor).filter(
        dokument__in=dokumente(actor).values("pk"), erkennung__isnull=False
    )
    newest = read_ones.order_by("-erfasst_at", "-pk").values("pk")[:TRIED]
    of = newest.count()
    if not of or not bedingungen.names_something:
        return Probe(0, of, ())
    rows = Eingang.objects.filter(pk__in=newest).alias(
        funde_text=Cast("erkennung__funde", TextField())
    )
    rows = rows.filter(*_holding(bedingungen))
    hits = [key for key, *told in rows.values_list(*COMPARED) if _is_from(bedingungen, *told)]
    shown = eingaenge(actor).filter(pk__in=hits).order_by("-erfasst_at", "-pk")[:SHOWN]
    return Probe(len(hits), of, tuple(shown))


def _holding(bedingungen: Bedingungen) -> Iterator[Q | Exists]:
    """Yield the conditions as the database asks them; of the sender more may pass than is meant."""
    if bedingungen.kanal:
        yield Q(kanal__bezeichnung__regex=pattern(bedingungen.kanal))
    if bedingungen.absender:
        like = pattern(bedingungen.absender)
        yield Q(absender__regex=like) | Q(funde_text__regex=like)
    for word in bedingungen.woerter:
        like = pattern(word)
        pages = Seitentext.objects.filter(
            datei__fassung__dokument=OuterRef("dokument"),
            datei__fassung__withdrawn_at=None,
            page__lte=MOST_PAGES,
            text__regex=like,
        )
        yield Q(betreff__regex=like) | Exists(pages)
    for befund in bedingungen.befunde:
        yield reduce(or_, (Q(erkennung__funde__contains=[one]) for one in STORED_AS[befund]))


def _is_from(bedingungen: Bedingungen, absender: str, funde: list[dict]) -> bool:
    """Tell whether the sender is the one meant: in the JSON of findings more stands than names."""
    if not bedingungen.absender:
        return True
    lage = sachlage(absender=absender, kanal="", texts=(), erkannt=read(funde))
    return bedingungen.absender in lage.absender


def typ_choices(actor) -> list[tuple[str, str]]:
    """Return the kinds of Dokumente by their Kürzel."""
    rows = Dokumenttyp.objects.valid_on(today()).order_by("reihenfolge", "bezeichnung")
    return list(rows.values_list("kuerzel", "bezeichnung"))


def plan_named(actor, kennzeichen: str) -> Aktenplaneinheit | None:
    """Return the unit of today's plan with this Kennzeichen."""
    rows = Aktenplaneinheit.objects.valid_on(today()).filter(is_stillgelegt=False)
    return rows.filter(kennzeichen=kennzeichen).first()
