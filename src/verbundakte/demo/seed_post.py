"""The post of a demo town: what came in the last days on all ways, most of it not opened yet."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.queries import find_vorgang_by_number
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now, today
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo import world as demo
from verbundakte.demo.post import BERLIN, COUNT, Sendung, write_post
from verbundakte.organisation.actor import PersonActor, load_actor
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import Eingang, Eingangskanal, KanalArt, Verschluss, Weg
from verbundakte.posteingang.rules import kennung

KANAELE = {
    KanalArt.SCAN: "Scanner der Poststelle",
    KanalArt.EMAIL: "Postfach poststelle@",
    KanalArt.BEHOERDENPOST: "Behördenpostfach",
    KanalArt.ORDNER: "Übergabeordner",
}
CLOSED = {art.value for art in (Verschluss.VERGABE, Verschluss.PERSONALRAT, Verschluss.WAHL)}
FILED, HANDED_ON, GIVEN_BACK = 12, 9, 2


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
            office = units[self._unit_of("registratur")]
            kanaele = self._kanaele(office)
            post = write_post(
                self.town, today(), seed=self.world.seed, count=self.count + self.filed
            )
            made = [(one, self._record(one, units, kanaele, office)) for one in post]
            self._work(made, units)

    def _unit_of(self, role: str) -> str:
        person = self.town.with_role(role)[0]
        stellen = {stelle.kennzeichen: stelle.einheit for stelle in self.town.stellen}
        return stellen[person.stellen[0]]

    def _actor(self, role: str) -> PersonActor:
        actor = load_actor(self.persons[self.town.with_role(role)[0].login])
        if actor is None:
            raise LookupError(role)
        return actor

    def _kanaele(self, office: Organisationseinheit) -> dict[str, Eingangskanal]:
        at, made = now(), {}
        for art, name in KANAELE.items():
            made[art.value] = actions.create_kanal(
                self._actor("fachadministration"), office, at=at, art=art, bezeichnung=name
            )
        for art in (KanalArt.UPLOAD, KanalArt.PAPIER):
            made[art.value] = actions.kanal_for(art, office, at)
        return made

    def _record(self, one: Sendung, units: dict, kanaele: dict, office) -> Eingang:
        arrived = None
        if one.content is not None:
            name, content = one.content
            arrived = Arrived(put_bytes(current_tenant(), content), name)
        einheit = units[one.einheit] if one.art in CLOSED | {"vertraulich"} else office
        ankunft = actions.Ankunft(
            kennung=kennung(one.weg, one.key),
            eingegangen_at=min(one.arrived_at, now()),
            absender=one.absender,
            betreff=one.betreff,
            verschluss=one.art if one.art in CLOSED | {"vertraulich"} else Verschluss.OFFEN,
            oeffnen_ab=_ten_o_clock(one) if one.opens_on else None,
            einheit=einheit.pk,
            weg=Weg.POST if one.weg in ("scan", "papier") else Weg.ELEKTRONISCH,
            standort=one.standort,
            behaelter=one.behaelter,
        )
        at = min(one.arrived_at + timedelta(minutes=12), now())
        return actions.record_eingang(
            self._actor("registratur"), kanaele[one.weg], ankunft=ankunft, arrived=arrived, at=at
        )

    def _work(self, made: list[tuple[Sendung, Eingang]], units: dict) -> None:
        """File what is oldest, hand some on, and have two given back."""
        actor = self._actor("registratur")
        known = [(one, row) for one, row in made if one.vorgang and one.art != "doppelt"]
        for one, row in known[: self.filed]:
            vorgang = find_vorgang_by_number(actor, one.vorgang)
            if vorgang is not None and not vorgang.is_closed:
                at = min(row.erfasst_at + timedelta(hours=3), now())
                actions.file_eingang(actor, row, vorgang=vorgang, at=at)
        others = [
            pair for pair in known[self.filed :] if pair[0].einheit != self._unit_of("registratur")
        ]
        for number, (one, row) in enumerate(others[: HANDED_ON * self.count // COUNT]):
            ziel = actions.Ziel(units[one.einheit])
            actions.assign_eingang(actor, row, ziel=ziel, at=now())
            if number < GIVEN_BACK:
                grund = "Hier ist niemand zuständig, vermutlich das Ordnungsamt."
                actions.return_eingang(actor, row, grund=grund, at=now())


def _ten_o_clock(one: Sendung) -> datetime:
    assert one.opens_on is not None
    return datetime.combine(one.opens_on, time(10, 0), BERLIN)
