"""Verfügungen of a demo town in all their states, from waiting and overdue to void, taken over and done."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from verbundakte.akten import queries
from verbundakte.akten.actions import add_fassung
from verbundakte.akten.models import Dokument
from verbundakte.core.clock import today
from verbundakte.demo.seed_office import OfficeSeed
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions import Rahmen, Zeile, Ziel
from verbundakte.geschaeftsgang.models import Ergebnis, Schritt, SchrittArt, Verfuegung
from verbundakte.organisation.actor import PersonActor

CHANGED = (
    "Entwurf mit geänderter Nebenbestimmung",
    "Der Abstand zur Grundstücksgrenze beträgt jetzt mindestens 3,50 m.",
)
REMARK = "Die Traufhöhe gehört noch in den Lageplan."
DISSENT = "Der Wurzelschutz des Baumes fehlt als Auflage."
BACK = "Die Anlage 2 ist nicht lesbar."
VERMERK = "Die Unterlagen sind vollständig, die Nachbarn sind gehört."
EDITED = "Schreibfehler in der Anschrift berichtigt."
ILL = "Frau Beispiel ist erkrankt, die Frist läuft."
DECIDED = "Vorlage 2026/117, einstimmig."
SHOWN, OF_EACH = 12, 6


class GangSeed(OfficeSeed):
    """Lets the people of the open town give some Dokumente into the Geschäftsgang."""

    def seed(self) -> None:
        """Do everything in one transaction, once."""
        with transaction.atomic():
            if Verfuegung.objects.exists():
                return
            papers = self._papers()
            for state, dokument in zip(self._states(), papers, strict=False):
                try:
                    with transaction.atomic():
                        state(dokument)
                except actions.NobodyThere:
                    continue  # somebody is kept out of this Vorgang
            for dokument in papers[:2]:
                self._give(self.leitung, dokument, self._line("kenntnis", self.clerk, days=3))

    def _states(self) -> tuple:
        return (
            self._overdue,
            self._waiting,
            self._remarked,
            self._refused,
            self._void,
            self._given_back,
            self._done,
            self._editorial,
            self._on_paper,
            self._taken_over,
            self._decided,
            self._called_back,
        )

    @property
    def colleague(self) -> PersonActor:
        """Return who signs what the clerk writes."""
        return self.actor(self.scene.colleague)

    @property
    def leitung(self) -> PersonActor:
        """Return who leads the clerk's unit."""
        return self.actor(self.scene.leitung)

    def _papers(self) -> list[Dokument]:
        """Return Dokumente with content of the clerk's newest Vorgänge, a few of each."""
        found = []
        for vorgang in queries.own_vorgaenge(self.clerk):
            if vorgang.is_closed or vorgang.zone.geheimnisklasse:
                continue
            rows = queries.list_dokumente(self.clerk, vorgang)
            usable = [row for row in rows if not row.is_entwurf and not row.erased_at]
            found += [row for row in usable if row.fassungen.standing().exists()][:OF_EACH]
        return found[:SHOWN]

    def _line(self, art: str, to: PersonActor, *, days: int | None = None, stufe: int = 0) -> Zeile:
        person = type(self.person(self.scene.clerk)).objects.get(pk=to.person_id)
        frist = None if days is None else today() + timedelta(days=days)
        return Zeile(SchrittArt(art), Ziel(person=person), stufe, frist_on=frist)

    def _give(self, by: PersonActor, dokument: Dokument, *zeilen: Zeile) -> list[Schritt]:
        """Give a Dokument into the Geschäftsgang; return its steps."""
        made = actions.create_verfuegung(
            by, dokument.vorgang, zeilen=zeilen, rahmen=Rahmen(dokument=dokument), at=self._ago(30)
        )
        return list(made.schritte.order_by("position"))

    def _ago(self, hours: int) -> datetime:
        return self.at - timedelta(hours=hours)

    def _agree(self, schritt: Schritt, dokument: Dokument, hours: int, bemerkung: str = "") -> None:
        seen = dokument.fassungen.standing().first().pk
        actions.agree_schritt(
            self.colleague, schritt, seen=seen, at=self._ago(hours), bemerkung=bemerkung
        )

    def _final(self) -> Zeile:
        return self._line("schlusszeichnung", self.actor(self.scene.substitute), stufe=3)

    def _overdue(self, dokument: Dokument) -> None:
        """The clerk herself is asked, and it should have been done two days ago."""
        self._give(self.leitung, dokument, self._line("mitzeichnung", self.clerk, days=-2))

    def _waiting(self, dokument: Dokument) -> None:
        """A whole route: a Vermerk, two sign side by side, then the final signature, dispatch, z. d. A."""
        author = Ziel(rolle=actions.Rollenname.VERFASSER)
        self._give(
            self.clerk,
            dokument,
            Zeile(SchrittArt.VERMERK, author, 1, text=VERMERK),
            self._line("mitzeichnung", self.colleague, days=2, stufe=2),
            Zeile(SchrittArt.STELLUNGNAHME, Ziel(aussen="Untere Naturschutzbehörde"), 2),
            self._final(),
            Zeile(SchrittArt.VERSAND, author, 4),
            Zeile(SchrittArt.ZDA, author, 5),
        )

    def _signing(self, dokument: Dokument) -> list[Schritt]:
        """Ask the colleague, then for the final signature; return both steps."""
        first = self._line("mitzeichnung", self.colleague, stufe=1)
        return self._give(self.clerk, dokument, first, self._final())

    def _remarked(self, dokument: Dokument) -> None:
        first, *_ = self._signing(dokument)
        self._agree(first, dokument, 20, REMARK)

    def _refused(self, dokument: Dokument) -> None:
        first, *_ = self._signing(dokument)
        seen = dokument.fassungen.standing().first().pk
        actions.dissent_schritt(self.colleague, first, seen=seen, grund=DISSENT, at=self._ago(18))

    def _void(self, dokument: Dokument) -> None:
        first, *_ = self._signing(dokument)
        self._agree(first, dokument, 26)
        dokument.refresh_from_db()
        arrived = self._letter(CHANGED, "ausgang")
        add_fassung(self.clerk, dokument, arrived=arrived, at=self._ago(4))

    def _given_back(self, dokument: Dokument) -> None:
        first, *_ = self._give(
            self.clerk, dokument, self._line("mitzeichnung", self.colleague, stufe=1)
        )
        actions.return_schritt(self.colleague, first, grund=BACK, at=self._ago(12))

    def _done(self, dokument: Dokument) -> None:
        first, second = self._give(
            self.clerk,
            dokument,
            self._line("mitzeichnung", self.colleague, stufe=1),
            self._line("kenntnis", self.clerk, stufe=2),
        )
        self._agree(first, dokument, 22)
        seen = dokument.fassungen.standing().first().pk
        actions.acknowledge_schritt(self.clerk, second, at=self._ago(8), seen=seen)

    def _editorial(self, dokument: Dokument) -> None:
        """Signed, changed without touching the matter, and told to who had signed: she may object."""
        self._void(dokument)
        fassung = dokument.fassungen.standing().first()
        actions.declare_redaktionell(
            self.clerk, dokument, fassung=fassung, grund=EDITED, at=self._ago(3)
        )

    def _on_paper(self, dokument: Dokument) -> None:
        first, *_ = self._signing(dokument)
        at = self._ago(7)
        papier = actions.Papier(self.person(self.scene.colleague), localdate(at))
        seen = dokument.fassungen.standing().first().pk
        actions.book_paper(self.clerk, first, papier=papier, seen=seen, at=at)

    def _taken_over(self, dokument: Dokument) -> None:
        """The clerk is ill: the head does what lies with her; what follows is passed over."""
        work, versand = self._give(
            self.leitung,
            dokument,
            self._line("bearbeitung", self.clerk, days=1),
            self._line("versand", self.clerk),
        )
        actions.complete_schritt(self.leitung, work, at=self._ago(9), uebernahme=ILL)
        actions.skip_schritt(
            self.leitung, versand, grund="Der Bescheid wurde übergeben.", at=self._ago(9)
        )

    def _decided(self, dokument: Dokument) -> None:
        """A Gremium decided; the letter about it waits to be sent."""
        gremium = Zeile(SchrittArt.BESCHLUSS, Ziel(aussen="Bauausschuss"), 1)
        first, _ = self._give(
            self.clerk, dokument, gremium, self._line("versand", self.clerk, days=4, stufe=2)
        )
        at = self._ago(6)
        antwort = actions.Antwort(
            localdate(at), Ergebnis.BESCHLOSSEN, "Sitzungsdienst", bemerkung=DECIDED
        )
        actions.answer_schritt(self.clerk, first, antwort=antwort, at=at)

    def _called_back(self, dokument: Dokument) -> None:
        first, *_ = self._signing(dokument)
        actions.recall_verfuegung(
            self.clerk, first.verfuegung, grund="Der Antrag wurde zurückgenommen.", at=self._ago(2)
        )
