"""Wiedervorlagen, Aufgaben and Fristen of a demo town: due, overdue, later, done, a line of a Verfügung."""

from datetime import timedelta

from django.db import transaction

from verbundakte.akten import queries
from verbundakte.akten.models import Vorgang
from verbundakte.core.clock import today
from verbundakte.core.kalender import kalender_of_town
from verbundakte.demo.seed_office import OfficeSeed
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions import (
    Eintrag,
    Fristangaben,
    Fristeintrag,
    Fuer,
    Rechenweg,
    Zeile,
    Ziel,
)
from verbundakte.geschaeftsgang.models import Aufgabe, SchrittArt
from verbundakte.geschaeftsgang.queries import bekanntgaberegeln

SHOWN = 4


class TerminSeed(OfficeSeed):
    """Lets the clerk of the open town have something to look at again."""

    def seed(self) -> None:
        """Do everything in one transaction, once."""
        with transaction.atomic():
            if Aufgabe.objects.exists():
                return
            own = [
                row
                for row in queries.own_vorgaenge(self.clerk)
                if not row.is_closed and not row.zone.geheimnisklasse
            ][:SHOWN]
            for step in (self._wiedervorlagen, self._aufgaben, self._fristen, self._line):
                for vorgang in own[:1]:
                    step(vorgang, own[-1])

    def _fuer(self, login: str) -> Fuer:
        return Fuer(self.person(login))

    def _wiedervorlagen(self, first: Vorgang, last: Vorgang) -> None:
        """One is overdue, one due today, one later, one done."""
        for subject, days, text in (
            (first, -1, "Ist die Stellungnahme der Nachbarn da?"),
            (last, 0, "Ortstermin vereinbaren"),
            (first.akte, 30, "Jährliche Prüfung der Akte"),
            (last, -9, "Unterlagen vollständig?"),
        ):
            day = today() + timedelta(days=days)
            row = actions.plan_wiedervorlage(
                self.clerk,
                subject,
                eintrag=Eintrag(day, self._fuer(self.scene.clerk), text),
                at=self.at - timedelta(days=20),
            )
        actions.settle_termin(self.clerk, row, at=self.at - timedelta(days=8))

    def _aufgaben(self, first: Vorgang, last: Vorgang) -> None:
        """One for the clerk, one for the whole unit."""
        unit = Fuer(einheit=self.einheit_of(self.scene.clerk))
        for vorgang, days, fuer, text in (
            (first, 3, self._fuer(self.scene.clerk), "Lageplan nachfordern"),
            (last, 6, unit, "Baustelle ansehen und Fotos ablegen"),
        ):
            day = kalender_of_town(today()).arbeitstag(today() + timedelta(days=days))
            actions.give_aufgabe(self.clerk, vorgang, eintrag=Eintrag(day, fuer, text), at=self.at)

    def _fristen(self, first: Vorgang, last: Vorgang) -> None:
        """A Frist after a letter, and an Ausschlussfrist with a second person."""
        weg = Rechenweg(kalender_of_town(today()), bekanntgaberegeln(today()))
        sent = Fristangaben("post", today() - timedelta(days=6))
        me = self._fuer(self.scene.clerk)
        actions.enter_frist(
            self.clerk,
            first,
            eintrag=Fristeintrag(sent, me, "Widerspruch der Nachbarn"),
            weg=weg,
            at=self.at,
        )
        fixed = Fristangaben("fest", today() + timedelta(days=40))
        strict = Fristeintrag(
            fixed,
            me,
            "Abruf der Fördermittel",
            is_ausschluss=True,
            vorfrist_on=today() + timedelta(days=12),
            zweite=self.person(self.scene.colleague),
        )
        actions.enter_frist(self.clerk, last, eintrag=strict, weg=weg, at=self.at)

    def _line(self, first: Vorgang, last: Vorgang) -> None:
        """A Verfügung whose first line is a Wiedervorlage."""
        author = Ziel(rolle=actions.Rollenname.VERFASSER)
        lines = (
            Zeile(
                SchrittArt.WIEDERVORLAGE,
                author,
                1,
                text="Antwort des Architekten",
                frist_on=today() + timedelta(days=14),
            ),
            Zeile(SchrittArt.ZDA, author, 2),
        )
        actions.create_verfuegung(self.clerk, last, zeilen=lines, at=self.at)
