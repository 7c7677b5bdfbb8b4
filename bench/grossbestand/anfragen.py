"""What is asked of the town: pages, searches and the API, with the targets they shall meet."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID, uuid4

from django.db import transaction

from grossbestand.gestalt import BIG, CLERKS, FEW
from grossbestand.rahmen import clerks_of
from verbundakte.akten.models import Akte, Aktenplaneinheit, Vorgang
from verbundakte.cli.problems import Problem
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actor import load_actor
from verbundakte.verbund.services import issue_token


@dataclass(frozen=True)
class Target:
    """Milliseconds at 100,000 Dokumente: median and 95th percentile of one client."""

    p50: float
    p95: float | None = None
    factor: float = 1.5  # at 1,000,000

    def at(self, size: int) -> "Target":
        """Return what holds for a town of so many Dokumente."""
        if size <= 100_000:
            return self
        p95 = self.p95 and self.p95 * self.factor
        return Target(self.p50 * self.factor, p95, self.factor)


LIST, WORK = Target(10), Target(15, 40)
SEARCH, FACETS = Target(20, None, 2), Target(20, None, 2)
BOTH = Target(SEARCH.p50 + FACETS.p50, None, 2)
ALL_SEARCHES, MIXED = "Suche: alle Arten", "alles gemischt"
BUSY = Target(60)
"""Median with eight busy clients."""
ORDINARY = 1.2
"""An ordinary clerk waits at most so many times as long as one who sees everything."""


@dataclass(frozen=True)
class Ask:
    """One request; an upload sends a new file (POST)."""

    name: str
    path: str
    target: Target | None = None
    is_api: bool = False
    is_upload: bool = False
    is_fragment: bool = False  # asked for by htmx

    def headers(self, token: str) -> dict[str, str]:
        """Return what is sent along."""
        if self.is_api:
            return {"Authorization": f"Bearer {token}"}
        return {"HX-Request": "true"} if self.is_fragment else {}


SEARCHES = {
    "Wort": "antrag",
    "zwei Wörter": "antrag genehmigung",
    "Wortfolge": '"auf ihren antrag"',
    "Anfang": "genehm*",
    "Wortteil": "*nehmigu*",
    "Tippfehler": "genehmigng~",
}


@dataclass(frozen=True)
class Bestand:
    """The town as it is asked: its objects that all three clerks see, their logins and tokens."""

    tenant: int
    clerks: dict[str, tuple[UUID, str]]
    tokens: dict[str, str]
    big: UUID
    branch: UUID
    vorgang: UUID
    many: UUID
    inbox: UUID  # where files are filed, so that what is shown stays as it is
    dokument: UUID
    number: str
    unit: str

    @property
    def slug(self) -> str:
        """Return the town's part of all addresses."""
        return BIG.slug


def found_bestand() -> Bestand:
    """Look for objects of the town that everybody who is measured may see."""
    tenant = Tenant.objects.filter(slug=BIG.slug).first()
    if tenant is None:
        raise Problem("In diesem Ordner gibt es die gemessene Kommune nicht.")
    clerks = clerks_of(BIG)
    with use_tenant(tenant.pk), transaction.atomic():
        sees = load_actor(clerks[FEW][0])
        big = Akte.objects.get(aktenzeichen__endswith="-2015/gross")
        shown = Vorgang.objects.visible_to(sees).exclude(akte=big)
        usual = _one(shown.filter(last_position__range=(4, 8)), shown)
        many = shown.order_by("-last_position", "pk").first()
        inbox = big.vorgaenge.in_progress().order_by("-created_at").first()
        dokument = usual.dokumente.order_by("position").first()
        plan = Aktenplaneinheit.objects.filter(parent=None).order_by("sort_key").first()
        unit = big.federfuehrung.kennzeichen
    tokens = {
        name: issue_token(login, BIG.slug, name="Messung", days=7) for name, login in CLERKS.items()
    }
    return Bestand(
        tenant.pk,
        clerks,
        tokens,
        big.pk,
        plan.item_id,
        usual.pk,
        many.pk,
        inbox.pk,
        dokument.pk,
        usual.aktenzeichen,
        unit,
    )


def _one(*choices) -> Vorgang:
    """Return one of the first choice, if possible one that is open; else one of the next."""
    both = (found for rows in choices for found in (rows.in_progress(), rows))
    return next(row for rows in both if (row := rows.order_by("pk").first()))


def asks(town: Bestand) -> list[Ask]:
    """Return what is measured, in order."""
    return [
        Ask("Schreibtisch", "", WORK),
        Ask("Liste der Akten", "akten/", LIST),
        Ask("Liste der Vorgänge", "vorgaenge/", LIST),
        Ask("große Akte", f"akten/{town.big}/", WORK),
        Ask("große Akte: Dokumente", f"akten/{town.big}/dokumente/", LIST),
        Ask("große Akte: Vorgänge", f"akten/{town.big}/vorgaenge/", LIST),
        Ask("Aktenplan", "aktenplan/", WORK),
        Ask("Aktenplan: Zweig", f"aktenplan/zweige/{town.branch}/", LIST, is_fragment=True),
        Ask("Vorgang", f"vorgaenge/{town.vorgang}/", WORK),
        Ask("großer Vorgang", f"vorgaenge/{town.many}/", WORK),
        Ask("Dokument", f"vorgaenge/{town.vorgang}/?dokument={town.dokument}", WORK),
        *(
            Ask(f"Suche: {name}", f"suche/?q={_quoted(text)}", SEARCH)
            for name, text in SEARCHES.items()
        ),
        Ask("Suche: Aktenzeichen", f"suche/?q={_quoted(town.number)}", SEARCH),
        Ask("Suche: Einheit, Jahr", f"suche/?q=antrag&einheit={town.unit}&jahr=2024", SEARCH),
        Ask("Suche: Facetten", "suche/facetten/?q=antrag", FACETS, is_fragment=True),
        Ask("Schnittstelle: Liste", "api/v1/akten?limit=50", LIST, is_api=True),
        Ask(
            "Schnittstelle: Vorgänge der großen Akte",
            f"api/v1/akten/{town.big}/vorgaenge?limit=50",
            LIST,
            is_api=True,
        ),
        Ask("Schnittstelle: Dokument", f"api/v1/dokumente/{town.dokument}", WORK, is_api=True),
        Ask("Schnittstelle: Suche", "api/v1/suche?q=antrag", SEARCH, is_api=True),
        Ask("Schnittstelle: Facetten", "api/v1/suche?q=antrag&facetten=true", BOTH, is_api=True),
        Ask(
            "Datei ablegen",
            f"api/v1/vorgaenge/{town.inbox}/dokumente",
            is_api=True,
            is_upload=True,
        ),
    ]


def _quoted(text: str) -> str:
    return quote(text, safe="")


def new_file() -> bytes:
    """Return the content of a file that was never filed before."""
    return f"Vermerk {uuid4()}\nDer Antrag ist vollständig.\n".encode()
