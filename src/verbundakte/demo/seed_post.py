"""The post of a demo town: what came in the last days on all ways, most of it not opened yet."""

from datetime import datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.queries import find_vorgang_by_number
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now, today
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo import world as demo
from verbundakte.demo.post import BERLIN, COUNT, Sendung, write_post
from verbundakte.demo.seed_scan import KLASSE, Platz, ScanSeed, places
from verbundakte.organisation.actor import PersonActor, load_actor
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import Eingang, Eingangskanal, KanalArt, Verschluss, Weg
from verbundakte.posteingang.rules import kennung

KANAELE = {
    KanalArt.SCAN: ("Scanner der Poststelle", "scanner"),
    KanalArt.EMAIL: ("Postfach poststelle@", ""),
    KanalArt.BEHOERDENPOST: ("Besonderes Behördenpostfach", "behoerdenpost"),
    KanalArt.ANTRAG: ("Online-Anträge (FIT-Connect)", "antraege"),
    KanalArt.ORDNER: ("Übergabeordner", "uebergabe"),
}
"""Name and watched folder of each."""
NACHWEISE = {
    "behoerdenpost": (
        ("nachricht", "XJustiz 3.5.1, Übermittlung von Schriftgut, lesbar.", {"xjustiz": "3.5.1"}),
        ("absender", "Absender bestätigt: Vertrauenswürdiger Herkunftsnachweis, Signatur gültig.",
         {"herkunft": "sicher", "datei": "pruefprotokoll.txt"}),
    ),
    "antrag": (
        ("nachricht", "Metadaten von FIT-Connect, lesbar.", {"datei": "metadata.json"}),
        ("pruefsummen", "Die Prüfsummen aller genannten Dateien stimmen.", {}),
    ),
}  # fmt: skip
"""What was checked of what came from a protected way."""
CLOSED = {art.value for art in (Verschluss.VERGABE, Verschluss.PERSONALRAT, Verschluss.WAHL)}
FILED, HANDED_ON, GIVEN_BACK = 12, 9, 2
LONG_AGO, LONG_AGO_COUNT, MOST_LONG_AGO = timedelta(days=120), 40, 3


