"""A list as a file: everything its address asks for, row by row, as the actor may see it."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.http import QueryDict

from verbundakte.akten import queries
from verbundakte.akten.queries.listen import Liste
from verbundakte.core.lists.state import State, read_state
from verbundakte.core.lists.tables import WRITERS


@dataclass(frozen=True)
class Table:
    """A list that shall become a file. `art` is csv or xlsx."""

    liste: Liste
    state: State
    art: str

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        return WRITERS[self.art][1]

    @property
    def label(self) -> str:
        """What the list is called in the log and among the jobs; no contents."""
        where = getattr(self.liste.subject, "aktenzeichen", "")
        return f"{self.liste.listing.label} {where}".strip()

    @property
    def file_name(self) -> str:
        """A name that says what is in it."""
        return f"{self.label.replace('/', '-')}.{self.art}"

    def write(self, actor, out: BinaryIO) -> list[UUID]:
        """Write the file and return the ids of its rows."""
        columns, ids = self.state.columns, []

        def rows():
            for row in queries.all_rows(actor, self.liste, self.state):
                ids.append(row.pk)
                yield [column.read(row) for column in columns]

        writer, _ = WRITERS[self.art]
        writer(out, [column.label for column in columns], rows())
        return ids


def read_table(actor, *, liste: str, ort: str, abfrage: str, art: str) -> Table:
    """Return the list somebody wants as a file; 404 when she may not see it."""
    found = queries.get_liste(actor, liste, ort)
    state = read_state(found.listing, QueryDict(abfrage))
    return Table(found, state, art if art in WRITERS else "csv")
