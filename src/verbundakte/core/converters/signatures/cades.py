"""Signature files (CMS): with the content inside, or for a file that lies beside."""

import hashlib

from asn1crypto import cms, pem
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.signatures.ades import decide, tokens_of
from verbundakte.core.converters.signatures.trust import Trust
from verbundakte.core.converters.signatures.verdict import (
    NO_CONTENT,
    UNDECIDED,
    Signature,
    unreadable,
)

NO_SIGNATURE = "Die Datei enthält keine Signatur, die sich lesen lässt."
MOST_SIGNERS = 20


def check(data: bytes, content: bytes | None, trust: Trust) -> list[Signature]:
    """Return what is found out about each signer; `content` is what a detached signature signs."""
    signed = _signed_data(data)
    inside = signed["encap_content_info"]["content"]
    content = inside.contents if _is_there(inside) else content
    found = []
    for signer in list(signed["signer_infos"])[:MOST_SIGNERS]:
        try:
            found.append(_check_one(_alone(signed, signer), content, trust))
        except Exception as failure:  # foreign bytes break the parser in any way
            found.append(unreadable(failure))
    return found


def _signed_data(data: bytes) -> cms.SignedData:
    if pem.detect(data):
        data = pem.unarmor(data)[2]
    try:
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            raise Damaged(NO_SIGNATURE)
        return info["content"]
    except (ValueError, TypeError) as failure:
        raise Damaged(NO_SIGNATURE) from failure


def _is_there(inside) -> bool:
    return bool(inside) and inside.native is not None


def _alone(signed: cms.SignedData, signer: cms.SignerInfo) -> cms.SignedData:
    """The same with this signer alone: the validation takes one."""
    if len(signed["signer_infos"]) == 1:
        return signed
    copy = signed.copy()
    copy["signer_infos"] = [signer]
    return copy


def _check_one(signed: cms.SignedData, content: bytes | None, trust: Trust) -> Signature:
    found = Signature(stufe="B-T" if tokens_of(signed) else "B-B", umfang="die ganze Datei")
    if content is None:
        return found.decide(UNDECIDED, NO_CONTENT)
    digest = None  # what lies inside is digested by the validation
    if not _is_there(signed["encap_content_info"]["content"]):
        algorithm = signed["signer_infos"][0]["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(algorithm, content).digest()
    return decide(found, signed, digest, trust, _embedded(signed))


def _embedded(signed: cms.SignedData) -> LocalKnowledge:
    lists = signed["crls"]
    found = [CRLContainer(one.chosen) for one in lists or [] if one.name == "certificate_list"]
    return LocalKnowledge(known_crls=found)
