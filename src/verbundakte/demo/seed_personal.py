"""Personalakten of a demo town, kept by its personnel office, and Akten that wait for a decision."""

from datetime import timedelta

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import aktenantrag, personalakte
from verbundakte.akten.models import Akte
from verbundakte.core.clock import today
from verbundakte.demo.office import unit_of
from verbundakte.demo.seed_office import OfficeSeed
from verbundakte.demo.world import Person

TEILE = ("bezuege", "abwesenheit", "beihilfe")
REQUESTED = (
    ("Baumfällung an der Ringstraße", "Gehört das hierher oder zum Naturschutz?"),
    ("Lärmbeschwerde Spielplatz", "Vielleicht gibt es dazu schon eine Akte."),
    ("Nachfragen zum Stellplatznachweis", ""),
)
"""Betreff of a requested Akte and what the clerk writes to the Registratur."""


class PersonalSeed(OfficeSeed):
    """Lets the personnel office begin two Personalakten, and clerks ask for Akten."""

    def seed_personal(self) -> None:
        """One Personalakte is open for the employee, with Beihilfe kept by somebody else."""
        keeper = self._keeper()
        actor = self.actor(keeper.login)
        units = queries.units_for_new_akte(actor).filter(geheimnisklasse="personal")
        place = units.exclude(children__isnull=False).order_by("sort_key").first() or units.first()
        circle = [self.persons[self._beihilfe(keeper).login]]
        employees = (self.scene.colleague, self.scene.substitute)
        for login, teile in zip(employees, (TEILE, TEILE[:1]), strict=True):
            akte = personalakte.create_personalakte(
                actor,
                place,
                owner=self.person(login),
                teile=teile,
                circle=circle,
                at=self.at - timedelta(days=30),
            )
            self._fill_personalakte(keeper, akte)
            if login == self.scene.colleague:
                day = today()
                personalakte.grant_einsicht(
                    self.actor(keeper.login),
                    akte,
                    beihilfen=[],
                    from_on=day,
                    last_on=day + timedelta(days=20),
                    at=self.at,
                )

    def seed_requests(self, keeper: str) -> None:
        """One request is confirmed already, two wait; in one something lies."""
        actor, place = self.clerk, queries.own_vorgaenge(self.clerk)[0].akte.planeinheit
        for number, (betreff, hinweis) in enumerate(REQUESTED):
            akte = aktenantrag.request_akte(
                actor,
                place,
                betreff=betreff,
                hinweis=hinweis,
                at=self.at - timedelta(days=3 - number),
            )
            if number == 0:
                actions.create_vorgang(self.clerk, akte, betreff=f"{betreff}, Anfrage", at=self.at)
            if number == len(REQUESTED) - 1:
                aktenantrag.confirm_akte(self.actor(keeper), akte, at=self.at)

    def seed_pruefung(self) -> None:
        """The auditor reads what the clerk's unit keeps, ordered by the Fachadministration."""
        for one in self.town.with_role("rechnungspruefung")[:1]:
            actions.give_pruefauftrag(
                self.actor(self.town.with_role("fachadministration")[0].login),
                self.person(one.login),
                anlass=f"Vergaben und Gebühren {today().year}",
                period=(today() - timedelta(days=7), today() + timedelta(days=30)),
                scope=([self.einheit_of(self.scene.clerk)], [], []),
                at=self.at,
            )

    def _keeper(self) -> Person:
        return self.town.with_role("personalstelle")[0]

    def _beihilfe(self, keeper: Person) -> Person:
        """Return who works on the Beihilfe: never who keeps the Personalakten."""
        others = [one for one in self.town.with_role("leitung") if "sachbearbeitung" in one.roles]
        unit = unit_of(self.town, keeper)
        others.sort(key=lambda one: unit_of(self.town, one) != unit)
        return next(one for one in others if one.login != keeper.login)

    def _fill_personalakte(self, keeper: Person, akte: Akte) -> None:
        actor = self.actor(keeper.login)
        rows = queries.vorgaenge(actor).filter(akte=akte).order_by("aktenzeichen")
        for vorgang, text in zip(rows[:2], LETTERS, strict=True):
            actions.register_dokument(
                actor,
                vorgang,
                arrived=self._letter(text, "intern", suffix=akte.aktenzeichen),
                at=self.at - timedelta(days=20),
                betreff=text[0],
                dokumenttyp="schreiben",
            )


LETTERS = (
    ("Einstellungsverfügung", "Die Einstellung erfolgt zum Monatsersten in Vollzeit."),
    ("Arbeitsvertrag", "Es gilt der Tarifvertrag in der jeweiligen Fassung."),
)
"""What lies in a Personalakte: Betreff and text."""
