"""Containers of signed files (ETSI EN 319 162): CAdES over a manifest or one file, XAdES over files."""

import base64
import hashlib
import zipfile
from urllib.parse import unquote

from lxml import etree

from verbundakte.core.converters.errors import Damaged, TooLarge
from verbundakte.core.converters.limits import MAX_UNPACKED_BYTES, MAX_UNPACKED_FILES
from verbundakte.core.converters.signatures import cades, xades
from verbundakte.core.converters.signatures.trust import Trust
from verbundakte.core.converters.signatures.verdict import INVALID, Signature, reason_of

ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = xades.DS
BROKEN = "Der Container lässt sich nicht öffnen."
TOO_MUCH = "Der Container enthält mehr, als geprüft werden kann."
NO_SIGNATURE = "Der Container enthält keine Signatur."
MISSING = "Die signierte Datei „{name}“ fehlt im Container."
SWAPPED = "Die Datei „{name}“ im Container passt nicht zur Signatur."
NOT_COVERED = "Diese Dateien im Container sind nicht signiert: {names}."
PRESERVED = "Der Container enthält Beweisdaten zur Langzeitaufbewahrung; sie werden nicht geprüft."
DIGESTS = {"sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}


def check(stream, trust: Trust) -> tuple[str, list[Signature]]:
    """Return the kind of the container ("asic_s", "asic_e") and what is found out. Raises Damaged."""
    try:
        with zipfile.ZipFile(stream) as archive:
            files = _files(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as failure:
        raise Damaged(BROKEN) from failure
    signatures, covered = [], set()
    for name in sorted(files):
        if _is(name, ".p7s"):
            found, names = _with_manifest(files, name, trust)
        elif _is(name, ".xml") and "signature" in name.lower():
            found, names = _with_xml(files, name, trust)
        else:
            continue
        signatures += found
        covered |= names
    if not signatures:
        has_evidence = any("evidencerecord" in name.lower() for name in files)
        raise Damaged(PRESERVED if has_evidence else NO_SIGNATURE)
    _note_rest(files, covered, signatures)
    kind = files.get("mimetype", b"").strip()
    return ("asic_s" if kind.endswith(b"asic-s+zip") else "asic_e"), signatures


def _is(name: str, ending: str) -> bool:
    return name.startswith("META-INF/") and name.lower().endswith(ending)


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_UNPACKED_FILES or total > MAX_UNPACKED_BYTES:
        raise TooLarge(TOO_MUCH)
    if len({entry.filename for entry in entries}) != len(entries):
        raise Damaged(BROKEN)
    return {entry.filename: archive.read(entry) for entry in entries}


def _data(files: dict[str, bytes]) -> list[str]:
    return [name for name in files if name != "mimetype" and not name.startswith("META-INF/")]


def _with_manifest(
    files: dict[str, bytes], name: str, trust: Trust
) -> tuple[list[Signature], set[str]]:
    """A CAdES signature over the manifest that names it, or (ASiC-S) over the one file."""
    for other in sorted(files):
        if not (_is(other, ".xml") and "manifest" in other.lower()):
            continue
        root = xades._root(files[other])
        reference = root.find(f"{ASIC}SigReference")
        if reference is None or unquote(reference.get("URI", "")) != name:
            continue
        found = cades.check(files[name], files[other], trust)
        names = {unquote(one.get("URI", "")) for one in root.iterfind(f"{ASIC}DataObjectReference")}
        for reason in _broken(files, root):
            for signature in found:
                signature.decide(INVALID, reason)
        return found, names
    names = _data(files)
    if len(names) == 1:
        return cades.check(files[name], files[names[0]], trust), set(names)
    return cades.check(files[name], None, trust), set()


def _broken(files: dict[str, bytes], root: etree._Element) -> list[str]:
    """Return what of the files a manifest names is missing or swapped."""
    found = []
    for reference in root.iterfind(f"{ASIC}DataObjectReference"):
        name = unquote(reference.get("URI", ""))
        method = reference.find(f"{DS}DigestMethod")
        wanted = reference.findtext(f"{DS}DigestValue") or ""
        algorithm = (method.get("Algorithm", "") if method is not None else "").rpartition("#")[2]
        if name not in files:
            found.append(MISSING.format(name=name[:100]))
        elif algorithm not in DIGESTS:
            found.append(reason_of("CRYPTO_CONSTRAINTS_FAILURE"))
        elif hashlib.new(DIGESTS[algorithm], files[name]).digest() != base64.b64decode(wanted):
            found.append(SWAPPED.format(name=name[:100]))
    return found


def _with_xml(files: dict[str, bytes], name: str, trust: Trust) -> tuple[list[Signature], set[str]]:
    asked: set[str] = set()

    def resolver(uri: str) -> bytes:
        wanted = unquote(uri)
        asked.add(wanted)
        return files[wanted]

    found = xades.check(files[name], trust, resolver)
    for missing in asked - files.keys():
        for signature in found:
            signature.decide(INVALID, MISSING.format(name=missing[:100]))
    return found, asked


def _note_rest(files: dict[str, bytes], covered: set[str], signatures: list[Signature]) -> None:
    rest = sorted(set(_data(files)) - covered)
    if rest:
        told = NOT_COVERED.format(names=", ".join(rest)[:200])
        for signature in signatures:
            if signature.ergebnis and signature.urteil != INVALID:
                signature.decide(INVALID, told)
    if any("evidencerecord" in name.lower() for name in files):
        for signature in signatures:
            signature.hinweise.append(PRESERVED)
