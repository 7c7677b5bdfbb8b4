"""Whom this installation trusts, in the shape pyHanko asks for it. Nothing is fetched, ever."""

import base64
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from asn1crypto import crl, pem, x509
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer


class _Closed:
    """Stands where pyHanko would open connections; with LOCAL_ONLY it is never asked."""


CLOSED = RevocationInfoGatheringSpec(
    online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
    fetcher_backend=_Closed(),
    certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
)


class Trust:
    """Anchors, those of qualified services among them, certificates between, revocation lists, moment."""

    def __init__(self, given: dict[str, list[str]], at: str):
        self.anchors = _certificates(given.get("anchors", []))
        self.qualified = {one.sha256 for one in _certificates(given.get("qualified", []))}
        self.between = _certificates(given.get("between", []))
        self.lists = [
            CRLContainer(crl.CertificateList.load(_der(text))) for text in given.get("crls", [])
        ]
        self.at = datetime.fromisoformat(at)

    @cached_property
    def timing(self) -> ValidationTimingInfo:
        """The moment of the verification."""
        return ValidationTimingInfo(self.at, self.at, point_in_time_validation=False)

    def spec(
        self, known: LocalKnowledge | None = None, *, with_lists: bool
    ) -> SignatureValidationSpec:
        """Return how to validate; `known` was embedded, `with_lists` adds the lists of the house."""
        known = known or LocalKnowledge()
        policy = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=self.anchors),
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        )
        return SignatureValidationSpec(
            cert_validation_policy=policy,
            revinfo_gathering_policy=CLOSED,
            local_knowledge=LocalKnowledge(
                known_ocsps=list(known.known_ocsps),
                known_crls=[*known.known_crls, *(self.lists if with_lists else [])],
                known_certs=[*known.known_certs, *self.between],
            ),
        )

    def revoked_at(self, certificate: x509.Certificate) -> datetime | None:
        """Return since when a list of the house has this certificate revoked."""
        for one in self.lists:
            listed = one.crl_data["tbs_cert_list"]
            if listed["issuer"] != certificate.issuer:
                continue
            for entry in listed["revoked_certificates"]:
                if entry["user_certificate"].native == certificate.serial_number:
                    return entry["revocation_date"].native
        return None


def _der(text: str) -> bytes:
    data = base64.b64decode(text)
    return pem.unarmor(data)[2] if pem.detect(data) else data


def _certificates(texts: Iterable[str]) -> list[x509.Certificate]:
    return [x509.Certificate.load(_der(text)) for text in texts]
