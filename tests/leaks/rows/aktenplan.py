"""Doors of the Aktenplan: reading it."""

from tests.leaks.row import PLAN, get

ROWS = [
    get("akten:aktenplan", "aktenplan/", PLAN),
    get("akten:aktenplan", "aktenplan/?einheit={plan}", PLAN),
    get("akten:aktenplan", "aktenplan/?wort=Wohn", PLAN),
    get("akten:aktenplan-zweig", "aktenplan/zweige/{planitem}/", PLAN, status=302),
]


def prepare(world) -> dict:
    """Return the lasting id of the ordinary unit of the plan."""
    return {"planitem": str(world.cases["o"].plan.item_id)}
