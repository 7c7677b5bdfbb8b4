"""Doors of lists as tables, their views and what is taken out of them."""

from django.utils import timezone

from tests.leaks.row import ALL, AMIRA, FILES, UNIT, get, job, post, with_values
from verbundakte.akten import actions
from verbundakte.core.ausgaben import fill_ausgabe, order_ausgabe, scratch_file

READ = frozenset(FILES)
PLACE = {"akte": "akten/{akte}", "vorgang": "vorgaenge/{vorgang}"}
GONE = "Diese Ausgabe gibt es nicht mehr."


def order(liste, ort, **more):
    """Return the body that takes a list out as CSV."""

    def body(world, case):
        place = ort.format(case.objects["akte"].pk) if case else ort
        return {"liste": liste, "ort": place, "abfrage": "", "art": "csv", **more}

    return body


def prepare(world):
    """Make a view of the clerk and a file that was made for her."""
    view = actions.save_own_view(
        world.amira(), liste="akten", name="Mknansicht", abfrage="", at=timezone.now()
    )
    ausgabe = order_ausgabe(world.amira(), {}, at=timezone.now())
    with scratch_file() as out:
        out.write(b"Mkoausgabe")
        fill_ausgabe(
            ausgabe, out, file_name="Mkoausgabe.csv", media_type="text/csv", at=timezone.now()
        )
    return {"ansicht": view.pk, "ausgabe": ausgabe.pk}


ROWS = [
    get("akten:akten", "akten/", READ),
    get("akten:akten", "akten/?wort=Mk&ordnung=betreff&nur-zustand=offen", READ),
    get("akten:akten-der-einheit", "aktenplan/{plan}/akten/", READ),
    get("akten:akte-vorgaenge", "akten/{akte}/vorgaenge/", UNIT, cases="os"),
    get("akten:akte-dokumente", "akten/{akte}/dokumente/", UNIT, cases="os"),
    get("akten:vorgaenge", "vorgaenge/", READ),
    get("akten:vorgaenge", "vorgaenge/?bereich=stadt", READ),
    get("akten:vorgaenge", "vorgaenge/?bereich=einheit&ordnung=sachbearbeitung", READ),
    get("akten:vorgang-dokumentliste", "vorgaenge/{vorgang}/dokumentliste/", UNIT, cases="ons"),
    post("akten:spalten", "listen/spalten/", ALL, with_values(liste="akten", spalten="betreff")),
    post("akten:ansichten", "listen/ansichten/", ALL,
         with_values(liste="akten", name="Neu", abfrage="ordnung=betreff")),
    post("akten:ansicht-ende", "listen/ansichten/{ansicht}/ende/", AMIRA),
    post("akten:liste-ausgabe", "listen/ausgabe/", READ, order("vorgaenge", "stadt")),
    post("akten:liste-ausgabe", "listen/ausgabe/", UNIT, order("vorgaenge", "akte:{}"), cases="os"),
    *(
        row
        for kind in ("akte", "vorgang")
        for row in (
            get(f"akten:{kind}-deckel", f"{PLACE[kind]}/deckel/", UNIT, cases="os"),
            get(f"akten:{kind}-ausgabe", f"{PLACE[kind]}/ausgabe/", UNIT, cases="os"),
            post(f"akten:{kind}-ausgabe", f"{PLACE[kind]}/ausgabe/", UNIT, with_values(art="zip"),
                 cases="os"),
        )
    ),
    get("web:ausgabe", "auftraege/ausgaben/{ausgabe}", AMIRA, own=True),
]  # fmt: skip


def _ausgabe(world):
    return {"ausgabe": str(world.prepared["ausgabe"])}


EXPORTS = ("akten.liste.export", "akten.akte.export", "akten.einsicht.export")
JOBS = {kind: job(args=_ausgabe, error=GONE) for kind in EXPORTS}
