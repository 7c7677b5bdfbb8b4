"""Types, templates, Vertretungen and changes of the organisation in a demo town."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from verbundakte.akten import actions as akten
from verbundakte.akten.actions import Arrived
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Schriftgutvorlage, Vorgang
from verbundakte.core.bausteine import actions as bausteine
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now, today
from verbundakte.core.models import BausteinVersion
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo import office
from verbundakte.demo import world as demo
from verbundakte.demo.world import Town
from verbundakte.organisation import actions
from verbundakte.organisation.actor import PersonActor, load_actor
from verbundakte.organisation.models import Organisationseinheit, Person, Stellenbesetzung
from verbundakte.organisation.rules import standard_rolle_key


class OfficeSeed:
    """What the Fachadministration and the Leitung of the open town have arranged."""

    def __init__(self, town: Town, persons: dict[str, UUID]):
        self.town = town
        self.persons = persons
        self.scene = office.scene_of(town)
        self.at: datetime = now()

    def seed_office(self) -> None:
        """Release types and templates, plan Vertretungen and a new name of a unit."""
        self._bausteine()
        self._vertretungen()
        unit = self.einheit_of(self.scene.clerk)
        actions.plan_einheit_change(
            self.administrator,
            unit,
            seen=unit.revision,
            on=today().replace(month=1, day=1, year=today().year + 1),
            name=f"{unit.name} und Beratung",
        )

    def let_somebody_go(self, care: list[Vorgang]) -> None:
        """A colleague of the clerk leaves; the Vorgänge in her care go to the clerk."""
        vorname, familienname = self.scene.leaver
        admin, day = self.administrator, today()
        person = actions.create_person(admin, None, vorname=vorname, familienname=familienname)
        stelle = actions.create_stelle(
            admin,
            self.einheit_of(self.scene.clerk),
            bezeichnung="Sachbearbeitung",
            is_leitung=False,
        )
        begun = day - timedelta(days=400)
        actions.occupy_stelle(admin, stelle, person=person, from_on=begun)
        key = standard_rolle_key("sachbearbeitung")
        actions.assign_rolle(admin, person, rolle_key=key, from_on=begun)
        leitung = self.actor(self.scene.leitung)
        for row in care:
            vorgang = Vorgang.objects.get(pk=row.pk)
            akten.change_vorgang(
                leitung, vorgang, seen_revision=vorgang.revision, values={"sachbearbeitung": person}
            )
        to = self.person(self.scene.clerk)
        targets = {str(JobKind.HAND_OVER_VORGAENGE): to}
        actions.deactivate_person(admin, person, on=day, targets=targets)

    @property
    def administrator(self) -> PersonActor:
        """Return who looks after types, templates and the organisation."""
        return self.actor(self.town.with_role("fachadministration")[0].login)

    @property
    def clerk(self) -> PersonActor:
        """Return the person around whom most of the shown work lies."""
        return self.actor(self.scene.clerk)

    def actor(self, login: str) -> PersonActor:
        """Return the person with the rights she has at this moment. Raises LookupError."""
        return self.actor_of(self.persons[login])

    def actor_of(self, person: UUID) -> PersonActor:
        """Return the person as an actor. Raises LookupError when she has left."""
        actor = load_actor(person)
        if actor is None:
            raise LookupError(person)
        return actor

    def person(self, login: str) -> Person:
        """Return the row of a person."""
        return Person.objects.get(pk=self.persons[login])

    def einheit_of(self, login: str) -> Organisationseinheit:
        """Return the unit in which a person has her first Stelle."""
        person = next(one for one in self.town.personen if one.login == login)
        return Organisationseinheit.objects.get(kennzeichen=office.unit_of(self.town, person))

    def vorlage(self, bezeichnung: str) -> Schriftgutvorlage:
        """Return a released template."""
        return Schriftgutvorlage.objects.get(bezeichnung=bezeichnung)

    # --- inside ---

    def _letter(self, text: tuple[str, str], richtung: str, *, suffix: str = "") -> Arrived:
        """Store a letter of one paragraph, on the paper of one of the world."""
        sample = next(one for one in self.town.dokumente() if one.richtung == richtung)
        made = replace(
            sample,
            key=f"{self.town.slug}/{text[0]}{suffix}",
            betreff=text[0],
            format="pdf" if richtung == "eingang" else "docx",
            datum_des_schreibens=today() - timedelta(days=2),
            posteingangsdatum=today() if richtung == "eingang" else None,
            blocks=(demo.Block("absatz", text[1]),),
            attachments=(),
            search_word="",
        )
        _, content = made.render()
        return Arrived(put_bytes(current_tenant(), content), f"{text[0]}.{made.format}")

    def _bausteine(self) -> None:
        """Release them; a new version of one waits as a draft."""
        admin = self.administrator
        leitung = Stellenbesetzung.objects.valid_on(today()).filter(
            person=self.persons[self.scene.leitung], stelle__is_leitung=True
        )
        named = [office.named_stelle("Leitung", row.stelle_id) for row in leitung[:1]]
        for kind, data, key in (
            ("akten.vorgangstyp", office.GENEHMIGUNG, office.GENEHMIGUNG_KEY),
            ("akten.aktenvorlage", office.AKTENVORLAGE, None),
            ("akten.vorgangsvorlage", office.BESCHWERDE | {"genannte": named}, None),
            ("akten.vorgangsvorlage", office.VORGANGSVORLAGE, None),
        ):
            made = bausteine.create_baustein(
                admin, kind, data=data, key=key, reason="Grundausstattung"
            )
            version = BausteinVersion.objects.get(baustein=made)
            bausteine.release(admin, version, valid_from=today())
        draft = bausteine.create_draft(admin, made)
        bausteine.change_draft(
            admin,
            draft,
            data=office.EXTENDED,
            seen=draft.revision,
            reason="Zustellung soll in jedem Anhörungsvorgang stehen",
        )

    def _vertretungen(self) -> None:
        """The Leitung is away now; next month she stands in for her substitute."""
        leitung, substitute = self.scene.leitung, self.scene.substitute
        day = today()
        for login, other, begin, days in (
            (leitung, substitute, day - timedelta(days=3), 24),
            (substitute, leitung, day + timedelta(days=31), 12),
        ):
            actions.plan_vertretung(
                self.actor(login),
                self.person(login),
                on=day,
                vertreter=self.person(other),
                art="abwesenheit",
                from_on=begin,
                to_on=begin + timedelta(days=days),
                is_persoenlich=False,
            )
