"""What leaves the house in a demo town: sent letters, waiting ones, a print job, one that came back."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from verbundakte.akten import queries as akten
from verbundakte.akten.models import Dokument
from verbundakte.core.clock import now, today
from verbundakte.demo import world as demo
from verbundakte.demo.office import scene_of
from verbundakte.organisation.actor import PersonActor, load_actor
from verbundakte.organisation.models import Person
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.models import Empfaengerart as Art
from verbundakte.schriftverkehr.models import Ruecklaufgrund, Versand, Weg, Zustellart

MOST, DAYS = 14, 12
SOMEBODY = "Bauherrengemeinschaft Lindenallee"


class AusgangSeed:
    """Lets the clerk of the open town send what she has written."""

    def __init__(self, town: demo.Town, persons: dict[str, UUID]):
        self.clerk_id = persons[scene_of(town).clerk]
        self.town_name, self.at = town.name, now()

    @property
    def clerk(self) -> PersonActor:
        """Return the clerk with her rights as they are now."""
        return load_actor(self.clerk_id)

    def seed(self) -> None:
        """Do everything in one transaction, once."""
        with transaction.atomic():
            if Versand.objects.exists():
                return
            rows = [self._hand_over(number, one) for number, one in enumerate(self._letters())]
            for number, row in enumerate(rows[::2]):
                self._send(row, number)
            if printed := rows[1::4]:
                person = Person.objects.get(pk=self.clerk_id)
                actions.begin_druckauftrag(self.clerk, person, versand=printed, at=self.at)

    def _letters(self) -> list[Dokument]:
        """Return finished letters of the clerk's open Vorgänge to somebody, the newest first."""
        found: list[Dokument] = []
        for vorgang in sorted(akten.own_vorgaenge(self.clerk), key=str):
            if vorgang.is_closed:
                continue
            rows = akten.dokumente(self.clerk).filter(vorgang=vorgang, parent=None, erased_at=None)
            found += rows.filter(is_entwurf=False, posteingangsdatum=None)
        locked = akten.locks_of(self.clerk, found)
        free = [row for row in found if row.pk not in locked]
        return sorted(free, key=lambda row: (row.betreff, row.created_at))[:MOST]

    def _hand_over(self, number: int, dokument: Dokument) -> Versand:
        to = dokument.empfaenger.split(",")[0]
        name = SOMEBODY if not to or self.town_name in to else to
        ziel = actions.Ziel(name, f"{name}\nLindenallee {number + 2}\n12345 Musterstadt")
        auftrag = actions.Versandauftrag(
            ziel,
            Weg.UEBERGABE if number % 7 == 6 else Weg.POST,
            art=Art.AUSFERTIGUNG if number % 5 == 4 else Art.ORIGINAL,
            zustellart=Zustellart.PZU if number % 4 == 3 else Zustellart.KEINE,
            papier=("Lageplan, gefaltet",) if number % 6 == 5 else (),
        )
        at = self.at - timedelta(days=DAYS + 1 - number // 2)
        return actions.create_versand(self.clerk, dokument, auftrag=auftrag, at=at)

    def _send(self, row: Versand, number: int) -> None:
        on = today() - timedelta(days=DAYS - number)
        actions.dispatch_versand(self.clerk, row, on=on, at=self.at)
        if number == 1:
            told = {"grund": Ruecklaufgrund.VERZOGEN, "am": on + timedelta(days=3)}
            actions.note_ruecklauf(self.clerk, row, at=self.at, **told)
        elif row.zustellart:
            nachweis = actions.Nachweis(on + timedelta(days=2), "Einlegen in den Briefkasten")
            actions.note_zustellung(self.clerk, row, nachweis=nachweis, at=self.at)
