"""Signatures in PDF files: the AdES result joined with what is covered and what was changed later."""

import asyncio

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge, PdfSignatureValidationSpec
from pyhanko.sign.validation.status import ModificationInfo, SignatureCoverageLevel

from verbundakte.core.converters.errors import Encrypted
from verbundakte.core.converters.signatures.ades import asked_twice, conclude, decide, tokens_of
from verbundakte.core.converters.signatures.trust import Trust
from verbundakte.core.converters.signatures.verdict import (
    CHANGED,
    INVALID,
    OLDER,
    PARTLY,
    Signature,
    unreadable,
)

COVERED = {
    SignatureCoverageLevel.ENTIRE_FILE: "die ganze Datei",
    SignatureCoverageLevel.ENTIRE_REVISION: "die Datei, wie sie beim Signieren war",
}
TAIL = 65536
ENCRYPTED = "Die Datei ist verschlüsselt."


def check(stream, trust: Trust) -> list[Signature]:
    """Return what is found out about each signature, in the order in which they were made."""
    reader = PdfFileReader(stream)
    if reader.encrypted:
        raise Encrypted(ENCRYPTED)
    signatures = []
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            embedded = EmbeddedPdfSignature(reader, field, name)
            if embedded.sig_object_type != "/DocTimeStamp":
                signatures.append((embedded.signed_revision, _check_one(reader, embedded, trust)))
        except Exception as failure:  # foreign bytes break the parser in any way
            signatures.append((0, unreadable(failure)))
    return [found for _, found in sorted(signatures, key=lambda pair: pair[0])]


def _check_one(reader: PdfFileReader, embedded: EmbeddedPdfSignature, trust: Trust) -> Signature:
    found = Signature(stufe=_level(reader, embedded))
    embedded.compute_integrity_info()
    _look_at_changes(found, embedded)
    claimed = embedded.self_reported_timestamp
    found.signiert_at = claimed.isoformat() if claimed else ""
    if found.stufe == "B-LTA" and (done := _archived(found, embedded, trust)):
        return done
    known = LocalKnowledge()
    if found.stufe in ("B-LT", "B-LTA"):
        known = ades._dss_to_local_knowledge(reader)
    return decide(found, embedded.signed_data, embedded.compute_digest(), trust, known)


def _level(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> str:
    later = [
        one
        for one in reader.embedded_timestamp_signatures
        if one.signed_revision > embedded.signed_revision
    ]
    has_knowledge = "/DSS" in reader.root
    if later and has_knowledge:
        return "B-LTA"
    if not tokens_of(embedded.signed_data):
        return "B-B"
    return "B-LT" if has_knowledge else "B-T"


def _look_at_changes(found: Signature, embedded: EmbeddedPdfSignature) -> None:
    """The AdES routines call a document valid that was changed by an update after signing."""
    told = embedded.summarise_integrity_info()
    info = ModificationInfo(
        coverage=told.get("coverage"),
        diff_result=told.get("diff_result"),
        docmdp_ok=told.get("docmdp_ok"),
    )
    found.umfang = COVERED.get(info.coverage, "nur Teile der Datei")
    is_covered = info.coverage is not None
    is_covered = is_covered and info.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    if not is_covered or _has_tail(embedded):
        found.decide(INVALID, PARTLY)
    level = info.modification_level
    if level is None or level == ModificationLevel.OTHER or info.docmdp_ok is False:
        found.decide(INVALID, CHANGED)
    elif level in (ModificationLevel.FORM_FILLING, ModificationLevel.ANNOTATIONS):
        found.hinweise.append(OLDER)


def _has_tail(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether bytes follow the last signed revision that belong to no later one."""
    if embedded.signed_revision + 1 < embedded.reader.xrefs.total_revisions:
        return False
    stream = embedded.reader.stream
    stream.seek(int(embedded.byte_range[2]) + int(embedded.byte_range[3]))
    return bool(stream.read(TAIL).strip(b"\0\r\n\t "))


def _archived(found: Signature, embedded: EmbeddedPdfSignature, trust: Trust) -> Signature | None:
    """Decide by the archive time stamps; None where these prove nothing."""

    def check_archived(spec):
        return asyncio.run(
            ades.ades_lta_validation(
                embedded, PdfSignatureValidationSpec(spec), timing_info=trust.timing
            )
        )

    result = asked_twice(trust, LocalKnowledge(), check_archived)
    if result.ades_subindic.standard_name != "OK":
        return None
    proven = result.best_signature_time
    found.belegt_at = proven.isoformat() if proven else ""
    return conclude(found, embedded.signed_data, result, trust, proven)
