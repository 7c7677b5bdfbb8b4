"""A thousand Dokumente with their Akten and Vorgänge as rows; the same step is always the same."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

from django.db import models
from suchlast.texte import Letters

from grossbestand.gestalt import CONFIDENTIAL, FIRST, LAST, WIDENED
from grossbestand.rahmen import Access, Area, Frame
from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Choice,
    Datei,
    Dokument,
    Fassung,
    Rendition,
    RenditionKind,
    Seitentext,
    Vertraulichkeit,
    Vorgang,
    ZdaVerfuegung,
    Zugriffsregel,
)
from verbundakte.core.search.fold import fold

STEP = 1000  # Dokumente of a step; the last one of a town may have fewer
AKTEN, VORGAENGE = 0.06, 0.3  # of each Dokument
SPAN = (LAST - FIRST).days
LETTER_HEADS = ("GmbH", "e. V.", "und Partner", "Verwaltung")


def key_of(frame: Frame, step: int) -> UUID:
    """Return the id of the first Akte of a step: it is there when the step is done."""
    return _uuid(datetime(FIRST.year, 1, 2, tzinfo=UTC), frame.shape.rng("key", step))


def _uuid(moment: datetime, rng: Random) -> UUID:
    """Return a UUIDv7 of a moment in the past."""
    value = int(moment.timestamp() * 1000) << 80 | rng.getrandbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))


class Step:
    """The rows of one step, in the order in which they refer to each other."""

    def __init__(self, frame: Frame, letters: Letters, number: int, size: int):
        self.frame, self.letters, self.number, self.size = frame, letters, number, size
        self.rng = frame.shape.rng("step", number)
        self.weights = list(accumulate(frame.shape.weights()))

    def rows(self) -> Iterator[models.Model]:
        """Yield all rows, those of a table together."""
        akten = [self._akte(number) for number in range(max(1, round(self.size * AKTEN)))]
        yield from (row for row, _, _ in akten)
        yield from filter(None, (self._regel(row, access) for row, _, access in akten))
        vorgaenge = list(self._vorgaenge([(row, area) for row, area, _ in akten]))
        dokumente = list(self._dokumente(vorgaenge))
        yield from vorgaenge
        yield from filter(None, map(self._closing, vorgaenge))
        yield from dokumente
        fassungen = [self._fassung(row) for row in dokumente]
        yield from fassungen
        dateien = [self._datei(row) for row in fassungen]
        yield from dateien
        for datei in dateien:
            yield from self._texts(datei)
        for datei in dateien:
            yield from self._renditions(datei)

    # --- inside ---

    def _moment(self, after: datetime | None = None) -> datetime:
        """Return a moment of the years, or one within 300 days after another."""
        if after is None:
            day = FIRST + timedelta(days=self.rng.randrange(SPAN))
            after = datetime(day.year, day.month, day.day, tzinfo=UTC)
            return after + timedelta(seconds=self.rng.randrange(25_200, 61_200))
        last = datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC)
        return min(last, after + timedelta(seconds=self.rng.randrange(300 * 86_400)))

    def _area(self) -> Area:
        (area,) = self.rng.choices(self.frame.areas, cum_weights=self.weights)
        return area

    def _access(self, area: Area) -> Access:
        drawn = self.rng.random()
        if drawn < CONFIDENTIAL:
            return area.closed
        return self.rng.choice(area.widened) if drawn < CONFIDENTIAL + WIDENED else area.plain

    def _akte(self, number: int) -> tuple[Akte, Area, Access]:
        area, moment = self._area(), self._moment()
        access, plan = self._access(area), self.rng.choice(area.plan)
        key = key_of(self.frame, self.number) if number == 0 else _uuid(moment, self.rng)
        row = Akte(
            id=key,
            tenant=self.frame.tenant,
            planeinheit=plan,
            federfuehrung_id=area.unit,
            zone_id=access.zone,
            vertraulichkeit=_openness(access),
            aufbewahrungsdauer=plan.aufbewahrungsdauer,
            aussonderungsart=plan.aussonderungsart,
            retention_source="Messung",
            created_at=moment,
            **self._named(_number(plan, moment, self.number, number)),
        )
        return row, area, access

    def _named(self, number: str) -> dict:
        title = self.letters.title(self.rng)
        return {
            "aktenzeichen": number,
            "aktenzeichen_folded": fold(number),
            "betreff": title,
            "betreff_folded": fold(title),
        }

    def _regel(self, akte: Akte, access: Access) -> Zugriffsregel | None:
        if access.choice == Choice.SACHGEBIET:
            return None
        return Zugriffsregel(
            tenant=akte.tenant,
            akte=akte,
            choice=access.choice,
            persons=list(access.persons),
        )

    def _vorgaenge(self, akten: list[tuple[Akte, Area]]) -> Iterator[Vorgang]:
        count, of_big = self._counts(self.size)
        before = self.number * self._counts(STEP)[1]  # so many lie in the big Akte already
        big = (self.frame.big, self.frame.areas[self.frame.big_area])
        for number in range(count):
            is_big = number < of_big
            akte, area = big if is_big else akten[number % len(akten)]
            moment = self._moment(None if is_big else akte.created_at)
            tail = f"{before + number:06d}" if is_big else f"{number // len(akten):02d}"
            yield Vorgang(
                id=_uuid(moment, self.rng),
                tenant=akte.tenant,
                akte=akte,
                federfuehrung_id=area.unit,
                sachbearbeitung_id=self.rng.choice(area.persons),
                zone_id=akte.zone_id,
                vertraulichkeit=akte.vertraulichkeit,
                created_at=moment,
                **self._named(f"{akte.aktenzeichen}-{tail}"),
            )

    def _counts(self, size: int) -> tuple[int, int]:
        """Return how many Vorgänge a step of this size has, and how many of them in the big Akte."""
        count = max(2, round(size * VORGAENGE))
        return count, max(1, round(count * self.frame.shape.in_big))

    def _closing(self, vorgang: Vorgang) -> ZdaVerfuegung | None:
        """Return that it was closed: nearly all old ones, half of those of the last year.

        The first ones of the big Akte stay open: files can be put there.
        """
        if self.number == 0 and vorgang.akte == self.frame.big:
            return None
        is_old = vorgang.created_at.year < LAST.year
        if self.rng.random() > (0.97 if is_old else 0.5):
            return None
        return ZdaVerfuegung(
            tenant=vorgang.tenant,
            vorgang=vorgang,
            closed_on=LAST,
            closed_at=datetime(LAST.year, LAST.month, LAST.day, 10, tzinfo=UTC),
            closed_by=vorgang.sachbearbeitung_id,
        )

    def _dokumente(self, vorgaenge: list[Vorgang]) -> Iterator[Dokument]:
        """Yield Dokumente: each Vorgang has one, a few have many."""
        mixed = self.rng.sample(vorgaenge, len(vorgaenge))
        for number in range(self.size):
            place = number if number < len(mixed) else len(mixed) * self.rng.random() ** 2
            yield self._dokument(mixed[int(place)])

    def _dokument(self, vorgang: Vorgang) -> Dokument:
        moment = self._moment(vorgang.created_at)
        title = self.letters.title(self.rng)
        vorgang.last_position += 1
        sender = f"{self.letters.compound(self.rng)} {self.rng.choice(LETTER_HEADS)}"
        return Dokument(
            id=_uuid(moment, self.rng),
            tenant=vorgang.tenant,
            akte=vorgang.akte,
            vorgang=vorgang,
            position=vorgang.last_position,
            betreff=title,
            betreff_folded=fold(title),
            dokumenttyp=self.rng.choice(self.frame.typen),
            federfuehrung_id=vorgang.federfuehrung_id,
            zone_id=vorgang.zone_id,
            posteingangsdatum=moment.date(),
            datum_des_schreibens=moment.date(),
            absender=sender,
            vertraulichkeit=vorgang.vertraulichkeit,
            created_at=moment,
            created_by=vorgang.sachbearbeitung_id,
        )

    def _fassung(self, dokument: Dokument) -> Fassung:
        moment = dokument.created_at
        return Fassung(
            id=_uuid(moment, self.rng),
            tenant=dokument.tenant,
            dokument=dokument,
            nummer=1,
            created_at=moment,
            created_by=dokument.created_by,
        )

    def _datei(self, fassung: Fassung) -> Datei:
        file = self.rng.choice(self.frame.files)
        return Datei(
            id=_uuid(fassung.created_at, self.rng),
            tenant=fassung.tenant,
            fassung=fassung,
            blob_id=file.blob,
            file_name=f"Schreiben{file.extension}",
            size=file.size,
            media_type=file.media_type,
            format_name=file.kind,
            pages=1,
            properties={"extension": file.extension, "tool": "Messung", "notices": []},
            ingested_at=fassung.created_at,
        )

    def _texts(self, datei: Datei) -> Iterator[Seitentext]:
        for page, text in enumerate(self.letters.pages(self.rng), 1):
            yield Seitentext(
                id=_uuid(datei.ingested_at, self.rng),
                tenant=datei.tenant,
                datei=datei,
                page=page,
                text=text,
                tool="Messung",
            )

    def _renditions(self, datei: Datei) -> Iterator[Rendition]:
        picture = self.rng.choice(self.frame.pictures)
        yield self._rendition(datei, RenditionKind.THUMBNAIL, picture, "image/png", page=1)
        if datei.format_name != "pdf":
            pdf = self.frame.lesefassung
            yield self._rendition(datei, RenditionKind.PDF, pdf, "application/pdf")

    def _rendition(
        self, datei: Datei, kind: str, blob: UUID, media_type: str, page: int = 0
    ) -> Rendition:
        return Rendition(
            id=_uuid(datei.ingested_at, self.rng),
            tenant=datei.tenant,
            datei=datei,
            kind=kind,
            page=page,
            blob_id=blob,
            media_type=media_type,
            tool="Messung",
            created_at=datei.ingested_at,
        )


def _openness(access: Access) -> str:
    is_closed = access.choice == Choice.NUR
    return Vertraulichkeit.VERTRAULICH if is_closed else Vertraulichkeit.OFFEN


def _number(plan: Aktenplaneinheit, moment: datetime, step: int, akte: int) -> str:
    return f"{plan.kennzeichen}-{moment.year}/{step:04d}{akte:03d}"
