"""The converters as the application uses them: `Converters` keeps the workers and asks them.

Thread-safe. One worker serves one tenant; it is replaced when the tenant changes, when it has
done enough documents, has grown, has crashed or has answered too late.
"""

import atexit
import contextlib
import json
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.limits import MAX_TEXT_CHARS, MAX_TEXT_PAGES, Limits
from verbundakte.core.converters.pdfa.verdict import Verdict, verdict_of
from verbundakte.core.converters.process import Process
from verbundakte.core.converters.results import (
    Archived,
    Attachment,
    Identified,
    Ingested,
    Mail,
    Notice,
    OcrPage,
    PageImage,
    Pdf,
    Unpacked,
    Word,
)
from verbundakte.core.converters.slant import Lage

Source = bytes | Path | int
CHUNK = 1 << 20
PDF_OPERATIONS = {"office": "office_to_pdf", "image": "picture_to_pdf", "pdf": "repair_pdf"}
READ_UNTIL = "Gelesen ist der Text bis Seite {page}; die Ansicht zeigt alle Seiten."


class Converters:
    """A few workers. `scratch` is where their temporary folders lie (default: the system's).

    Every conversion takes the tenant, the document (bytes, a path, or an open descriptor) and its
    name, and raises ConversionFailed (or a kind of it) with a German `message`.
    """

    def __init__(
        self, *, workers: int = 2, scratch: Path | None = None, limits: Limits | None = None
    ):
        self.limits = limits or Limits()
        self.scratch = scratch
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._timer: threading.Timer | None = None
        atexit.register(self.close)

    def identify(self, tenant: int, source: Source, name: str = "") -> Identified:
        """Return what the document is, by its content."""
        result, _, _ = self.run(tenant, "identify", source, name)
        return _identified(result)

    def ingest(self, tenant: int, source: Source, name: str = "", *, width: int = 400) -> Ingested:
        """Return type, text per page and first page `width` pixels wide.

        The file is read once; the text of a long PDF follows in pieces, so that none is too large.
        """
        result, parts, cpu = self.run(tenant, "ingest", source, name, width=width)
        thumbnail = result["thumbnail"]
        if result["identified"]["kind"] == "pdf" and result["pages"]:
            cpu += self._read_on(tenant, source, name, result)
        return Ingested(
            identified=_identified(result["identified"]),
            pages=tuple(result["pages"]),
            thumbnail=thumbnail and PageImage(data=parts[0], **thumbnail),
            ocr_pages=tuple(result["ocr_pages"]),
            needs_pdf=result["needs_pdf"],
            tool=result["tool"],
            problems=tuple(result["problems"]),
            cpu_seconds=cpu,
            pdfa=result["pdfa"] and verdict_of(result["pdfa"]),
            **result["facts"],
            inside=result["inside"],
        )

    def _read_on(self, tenant: int, source: Source, name: str, result: dict) -> float:
        """Add the text of the pages that are missing; what is too much is named. Return seconds."""
        count, pages, cpu = result["identified"]["pages"], result["pages"], 0.0
        kept = sum(map(len, pages))
        while len(pages) < count:
            if len(pages) >= MAX_TEXT_PAGES or kept > MAX_TEXT_CHARS:
                result["problems"].append(READ_UNTIL.format(page=len(pages)))
                break
            try:
                more, _, used = self.run(tenant, "extract_text", source, name, first=len(pages) + 1)
            except ConversionFailed as failure:
                result["problems"] += [READ_UNTIL.format(page=len(pages)), failure.message]
                break
            pages += more["pages"]
            kept += sum(map(len, more["pages"]))
            result["ocr_pages"] += more["ocr_pages"]
            cpu += used
        return cpu

    def extract_text(self, tenant: int, source: Source, name: str = "") -> tuple[str, ...]:
        """Return the text of each page; Unsupported where only the Lesefassung has it."""
        pages: list[str] = []
        while True:
            result, _, _ = self.run(tenant, "extract_text", source, name, first=len(pages) + 1)
            pages += result["pages"]
            if len(pages) >= result["count"] or not result["pages"]:
                return tuple(pages)

    def tools(self, tenant: int) -> tuple[str, ...]:
        """Return the stamps with which things are made now (`tool` of what is made)."""
        result, _, _ = self.run(tenant, "tools", b"")
        return tuple(result["tools"])

    def page_image(
        self,
        tenant: int,
        source: Source,
        name: str = "",
        *,
        page: int = 1,
        width: int = 1200,
        image_format: str = "webp",
    ) -> PageImage:
        """Return one page (from 1) as picture: webp, jpeg or png."""
        result, parts, _ = self.run(
            tenant, "page_image", source, name, page=page, width=width, image_format=image_format
        )
        return PageImage(data=parts[0], **result)

    def locked_pages(
        self, tenant: int, source: Source, *, kennwort: str, first: int, most: int
    ) -> tuple[int, list[PageImage]]:
        """Return how many pages a PDF with a password has, and some from `first` on as pictures."""
        told = {"kennwort": kennwort, "first": first, "most": most, "width": 1200}
        result, parts, _ = self.run(tenant, "locked_pages", source, **told)
        pages = zip(result["pages"], parts, strict=True)
        return result["count"], [PageImage(data=data, **page) for page, data in pages]

    def to_pdf(
        self, tenant: int, source: Source, name: str = "", *, kind: str | None = None
    ) -> Pdf:
        """Return the Lesefassung. `kind` as `identify` gave it; asked for when not given."""
        kind = kind or self.identify(tenant, source, name).kind
        operation = PDF_OPERATIONS.get(kind, "to_pdf")
        result, parts, cpu = self.run(tenant, operation, source, name)
        return Pdf(data=parts[0], tool=result["tool"], notices=_notices(result), cpu_seconds=cpu)

    def look_at_page(self, tenant: int, source: Source, *, page: int = 1) -> Lage:
        """Return how one page (from 1) of a PDF or picture lies."""
        result, _, _ = self.run(tenant, "look_at_page", source, page=page)
        return Lage(*result["lage"])

    def straighten(self, tenant: int, source: Source, *, pages: dict[int, Lage]) -> Pdf:
        """Return a PDF with `pages` made straight. Raises Unsupported for a signed one."""
        result, parts, cpu = self.run(tenant, "straighten", source, pages=pages)
        return Pdf(data=parts[0], tool=result["tool"], cpu_seconds=cpu, is_straight=True)

    def ocr_page(
        self, tenant: int, source: Source, name: str = "", *, page: int = 1, **lying
    ) -> OcrPage:
        """Recognise the text of one page (from 1) of a PDF or picture; `lying` as `ocr.ocr_page`."""
        result, _, cpu = self.run(tenant, "ocr_page", source, name, page=page, **lying)
        words = tuple(Word(*word) for word in result.pop("words"))
        return OcrPage(number=page, words=words, cpu_seconds=cpu, **result)

    def ocr(
        self, tenant: int, source: Source, name: str = "", *, pages: Iterable[int]
    ) -> Iterator[OcrPage]:
        """Recognise `pages` one after the other, so that progress can be shown and stored."""
        for page in pages:
            yield self.ocr_page(tenant, source, name, page=page)

    def split_mail(self, tenant: int, source: Source, name: str = "") -> Mail:
        """Take a mail (eml, msg, winmail.dat) apart: headers, body, attachments."""
        result, parts, _ = self.run(tenant, "split_mail", source, name)
        attachments = zip(result.pop("attachments"), parts, strict=True)
        return Mail(
            attachments=tuple(Attachment(data=data, **found) for found, data in attachments),
            notices=_notices(result),
            **{key: value for key, value in result.items() if key != "notices"},
        )

    def mail_head(self, tenant: int, source: Source) -> tuple[dict[str, str], str | None]:
        """Return the headers of an Internet mail and when it was sent (ISO 8601)."""
        result, _, _ = self.run(tenant, "mail_head", source)
        return result["headers"], result["sent_at"]

    def read_message(self, tenant: int, source: Source, form: str, name: str = "") -> dict:
        """Return what a message of authorities says (`messages.read_message`), moments in ISO 8601."""
        return self.run(tenant, "read_message", source, name, form=form)[0]

    def check_pdfa(self, tenant: int, source: Source, name: str = "") -> Verdict:
        """Return whether a PDF file keeps the rules of PDF/A that it claims to keep."""
        result, _, _ = self.run(tenant, "check_pdfa", source, name)
        return verdict_of(result)

    def check_signatures(self, tenant: int, source: Source, name: str = "", **more) -> dict:
        """Return what the signatures of a file are worth; `more` as `signatures.check` takes it."""
        result, _, _ = self.run(tenant, "check_signatures", source, name, **more)
        return result

    def unpack(
        self, tenant: int, source: Source, name: str = ""
    ) -> tuple[list[Unpacked], list[dict]]:
        """Return the files of an archive (one level), and what stays in it with its reason.

        Raises ConversionFailed as a whole where it is too much, a bomb, locked or broken.
        """
        result, parts, _ = self.run(tenant, "unpack", source, name)
        found = zip(result["files"], parts, strict=True)
        return [Unpacked(data=data, **file) for file, data in found], result["problems"]

    def make_pdfa(
        self, tenant: int, source: Source, *, words: dict[int, list], is_picture: bool = False
    ) -> Archived:
        """Return a PDF made PDF/A, with the recognised `words` of each page unseen over it."""
        options = {"words": words, "is_picture": is_picture}
        result, parts, cpu = self.run(tenant, "make_pdfa", source, **options)
        verdict = verdict_of(result["verdict"])
        return Archived(b"".join(parts), verdict, result["tool"], cpu)

    def sheet(self, tenant: int, markup: str) -> Pdf:
        """Lay out a page of our own; `pages` says how many sheets it became."""
        result, parts, cpu = self.run(tenant, "sheet_to_pdf", markup.encode())
        return Pdf(data=parts[0], tool=result["tool"], cpu_seconds=cpu, pages=result["pages"])

    def letters(self, tenant: int, markups: list[str]) -> list[Pdf]:
        """Return letters of our own markup as PDF/A-2a and PDF/UA-1, one for each of `markups`."""
        result, parts, cpu = self.run(tenant, "letters_to_pdf", json.dumps(markups).encode())
        return [
            Pdf(data=data, tool=result["tool"], cpu_seconds=cpu / len(parts), pages=pages)
            for data, pages in zip(parts, result["pages"], strict=True)
        ]

    def count_pages(self, tenant: int, source: Source) -> int:
        """Return the number of pages of a PDF that can be taken over into another."""
        result, _, _ = self.run(tenant, "count_pages", source)
        return result["pages"]

    def assemble(self, tenant: int, box: Source, *, parts: list[str], **more) -> Pdf:
        """Return one PDF of the `parts` of a ZIP. `more`: title and outline of the last round."""
        result, found, cpu = self.run(tenant, "assemble", box, parts=parts, **more)
        return Pdf(data=found[0], tool=result["tool"], cpu_seconds=cpu, pages=result["pages"])

    def run(
        self, tenant: int, operation: str, source: Source, name: str = "", **options
    ) -> tuple[dict, list[bytes], float]:
        """Return result, parts and CPU seconds of one operation of the worker."""
        request = {"operation": operation, "name": name, "options": options}
        profile = "office" if operation == "office_to_pdf" else "plain"
        with self._slots, _descriptor(source) as document:
            process = self._take(tenant, profile)
            try:
                answer, parts = process.ask(request, document, self.limits.wall_seconds)
            except BaseException:
                self._give_back(process)
                raise
            self._give_back(process)
        return answer["result"], parts, answer["cpu_seconds"]

    def close(self) -> None:
        """End all idle workers; a worker in use ends when it is given back."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._timer:
                self._timer.cancel()
        for process in idle:
            process.close()

    def _take(self, tenant: int, profile: str) -> Process:
        if profile == "plain":
            with self._lock:
                fitting = [found for found in self._idle if found.tenant == tenant]
                taken = (fitting or self._idle)[-1:]
                self._idle = [found for found in self._idle if found not in taken]
            if fitting:
                return fitting[-1]
            for process in taken:
                process.close()
        return Process(tenant, profile, scratch=self.scratch, limits=self.limits)

    def _give_back(self, process: Process) -> None:
        if not process.is_usable:
            process.close()
            return
        with self._lock:
            self._idle.append(process)
            if self._timer is None:
                self._plan_trim()

    def _plan_trim(self) -> None:
        self._timer = threading.Timer(self.limits.idle_seconds, self._trim)
        self._timer.daemon = True
        self._timer.start()

    def _trim(self) -> None:
        oldest = time.monotonic() - self.limits.idle_seconds
        with self._lock:
            stale = [process for process in self._idle if process.idle_since <= oldest]
            self._idle = [process for process in self._idle if process not in stale]
            self._timer = None
            if self._idle:
                self._plan_trim()
        for process in stale:
            process.close()


@contextlib.contextmanager
def _descriptor(source: Source) -> Iterator[int]:
    """An open descriptor of the document; bytes go to an unnamed file in memory."""
    if isinstance(source, int):
        yield source
        return
    if isinstance(source, Path):
        handle = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    else:
        handle = os.memfd_create("document")
    try:
        if not isinstance(source, Path):
            with os.fdopen(os.dup(handle), "wb", buffering=CHUNK) as stream:
                stream.write(source)
        yield handle
    finally:
        os.close(handle)


def _identified(result: dict) -> Identified:
    return Identified(**{**result, "notices": _notices(result)})


def _notices(result: dict) -> tuple[Notice, ...]:
    return tuple(Notice(**notice) for notice in result.get("notices", ()))
