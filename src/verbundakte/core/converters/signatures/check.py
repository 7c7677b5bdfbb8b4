"""Operation of the sandbox: what are the signatures of this file worth?"""

import io
import logging
import zipfile

from asn1crypto import pem
from pyhanko.version import __version__

from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.signatures import asic, cades, pades, xades
from verbundakte.core.converters.signatures.trust import Trust
from verbundakte.core.converters.signatures.verdict import UNDECIDED, Signature, worst
from verbundakte.core.converters.source import Source

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # names of signers are no log lines
TOOL = f"pyHanko {__version__}, Prüfung 1"
SIGNATURE, CONTENT = "signatur", "inhalt"
UNKNOWN = "Das ist keine Signatur in einem bekannten Format."
NONE = "Die Datei enthält keine Signatur."


def check_signatures(
    source: Source, *, trust: dict[str, list[str]], at: str, is_box: bool = False
) -> tuple[dict, list[bytes]]:
    """Return format, verdict, reason and each signature.

    `trust`: base64 of anchors, qualified ones, certificates between, lists; `at`: the moment (ISO).
    `is_box`: the source is a ZIP of ours with a detached signature and what it signs.
    """
    given = Trust(trust, at)
    if is_box:
        with source.open() as stream, zipfile.ZipFile(stream) as box:
            found = cades.check(box.read(SIGNATURE), box.read(CONTENT), given)
        return _answer("cades", found), []
    kind, found = _checked(source, given)
    return _answer(kind, found), []


def _checked(source: Source, trust: Trust) -> tuple[str, list[Signature]]:
    head = source.head
    if b"%PDF-" in head[:1024]:
        return "pades", pades.check(io.BytesIO(source.data), trust)
    if head.startswith(b"PK\x03\x04"):
        with source.open() as stream:
            return asic.check(stream, trust)
    if head[:1] == b"\x30" or pem.detect(head):
        return "cades", cades.check(source.data, None, trust)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "xades", xades.check(source.data, trust)
    raise Damaged(UNKNOWN)


def _answer(kind: str, found: list[Signature]) -> dict:
    return {
        "format": kind,
        "urteil": worst(found) if found else UNDECIDED,
        "grund": "" if found else NONE,
        "signaturen": [one.as_json() for one in found],
        "tool": TOOL,
    }
