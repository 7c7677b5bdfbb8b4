"""What the tests of this folder share: one analyser, small documents, the shared folder."""

from pathlib import Path

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import Request, SearchIndex, create_index
from verbundakte.core.search.query import parse
from verbundakte.core.search.schema import IndexDoc

ANALYSER = Analyser()
SHARED = Path(__file__).resolve().parents[6] / "shared"
ZONE = 7


def document(name: str, title: str = "", text: str = "", zone: int = ZONE, **more) -> IndexDoc:
    """Return a document of ZONE."""
    return IndexDoc(id=name, kind="dokument", zone=zone, title=title, text=text, **more)


def index_of(path: Path, *documents: IndexDoc) -> SearchIndex:
    """Return a new index with these documents."""
    index = create_index(path / "index", ANALYSER)
    with index.writer() as writer:
        for one in documents:
            writer.put(one)
        writer.commit("1")
    return index


def found(index: SearchIndex, text: str, zones=frozenset({ZONE}), **more) -> list[str]:
    """Return the ids that a user's query finds, best first."""
    request = Request(parse(text), zones, **more)
    return [hit.id for hit in index.search(request).hits]
