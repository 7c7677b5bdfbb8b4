"""What is going on in a demo town: each feature once or twice, done by the people whose work it is."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.db import transaction

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import AltEintrag, Choice, kontakt, papier, verweis
from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Dokument,
    Dokumenttyp,
    Kontakt,
    Vorgang,
    Vorgangstyp,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core.clock import today
from verbundakte.demo import office, public
from verbundakte.demo import world as demo
from verbundakte.demo.seed_duties import DutySeed
from verbundakte.organisation.actor import PersonActor
from verbundakte.organisation.models import Vertretung

OLD_SYSTEM = "Altverfahren Registratur"
SOME = 4


class WorkSeed(DutySeed):
    """Lets the people of the open town do some of their work."""

    def seed(self) -> None:
        """Do everything in one transaction, once."""
        with transaction.atomic():
            if Vertretung.objects.exists():
                return
            self.seed_office()
            self._begin_akte()
            for step in (
                self._kontakte,
                self._special_kontakte,
                self._felder,
                self._desk,
                self._drafts,
                self._holds,
                self._registratur,
                self._paper,
                self._old_system,
                self._zugriff,
                self._readers,
                self._requests,
                self.seed_pruefung,
                self.seed_personal,
                self.seed_auskunft,
                self.seed_auswertung,
                self.seed_failure,
                self.seed_old_akte,
            ):
                step()
            self.let_somebody_go(self.known[1:3] or self.known)

    # --- the clerk's own work ---

    @cached_property
    def own(self) -> list[Vorgang]:
        """The Vorgänge in the clerk's care, newest first, those of one Akte by their number."""
        rows = [row for row in queries.own_vorgaenge(self.clerk) if not row.zone.geheimnisklasse]
        return sorted(rows, key=lambda row: (-row.created_at.timestamp(), row.aktenzeichen))

    def _begin_akte(self) -> None:
        planeinheit = Aktenplaneinheit.objects.get(kennzeichen=self.scene.plan)
        street = f"{public.STRASSEN[0]} 12"
        actions.begin_akte(
            self.clerk,
            planeinheit,
            vorlage=self.vorlage(office.AKTENVORLAGE["bezeichnung"]),
            betreff=f"Grundstück {street}",
            at=self.at - timedelta(days=2),
        )

    @cached_property
    def known(self) -> list[Vorgang]:
        """Those of them to which somebody has written; all, when nobody has."""
        return [row for row in self.own if self._senders(row)] or self.own

    def _kontakte(self) -> None:
        """Whoever wrote to the clerk takes part; the town knows some authorities."""
        made: dict[tuple[str, str], Kontakt] = {}
        for vorgang in self.known[:SOME]:
            for number, one in enumerate(self._senders(vorgang)):
                key = (one.name, one.organisation)
                made[key] = made.get(key) or self._kontakt(vorgang, one)
                role = "behoerde" if one.organisation in public.BEHOERDEN else "sonstige"
                role = role if one.organisation else ("antragsteller", "nachbar")[number > 0]
                self._let_take_part(vorgang, made[key], role)
        einheit = self.einheit_of(self.scene.clerk)
        for name in public.BEHOERDEN[:2]:
            values = {"art": "juristisch", "name": name, "is_allgemein": True}
            kontakt.create_kontakt(self.clerk, einheit, values=values, at=self.at)

    def _special_kontakte(self) -> None:
        """One whose address is told to nobody, and one who was entered twice."""
        vorgang = self.known[0]
        values = {"is_gesperrt": True, "gesperrt_until": today() + timedelta(days=365)}
        secret = self._kontakt(vorgang, office.GESPERRT, **values)
        self._let_take_part(vorgang, secret, "betroffener")
        vorname, name = office.TWICE
        values = {"art": "natuerlich", "anrede": "Frau", "vorname": vorname, "name": name}
        for row, role in ((self.own[0], "antragsteller"), (self.own[1], "sonstige")):
            twice = kontakt.create_kontakt_at(self.clerk, row, values=values, at=self.at)
            self._let_take_part(row, twice, role)

    def _let_take_part(self, vorgang: Vorgang, one: Kontakt, role: str) -> None:
        kontakt.add_beteiligung(self.clerk, vorgang, kontakt=one, rolle=role, at=self.at)

    def _kontakt(self, vorgang: Vorgang, one: demo.Kontakt, **more) -> Kontakt:
        values = office.kontakt_values(one) | more
        row = kontakt.create_kontakt_at(self.clerk, vorgang, values=values, at=self.at)
        place = {"strasse": one.strasse, "plz": one.plz, "ort": one.ort}
        kontakt.add_anschrift(self.clerk, row, values=place, at=self.at)
        if one.email:
            kontakt.add_kanal(self.clerk, row, art="email", wert=one.email, at=self.at)
        return row

    def _senders(self, vorgang: Vorgang) -> list[demo.Kontakt]:
        """Return who wrote to the town in a Vorgang of the world, each once."""
        letters = [
            dokument.absender
            for akte in self.town.akten
            for one in akte.vorgaenge
            if one.aktenzeichen == vorgang.aktenzeichen
            for dokument in one.dokumente
            if dokument.richtung == "eingang"
        ]
        return list({(one.name, one.organisation): one for one in letters}.values())

    def _felder(self) -> None:
        """Some Vorgänge are of the town's own kind; an invoice has its number and amount."""
        typ = Vorgangstyp.objects.get(kuerzel="genehmigung")
        for number, vorgang in enumerate(self.known[:SOME]):
            vorgang.refresh_from_db()
            values = {"vorgangstyp": typ}
            if number == 0:
                values["vertraulichkeit"] = "vertraulich"
            raw = {
                "flurstuck": f"{41 + 7 * number}/{number + 1}",
                "prufstand": ("Unterlagen fehlen", "vollständig")[number % 2],
                "nachforderung_bis": f"{today() + timedelta(days=20):%d.%m.%Y}",
                "gebuhr": f"{180 + 65 * number},00",
            }
            felder = queries.read_werte(self.clerk, typ, raw, {}, on=today())
            actions.change_vorgang(
                self.clerk, vorgang, seen_revision=vorgang.revision, values=values, felder=felder
            )
        typ = Dokumenttyp.objects.get(kuerzel="rechnung")
        due = today() + timedelta(days=30)
        raw = {"rechnungsnummer": "2026-0417", "rechnungsbetrag": "1.428,00"}
        raw["fallig_am"] = f"{due:%d.%m.%Y}"
        actions.register_dokument(
            self.clerk,
            self.own[0],
            arrived=self._letter(office.RECHNUNG, "eingang"),
            at=self.at,
            betreff=office.RECHNUNG[0],
            dokumenttyp=typ,
            felder=queries.read_werte(self.clerk, typ, raw, {}, on=today()),
            posteingangsdatum=today(),
        )

    def _desk(self) -> None:
        """Marks, remarks, saved views, and what others do in the clerk's Vorgänge."""
        vorgang, dokument = self.known[0], self._dokument(self.known[0])
        colleague, leitung = self.actor(self.scene.colleague), self.actor(self.scene.leitung)
        actions.add_anmerkung(
            leitung, vorgang, text="Vor dem Bescheid kurz mit mir besprechen.", at=self.at
        )
        actions.add_anmerkung(
            self.clerk, dokument, text="Anlage 2 ist unvollständig, nachgefordert.", at=self.at
        )
        actions.set_merkzettel(
            self.clerk, vorgang, text="Telefonisch erreichbar ab 14 Uhr", at=self.at
        )
        verweis.add_verweis(self.clerk, self.own[1], to=self.own[0], art="siehe", at=self.at)
        papier.keep_safe(
            self.clerk,
            vorgang,
            values={
                "art": "original",
                "bezeichnung": "Vollmacht im Original",
                "von": "Antragstellerin",
                "standort": "Stahlschrank Zimmer 112",
                "received_on": today() - timedelta(days=6),
            },
        )
        self._lock(colleague, dokument)
        self._views()

    def _lock(self, colleague: PersonActor, dokument: Dokument) -> None:
        """The colleague edits one Dokument, the clerk another one."""
        until = self.at + timedelta(days=2)
        actions.lock_dokument(colleague, dokument, until=until, ends_with_fassung=True, at=self.at)
        own = self._dokument(self.known[-1])
        if own is not None and own.pk != dokument.pk:
            actions.lock_dokument(self.clerk, own, until=until, ends_with_fassung=True, at=self.at)

    def _views(self) -> None:
        einheit = self.einheit_of(self.scene.clerk)
        columns = "spalten=aktenzeichen,betreff,art,sachbearbeitung,angelegt"
        views = {
            "Offene Vorgänge, älteste zuerst": f"{columns}&ordnung=angelegt&nur-zustand=offen",
            "Genehmigungsverfahren": f"{columns}&ordnung=-angelegt&nur-art=genehmigung",
        }
        for name, abfrage in views.items():
            values = {"liste": "vorgaenge", "name": name, "abfrage": abfrage, "at": self.at}
            actions.save_unit_view(self.clerk, einheit, **values)

    def _drafts(self) -> None:
        """Own drafts: one shown to the Leitung, one in the trash, some of others."""
        first = self._entwurf(self.scene.clerk, office.ENTWURF)
        einheit = self.einheit_of(self.scene.leitung)
        actions.submit_entwurf(self.clerk, first, einheit=einheit)
        second = self._entwurf(self.scene.clerk, office.ENTWURF_OLD)
        actions.trash_dokument(self.clerk, second, at=self.at)
        for role, text in office.ENTWUERFE:
            for person in self.town.with_role(role):
                if self.actor(person.login).may(Permission.DOKUMENT_CREATE):
                    self._entwurf(person.login, text)

    def _entwurf(self, login: str, text: tuple[str, str]) -> Dokument:
        return actions.begin_entwurf(
            self.actor(login),
            self.person(login),
            arrived=self._letter(text, "intern"),
            at=self.at - timedelta(days=1),
        )

    def _holds(self) -> None:
        """One Dokument is to be deleted by a second person; a Vorgang is kept for a lawsuit."""
        dokument = self._dokument(self.own[0], is_entwurf=False, betreff=office.RECHNUNG[0])
        actions.request_loeschung(
            self.clerk,
            dokument,
            art="entnahme",
            rechtsgrundlage="Irrläufer, gehört einer anderen Behörde",
            offered_on=today() - timedelta(days=3),
            at=self.at,
        )
        actions.set_loeschsperre(
            self.actor(self.scene.leitung),
            self.known[-1],
            reason="Klage vor dem Verwaltungsgericht angekündigt",
            at=self.at,
        )

    # --- the Registratur ---

    @cached_property
    def registratur(self) -> str:
        """The login of whoever leads the Registratur."""
        return self.town.with_role("registratur")[0].login

    def _registratur(self) -> None:
        """Post that belongs nowhere yet; a Vorgang with a poor Betreff; an Akte made twice."""
        einheit = self.einheit_of(self.registratur)
        for login, unit, texts in (
            (self.registratur, einheit, office.POST),
            (self.scene.clerk, self.einheit_of(self.scene.clerk), [office.RECHNUNG]),
        ):
            for text, sender in zip(texts, public.FIRMEN, strict=False):
                actions.register_unassigned(
                    self.actor(login),
                    unit,
                    arrived=self._letter(text, "eingang", suffix=unit.kennzeichen),
                    at=self.at,
                    betreff=text[0],
                    dokumenttyp="schreiben",
                    absender=sender,
                    posteingangsdatum=today(),
                )
        akte = self.known[0].akte
        colleague = self.actor(self.scene.colleague)
        actions.create_vorgang(colleague, akte, betreff="Diverses", at=self.at)
        actions.create_akte(colleague, akte.planeinheit, betreff=akte.betreff, at=self.at)

    def _requests(self) -> None:
        self.seed_requests(self.registratur)

    def _paper(self) -> None:
        """An Akte has paper that is lent out; the clerk asks for some of another."""
        rita = self.actor(self.registratur)
        lent = self._oldest(rita)[0]
        papier.change_papierteil(
            rita, lent, values={"standort": "Altregistratur, Regal 4", "behaeltnis": "Karton 17"}
        )
        day = today()
        holder = self.person(self.scene.leitung).name
        papier.lend(
            rita, lent, an=holder, on=day - timedelta(days=20), due_on=day + timedelta(days=1)
        )
        papier.request_papier(
            self.clerk, self.known[-1].akte, wunsch="Bauzeichnungen aus der Papierakte", at=self.at
        )

    def _old_system(self) -> None:
        rita = self.actor(self.registratur)
        for number, akte in enumerate(self._oldest(rita), 1):
            begun = akte.created_at - timedelta(days=500)
            entries = [
                AltEintrag(begun, "Registratur alt", "Akte angelegt"),
                AltEintrag(
                    *(begun + timedelta(days=90), "Registratur alt", "Standort geändert"),
                    *("Standort", "Keller Rathaus", "Altregistratur"),
                ),
            ]
            actions.note_herkunft(
                rita, akte, source=OLD_SYSTEM, key=f"A-{1000 + number}", at=self.at
            )
            actions.take_altverlauf(rita, akte, source=OLD_SYSTEM, entries=entries)

    def _oldest(self, actor: PersonActor) -> list:
        return list(queries.akten(actor).order_by("created_at", "pk")[:3])

    # --- who may see what ---

    def _zugriff(self) -> None:
        """One Vorgang is for two named persons, from another one somebody is excluded."""
        leitung = self.actor(self.scene.leitung)
        named = [self.persons[self.scene.leitung], self.persons[self.scene.clerk]]
        actions.change_zugriff(leitung, self.own[1], choice=Choice.NUR, persons=named)
        actions.exclude_person(
            self.actor(self.scene.leitung),
            self.known[-1],
            person=self.person(self.scene.excluded),
            reason="Befangenheit: mit der Antragstellerin verwandt (§ 20 VwVfG)",
            at=self.at,
        )

    def _readers(self) -> None:
        """Open an Akte for those who see only what is opened for them; they have looked at it."""
        for role, kind, why in office.READERS:
            akten = [akte for akte in self.town.akten if akte.vorgaenge[0].vorgangsart == kind]
            for akte in (akten or self.town.akten)[:2]:
                persons = [self.persons[one.login] for one in self.town.with_role(role)]
                self._open_for(akte, persons, why)

    def _open_for(self, akte: demo.Akte, persons: Iterable[UUID], why: str) -> None:
        rita = self.actor(self.registratur)
        row = queries.akten(rita).filter(aktenzeichen=akte.aktenzeichen).first()
        if row is not None:
            self.open_for(row, persons, why)

    def open_for(self, row: Akte, persons: Iterable[UUID], why: str) -> None:
        """Let persons see an Akte; they have looked at it and marked it."""
        rita = self.actor(self.registratur)
        actions.change_zugriff(rita, row, choice=Choice.PLUS, persons=list(persons))
        actions.add_anmerkung(rita, row, text=f"Geöffnet für: {why}", at=self.at)
        for person in persons:
            reader = self.actor_of(person)
            actions.note_opened(reader, row, at=self.at)
            actions.toggle_favorit(reader, row, at=self.at)

    # --- inside ---

    def _dokument(self, vorgang: Vorgang, **more) -> Dokument | None:
        rows = queries.dokumente(self.clerk).filter(vorgang=vorgang, parent=None, **more)
        return rows.order_by("position").first()
