"""The prepared world of the leak matrix: two towns, objects with marker words, people at doors."""

import io
import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.leaks.safe import check_safe
from verbundakte.akten import actions
from verbundakte.akten.actions import Arrived, Choice
from verbundakte.akten.models import Dokument, Rendition, Seitentext, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_planeinheit
from verbundakte.api.tests.test_api import SETUP
from verbundakte.core.blobs.register import keep
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.ids import uuid7
from verbundakte.core.logs import JsonFormatter
from verbundakte.core.models import Account, ApiToken, IndexChange, Job, Upload
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.tests.factories import LONG_AGO

BAIT = "Suchkoeder"
FIELDS = ("akte", "vorgang", "dokument", "datei", "absender", "bemerkung", "seite", "zeichen")
ROOMS = (
    "akten_", "anbindung_", "core_", "datenschutz_", "geschaeftsgang_", "organisation_", "posteingang_",
    "schriftverkehr_", "signaturen_", "verbund_",
)  # fmt: skip
# What is tallied to see that a refused request changed nothing.
LOOSE = (
    "akten_zuletztgeoeffnet",
    "core_account",
    "core_apitoken",  # when it was last used; making one is an event
    "core_loginattempt",
    "core_rechtestand",  # marks of each town that follow its other rows
    "core_session",
)
WRITTEN = (
    "SELECT pg_stat_get_xact_tuples_inserted(t) + pg_stat_get_xact_tuples_updated(t)"
    " + pg_stat_get_xact_tuples_deleted(t) FROM unnest(%s::regclass[]::oid[]) WITH ORDINALITY x(t, n)"
    " ORDER BY n"
)
# What a program says of bytes it sends in parts.
TUS = {"Upload-Offset": "0", "Upload-Length": "4", "Upload-Metadata": "filename YS50eHQ="}
CAST = (
    "sachbearbeiterin",
    "sachbearbeiter_ordnung",
    "registratur",
    "leitung",
    "fachadministration",
    "systemverwaltung",
    "rechnungspruefung",
    "datenschutz",
    "assistenz",
    "archiv",
)


def settle(cursor) -> None:
    """Do now what the database does at commit: link events into the chain, check deferred rules."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def word(key: str, name: str) -> str:
    """Return the marker word of a field; it occurs nowhere else."""
    return f"Mk{key}{name}"


def pdf_with(text: str) -> bytes:
    """Return a PDF of one empty page that carries a word in a comment."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue() + f"%{text}\n".encode()


