"""One CMS signature decided after EN 319 102-1: what is embedded first, then the lists of the house."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.ades.report import AdESPassed, AdESStatus
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import ades, generic_cms
from pyhanko.sign.validation.policy_decl import LocalKnowledge, SignatureValidationSpec

from verbundakte.core.converters.signatures import people
from verbundakte.core.converters.signatures.trust import Trust
from verbundakte.core.converters.signatures.verdict import (
    INVALID,
    STAMP_BROKEN,
    STAMP_UNKNOWN,
    UNDECIDED,
    VALID,
    Signature,
    reason_of,
)

SHOWN = {AdESStatus.PASSED: VALID, AdESStatus.FAILED: INVALID, AdESStatus.INDETERMINATE: UNDECIDED}
Check = Callable[[SignatureValidationSpec], ades.AdESBasicValidationResult]


def tokens_of(signed: cms.SignedData) -> list[cms.SignedData]:
    """Return the signature time stamps of a signature."""
    signer = generic_cms.extract_signer_info(signed)
    return list(generic_cms.extract_tst_data_iter(signer, signed=False))


def passed(result) -> bool:
    """Tell whether a validation ended well."""
    return result is not None and result.ades_subindic == AdESPassed.OK


def asked_twice(trust: Trust, known: LocalKnowledge, check: Check):
    """Return the result with what is embedded alone; where that decides nothing, with our lists, too.

    A newer list would otherwise unsettle what a time stamp preserved (it says "try later").
    """
    result = check(trust.spec(known, with_lists=False))
    if result.ades_subindic.status != AdESStatus.INDETERMINATE:
        return result
    return check(trust.spec(known, with_lists=True))


def decide(
    found: Signature,
    signed: cms.SignedData,
    digest: bytes | None,
    trust: Trust,
    known: LocalKnowledge,
) -> Signature:
    """Decide a signature of level B, T or LT; `digest` of what it signs, None where that lies inside."""

    def at_once(spec):
        return asyncio.run(
            ades.ades_basic_validation(signed, spec, timing_info=trust.timing, raw_digest=digest)
        )

    def with_time(spec):
        return asyncio.run(
            ades.ades_with_time_validation(
                signed, spec, timing_info=trust.timing, raw_digest=digest
            )
        )

    tokens = tokens_of(signed)
    basic = asked_twice(trust, known, at_once)
    if not tokens or basic.ades_subindic.status == AdESStatus.FAILED:
        return conclude(found, signed, basic, trust, None)
    timed = asked_twice(trust, known, with_time)
    if passed(timed):
        _note_stamp(found, tokens[0])
        return conclude(found, signed, timed, trust, timed.best_signature_time)
    return _without_stamp(found, signed, (basic, timed), trust, known)


def _without_stamp(found, signed, results, trust: Trust, known: LocalKnowledge) -> Signature:
    """The time stamp does not help: a broken one spoils the verdict, one of strangers is left aside."""
    basic, timed = results
    signer = generic_cms.extract_signer_info(signed)

    def stamp(spec):
        return asyncio.run(
            ades.ades_timestamp_validation(
                tokens_of(signed)[0],
                spec,
                generic_cms.message_imprint_checker(signer),
                timing_info=trust.timing,
            )
        )

    token = asked_twice(trust, known, stamp)
    if passed(token):
        _note_stamp(found, tokens_of(signed)[0])
        return conclude(found, signed, timed, trust, timed.best_signature_time)
    reason = reason_of(token.ades_subindic.standard_name)
    found.stufe = "B-B"
    if token.ades_subindic.status == AdESStatus.FAILED:
        found.decide(UNDECIDED, STAMP_BROKEN.format(reason=reason))
    else:
        found.hinweise.append(STAMP_UNKNOWN.format(reason=reason))
    return conclude(found, signed, basic, trust, None)


def _note_stamp(found: Signature, token: cms.SignedData) -> None:
    info = token["encap_content_info"]["content"].parsed
    found.belegt_at = info["gen_time"].native.isoformat()
    found.zeitstempeldienst = people.name_of(extract_certificate_info(token).signer_cert.subject)


def conclude(
    found: Signature, signed: cms.SignedData, result, trust: Trust, proven: datetime | None
) -> Signature:
    """Write the verdict of a validation down, with whose certificate it is."""
    certificate = extract_certificate_info(signed).signer_cert
    signer = generic_cms.extract_signer_info(signed)
    people.describe(found, certificate, is_listed=_is_listed(result, trust))
    claimed = generic_cms.extract_self_reported_ts(signer)
    found.signiert_at = claimed.isoformat() if claimed else found.signiert_at
    found.verfahren = _algorithm(signer)
    found.ergebnis = result.ades_subindic.standard_name
    if not passed(result):
        return found.decide(SHOWN[result.ades_subindic.status], reason_of(found.ergebnis))
    if proven and not certificate.not_valid_before <= proven <= certificate.not_valid_after:
        return found.decide(UNDECIDED, reason_of("EXPIRED"))  # the routine asks only for the begin
    revoked = trust.revoked_at(certificate)
    if revoked is not None and (proven is None or revoked <= proven):
        name = "REVOKED_NO_POE" if proven is None else "REVOKED"
        return found.decide(UNDECIDED if proven is None else INVALID, reason_of(name))
    if not found.gruende:
        found.urteil = VALID
    return found


def _is_listed(result, trust: Trust) -> bool:
    path = getattr(result.api_status, "validation_path", None)
    anchor = getattr(getattr(path, "trust_anchor", None), "certificate", None)
    return isinstance(anchor, x509.Certificate) and anchor.sha256 in trust.qualified


def _algorithm(signer: cms.SignerInfo) -> str:
    digest = signer["digest_algorithm"]["algorithm"].native
    try:
        kind = signer["signature_algorithm"].signature_algo
    except ValueError:
        kind = signer["signature_algorithm"]["algorithm"].native
    return f"{kind}, {digest}"[:80]
