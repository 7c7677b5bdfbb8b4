"""What waits for those who see no files of their own: data protection, staff council, operation,
archive. Everybody else finds work by what the clerks do."""

from datetime import datetime, timedelta

from verbundakte.akten import actions
from verbundakte.akten import queries as file_queries
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Dokument, Kontakt
from verbundakte.core.clock import today
from verbundakte.core.jobs import start
from verbundakte.core.jobs.declare import give_up
from verbundakte.core.registry import registry
from verbundakte.datenschutz import actions as datenschutz
from verbundakte.datenschutz import queries
from verbundakte.demo import office
from verbundakte.demo.seed_personal import PersonalSeed

LONG_AGO = 19  # years: longer than the retention of what the clerk keeps
TIMED_OUT = "Das Programm für diese Datei hat nicht rechtzeitig geantwortet. Das Original liegt vollständig vor."


class DutySeed(PersonalSeed):
    """Lets things come up that somebody in an office of oversight has to do."""

    def seed_auskunft(self) -> None:
        """Somebody asked what is stored of her; what was found waits in the units."""
        kontakt = Kontakt.objects.filter(art="natuerlich", is_gesperrt=False).order_by("pk").first()
        leitung = self.actor(self.scene.leitung)
        home = actions.create_vorgang(
            self.clerk,
            self.known[0].akte,
            betreff=f"Auskunftsersuchen {kontakt.vorname} {kontakt.name}",
            at=self.at - timedelta(days=4),
        )
        values = {"name": kontakt.name, "vorname": kontakt.vorname, "kontakt": kontakt}
        asked = datenschutz.start_auskunft(
            leitung,
            home,
            values={**values, "geboren_on": None, "anschrift": ""},
            on=today() - timedelta(days=4),
            at=self.at,
        )
        source = registry.personal_data["akten.kontakte"]
        found = list(source.find(leitung, queries.betroffene_of(leitung, asked)))
        placed = list(queries.placed(leitung, asked, source, found))
        key = (source.id, source.label)
        datenschutz.take_findings(leitung, asked, source=key, error="", found=placed)
        datenschutz.end_collecting(leitung, asked, at=self.at)

    def seed_auswertung(self) -> None:
        """Who read a secret file is to be evaluated; the staff council decides about it."""
        for one in self.town.with_role("datenschutz")[:1]:
            actor = self.actor(one.login)
            datenschutz.request_auswertung(
                actor,
                queries.open_town(actor),
                values={
                    "anlass": "Beschwerde: Angaben aus einer Personalakte sollen bekannt geworden sein",
                    "aktenzeichen": "",
                    "person_id": self.persons[self.scene.colleague],
                    "from_on": today() - timedelta(days=30),
                    "to_on": today(),
                },
                at=self.at,
            )

    def seed_failure(self) -> None:
        """A Lesefassung could not be made; the Systemverwaltung finds it on her desk."""
        dokument = Dokument.objects.filter(vorgang=self.known[0]).order_by("position", "pk").first()
        if dokument is None:
            return
        datei = dokument.fassungen.get().dateien.first()
        label = "Lesefassung erzeugen"
        row = start(self.clerk, JobKind.RENDER, subject=dokument, label=label, datei=datei.pk)
        give_up(row.pk, TIMED_OUT)

    def seed_old_akte(self) -> None:
        """An Akte of which the retention is over; the archive looks at it."""
        units = file_queries.units_for_new_akte(self.clerk).filter(geheimnisklasse="")
        place = units.filter(aufbewahrungsdauer__lte=10).order_by("sort_key").first()
        if place is None:
            return
        begun = self.at - timedelta(days=LONG_AGO * 365)
        akte = actions.create_akte(self.clerk, place, betreff="Spielplatz Lindenweg", at=begun)
        vorgang = actions.create_vorgang(self.clerk, akte, betreff="Errichtung", at=begun)
        actions.register_dokument(
            self.clerk,
            vorgang,
            arrived=self._letter(office.OLD_LETTER, "intern", suffix="alt"),
            at=begun,
            betreff=office.OLD_LETTER[0],
            dokumenttyp="schreiben",
        )
        archive = [self.persons[one.login] for one in self.town.with_role("archiv")]
        self.open_for(akte, archive, "Anbietung: Die Aufbewahrungsfrist ist abgelaufen")
        closed: datetime = begun + timedelta(days=200)
        actions.close_vorgang(self.clerk, vorgang, on=closed.date(), at=closed)
        actions.close_akte(self.clerk, akte, on=closed.date(), at=closed)
