"""Akten, Vorgänge and Dokumente of a demo town, filed by the people whose work they are."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import Arrived, Choice
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokumenttyp, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.cli.progress import Progress
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now
from verbundakte.core.models import Membership
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo import world as demo
from verbundakte.organisation.actor import PersonActor, load_actor

BERLIN = ZoneInfo("Europe/Berlin")
TYPES = {
    "Antrag": Dokumenttyp.ANTRAG,
    "Bescheid": Dokumenttyp.BESCHEID,
    "Genehmigung": Dokumenttyp.BESCHEID,
    "Stellungnahme": Dokumenttyp.STELLUNGNAHME,
    "Vermerk": Dokumenttyp.VERMERK,
    "Telefonvermerk": Dokumenttyp.VERMERK,
    "Vergabevermerk": Dokumenttyp.VERMERK,
    "Streuplan": Dokumenttyp.PLAN,
    "Auftrag": Dokumenttyp.VERTRAG,
}
RECENT, STARRED = 6, 2


def seed_akten(world: demo.DemoWorld, town: demo.Town, progress: Progress) -> None:
    """Make the Akten of the open town that are not there yet, in the order of their numbers."""
    with transaction.atomic():
        there = set(Akte.objects.values_list("aktenzeichen", flat=True))
        persons = _persons()
    for akte in town.akten:
        if akte.aktenzeichen not in there:
            _Filing(town, persons).file(akte)
        for _ in range(sum(len(vorgang.dokumente) for vorgang in akte.vorgaenge)):
            progress.step()


def seed_desks(world: demo.DemoWorld, town: demo.Town) -> None:
    """Let everybody have opened and starred something."""
    with transaction.atomic():
        persons = _persons()
        for one in town.personen:
            _seed_desk(world, load_actor(persons[one.login]))


def _seed_desk(world: demo.DemoWorld, actor: PersonActor) -> None:
    if not actor.may(Permission.VORGANG_READ):
        return
    rng = Random(f"{world.seed}/{actor.name}")
    own = queries.vorgaenge(actor).filter(sachbearbeitung=actor.person_id)
    found = list(own.order_by("-created_at")[:RECENT])
    found = found or list(queries.newest_vorgaenge(actor, limit=RECENT))
    moment = now()
    for vorgang in found:
        moment -= timedelta(minutes=rng.randint(20, 400))
        actions.note_opened(actor, vorgang, at=moment)
    for akte in list({vorgang.akte_id: vorgang.akte for vorgang in found}.values())[:STARRED]:
        if not queries.is_favorit(actor, akte):
            actions.toggle_favorit(actor, akte, at=moment)


def _persons() -> dict[str, UUID]:
    """Return {login: person} of the open town."""
    rows = Membership.objects.filter(tenant=current_tenant(), ended_at=None)
    return dict(rows.values_list("account__login", "person_id"))


class _Filing:
    """Files one Akte with everything in it: the bytes first, then one transaction."""

    def __init__(self, town: demo.Town, persons: dict[str, UUID]):
        self.town = town
        self.persons = persons
        self.arrived: dict[str, Arrived] = {}

    def file(self, akte: demo.Akte) -> None:
        """File it."""
        for vorgang in akte.vorgaenge:
            for dokument in vorgang.dokumente:
                name, content = dokument.render()
                stored = put_bytes(current_tenant(), content)
                self.arrived[dokument.key] = Arrived(stored, name)
        with transaction.atomic():
            row = self._akte(akte)
            for vorgang in akte.vorgaenge:
                self._vorgang(row, vorgang)

    def _akte(self, akte: demo.Akte) -> Akte:
        actor = self._actor(akte.vorgaenge[0].bearbeiter)
        planeinheit = Aktenplaneinheit.objects.get(kennzeichen=akte.kennzeichen)
        at = _moment(akte.angelegt_on, 0)
        row = actions.create_akte(actor, planeinheit, betreff=akte.betreff, at=at)
        if akte.zugriff == "nur_genannte":
            named = [self.persons[login] for login in akte.personen]
            row = actions.change_akte_zugriff(actor, row, choice=Choice.NUR, persons=named)
        return row

    def _vorgang(self, akte: Akte, vorgang: demo.Vorgang) -> None:
        actor = self._actor(vorgang.bearbeiter)
        at = _moment(vorgang.begonnen_on, 1)
        row = actions.create_vorgang(
            actor,
            akte,
            betreff=vorgang.betreff,
            at=at,
            sachbearbeitung_id=self.persons[vorgang.bearbeiter],
        )
        for dokument in vorgang.dokumente:
            self._dokument(actor, row, dokument)
        if vorgang.zda_on:
            at = _moment(vorgang.zda_on, 12)
            actions.close_vorgang(actor, row, on=vorgang.zda_on, at=at)

    def _dokument(self, actor: PersonActor, vorgang: Vorgang, dokument: demo.Dokument) -> None:
        day = (
            dokument.posteingangsdatum
            or dokument.postausgangsdatum
            or dokument.datum_des_schreibens
        )
        actions.register_dokument(
            actor,
            vorgang,
            arrived=self.arrived[dokument.key],
            at=_moment(day, 1 + dokument.nummer),
            betreff=dokument.betreff,
            dokumenttyp=_dokumenttyp(dokument),
            datum_des_schreibens=dokument.datum_des_schreibens,
            posteingangsdatum=dokument.posteingangsdatum,
            postausgangsdatum=dokument.postausgangsdatum,
            fremdes_geschaeftszeichen=dokument.fremdes_geschaeftszeichen,
            absender=_shown(dokument.absender),
            empfaenger="; ".join(_shown(kontakt) for kontakt in dokument.empfaenger)[:300],
            is_entwurf=dokument.is_entwurf,
        )

    def _actor(self, login: str) -> PersonActor:
        """Return the person with the rights she has by now (a new zone is a new right).

        For those whose role lets them file nothing, the Registratur does it.
        """
        actor = load_actor(self.persons[login])
        if not actor.may(Permission.DOKUMENT_CREATE):
            registratur = self.town.with_role("registratur")[0]
            actor = load_actor(self.persons[registratur.login])
        return actor


def _moment(day: date, step: int) -> datetime:
    """Return an hour of the office day; later steps of the same day come later, never after now."""
    minutes = 7 * 60 + 40 + 43 * min(step, 12)
    moment = datetime.combine(day, time(minutes // 60, minutes % 60), BERLIN)
    return min(moment, now())


def _dokumenttyp(dokument: demo.Dokument) -> str:
    if dokument.format == "eml":
        return Dokumenttyp.EMAIL
    if dokument.format == "xlsx":
        return Dokumenttyp.TABELLE
    return TYPES.get(dokument.typ, Dokumenttyp.SCHREIBEN)


def _shown(kontakt: demo.Kontakt) -> str:
    return ", ".join(part for part in (kontakt.organisation, kontakt.name) if part)[:300]