class Log(logging.Handler):
    """Keeps the lines that a request leaves in the log of the installation."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record):
        """Keep a line as it would be written."""
        self.lines.append(self.format(record))


@dataclass
class Case:
    """One prepared Akte or part of it, with everything below."""

    key: str
    objects: dict = field(default_factory=dict)
    secrets: list = field(default_factory=list)

    def __getattr__(self, name):
        try:
            return self.__dict__["objects"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Visitor:
    """Somebody at a door: a role of a town, or nobody (role "")."""

    role: str
    town: str = "musterstadt"

    def __str__(self):
        return f"{self.role or 'anonymous'}@{self.town}"


class World:
    """Both towns, the cases by their keys, and how people knock at doors."""

    def __init__(self, towns: dict):
        self.towns, self.cases, self.sessions, self.tokens = towns, {}, {}, {}
        self.clients: dict[bool, Client] = {}
        self._actors, self.log = {}, Log()
        self.home = towns["musterstadt"]
        with use_tenant(self.home.tenant.pk):
            self._people()
            self._fill()
            self.index()
        for town in towns.values():
            for role in CAST:
                self._admit(town, role)

    def amira(self):
        """Return the clerk with her rights as they are now."""
        return self.home.sachbearbeiterin

    def index(self) -> None:
        """Build the index anew; nothing is on its way to it any more."""
        rebuild(self.home.tenant.pk)
        IndexChange.objects.all().delete()

    def _people(self) -> None:
        unit = Organisationseinheit.objects.get(kennzeichen="63.1")
        self.stelle = Stelle.objects.create(einheit=unit, bezeichnung="Sachbearbeitung")
        Stellenbesetzung.objects.create(
            person_id=self.home.persons["sachbearbeiterin"], stelle=self.stelle, from_on=LONG_AGO
        )
        self.unit = unit

    def _admit(self, town, role: str) -> None:
        visitor = Visitor(role, town.tenant.slug)
        client = Client()
        client.force_login(Account.objects.get(login=f"{role}.{town.tenant.slug}"))
        self.sessions[visitor] = client.cookies
        with use_tenant(town.tenant.pk):
            person = Person.objects.get(pk=town.persons[role])
            self.tokens[visitor] = create_token(SETUP, person, name="Schnittstelle")

    def _fill(self) -> None:
        plan = make_planeinheit()
        secret = make_planeinheit("922.52", einheit="63.1", geheimnisklasse="steuer")
        ordinary = self._case(
            "o", make_akte(self.amira, planeinheit=plan, betreff=word("o", "akte"))
        )
        ordinary.objects["plan"] = plan
        self._case("s", make_akte(self.amira, planeinheit=secret, betreff=word("s", "akte")))
        closed = self._case("c", make_akte(self.amira, planeinheit=plan, betreff=word("c", "akte")))
        self._narrow("n", ordinary.akte)
        person = self.home.persons["sachbearbeiterin"]
        day = timezone.localdate()
        actions.close_vorgang(self.amira(), closed.vorgang, on=day, at=timezone.now())
        actions.close_akte(self.amira(), closed.akte, on=day, at=timezone.now())
        self._unassigned()
        self._own(ordinary)
        for case in self.cases.values():
            for subject in case.objects.values():
                subject.refresh_from_db()
        create_token(SETUP, Person.objects.get(pk=person), name="Drucker")
        self.token_id = ApiToken.objects.get(name="Drucker").pk

    def _narrow(self, key: str, akte) -> None:
        case = self._case(key, akte, is_own=False)
        person = self.home.persons["sachbearbeiterin"]
        actions.change_zugriff(self.amira(), case.vorgang, choice=Choice.NUR, persons=[person])

    def hide_more(self) -> None:
        """Add what only the clerk may see: in the ordinary Akte, and an Akte of a secret."""
        plan = self.cases["s"].akte.planeinheit
        self._narrow("h", self.cases["o"].akte)
        self._case("g", make_akte(self.amira, planeinheit=plan, betreff=word("g", "akte")))
        for key in "hg":
            del self.cases[key]
        self.index()

    def _case(self, key: str, akte, *, is_own: bool = True) -> Case:
        vorgang = actions.create_vorgang(
            self.amira(),
            akte,
            betreff=word(key, "vorgang"),
            bemerkung=f"{word(key, 'bemerkung')} {BAIT}",
            fremdes_geschaeftszeichen=word(key, "zeichen"),
            sachbearbeitung_id=self.home.persons["sachbearbeiterin"],
            at=timezone.now(),
        )
        name, content = f"{word(key, 'datei')}.pdf", pdf_with(word(key, "seite"))
        dokument = make_dokument(
            self.amira, vorgang=vorgang, name=name, content=content, betreff=word(key, "dokument")
        )
        case = self._keep(key, dokument, vorgang=vorgang, akte=akte)
        case.secrets.append(vorgang.aktenzeichen)
        if is_own and key == "s":
            case.secrets.append(akte.aktenzeichen)
        for subject in (*([akte] if is_own else []), vorgang, dokument):
            actions.toggle_favorit(self.amira(), subject, at=timezone.now())
        return case

    def _keep(self, key: str, dokument: Dokument, **objects) -> Case:
        values = {"absender": word(key, "absender"), "bemerkung": BAIT}
        actions.change_dokument(
            self.amira(), dokument, seen_revision=dokument.revision, values=values
        )
        datei = dokument.fassungen.get().dateien.get()
        type(datei).objects.filter(pk=datei.pk).update(media_type="application/pdf", pages=1)
        Seitentext.objects.create(datei=datei, page=1, text=f"{word(key, 'seite')} {BAIT}")
        words = json.dumps([[word(key, "seite"), 1, 1, 1, 1]]).encode()
        for kind, data in (("words", words), ("thumbnail", b"RIFF" + words)):
            Rendition.objects.create(
                datei=datei,
                kind=kind,
                page=1,
                blob=keep(data),
                media_type="image/webp",
                created_at=timezone.now(),
            )
        found = {"dokument": dokument, "fassung": datei.fassung, "datei": datei}
        case = Case(key, found | objects)
        case.secrets = [word(key, name) for name in FIELDS]
        self.cases[key] = case
        return case

    def _unassigned(self) -> None:
        stored = put_bytes(self.home.tenant.pk, pdf_with(word("u", "seite")))
        name, unit = (
            f"{word('u', 'datei')}.pdf",
            Organisationseinheit.objects.get(kennzeichen="63"),
        )
        dokument = actions.register_unassigned(
            self.amira(), unit, arrived=Arrived(stored, name), at=timezone.now()
        )
        self._keep("u", dokument)

    def _own(self, ordinary: Case) -> None:
        key = self.amira().id
        new = {"actor_id": key, "target_kind": "vorgang", "target_id": ordinary.vorgang.pk}
        name = word("o", "datei")
        self.upload = Upload.objects.create(file_name=name, size=4, **new)
        self.empty_upload = Upload.objects.create(file_name=name, size=0, **new)
        self.job = Job.objects.create(
            kind="akten.datei.ingest",
            label=word("o", "datei"),
            starter_kind="person",
            starter_id=key,
            finished_at=timezone.now(),
            item_errors=[{"item": word("o", "datei"), "error": "verschlüsselt"}],
        )

    def client(self, visitor: Visitor, *, enforce_csrf_checks: bool = False) -> Client:
        """Return a browser in the state after login (one for all: its handler is costly)."""
        if enforce_csrf_checks not in self.clients:
            self.clients[enforce_csrf_checks] = Client(enforce_csrf_checks=enforce_csrf_checks)
        client = self.clients[enforce_csrf_checks]
        client.cookies = SimpleCookie()
        if visitor.role:
            for name, morsel in self.sessions[visitor].items():
                client.cookies[name] = morsel.value
        return client

    def knock(
        self,
        visitor: Visitor,
        method: str,
        path: str,
        body=None,
        *,
        is_api=False,
        then=None,
        **more,
    ):
        """Return the answer to a request, which is undone afterwards, and what it left changed.

        `then` is called before it is undone; what it returns stands in `found`.
        """
        client = self.client(visitor, **more)
        headers = {}
        if is_api:
            client.cookies.clear()
            if visitor.role:
                headers["authorization"] = f"Bearer {self.tokens[visitor]}"
            headers["if-match"] = "*"  # what changes through the API asks for a state
        options = {"headers": headers}
        if isinstance(body, bytes):
            options["headers"]["Content-Range"] = f"bytes 0-{len(body) - 1}/{len(body)}"
            options["headers"] |= TUS if is_api else {}
            kind = "application/offset+octet-stream" if is_api else "application/octet-stream"
            options |= {"data": body, "content_type": kind}
        elif isinstance(body, str):
            options |= {"data": body, "content_type": "application/json"}
        elif body is not None:
            options["data"] = {
                name: SimpleUploadedFile(f"{name}.txt", value)
                if isinstance(value, bytes)
                else value
                for name, value in body.items()
            }
        before, touched, after = [] if method == "GET" else self.written(), [], {}
        self.log.lines.clear()
        with transaction.atomic(), no_tenant():
            mark = transaction.savepoint()
            answer = getattr(client, method.lower())(path, **options)
            content = (
                b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
            )
            check_safe(answer, content)
            if before:
                touched = self.touched_since(before)
                after = self.tally(touched)
            found = then() if then else None
            transaction.savepoint_rollback(mark)
        return SimpleNamespace(
            status=answer.status_code,
            content=content,
            headers=answer.headers,
            changed=bool(touched) and after != self.tally(touched),
            found=found,
            log="\n".join(self.log.lines),
            told=None,
        )

    @contextmanager
    def for_now(self):
        """Undo at the end what is changed in the block."""
        with transaction.atomic():
            mark = transaction.savepoint()
            yield
            transaction.savepoint_rollback(mark)

    @cached_property
    def tables(self) -> list[str]:
        """Return the tables of the rooms (opened lists and looks left out)."""
        return sorted(
            name
            for name in connection.introspection.table_names()
            if name.startswith(ROOMS) and name not in LOOSE
        )

    def tally(self, tables: list[str] | None = None) -> dict[str, str]:
        """Return a digest for each of these tables (of all), over all rows of Musterstadt.

        What waits for the end of the transaction (the chain of the log) is done before: else the
        next step into another town would do it, between one tally and the next.
        """
        tables = self.tables if tables is None else tables
        if not tables:
            return {}
        parts = (
            f"(SELECT count(*) || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '')"
            f" FROM {name} t)"
            for name in tables
        )
        with use_tenant(self.home.tenant.pk), connection.cursor() as cursor:
            settle(cursor)
            cursor.execute(f"SELECT {','.join(parts)}")
            return dict(zip(tables, cursor.fetchone(), strict=True))

    def written(self) -> list[int]:
        """Return for each table how many rows this transaction has written so far, also those it took
        back. The server's own count tells in a moment which tables a request wrote to; a tally reads
        all rows.
        """
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN, [self.tables])
            return [count for (count,) in cursor.fetchall()]

    def touched_since(self, before: list[int]) -> list[str]:
        """Return the tables written to since they were counted."""
        counts = zip(self.tables, before, self.written(), strict=True)
        return [name for name, was, became in counts if was != became]

    def take_away_roles(self, role: str) -> None:
        """End all roles of a person, as of today."""
        with use_tenant(self.home.tenant.pk):
            Rollenzuweisung.objects.filter(person_id=self.home.persons[role]).delete()

    def move_away(self, role: str) -> None:
        """End all Stellen of a person."""
        with use_tenant(self.home.tenant.pk):
            Stellenbesetzung.objects.filter(person_id=self.home.persons[role]).delete()

    def stranger_id(self):
        """Return an id that belongs to nothing."""
        return uuid7()

    def secrets_of(self, keys) -> list[str]:
        """Return the marker words of these cases."""
        return [secret for key in keys for secret in self.cases[key].secrets]

    def vorgang_count(self) -> int:
        """Return how many Vorgänge there are in Musterstadt."""
        with use_tenant(self.home.tenant.pk):
            return Vorgang.objects.count()
