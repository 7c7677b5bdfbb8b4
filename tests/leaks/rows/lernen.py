"""Recognition, learning and rules of the post: what they tell comes from what one may see."""

from tests.leaks.row import get, job, post, with_values
from verbundakte.posteingang.lern_jobs import MAY

LAY_DOWN = frozenset({"registratur", "fachadministration"})

JOBS = {"posteingang.lesen": job(*map(str, MAY), args=lambda world: {}, error="")}
ROWS = [
    get("posteingang:regeln", "posteingang/regeln/", LAY_DOWN),
    get("posteingang:regel-probe", "posteingang/regeln/{brief}/probe/", frozenset()),
    get("posteingang:regel-neu", "posteingang/{brief}/regel/", frozenset({"registratur"})),
    post("posteingang:regel-neu", "posteingang/{eingang}/regel/", frozenset(), with_values(bezeichnung="x")),
]  # fmt: skip
