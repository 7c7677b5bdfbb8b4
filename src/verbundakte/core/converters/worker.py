"""One converter process: enter the sandbox, then serve requests until the channel closes.

Started by the pool as `python -m verbundakte.core.converters.worker DESCRIPTOR PROFILE LIMITS`.
"""

import dataclasses
import importlib
import json
import os
import resource
import shutil
import socket
import sys
import time
from pathlib import Path

from verbundakte.core.converters import programs, sandbox, wire
from verbundakte.core.converters.errors import ConversionFailed, TookTooMuch
from verbundakte.core.converters.limits import Limits
from verbundakte.core.converters.source import Source

PACKAGE = "verbundakte.core.converters"
# operation: (module, function, program it cannot do without)
OPERATIONS = {
    "identify": ("ingest", "identify", ""),
    "ingest": ("ingest", "ingest", ""),
    "extract_text": ("ingest", "extract_text", ""),
    "page_image": ("ingest", "page_image", ""),
    "locked_pages": ("unlock", "locked_pages", ""),
    "ocr_page": ("ocr", "ocr_page", "tesseract"),
    "look_at_page": ("ocr", "look_at_page", "tesseract"),
    "look_at_scan": ("scans", "look_at_scan", ""),
    "straighten": ("straighten", "straighten", ""),
    "unpack": ("archives", "unpack", ""),
    "split_mail": ("mail", "split_mail", ""),
    "mail_head": ("mail", "mail_head", ""),
    "read_message": ("messages", "read_message", ""),
    "mail_report": ("mail_report", "mail_report", ""),
    "to_pdf": ("rendition", "to_pdf", "pango"),
    "picture_to_pdf": ("picture_pdf", "picture_to_pdf", ""),
    "repair_pdf": ("repair", "repair_pdf", ""),
    "tools": ("tools", "tools", ""),
    "sheet_to_pdf": ("volume", "sheet_to_pdf", "pango"),
    "letters_to_pdf": ("letter_pdf", "letters_to_pdf", "pango"),
    "count_pages": ("volume", "count_pages", ""),
    "assemble": ("volume", "assemble", "pango"),
    "cut": ("arrange", "cut", ""),
    "arrange": ("arrange", "arrange", ""),
    "annotate": ("annotate", "annotate", ""),
    "stamp": ("stamp", "stamp", ""),
    "print_job": ("print_job", "print_job", ""),
    "page_lines": ("print_job", "page_lines", ""),
    "fill_office": ("office_fill", "fill_office", ""),
    "office_fields": ("office_fill", "office_fields", ""),
    "find_places": ("redaction", "find_places", ""),
    "redact_pages": ("redaction", "redact_pages", ""),
    "prove_pages": ("redaction_proof", "prove_pages", ""),
    "prove_file": ("redaction_proof", "prove_file", ""),
    "check_pdfa": ("pdfa.gate", "check", ""),
    "make_pdfa": ("archival", "make_pdfa", ""),
    "prepare_signature": ("signatures.prepare", "prepare_signature", ""),
    "add_evidence": ("signatures.prepare", "add_evidence", ""),
    "check_signatures": ("signatures.check", "check_signatures", ""),
    "office_to_pdf": ("office_pdf", "office_to_pdf", "libreoffice"),
}
INCOMPLETE = "Der Umwandlungsdienst ist nicht vollständig installiert ({module})."
OUT_OF_MEMORY = "Das Dokument braucht zum Umwandeln mehr Arbeitsspeicher als erlaubt."
UNREADABLE = "Das Dokument ist beschädigt oder ungewöhnlich aufgebaut ({reason})."


def main(descriptor: int, profile: str, limits: Limits) -> None:
    """Serve until the parent closes the channel."""
    channel = socket.socket(fileno=descriptor)
    temp = Path(os.environ["HOME"])
    os.chdir(temp)
    memory = os.open("/proc/self/statm", os.O_RDONLY)  # later nothing there can be opened
    layers = sandbox.enter(temp, office=profile == "office", limits=limits)
    wire.send_answer(channel, {"layers": layers}, [])
    while True:
        try:
            request, document = wire.receive_request(channel)
        except wire.Closed:
            return
        answer, parts = serve(request, document, temp / "document", limits)
        answer["resident"] = resident_bytes(memory)
        wire.send_answer(channel, answer, parts)


def serve(request: dict, document: int, folder: Path, limits: Limits) -> tuple[dict, list[bytes]]:
    """Carry out one request; whatever happens becomes an answer."""
    sandbox.limit_cpu(limits.cpu_seconds)
    started, used = time.monotonic(), cpu_seconds()
    folder.mkdir()
    try:
        answer, parts = perform(request, Source(document, request["name"], folder))
    except ConversionFailed as failure:
        answer, parts = {"error": failure.code, "message": failure.message}, []
    except (MemoryError, RecursionError):
        answer, parts = {"error": TookTooMuch.code, "message": OUT_OF_MEMORY}, []
    except Exception as failure:  # foreign bytes may break any parser in any way
        message = UNREADABLE.format(reason=type(failure).__name__)
        answer, parts = {"error": "damaged", "message": message, "detail": repr(failure)[:500]}, []
    finally:
        os.close(document)
        shutil.rmtree(folder, ignore_errors=True)
    answer["seconds"] = round(time.monotonic() - started, 3)
    answer["cpu_seconds"] = round(cpu_seconds() - used, 3)
    return answer, parts


def perform(request: dict, source: Source) -> tuple[dict, list[bytes]]:
    """Call the operation the request names; its module is loaded when first needed."""
    module, function, program = OPERATIONS[request["operation"]]
    if program:
        programs.require(program)
    try:
        operation = getattr(importlib.import_module(f"{PACKAGE}.{module}"), function)
    except Exception as failure:
        raise ConversionFailed(INCOMPLETE.format(module=module)) from failure
    result, parts = operation(source, **request["options"])
    return {"result": result}, parts


def cpu_seconds() -> float:
    """Return the CPU time of this process and its finished children."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def resident_bytes(memory: int) -> int:
    """Return how much memory this process holds; `memory` is its open /proc/self/statm (proc(5)).

    The peak of getrusage(2) would not do: a process inherits it from the one that started it.
    """
    return int(os.pread(memory, 200, 0).split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    known = {field.name for field in dataclasses.fields(Limits)}
    given = {key: value for key, value in json.loads(sys.argv[3]).items() if key in known}
    main(int(sys.argv[1]), sys.argv[2], Limits(**given))
