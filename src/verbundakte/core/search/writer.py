"""Writing into an index, one batch after the other. The folder belongs to one writer at a time."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import tantivy

from verbundakte.core.search import schema, segments
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.forms import FormFiles, NewForms

WRITER_HEAP = 15_000_000
LOOK_AGAIN = 0.01  # seconds


class IndexUnavailable(Exception):
    """The index is missing, damaged or of another format: search must say so and go on without."""


class IndexBusy(IndexUnavailable):
    """Another process is writing this index."""


class Writer:
    """A batch of changes. What is not committed when the block ends is dropped.

    Each commit adds a segment, and each segment costs every search. The engine puts them together
    in threads of its own after a commit; the block ends when it is through with that.
    """

    def __init__(
        self,
        index: tantivy.Index,
        index_schema: tantivy.Schema,
        analyser: Analyser,
        files: FormFiles,
        path: Path,
    ):
        self._index = index
        self._schema = index_schema
        self._analyser = analyser
        self._files = files
        self._forms = NewForms(files, self._stands_in_index)
        self._path = path
        self._is_open = False
        self._writer: tantivy.IndexWriter | None = None

    def __enter__(self) -> "Writer":
        try:
            self._writer = self._index.writer(WRITER_HEAP, 1)
        except ValueError as error:
            raise IndexBusy(f"index cannot be written: {error}") from error
        self._searcher = self._newest()
        if not self._files.exist():
            self._files.rewrite(self._all_forms(""))
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close(is_kept=exc_type is None and not self._is_open)

    def close(self, *, is_kept: bool = True) -> None:
        """Give the folder back, when the engine has put segments together; it may take minutes.

        Not `is_kept`: at once. What was not committed is dropped, what was being put together is
        left as it was.
        """
        writer, self._writer = self._writer, None
        if not is_kept:
            writer.rollback()
        writer.wait_merging_threads()

    def is_settled(self, seconds: float = 0.0) -> bool:
        """Tell whether `close` will not have to wait, after at most so many seconds."""
        until = time.monotonic() + seconds
        try:
            while not (settled := segments.are_settled(self._path)) and time.monotonic() < until:
                time.sleep(LOOK_AGAIN)
        except (OSError, ValueError):
            return True  # the folder is gone or damaged: nothing is worth waiting for
        return settled

    def put(self, document: schema.IndexDoc) -> None:
        """Add a document, replacing the one with its id."""
        self.put_values(schema.values_of(document, self._analyser))

    def put_values(self, values: dict) -> None:
        """As `put`, of what `schema.values_of` gave for a document."""
        prepared = tantivy.Document.from_dict(values, self._schema)
        self._is_open = True
        self._forms.add(values["forms"].split())
        self._writer.delete_documents_by_term("id", values["id"])
        self._writer.add_document(prepared)

    def remove(self, document_id: str) -> None:
        """Remove the document with this id, if it is there."""
        self._is_open = True
        self._writer.delete_documents_by_term("id", document_id)

    def clear(self) -> None:
        """Remove everything, the cursor too."""
        self._is_open = True
        self._writer.delete_all_documents()

    def commit(self, cursor: str | None = None) -> None:
        """Make the batch durable, together with the cursor it brings the index to."""
        try:
            self._forms.save()
            if cursor is not None:
                self._writer.delete_documents_by_term("id", schema.MARKER_ID)
                self._writer.add_document(schema.marker(cursor, self._schema))
            self._writer.commit()
            self._is_open = False
            self._searcher = self._newest()
        except ValueError as error:
            raise IndexUnavailable(f"index cannot be written: {error}") from error

    def tidy_forms(self) -> None:
        """Leave out of the forms beside the index what stands in it no more."""
        begins = self._files.beginnings()
        self._files.rewrite(form for one in begins for form in self._all_forms(one))

    def _newest(self) -> tantivy.Searcher:
        self._index.reload()
        return self._index.searcher()

    def _all_forms(self, begin: str) -> Iterator[str]:
        return (form for form, _ in self._searcher.terms_with_prefix("forms", begin))

    def _stands_in_index(self, form: str) -> bool:
        return self._searcher.doc_freq("forms", form) > 0
