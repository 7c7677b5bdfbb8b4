"""The Postmappe, the quarantine, proofs of senders, Fristen, a Vorgang that begins with an Eingang."""

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, form, get, job, post, with_values
from tests.leaks.world import word
from verbundakte.core.blobs.store import Stored, put_bytes
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions.nachricht import Nachweis, note_pruefung
from verbundakte.posteingang.actions.quarantaene import Verdaechtig, hold
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.nachricht_jobs import MAY_TAKE

ONE = "posteingang/{eingang}/"
OPEN = "posteingang/{brief}/"
HELD = f"{ONE}quarantaene/{{gehalten}}/"
LEAD = frozenset({"registratur"})


def prepare(world):
    """Hold a file of the closed letter back, prove its sender, let a Frist run, and hold an open one."""
    amira, at = world.amira(), timezone.now()
    closed = Eingang.objects.get(pk=world.prepared["eingang"])
    brief = Eingang.objects.get(pk=world.prepared["brief"])
    stored: Stored = put_bytes(world.home.tenant.pk, b"verdaechtig")
    found = {"at": at, "verdaechtig": Verdaechtig(word("n", "gehalten"), stored, "Mkvirus")}
    held = hold(amira, closed, **found)
    open_one = hold(amira, brief, verdaechtig=Verdaechtig("Offen.txt", stored, "Mkvirus"), at=at)
    proof = note_pruefung(
        amira, closed, nachweis=Nachweis("absender", word("n", "nachweis"), {}, stored), at=at
    )
    row = actions.confirm_frist(amira, closed, frist=actions.Frist(at.date()), at=at)
    return {
        "gehalten": held.pk, "offen_gehalten": open_one.pk, "nachweis": proof.pk, "frist": row.pk,
    }  # fmt: skip


MARK = with_values(art="gesehen", text="", frist_on="", next="")
RELEASE = with_values(grund="")
ASKED = with_values(text="x")
FRIST = with_values(art="frist", am="")
NEW = with_values(akte="", betreff="")
ROWS = [
    get("posteingang:quarantaene", "posteingang/quarantaene/", LEAD),
    *form("posteingang:freigabe", f"{OPEN}quarantaene/{{offen_gehalten}}/freigabe/", LEAD, RELEASE,
          status=422),
    *form("posteingang:rueckfrage", f"{HELD}rueckfrage/", AMIRA, ASKED),
    post("posteingang:eingang-kontakt", f"{ONE}kontakt/", frozenset()),
    get("posteingang:nachweis", f"{ONE}nachweise/{{nachweis}}", AMIRA),
    post("posteingang:sichtvermerk", f"{OPEN}sichtvermerk/", UNIT, MARK, quiet=" "),
    *form("posteingang:frist", f"{ONE}fristen/", AMIRA, FRIST, status=422),
    post("posteingang:frist-erledigung", f"{ONE}fristen/{{frist}}/erledigung/", AMIRA, quiet=" "),
    *form("posteingang:neuer-vorgang", f"{ONE}vorgang/", AMIRA, NEW, status=422),
    post("posteingang:zusammenlegung-ende", f"{ONE}zusammenlegung/ruecknahme/", AMIRA, quiet=" "),
]  # fmt: skip
JOBS = {
    "posteingang.nachricht.take": job(
        *MAY_TAKE,
        args=lambda world: {"kanal": str(world.prepared["postfach"]), "files": []},
        error="Den Eingangskanal gibt es nicht mehr.",
    )
}
