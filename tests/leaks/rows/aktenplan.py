"""Doors of the Aktenplan: reading it, and keeping its draft."""

from tests.leaks.row import ADMIN, PLAN, get, post, with_values
from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.core.bausteine.actions import create_baustein

KEEPERS = ADMIN | {"registratur"}
ITEM = "0196a000-0000-7000-8000-00000000a001"
NEW = "0196a000-0000-7000-8000-00000000a002"
FORM = {
    "kennzeichen": "632.21",
    "titel": "Neu",
    "aussonderungsart": "B",
    "zugriff": "sachgebiet",
}
DAY = with_values(valid_from="2099-01-01")
CSV = with_values(datei=b"Kennzeichen;Titel\n7;Sieben\n", missing="behalten")


def unit(world, case):
    """Return the form of a new unit."""
    return FORM | {"seen": "74234e98afe7498f"}


ROWS = [
    get("akten:aktenplan", "aktenplan/", PLAN),
    get("akten:aktenplan", "aktenplan/?einheit={plan}", PLAN),
    get("akten:aktenplan", "aktenplan/?wort=Wohn", PLAN),
    get("akten:aktenplan-zweig", "aktenplan/zweige/{planitem}/", PLAN, status=302),
    get("akten:aktenplan-bearbeiten", "aktenplan/bearbeiten/?einheit={draftitem}", KEEPERS),
    post("akten:aktenplan-bearbeiten", "aktenplan/bearbeiten/?neu=1", KEEPERS, unit),
    get("akten:aktenplan-umzug",
        "aktenplan/einheiten/{draftitem}/umzug/?kennzeichen=8", KEEPERS),
    post("akten:aktenplan-umzug", "aktenplan/einheiten/{draftitem}/umzug/", KEEPERS,
         with_values(ziel="", kennzeichen="8")),
    get("akten:aktenplan-stilllegung", "aktenplan/einheiten/{draftitem}/stilllegung/", KEEPERS),
    post("akten:aktenplan-stilllegung", "aktenplan/einheiten/{draftitem}/stilllegung/", KEEPERS),
    post("akten:aktenplan-wegnahme", "aktenplan/einheiten/{newitem}/wegnahme/", KEEPERS),
    get("akten:aktenplan-fassungen", "aktenplan/fassungen/", KEEPERS),
    post("akten:aktenplan-fassungen", "aktenplan/fassungen/", KEEPERS),
    get("akten:aktenplan-fassung", "aktenplan/fassungen/{planversion}/", KEEPERS),
    post("akten:aktenplan-rueckkehr", "aktenplan/fassungen/{planversion}/rueckkehr/", KEEPERS),
    post("akten:aktenplan-ruecknahme", "aktenplan/ruecknahme/", KEEPERS),
    get("akten:aktenplan-freigabe", "aktenplan/freigabe/", KEEPERS),
    post("akten:aktenplan-freigabe", "aktenplan/freigabe/", ADMIN, DAY, status=422),
    get("akten:aktenplan-csv", "aktenplan/csv/", KEEPERS),
    get("akten:aktenplan-einspielung", "aktenplan/einspielung/", KEEPERS),
    post("akten:aktenplan-einspielung", "aktenplan/einspielung/", KEEPERS, CSV, status=200,
         quiet=" "),
    get("akten:aktenplan-mindestfristen", "aktenplan/mindestfristen/", KEEPERS),
    post("akten:aktenplan-mindestfristen", "aktenplan/mindestfristen/", KEEPERS,
         with_values(bereich="6", jahre="2", quelle="Landesrecht")),
]  # fmt: skip


def prepare(world) -> dict:
    """Make the draft of a plan with two units; return what the addresses name."""
    led = {"kind": "organisation.einheit", "key": str(world.unit.pk)}
    plan = [
        {"id": key, "kennzeichen": number, "titel": "Bauen", "aussonderungsart": "B"}
        | {"federfuehrung": led}
        for key, number in ((ITEM, "6"), (NEW, "7"))
    ]
    keeper = world.home.fachadministration
    data = {"bezeichnung": "Aktenplan", "einheiten": plan}
    create_baustein(keeper, AKTENPLAN, data=data)
    return {
        "planitem": str(world.cases["o"].plan.item_id),
        "draftitem": ITEM,
        "newitem": NEW,
        "planversion": 1,
    }
