"""Reading who belongs to which Verbund, the packages of the town, and how it stands with leaving."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.core.models import Ausgabe, Job, Tenant
from verbundakte.core.paket import proof
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import Person
from verbundakte.verbund.actions.paket import ART
from verbundakte.verbund.kinds import JobKind
from verbundakte.verbund.models import Auszug, Mitgliedschaft
from verbundakte.verbund.permissions import Permission


@dataclass(frozen=True)
class VerbundWithMembers:
    """A Verbund and the memberships that hold, by name."""

    verbund: Tenant
    mitgliedschaften: list[Mitgliedschaft]


def list_verbuende(actor: Actor, *, on: date) -> list[VerbundWithMembers]:
    """Return the Verbünde the open tenant belongs to (or is) with their members; [] without right."""
    if not actor.may(Permission.MITGLIED_READ, None):
        return []
    here = current_tenant()
    mine = Mitgliedschaft.objects.valid_on(on).filter(Q(member=here) | Q(verbund=here))
    rows = (
        Mitgliedschaft.objects.valid_on(on)
        .filter(verbund__in=mine.values("verbund"))
        .select_related("verbund", "member")
        .order_by("verbund__name", "member__name")
    )
    found: dict[int, VerbundWithMembers] = {}
    for row in rows:
        found.setdefault(row.verbund_id, VerbundWithMembers(row.verbund, []))
        found[row.verbund_id].mitgliedschaften.append(row)
    return list(found.values())


SHOWN = 20
COUNTED = {
    "akten_akte": "Akten",
    "akten_vorgang": "Vorgänge",
    "akten_dokument": "Dokumente",
    "akten_fassung": "Fassungen",
    "core_event": "Einträge im Protokoll",
    "organisation_person": "Personen",
}


@dataclass(frozen=True)
class Paket:
    """A package of the town: its job, who ordered it, and, once it is there, its file and proof."""

    job: Job
    orderer: str
    ausgabe: Ausgabe | None
    is_own: bool

    @property
    def is_there(self) -> bool:
        """Tell whether it can still be fetched."""
        return self.ausgabe is not None and self.ausgabe.blob_id is not None

    @property
    def is_sealed(self) -> bool:
        """Tell whether it needs a key."""
        return self.ausgabe is not None and bool(self.ausgabe.request["schluessel"])

    @property
    def proof(self) -> dict:
        """Return what was written and read back."""
        return self.ausgabe.request.get("nachweis", {}) if self.ausgabe else {}

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how much of what is in it."""
        found = self.proof.get("tables", {})
        counts = [(label, found[name]) for name, label in COUNTED.items() if name in found]
        return [*counts, ("Dateien", self.proof["files"])] if counts else []


def list_pakete(actor: Actor, *, at: datetime) -> list[Paket]:
    """Return the last packages of the town, the newest first; 404 without the right."""
    if not actor.may(Permission.PAKET_EXPORT, None):
        raise Http404
    jobs = list(Job.objects.filter(kind=JobKind.PAKET).order_by("-created_at")[:SHOWN])
    keys = [job.args["ausgabe"] for job in jobs]
    ausgaben = Ausgabe.objects.filter(pk__in=keys, expires_at__gt=at).select_related("blob")
    by_key = {str(row.pk): row for row in ausgaben}
    names = _names([job.starter_id for job in jobs])
    return [
        Paket(
            job,
            names.get(job.starter_id, ""),
            by_key.get(job.args["ausgabe"]),
            job.starter_id == str(actor.id),
        )
        for job in jobs
    ]


def get_paket(actor: Actor, key: UUID, *, at: datetime) -> Ausgabe:
    """Return a package of the town for whoever decides about it, or 404."""
    require_decision(actor)
    found = Ausgabe.objects.filter(pk=key, expires_at__gt=at).exclude(blob=None).first()
    if found is None or found.request.get("art") != ART:
        raise Http404
    return found


def require_decision(actor: Actor) -> None:
    """Answer 404 to whoever does not decide about the leaving of the town."""
    if not actor.may(Permission.AUSZUG_DECIDE, None):
        raise Http404


@dataclass(frozen=True)
class AuszugState:
    """The request of the town to leave, with the names of those who decided."""

    row: Auszug
    requested_by: str
    confirmed_by: str
    is_own: bool


def find_auszug(actor: Actor) -> AuszugState | None:
    """Return the request in force; 404 without the right."""
    require_decision(actor)
    row = Auszug.objects.in_force().first()
    if row is None:
        return None
    names = _names([str(row.requested_by), str(row.confirmed_by)])
    return AuszugState(
        row,
        names.get(str(row.requested_by), ""),
        names.get(str(row.confirmed_by), ""),
        row.requested_by == getattr(actor, "person_id", None),
    )


def proof_key(actor: Actor) -> str:
    """Return the public key with which this installation signs its proofs."""
    return proof.public_key()


def _names(keys: list[str]) -> dict[str, str]:
    wanted = [key for key in keys if key and key != "None"]
    return {str(person.pk): person.name for person in Person.objects.filter(pk__in=wanted)}
