"""Letters: from a Vorgang, one that only the clerk sees, and what nobody else learns of it."""

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, get, job, post, with_values
from tests.leaks.world import word
from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.store import put_bytes
from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.models import Briefserie, Empfaenger, Serienposten
from verbundakte.schriftverkehr.tests.factories import install_vorgaben


def prepare(world):
    """Write a letter in the Vorgang that only the clerk sees."""
    install_vorgaben()
    case, at = world.cases["n"], timezone.now()
    actor, on = world.amira(), timezone.localdate()
    vorlage = queries.get_vorlage(actor, "freies-schreiben", on=on)
    one = Empfaenger(name=word("n", "absender"), anschrift=word("n", "absender"))
    blatt = queries.Blatt(case.vorgang, vorlage, on, empfaenger=[one], betreff=word("n", "dokument"))
    row = actions.begin_schreiben(
        actor,
        case.vorgang,
        blatt=blatt,
        satz=queries.put_together(actor, blatt, on=on),
        arrived=Arrived(put_bytes(world.home.tenant.pk, b"%PDF-1.7"), "Brief.pdf"),
        at=at,
    )
    return {
        "schreiben": row.pk,
        "schreiben_dokument": row.dokument_id,
        "briefserie": _serie(case.vorgang, vorlage, at).pk,
    }


def _serie(vorgang, vorlage, at) -> Briefserie:
    """Return a series of which one letter waits."""
    row = Briefserie.objects.create(
        vorgang=vorgang, vorlage=vorlage, betreff=word("n", "betreff"), datum=at.date(), total=1,
        created_at=at, created_by=vorgang.sachbearbeitung_id,
    )  # fmt: skip
    Serienposten.objects.create(serie=row, position=1, werte={"name": word("n", "absender")})
    return row


BAD = with_values(datum="gestern")
NEW = "schriftverkehr/vorgaenge/{vorgang}/neu/freies-schreiben/"
SERIES = UNIT - {"assistenz", "registratur"}
JOBS = {
    "schriftverkehr.serie.write": job(
        args=lambda world: {"serie": str(world.prepared["briefserie"])},
        error="Diese Briefserie gibt es nicht mehr.",
    ),
    **{
        f"schriftverkehr.serie.{name}": job(
            args=lambda world: {
                "serie": str(world.prepared["briefserie"]),
                "person": str(world.home.persons["sachbearbeiterin"]),
            },
            error="Diese Briefserie gibt es nicht mehr.",
        )
        for name in ("finish", "send")
    },
}
ROWS = [
    get("schriftverkehr:auswahl", "schriftverkehr/vorgaenge/{vorgang}/", UNIT, cases="on"),
    get("schriftverkehr:neu", NEW, UNIT, cases="ns"),
    post("schriftverkehr:neu", NEW, UNIT, BAD, status=422, cases="n", quiet="n"),
    post("schriftverkehr:vorschau-neu", f"{NEW}vorschau/", AMIRA, cases="n", status=200, quiet="n"),
    get("schriftverkehr:serie-neu", "schriftverkehr/vorgaenge/{vorgang}/serie/freies-schreiben/", SERIES, cases="n"),
    post("schriftverkehr:serie-neu", "schriftverkehr/vorgaenge/{vorgang}/serie/freies-schreiben/", AMIRA,
         BAD, status=422, cases="n", quiet="n"),
    get("schriftverkehr:serie", "schriftverkehr/serien/{briefserie}/", AMIRA),
    post("schriftverkehr:serie-halt", "schriftverkehr/serien/{briefserie}/halt/", AMIRA),
    post("schriftverkehr:serie-fortsetzung", "schriftverkehr/serien/{briefserie}/fortsetzung/", AMIRA),
    post("schriftverkehr:serie-reinschriften", "schriftverkehr/serien/{briefserie}/reinschriften/", AMIRA,
         quiet=" "),
    post("schriftverkehr:serie-versand", "schriftverkehr/serien/{briefserie}/versand/", AMIRA, quiet=" "),
    get("schriftverkehr:dokument", "schriftverkehr/dokumente/{schreiben_dokument}/", AMIRA, status=302),
    get("schriftverkehr:schreiben", "schriftverkehr/{schreiben}/", AMIRA),
    post("schriftverkehr:schreiben", "schriftverkehr/{schreiben}/", AMIRA, BAD, status=422),
    post("schriftverkehr:vorschau", "schriftverkehr/{schreiben}/vorschau/", AMIRA, status=200, quiet=" "),
    post("schriftverkehr:ruecknahme", "schriftverkehr/{schreiben}/ruecknahme/", AMIRA, quiet=" "),
]  # fmt: skip
