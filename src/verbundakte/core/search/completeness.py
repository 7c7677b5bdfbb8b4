"""An E-Akte must find everything: compare the index of a town with its rows."""

from verbundakte.core.registry import registry
from verbundakte.core.search import indexes
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.tenancy.context import current_tenant

NAMED = 20


def check_index(deep: bool) -> tuple[int, list[str]]:
    """Compare ids (and content when `deep`) of the open town with its index."""
    try:
        index = indexes.open_for(current_tenant())
        found = index.fingerprints()
    except IndexUnavailable:
        return 0, ["Der Suchindex fehlt oder ist beschädigt; er wird vom Dienst neu aufgebaut."]
    problems, checked = [], 0
    expected: set[str] = set()
    for source in registry.search.values():
        ids = list(source.all_ids())
        checked += len(ids)
        expected.update(str(key) for key in ids)
        if deep:
            for start in range(0, len(ids), 500):
                for document in source.load(ids[start : start + 500]):
                    if found.get(document.id, document.content_hash) != document.content_hash:
                        problems.append(f"{source.label} {document.id}: veralteter Stand im Index.")
    problems += [f"{key}: fehlt im Suchindex." for key in sorted(expected - set(found))[:NAMED]]
    problems += [
        f"{key}: steht im Suchindex, ist aber nicht mehr da."
        for key in sorted(set(found) - expected)[:NAMED]
    ]
    return checked, problems
