"""The check of the holdings, and the jobs of the store, which have no rights at all."""

from tests.leaks.row import DAY, get, job, post

OPERATORS = frozenset({"systemverwaltung"})

ROWS = [
    get("web:pruefung", "betrieb/pruefung/", OPERATORS, other=403),
    post("web:pruefung", "betrieb/pruefung/", OPERATORS, other=403),
]
JOBS = {
    "core.pruefung.run": job(args=lambda world: {"deep": False}, error=""),
    "core.speicher.move": job(args=lambda world: {"on": DAY}, error=""),
}
