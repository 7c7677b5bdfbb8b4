"""Akten, Vorgänge and Dokumente of a demo town, filed by the people whose work they are."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import Arrived, Choice
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokumenttyp, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import now
from verbundakte.core.models import Membership
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo import world as demo
from verbundakte.demo.typen import written
from verbundakte.organisation.actor import PersonActor, load_actor

BERLIN = ZoneInfo("Europe/Berlin")
TYPES = {
    "Antrag": "antrag",
    "Bescheid": "bescheid",
    "Genehmigung": "bescheid",
    "Stellungnahme": "stellungnahme",
    "Vermerk": "vermerk",
    "Telefonvermerk": "vermerk",
    "Vergabevermerk": "vermerk",
    "Streuplan": "plan",
    "Auftrag": "vertrag",
}
RECENT, STARRED = 3, 1


class TownSeed:
    """Fills the open town with its Akten and desks."""

    def __init__(self, world: demo.DemoWorld, town: demo.Town):
        self.world = world
        self.town = town
        with transaction.atomic():
            rows = Membership.objects.filter(tenant=current_tenant(), ended_at=None)
            self.persons: dict[str, UUID] = dict(rows.values_list("account__login", "person_id"))
            self.there = set(Akte.objects.values_list("aktenzeichen", flat=True))
        self._actors: dict[str, PersonActor] = {}
        self._typen: dict[str, Dokumenttyp] = {}
        self._arrived: dict[str, Future[Arrived]] = {}

    def seed_akten(self, told: Callable[[int], None]) -> None:
        """Make the Akten that are not there yet, in the order of their numbers, each in one go.

        `told` gets the number of Dokumente of each finished Akte.
        """
        missing = [akte for akte in self.town.akten if akte.aktenzeichen not in self.there]
        with self._storing(missing):
            for akte in self.town.akten:
                if akte in missing:
                    with transaction.atomic():
                        row = self._akte(akte)
                        for vorgang in akte.vorgaenge:
                            self._vorgang(row, vorgang)
                told(sum(len(vorgang.dokumente) for vorgang in akte.vorgaenge))

    def seed_desks(self) -> None:
        """Let everybody who has own Vorgänge, and the Leitung, have opened and starred something."""
        with transaction.atomic():
            for one in self.town.personen:
                actor = self._actor(one.login)
                if {"sachbearbeitung", "leitung", "registratur"} & set(one.roles):
                    self._desk(actor)

    # --- inside ---

    @contextmanager
    def _storing(self, akten: list[demo.Akte]) -> Iterator[None]:
        """Make and store the bytes of all Dokumente in the background, in the order of their use.

        One thread: the disk is waited for while the database works, and fonts are not shared.
        """
        tenant = current_tenant()

        def store(dokument: demo.Dokument) -> Arrived:
            name, content = dokument.render()
            return Arrived(put_bytes(tenant, content), name)

        with ThreadPoolExecutor(max_workers=1) as pool:
            dokumente = (d for akte in akten for v in akte.vorgaenge for d in v.dokumente)
            self._arrived = {dokument.key: pool.submit(store, dokument) for dokument in dokumente}
            try:
                yield
            finally:
                pool.shutdown(cancel_futures=True)

    def _desk(self, actor: PersonActor) -> None:
        rng = Random(f"{self.world.seed}/{actor.name}")
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

    def _akte(self, akte: demo.Akte) -> Akte:
        actor = self._filing_actor(akte.vorgaenge[0].bearbeiter)
        planeinheit = Aktenplaneinheit.objects.get(kennzeichen=akte.kennzeichen)
        at = _moment(akte.angelegt_on, 0)
        row = actions.create_akte(actor, planeinheit, betreff=akte.betreff, at=at)
        if akte.zugriff == "nur_genannte":
            named = [self.persons[login] for login in akte.personen]
            row = actions.change_zugriff(actor, row, choice=Choice.NUR, persons=named)
            self._actors.clear()  # a new zone is a new right
        return row

    def _vorgang(self, akte: Akte, vorgang: demo.Vorgang) -> None:
        actor = self._filing_actor(vorgang.bearbeiter)
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
        typ = self._typ(_dokumenttyp(dokument))
        actions.register_dokument(
            actor,
            vorgang,
            arrived=self._arrived[dokument.key].result(),
            at=_moment(day, 1 + dokument.nummer),
            betreff=dokument.betreff,
            dokumenttyp=typ,
            felder=queries.read_werte(actor, typ, written(dokument, typ.kuerzel), {}, on=day),
            datum_des_schreibens=dokument.datum_des_schreibens,
            posteingangsdatum=dokument.posteingangsdatum,
            postausgangsdatum=dokument.postausgangsdatum,
            fremdes_geschaeftszeichen=dokument.fremdes_geschaeftszeichen,
            absender=_shown(dokument.absender),
            empfaenger="; ".join(_shown(kontakt) for kontakt in dokument.empfaenger)[:300],
            is_entwurf=dokument.is_entwurf,
        )

    def _typ(self, kuerzel: str) -> Dokumenttyp:
        if kuerzel not in self._typen:
            rows = Dokumenttyp.objects.filter(kuerzel=kuerzel).order_by("-version")
            self._typen[kuerzel] = rows.first()
        return self._typen[kuerzel]

    def _filing_actor(self, login: str) -> PersonActor:
        """Return the person, or the Registratur for those whose role lets them file nothing."""
        actor = self._actor(login)
        if actor.may(Permission.DOKUMENT_CREATE):
            return actor
        return self._actor(self.town.with_role("registratur")[0].login)

    def _actor(self, login: str) -> PersonActor:
        if login not in self._actors:
            actor = load_actor(self.persons[login])
            if actor is None:
                raise LookupError(login)
            self._actors[login] = actor
        return self._actors[login]


def _moment(day: date, step: int) -> datetime:
    """Return an hour of the office day; later steps of the same day come later, never after now."""
    minutes = 7 * 60 + 40 + 43 * min(step, 12)
    moment = datetime.combine(day, time(minutes // 60, minutes % 60), BERLIN)
    return min(moment, now())


def _dokumenttyp(dokument: demo.Dokument) -> str:
    if dokument.format == "eml":
        return "email"
    if dokument.format == "xlsx":
        return "tabelle"
    if dokument.betreff.startswith("Bauantrag"):
        return "bauantrag"
    return TYPES.get(dokument.typ, "schreiben")


def _shown(kontakt: demo.Kontakt) -> str:
    return ", ".join(part for part in (kontakt.organisation, kontakt.name) if part)[:300]