class PostSeed:
    """Lets the Registratur of the open town take in its post, and others do some of the work."""

    def __init__(self, world: demo.DemoWorld, town: demo.Town, persons: dict[str, UUID]):
        self.world, self.town, self.persons = world, town, persons
        self.count = min(COUNT, max(16, len(town.akten) * 8 // 5))
        self.filed = FILED * self.count // COUNT

    def seed(self) -> None:
        """Do everything in one transaction, once."""
        with transaction.atomic():
            if Eingang.objects.exists():
                return
            units = {row.kennzeichen: row for row in Organisationseinheit.objects.all()}
            self.office = units[self._unit_of("registratur")]
            self.kanaele = self._kanaele()
            self._seed_long_ago(units)
            post = write_post(
                self.town, today(), seed=self.world.seed, count=self.count + self.filed
            )
            where = places(post)
            made = [(one, self._record(one, units, where.get(one.key))) for one in post]
            self.scans.take([one for one in post if one.weg == "scan"], where)
            self._work(made, units)

    @cached_property
    def scans(self) -> ScanSeed:
        """Return what makes batches of the scans."""
        return ScanSeed(self._actor("registratur"), self.kanaele[KanalArt.SCAN])

    def _seed_long_ago(self, units: dict) -> None:
        """Let some letters come, be filed, and their paper be destroyed."""
        day = today() - LONG_AGO
        post = write_post(self.town, day, seed=self.world.seed + 1, count=LONG_AGO_COUNT)
        scans = [one for one in post if one.weg == "scan" and one.vorgang][:MOST_LONG_AGO]
        if not scans:
            return
        self.scans.describe(at=scans[0].arrived_at - timedelta(days=30))
        made = []
        for position, one in enumerate(scans, 1):
            made.append((one, self._record(one, units, Platz("demo-vernichtet", position))))
        self.scans.finish(scans)
        self._file(made)

    def _unit_of(self, role: str) -> str:
        person = self.town.with_role(role)[0]
        stellen = {stelle.kennzeichen: stelle.einheit for stelle in self.town.stellen}
        return stellen[person.stellen[0]]

    def _actor(self, role: str) -> PersonActor:
        actor = load_actor(self.persons[self.town.with_role(role)[0].login])
        if actor is None:
            raise LookupError(role)
        return actor

    def _kanaele(self) -> dict[str, Eingangskanal]:
        at, made = now() - LONG_AGO, {}
        for art, (name, folder) in KANAELE.items():
            told: dict = {"ordner": folder} if folder else {}
            if folder:
                place = settings.EINGANG_ORDNER / self.town.slug / folder
                place.mkdir(parents=True, exist_ok=True)
            if art == KanalArt.SCAN:
                told["scanklasse"] = KLASSE
            made[art.value] = actions.create_kanal(
                self._actor("fachadministration"),
                self.office,
                at=at,
                art=art,
                bezeichnung=name,
                einstellungen=told,
            )
        for art in (KanalArt.UPLOAD, KanalArt.PAPIER, KanalArt.SCHNITTSTELLE):
            made[art.value] = actions.kanal_for(art, self.office, at)
        return made

    def _record(self, one: Sendung, units: dict, place: Platz | None) -> Eingang:
        arrived = None
        if one.content is not None:
            name, content = one.content
            arrived = Arrived(put_bytes(current_tenant(), content), name)
        is_closed = one.art in CLOSED | {"vertraulich"}
        ankunft = actions.Ankunft(
            kennung=place.kennung if place else kennung(one.weg, one.key),
            eingegangen_at=min(one.arrived_at, now()),
            absender=one.absender,
            betreff=one.betreff,
            verschluss=one.art if is_closed else Verschluss.OFFEN,
            oeffnen_ab=_ten_o_clock(one) if one.opens_on else None,
            einheit=(units[one.einheit] if is_closed else self.office).pk,
            weg=Weg.POST if one.weg in ("scan", "papier") else Weg.ELEKTRONISCH,
            standort=one.standort,
            behaelter=one.behaelter,
        )
        at = min(one.arrived_at + timedelta(minutes=12), now())
        proofs = [actions.Nachweis(*told) for told in NACHWEISE.get(one.weg, ())]
        sendung = actions.Sendung(arrived, nachweise=proofs)
        return actions.record_message(
            self._actor("registratur"),
            self.kanaele[one.weg],
            ankunft=ankunft,
            sendung=sendung,
            at=at,
        )

    def _work(self, made: list[tuple[Sendung, Eingang]], units: dict) -> None:
        """File what is oldest, hand some on, and have two given back."""
        actor = self._actor("registratur")
        known = [(one, row) for one, row in made if one.vorgang and one.art != "doppelt"]
        self._file(known[: self.filed])
        others = [
            pair for pair in known[self.filed :] if pair[0].einheit != self._unit_of("registratur")
        ]
        for number, (one, row) in enumerate(others[: HANDED_ON * self.count // COUNT]):
            ziel = actions.Ziel(units[one.einheit])
            actions.assign_eingang(actor, row, ziel=ziel, at=now())
            if number < GIVEN_BACK:
                grund = "Hier ist niemand zuständig, vermutlich das Ordnungsamt."
                actions.return_eingang(actor, row, grund=grund, at=now())

    def _file(self, pairs: list[tuple[Sendung, Eingang]]) -> None:
        actor = self._actor("registratur")
        for one, row in pairs:
            vorgang = find_vorgang_by_number(actor, one.vorgang)
            if vorgang is not None and not vorgang.is_closed:
                at = min(row.erfasst_at + timedelta(hours=3), now())
                actions.file_eingang(actor, row, vorgang=vorgang, at=at)


def _ten_o_clock(one: Sendung) -> datetime:
    assert one.opens_on is not None
    return datetime.combine(one.opens_on, time(10, 0), BERLIN)
