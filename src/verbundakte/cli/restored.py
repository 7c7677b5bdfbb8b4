"""What `restore` does when database and bytes are back: needs Django, so it is loaded then."""

from datetime import datetime
from pathlib import Path

from verbundakte.akten.services import erase_again as erase_dokumente
from verbundakte.cli.backup import read_deletions
from verbundakte.core import loeschliste
from verbundakte.core.backup.sets import Shelf
from verbundakte.core.checks import run_checks
from verbundakte.core.models import Tenant
from verbundakte.core.paket.removal import remove_town
from verbundakte.core.search.rebuilding import rebuild


def erase_again(shelf: Shelf, file: str | None, *, restored_to: datetime) -> int:
    """Delete again what was deleted after the moment the data was restored to; return how many."""
    entries = read_deletions(shelf)
    if file:
        entries |= loeschliste.parse(Path(file).read_bytes())
    erased = erase_dokumente(entries) + _remove_towns(entries)
    fresh = entries - loeschliste.known()
    loeschliste.note(*sorted(fresh))
    return erased


def _remove_towns(entries: set[loeschliste.Entry]) -> int:
    gone = {one.key: one.at for one in entries if one.kind == loeschliste.KOMMUNE}
    towns = list(Tenant.objects.filter(uuid__in=gone))
    for tenant in towns:
        remove_town(tenant, at=datetime.fromisoformat(gone[str(tenant.uuid)]))
    return len(towns)


def rebuild_indexes() -> None:
    """Build the index of every town."""
    for tenant in Tenant.objects.order_by("pk"):
        rebuild(tenant.pk)


def compare() -> list[str]:
    """Run the checks of what is kept; return what is wrong, in German.

    That work was waiting when the backup was made is no deviation; it goes on after the start.
    """
    return [problem for result in run_checks(of_now=False) for problem in result.problems]
