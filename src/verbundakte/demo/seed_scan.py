"""Scanned batches of a demo town: one long destroyed, some sampled and released, some still to count."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pikepdf
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.register import keep
from verbundakte.core.blobs.store import Stored, put_bytes
from verbundakte.core.clock import now, today
from verbundakte.core.conversion import converters
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo.post import Sendung
from verbundakte.organisation.actor import PersonActor
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import pruefung
from verbundakte.posteingang.actions.stapel import Ankommend, Herkunft, Teil
from verbundakte.posteingang.actions.verfahren import write_verfahren
from verbundakte.posteingang.actions.vernichtung import destroy_stapel
from verbundakte.posteingang.models import Eingangskanal, Scanprodukt, Scanstapel
from verbundakte.posteingang.queries import scan as queries
from verbundakte.posteingang.rules import kennung

STAPEL = ("1", "2", "3", "4")
KLASSE = "eingangspost"
SCANNED_AFTER = timedelta(minutes=12)


@dataclass(frozen=True)
class Platz:
    """Where a letter lies: in which batch, as which part."""

    stapel: str
    position: int

    @property
    def kennung(self) -> str:
        """Return by what the Eingang of this part is known."""
        return kennung("scan", self.stapel, str(self.position))


def places(post: tuple[Sendung, ...]) -> dict[str, Platz]:
    """Return where each scanned letter lies, by its key: a quarter of them in each batch, oldest first."""
    scans = [one for one in post if one.weg == "scan"]
    size = -(-len(scans) // len(STAPEL)) or 1
    return {
        one.key: Platz(f"demo-{STAPEL[index // size]}", index % size + 1)
        for index, one in enumerate(scans)
    }


class ScanSeed:
    """Makes batches of what the post room scanned, and does what comes after scanning."""

    def __init__(self, actor: PersonActor, kanal: Eingangskanal):
        self.actor, self.kanal = actor, kanal

    @cached_property
    def klasse(self):
        """Return the class of everyday letters."""
        found = queries.klassen(self.actor, today())
        return next(one for one in found if one.kuerzel == KLASSE)

    def describe(self, *, at: datetime) -> None:
        """Write down how scanning is done here."""
        town = queries.town(self.actor)
        sections = queries.verfahren_now(self.actor)
        told = {"town": town.name, "sections": sections, "on": localdate(at)}
        markup = render_to_string("posteingang/scan/blatt_verfahren.html", told)
        made = converters().sheet(current_tenant(), markup)
        write_verfahren(self.actor, town, angaben=sections, blob=keep(made.data), at=at)

    def take(self, scans: list[Sendung], where: dict[str, Platz]) -> None:
        """Make the batches of letters whose Eingänge are there, and work on them but the last."""
        found: dict[str, Scanstapel] = {}
        for name in dict.fromkeys(place.stapel for place in where.values()):
            part = [one for one in scans if where[one.key].stapel == name]
            found[name] = self._stapel(name, part)
        made = list(found.values())
        for stapel in made[:2]:
            self._count(stapel)
        if made[:2]:
            self._look_through_sample()
        for stapel in made[2:3]:
            self._count(stapel)
            pruefung.draw_stichprobe(self.actor, self.klasse, at=now())

    def finish(self, scans: list[Sendung]) -> None:
        """Make a batch of long ago: released, waited for, its paper destroyed."""
        stapel = self._stapel("demo-vernichtet", scans)
        self._count(stapel)
        later = stapel.created_at + timedelta(days=1)
        for one in stapel.produkte.all():
            self._look(one, at=later)
            one.refresh_from_db()
            pruefung.release_scan(self.actor, one, at=later)
        destroy_stapel(
            self.actor,
            stapel,
            verfahren="Aktenvernichter, Sicherheitsstufe P-4 nach DIN 66399",
            durch="Poststelle",
            on=today() - timedelta(days=3),
            at=now() - timedelta(days=3),
        )

    def _stapel(self, name: str, scans: list[Sendung]) -> Scanstapel:
        at = min(max(one.arrived_at for one in scans) + SCANNED_AFTER, now())
        files = [one.content for one in scans if one.content]
        pages, whole = _together([content for _, content in files])
        herkunft = Herkunft(
            name, f"Scan_{localdate(at):%Y%m%d}_{name.removeprefix('demo-')}.pdf", at
        )
        stapel = actions.record_stapel(
            self.actor, self.kanal, herkunft=herkunft, stored=_kept(whole), at=at, klasse=self.klasse
        )  # fmt: skip
        arrivals = [
            Ankommend(Teil(seiten=tuple(numbers)), Arrived(_kept(content), file_name))
            for numbers, (file_name, content) in zip(pages, files, strict=True)
        ]
        told = {"seiten": sum(map(len, pages)), "leer": [], "blaetter": [], "has_symbols": False}
        actions.file_stapel(self.actor, stapel, befunde=told, arrivals=arrivals, at=at)
        return Scanstapel.objects.get(pk=stapel.pk)

    def _count(self, stapel: Scanstapel) -> None:
        told = {"gezaehlt": stapel.seiten, "auffaellig": "", "at": stapel.created_at}
        pruefung.confirm_stapel(self.actor, stapel, **told)

    def _look_through_sample(self) -> None:
        """Draw, object to one, look at the rest of its batch, release what is right."""
        sample = pruefung.draw_stichprobe(self.actor, self.klasse, at=now())
        first, *_ = queries.pending_of(self.actor, sample)
        self._look(first, mangel="abgeschnitten", bemerkung="Der untere Rand der Seite 1 fehlt.")
        while waiting := queries.pending_of(self.actor, sample):
            for one in waiting:
                self._look(one)
        pruefung.release_all(self.actor, sample, at=now())

    def _look(self, one: Scanprodukt, mangel="", bemerkung="", at: datetime | None = None) -> None:
        told = {"is_in_ordnung": not mangel, "mangel": mangel, "bemerkung": bemerkung}
        pruefung.check_scan(self.actor, one, **told, at=at or now())


def _kept(content: bytes) -> Stored:
    return put_bytes(current_tenant(), content)


def _together(files: list[bytes]) -> tuple[list[list[int]], bytes]:
    """Return the pages of each file in the whole, and the whole."""
    made, target = pikepdf.new(), io.BytesIO()
    numbers = []
    for content in files:
        with pikepdf.open(io.BytesIO(content)) as one:
            begin = len(made.pages) + 1
            made.pages.extend(one.pages)
            numbers.append(list(range(begin, len(made.pages) + 1)))
    made.save(target, deterministic_id=True)
    return numbers, target.getvalue()
