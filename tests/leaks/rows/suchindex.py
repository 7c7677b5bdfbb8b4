"""Jobs that build the search index and compare it with what there is; they have no rights at all."""

from tests.leaks.row import DAY, job

ROWS = []
JOBS = {
    "core.suchindex.rebuild": job(args=lambda world: {}, error=""),
    "core.suchindex.check": job(args=lambda world: {"on": DAY}, error=""),
}
