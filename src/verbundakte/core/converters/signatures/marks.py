"""By what a signed XML is known, without reading it."""

import os

from verbundakte.core.converters.source import Source

XMLDSIG = b"http://www.w3.org/2000/09/xmldsig#"
LOOKED_AT = 65536


def is_signed_xml(source: Source) -> bool:
    """Tell whether the namespace of signatures (XMLDSig) stands near the begin or the end."""
    end = os.pread(source.descriptor, LOOKED_AT, max(0, source.size - LOOKED_AT))
    return XMLDSIG in source.head or XMLDSIG in end
