"""Operations of the sandbox: a place for a signature in a PDF, and evidence beside one.

The key never comes here: the application signs the digest of what was prepared, and fills it in.
"""

import asyncio
import base64
import io

from asn1crypto import crl, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import TextStampStyle

from verbundakte.core.converters.errors import Encrypted, Unsupported
from verbundakte.core.converters.signatures.pades import ENCRYPTED
from verbundakte.core.converters.source import Source

RESERVED = 2 * 16384  # hexadecimal: certificates and a time stamp need about half of it
STAMP_BOX = (330, 20, 575, 74)
NOT_POSSIBLE = (
    "Dieses PDF lässt sich nicht signieren: Es ist beschädigt oder gegen Änderungen geschützt."
)


def prepare_signature(
    source: Source, *, certificate: str, reason: str, stamp: str
) -> tuple[dict, list[bytes]]:
    """Operation: the PDF with an empty signature, and where (`begin`, `end`) its value goes.

    `certificate`: base64 of DER, the public part; `stamp`: text of a visible note, "" for none.
    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(source.data))
        if writer.prev.encrypted:
            raise Encrypted(ENCRYPTED)
        name = _new_name(writer)
        if stamp:
            spec = fields.SigFieldSpec(name, on_page=-1, box=STAMP_BOX)
            fields.append_signature_field(writer, spec)
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=reason or None,
            ),
            signer=signers.ExternalSigner(
                x509.Certificate.load(base64.b64decode(certificate)), None, 512
            ),
            stamp_style=TextStampStyle(stamp_text=stamp.replace("%", "%%")) if stamp else None,
        )
        prepared, _, out = asyncio.run(
            signer.async_digest_doc_for_signing(writer, bytes_reserved=RESERVED)
        )
    except (PdfError, SigningError) as failure:
        raise Unsupported(NOT_POSSIBLE) from failure
    out.seek(0)
    return {
        "begin": prepared.reserved_region_start,
        "end": prepared.reserved_region_end,
    }, [out.read()]


def _new_name(writer: IncrementalPdfFileWriter) -> str:
    taken = {name for name, _, _ in fields.enumerate_sig_fields(writer.prev)}
    return next(
        name for name in (f"Signatur{number}" for number in range(1, 1000)) if name not in taken
    )


def add_evidence(
    source: Source, *, certificates: list[str], crls: list[str]
) -> tuple[dict, list[bytes]]:
    """Operation: a signed PDF with certificates and revocation lists beside its signatures (B-LT)."""
    out = io.BytesIO(source.data)
    DocumentSecurityStore.add_dss(
        out,
        None,
        certs=[x509.Certificate.load(base64.b64decode(text)) for text in certificates],
        crls=[crl.CertificateList.load(base64.b64decode(text)) for text in crls],
    )
    return {}, [out.getvalue()]
